import type { PersonalDataSource } from "../platform/index.ts";
import { eraseLines, exportLines } from "./lines.store.ts";

/** Lines of imports. The files themselves are gone once imported, and after seven days in any case. */
export const importsPersonalData: PersonalDataSource = {
  slice: "imports",
  tables: ["import_lines"],
  async exportFor(tx, subject) {
    return {
      import_lines: await exportLines(tx, subject.emailNormalised, subject.contactId ?? null),
    };
  },
  async eraseFor(tx, subject) {
    return {
      import_lines: await eraseLines(tx, subject.emailNormalised, subject.contactId ?? null),
    };
  },
  retention: [
    {
      table: "import_lines",
      rule: "RET-13",
      after:
        "30 days after the import only the number of a line, how it ended and of which contact stay",
    },
  ],
};
