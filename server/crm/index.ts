export { crmChecks } from "./checks.ts";
export { crmRoutes } from "./core-lists.routes.ts";
export type { CrmDeps } from "./deps.ts";
export { makeReturnFile } from "./hand-over.ts";
export { suggestMapping, type CoreMapping } from "./core-file.ts";
export { importIntoList, type CoreFile } from "./import-core-list.ts";
export { waitingOfLists } from "./lists.store.ts";
