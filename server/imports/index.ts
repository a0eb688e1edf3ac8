export type { ImportDeps } from "./import.ts";
export { importCsv } from "./import-csv.ts";
export { IMPORT_NODE_OPTIONS, importJobs, type ApartImport } from "./imports.jobs.ts";
export { importRoutes } from "./imports.routes.ts";
export { readLocale, readSalutation } from "./read-values.ts";
export { readTable, type Table } from "./read-table.ts";
export { pageOfImports, readImport, readRejected, viewImport } from "./show-import.ts";
export { cancelImport, startRun, startUndo } from "./start-import.ts";
export { importsPersonalData } from "./personal-data.ts";
