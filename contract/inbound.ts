import { Type, type Static, type TSchema } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Name = Type.Object({ id: Type.String(), name: Type.String() });

/** Largest message that is taken, in bytes. */
export const INBOUND_MAX_BYTES = 10 * 1024 * 1024;

/** What a reply may be decided to mean; `erased` ends a wish to be erased. */
const replyDecisions = ["list", "newsletters", "advertising", "none", "erasure", "erased"] as const;

export const ReplySchema = Type.Object({
  id: Type.String(),
  from: Type.String(),
  /** Null where nobody with this address is known. */
  contactId: nullable(Type.String()),
  /** The author is not the one the mail went to, who is named by `contactId`. */
  otherAuthor: Type.Boolean(),
  subject: Type.String(),
  /** The author's own words, without quoted text. */
  text: Type.String(),
  matches: Type.Array(
    Type.Object({
      start: Type.Integer(),
      end: Type.Integer(),
      phrase: Type.String(),
      intent: oneOf("unsubscribe", "objection", "erasure"),
    }),
  ),
  state: oneOf("open", "erasure", "decided"),
  decision: nullable(oneOf("list", "newsletters", "advertising", "none", "erasure", "automatic")),
  note: nullable(Type.String()),
  list: nullable(Name),
  /** Newsletters the address still gets, to choose from where the reply does not say which. */
  lists: Type.Array(Name),
  held: Type.Boolean({ description: "Newsletters to this address rest until the decision." }),
  receivedAt: Timestamp,
  dueAt: Timestamp,
  overdue: Type.Boolean(),
  decidedAt: NullableTimestamp,
  decidedBy: nullable(Type.String()),
  undoable: Type.Boolean(),
});
export type ReplyView = Static<typeof ReplySchema>;

export const ReplyQuery = Type.Intersect([
  PageQuery,
  Type.Object({ state: Type.Optional(oneOf("waiting", "decided")) }),
]);
export const ReplyPage = pageOf(ReplySchema);

export const DecideReply = Type.Object(
  {
    decision: oneOf(...replyDecisions),
    listId: Type.Optional(
      Type.String({
        maxLength: 60,
        description: "For `list`, where the reply does not say which.",
      }),
    ),
    note: Type.Optional(Type.String({ maxLength: 500, description: "Becomes part of the proof." })),
  },
  strict,
);
export type DecideReplyInput = Static<typeof DecideReply>;

/** How mail comes in here. */
export const InboundStateSchema = Type.Object({
  configured: Type.Boolean(),
  /** Where the account's reply mailbox is to be forwarded; null where the installation receives no mail. */
  address: nullable(Type.String()),
  waiting: Type.Integer(),
  overdue: Type.Integer(),
  /** Messages nobody understood that wait for a person. */
  unknown: Type.Integer(),
  /** What came in within 30 days. */
  lately: Type.Object({
    bounces: Type.Integer(),
    complaints: Type.Integer(),
    autoReplies: Type.Integer(),
  }),
});
export type InboundState = Static<typeof InboundStateSchema>;

export const InboundQuery = Type.Object({
  recipient: Type.Optional(
    Type.String({
      maxLength: 320,
      description: "The address it was delivered to; without it the header decides.",
    }),
  ),
});
export const InboundResultSchema = Type.Object({
  result: oneOf(
    "unsubscribed",
    "task",
    "request",
    "complaint",
    "bounce",
    "delayed",
    "auto_reply",
    "probe",
    "report",
    "unknown",
    "known",
    "ignored",
    "nothing",
  ),
  replyId: nullable(Type.String()),
});
export type InboundResult = Static<typeof InboundResultSchema>;

export const RecipientReply = Type.Object(
  {
    subject: Type.Optional(Type.String({ maxLength: 200 })),
    text: Type.String({ minLength: 1, maxLength: 5000 }),
  },
  strict,
);
