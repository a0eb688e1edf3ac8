import type { PersonalDataSource } from "../platform/index.ts";

/** Papers of the house: sealed, found by what they prove and by no person. */
export const evidencePersonalData: PersonalDataSource = {
  slice: "evidence",
  tables: ["evidence_files"],
  exportFor: async () => ({}),
  eraseFor: async () => ({}),
  retention: [
    {
      table: "evidence_files",
      rule: "ORG-11",
      after:
        "sealed papers behind answers, transfers and incidents; kept as long as what they prove has to be shown, those of a removed place to the end of the third year after; removed by a person or then, and noted",
    },
  ],
};
