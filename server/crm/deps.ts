import type { Clock, Database, Keys } from "../platform/index.ts";

export interface CrmDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  /** Writes a workbook of texts; nothing in it is calculated. */
  writeWorkbook(
    sheets: readonly {
      name: string;
      columns: readonly { title: string }[];
      rows: readonly (readonly string[])[];
    }[],
  ): Buffer;
}
