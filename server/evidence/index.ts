export { allEvidence } from "./evidence.store.ts";
export type { EvidenceFile } from "./evidence.ts";
export { evidenceRoutes } from "./evidence.routes.ts";
export type { EvidenceDeps } from "./keep-evidence.ts";
export { removePapersOf } from "./keep-evidence.ts";
export { evidencePersonalData } from "./personal-data.ts";
