import { Type, type Static } from "typebox";
import { Timestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };

/** How a will reached the account that was not expressed by a link (LEG-16). */
const act = {
  channel: oneOf("letter", "phone", "in_person", "reply"),
  note: Type.String({
    minLength: 3,
    maxLength: 500,
    description: "Who took it and what was said; becomes part of the proof.",
  }),
  receivedAt: Type.Optional(
    Type.String({ format: "date-time", description: "When it arrived, if earlier than now." }),
  ),
};

export const StaffUnsubscribeSchema = Type.Object(
  {
    ...act,
    scope: oneOf("list", "newsletters"),
    listId: Type.Optional(
      Type.String({ maxLength: 60, description: "Needed for the scope `list`." }),
    ),
  },
  strict,
);
export type StaffUnsubscribeInput = Static<typeof StaffUnsubscribeSchema>;

export const StaffObjectionSchema = Type.Object(act, strict);
export type StaffObjectionInput = Static<typeof StaffObjectionSchema>;

/** A permission to analyse is never given by staff: it needs the person's own act with its wording (TRK-03). */
export const StaffTrackingSchema = Type.Object({ ...act, decision: oneOf("withdrawn") }, strict);
export type StaffTrackingInput = Static<typeof StaffTrackingSchema>;

export const RecordedWillSchema = Type.Object({
  changed: Type.Boolean({ description: "False when it was so already; then nothing was written." }),
  recordedAt: Timestamp,
  receipt: Type.Union([Type.String(), Type.Null()], {
    description: "Public id of the ledger entry.",
  }),
  lists: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type RecordedWill = Static<typeof RecordedWillSchema>;
