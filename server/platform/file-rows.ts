/** A row of a file that leaves, as cells of a table and as a record for other programs. */
interface FileRow {
  id: number;
  cells(): string[];
  record(): object;
}
export type FilePage = readonly FileRow[];
