import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf } from "./common.ts";

const Text = Type.Object({ de: Type.String(), en: Type.String() });

export const CheckStatusSchema = oneOf("passed", "failed", "not_checked", "not_applicable");

export const CheckSchema = Type.Object({
  id: Type.String({ description: "CHK-01 to CHK-36." }),
  rules: Type.Array(Type.String()),
  blocking: Type.Boolean({ description: "Must be green before the account can go live (CHK-A1)." }),
  label: Text,
  status: CheckStatusSchema,
  message: Text,
  evidence: Type.Record(Type.String(), Type.Unknown()),
  checkedAt: NullableTimestamp,
});
export type CheckView = Static<typeof CheckSchema>;

export const ChecklistSchema = Type.Object({
  mode: oneOf("sandbox", "live"),
  passed: Type.Integer(),
  failed: Type.Integer(),
  notChecked: Type.Integer(),
  notApplicable: Type.Integer(),
  blockingOpen: Type.Integer({
    description: "Blocking checks that are not green. 0: the account may go live.",
  }),
  items: Type.Array(CheckSchema),
});
export type ChecklistView = Static<typeof ChecklistSchema>;

export const RunChecksSchema = Type.Object(
  {
    ids: Type.Optional(
      Type.Array(Type.String({ pattern: "^CHK-[0-9]{2}$" }), {
        maxItems: 40,
        description: "Only these; all without it.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type RunChecksInput = Static<typeof RunChecksSchema>;
