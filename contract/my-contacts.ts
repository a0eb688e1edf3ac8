import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf, Timestamp } from "./common.ts";
import { ResponsibleSchema, StageSchema, TagRefSchema } from "./contact-care.ts";
import { GateAnswerSchema } from "./directory.ts";

export const MyContactsQuery = Type.Object({
  responsible: Type.Optional(
    Type.String({ maxLength: 60, description: "A colleague; without it the caller." }),
  ),
});

/** What was last between the house and a person; how mails were used is no part of it. */
const touches = ["mail", "reply", "inquiry", "note", "mailing", "none"] as const;

const MyContactSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  company: Type.String(),
  email: Type.String(),
  stage: StageSchema,
  tags: Type.Array(TagRefSchema),
  mail: GateAnswerSchema,
  touch: Type.Object({ kind: oneOf(...touches), at: NullableTimestamp }),
  /** What waits for somebody. */
  open: Type.Array(
    Type.Object({
      kind: oneOf("reply", "inquiry", "deletion"),
      /** Subject of a reply or an inquiry. */
      text: Type.String(),
      at: Timestamp,
    }),
  ),
});
export type MyContact = Static<typeof MyContactSchema>;

export const MyContactsSchema = Type.Object({
  responsible: ResponsibleSchema,
  columns: Type.Array(
    Type.Object({
      stage: StageSchema,
      total: Type.Integer(),
      /** Those with something open first, then whoever waited longest; at most 60. */
      items: Type.Array(MyContactSchema),
    }),
  ),
});
export type MyContacts = Static<typeof MyContactsSchema>;
