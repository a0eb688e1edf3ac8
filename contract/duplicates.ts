import { Type, type Static } from "typebox";
import { Timestamp, oneOf } from "./common.ts";

const Text = Type.Object({ de: Type.String(), en: Type.String() });
const Id = Type.String({ maxLength: 60, pattern: "^[a-z]{3}_[0-9a-f]{32}$" });

const TwinSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  company: Type.String(),
  createdAt: Timestamp,
});
export type Twin = Static<typeof TwinSchema>;

export const PairListSchema = Type.Object({
  /** Open proposals altogether. */
  total: Type.Integer(),
  items: Type.Array(
    Type.Object({
      reason: oneOf("address", "name_company", "phone"),
      foundAt: Timestamp,
      first: TwinSchema,
      second: TwinSchema,
    }),
  ),
});
export type PairList = Static<typeof PairListSchema>;
export const PairSearchSchema = Type.Object({ found: Type.Integer() });
export const PairSchema = Type.Object({ first: Id, second: Id }, { additionalProperties: false });

export const MergeQuery = Type.Object({ keep: Id, merge: Id });
export const MergeSchema = Type.Object(
  {
    keep: Id,
    merge: Id,
    /** Fields whose value is taken from the merged contact; own fields as `custom.<key>`. */
    take: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type MergeRequest = Static<typeof MergeSchema>;

const SideSchema = Type.Object({
  value: Type.String(),
  source: Type.String(),
  at: Type.Union([Timestamp, Type.Null()]),
});
export const MergePreviewSchema = Type.Object({
  keep: TwinSchema,
  merge: TwinSchema,
  /** Why it cannot be done; null when it can. */
  obstacle: Type.Union([Text, Type.Null()]),
  fields: Type.Array(
    Type.Object({
      field: Type.String(),
      label: Type.Union([Type.String(), Type.Null()]),
      keep: SideSchema,
      merge: SideSchema,
      /** What is proposed: the merged contact's value where the kept one has none. */
      take: Type.Boolean(),
    }),
  ),
  /** What becomes of permissions and of what hangs on the contacts. */
  consequences: Type.Array(Type.Object({ stricter: Type.Boolean(), text: Text })),
});
export type MergePreview = Static<typeof MergePreviewSchema>;
export const MergeAnswerSchema = Type.Object({
  id: Type.String(),
  moved: Type.Record(Type.String(), Type.Integer()),
  undo: Type.String({ description: "The merge, to take it back within seven days." }),
});
export type MergeAnswer = Static<typeof MergeAnswerSchema>;
export const UnmergeAnswerSchema = Type.Object({
  id: Type.String({ description: "The contact that stands again." }),
  kept: Type.String(),
});
export type UnmergeAnswer = Static<typeof UnmergeAnswerSchema>;
