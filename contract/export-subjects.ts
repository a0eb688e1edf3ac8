/**
 * What a file that leaves is of: contacts, entries of the list of blocks, retained addresses, people of a mailing's report,
 * or the evidence of a list.
 */
export const exportSubjects = [
  "contacts",
  "blocks",
  "retained",
  "report_persons",
  "evidence",
] as const;
export type ExportSubject = (typeof exportSubjects)[number];
/** What `contacts.export` takes, each with a further right where it needs one; evidence needs `consents.read` alone. */
export const contactSubjects = [
  "contacts",
  "blocks",
  "retained",
  "report_persons",
] as const satisfies readonly ExportSubject[];
