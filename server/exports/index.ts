export type { ContactFilter, ExportDeps, RowContent } from "./export.ts";
export { exportJobs } from "./exports.jobs.ts";
export { exportRoutes } from "./exports.routes.ts";
export { MAY_HAVE_HELD } from "./exports.store.ts";
export { exportsPersonalData } from "./personal-data.ts";
export { runExport } from "./run-export.ts";
export { cancelExport, heldExports, startExport } from "./start-export.ts";
