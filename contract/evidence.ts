import { Type, type Static } from "typebox";
import { oneOf, Timestamp } from "./common.ts";

/** What papers can be behind: an answer of the checklist, a place of data with its transfer record, an incident. */
export const evidenceSubjects = ["checks", "places", "incidents"] as const;
export type EvidenceSubject = (typeof evidenceSubjects)[number];

export const evidenceTypes = ["application/pdf", "image/png", "image/jpeg", "text/plain"] as const;
export type EvidenceType = (typeof evidenceTypes)[number];

export const EVIDENCE_BYTES = 10 * 1024 * 1024;
/** So many files behind one thing. */
export const EVIDENCE_FILES = 10;

export const EvidenceFileSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mediaType: oneOf(...evidenceTypes),
  sizeBytes: Type.Integer(),
  sha256: Type.String({ description: "Of the file as it was uploaded, hexadecimal." }),
  uploadedBy: Type.String(),
  uploadedAt: Timestamp,
});
export type EvidenceFileView = Static<typeof EvidenceFileSchema>;
export const EvidenceList = Type.Object({ items: Type.Array(EvidenceFileSchema) });
export type EvidenceListView = Static<typeof EvidenceList>;
