import { Type, type Static } from "typebox";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";

export const StageSchema = oneOf("", "prospect", "customer");
export type Stage = Static<typeof StageSchema>;
export const TagColourSchema = oneOf("grey", "petrol", "blue", "violet", "rose", "amber", "olive");
export type TagColour = Static<typeof TagColourSchema>;
const Id = Type.String({ maxLength: 60, pattern: "^[a-z]{3}_[0-9a-f]{32}$" });

export const NewTagSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    colour: Type.Optional(TagColourSchema),
  },
  { additionalProperties: false },
);
export const TagChangeSchema = Type.Partial(NewTagSchema, { additionalProperties: false });
export const TagMergeSchema = Type.Object({ into: Id }, { additionalProperties: false });
export const TagRefSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  colour: TagColourSchema,
});
export type TagRef = Static<typeof TagRefSchema>;
export const TagSchema = Type.Object({
  ...TagRefSchema.properties,
  contacts: Type.Integer(),
  createdAt: Timestamp,
});
export type TagView = Static<typeof TagSchema>;
export const TagListSchema = Type.Object({ items: Type.Array(TagSchema) });

export const NoteTextSchema = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 4000 }) },
  { additionalProperties: false },
);
export const NoteSchema = Type.Object({
  id: Type.String(),
  text: Type.String(),
  author: Type.String(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type NoteView = Static<typeof NoteSchema>;

export const ResponsibleSchema = Type.Union([
  Type.Object({ id: Type.String(), name: Type.String() }),
  Type.Null(),
]);
export const StaffListSchema = Type.Object({
  /** The caller, when a person. */
  me: Type.Union([Type.String(), Type.Null()]),
  items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type StaffList = Static<typeof StaffListSchema>;

/** What is done to many contacts at once. */
export const BulkActionSchema = Type.Union([
  Type.Object({ do: Type.Literal("tag"), tag: Id }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal("untag"), tag: Id }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal("stage"), stage: StageSchema }, { additionalProperties: false }),
  Type.Object(
    { do: Type.Literal("responsible"), responsible: Type.Union([Id, Type.Null()]) },
    { additionalProperties: false },
  ),
]);
export type BulkAction = Static<typeof BulkActionSchema>;
export const BulkAnswerSchema = Type.Object({
  /** How many were different before. */
  changed: Type.Integer(),
  /** Takes the action back for a day; null when nothing changed. */
  undo: Type.Union([Type.String(), Type.Null()]),
});
export type BulkAnswer = Static<typeof BulkAnswerSchema>;

/** Most contacts one action takes. */
export const BULK_LIMIT = 100_000;

export const KeepSchema = Type.Object(
  {
    until: Type.String({ format: "date" }),
    because: Type.String({ minLength: 5, maxLength: 500 }),
  },
  { additionalProperties: false },
);
export const OrphanSchema = Type.Object({
  since: NullableTimestamp,
  /** The day it is deleted on; null while it is kept or not an orphan. */
  deletedOn: NullableTimestamp,
  keptUntil: Type.Union([Type.String(), Type.Null()]),
  keptBecause: Type.String(),
});
