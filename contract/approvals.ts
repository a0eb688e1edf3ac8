import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf } from "./common.ts";
import { RecipientTimeSchema } from "./recipient-time.ts";
import { WindowSchema } from "./sending.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const strict = { additionalProperties: false };

/** Where the word of a second person stands (CNT-18). `void`: the mailing was changed after it was asked for or given. */
export const approvalStates = ["none", "requested", "approved", "returned", "void"] as const;
export const ApprovalStateSchema = oneOf(...approvalStates);
export type ApprovalState = (typeof approvalStates)[number];

/** When the mailing shall leave once it is approved. */
export const PlannedSendingSchema = Type.Object(
  {
    at: Type.Optional(Type.String({ format: "date-time", description: "Without it at once." })),
    recipientTime: Type.Optional(RecipientTimeSchema),
    window: Type.Optional(WindowSchema),
    perHour: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
  },
  strict,
);
export type PlannedSending = Static<typeof PlannedSendingSchema>;

const said = {
  state: ApprovalStateSchema,
  requestedBy: nullable(Type.String()),
  requestedAt: NullableTimestamp,
  note: Type.String(),
  decidedBy: nullable(Type.String()),
  decidedAt: NullableTimestamp,
  comment: Type.String(),
};
export const ApprovalSchema = Type.Object({
  ...said,
  planned: nullable(PlannedSendingSchema),
  mayDecide: Type.Boolean({
    description: "The caller may approve or send back: neither its author nor who asked.",
  }),
  decidedByCaller: Type.Boolean({
    description: "The caller gave this word, and so cannot schedule what needs a second person.",
  }),
});
export type ApprovalView = Static<typeof ApprovalSchema>;
export const ApprovalHistorySchema = Type.Object({ items: Type.Array(Type.Object(said)) });
export type ApprovalHistory = Static<typeof ApprovalHistorySchema>;

export const ApprovalRequestSchema = Type.Object(
  {
    note: Type.Optional(
      Type.String({ maxLength: 1000, description: "What the other person should look at." }),
    ),
    schedule: Type.Optional(PlannedSendingSchema),
  },
  strict,
);
export const ApprovalReturnSchema = Type.Object(
  { comment: Type.String({ minLength: 3, maxLength: 2000 }) },
  strict,
);
