import { Type, type Static } from "typebox";

const Row = Type.Object({ trial: Type.String(), found: Type.String() });

/** What the adversary test of the counting method tried and found; null where no results are included. */
export const CountingResultsSchema = Type.Object({
  results: Type.Union([
    Type.Object({
      when: Type.String({ format: "date-time" }),
      /** What was tried and what was found, in words of both languages. */
      rows: Type.Object({ de: Type.Array(Row), en: Type.Array(Row) }),
    }),
    Type.Null(),
  ]),
});
export type CountingResultsView = Static<typeof CountingResultsSchema>;
