/** What a file that leaves is of: contacts, entries of the list of blocks, or retained addresses. */
export const exportSubjects = ["contacts", "blocks", "retained"] as const;
export type ExportSubject = (typeof exportSubjects)[number];
