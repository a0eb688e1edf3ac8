export type { ImportDeps } from "./import.ts";
export { importCsv } from "./import-csv.ts";
export { importJobs } from "./imports.jobs.ts";
export { importRoutes } from "./imports.routes.ts";
export { importsPersonalData } from "./personal-data.ts";
