import type { PersonalDataSource } from "../platform/index.ts";

/** Exports themselves name nobody but who asked for them; their files are encrypted and gone after a day. */
export const exportsPersonalData: PersonalDataSource = {
  slice: "exports",
  tables: [],
  exportFor: async () => ({}),
  eraseFor: async () => ({}),
  retention: [
    {
      table: "contact_exports",
      rule: "RET-13",
      after:
        "24 hours after it was made the file is deleted with its key; who exported what for stays",
    },
  ],
};
