import { Type, type Static, type TSchema } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** What an unknown message may be said to be; `hard`, `soft` and `policy` are bounces (SND-08). */
export const MessageClass = oneOf("hard", "soft", "policy", "auto_reply", "complaint", "ignore");
export type MessageClass = Static<typeof MessageClass>;

const summary = {
  id: Type.String(),
  /** Null where the header names no author. */
  from: nullable(Type.String()),
  subject: Type.String(),
  receivedAt: Timestamp,
  sizeBytes: Type.Integer(),
  source: oneOf("listener", "mailbox", "api", "webhook", "operator"),
  state: oneOf("waiting", "decided"),
  decision: nullable(MessageClass),
  decidedAt: NullableTimestamp,
  decidedBy: nullable(Type.String()),
  /** A rule knows what it is, but not which mail it is about. */
  proposed: nullable(MessageClass),
  /** It names the mail it is about: no address is needed. */
  namesMail: Type.Boolean(),
  /** When it goes. */
  deletedAt: Timestamp,
};
export const UnknownMessageSchema = Type.Object(summary);
export type UnknownMessageView = Static<typeof UnknownMessageSchema>;
export const UnknownMessageQuery = Type.Intersect([
  PageQuery,
  Type.Object({ state: Type.Optional(oneOf("waiting", "decided")) }),
]);
export const UnknownMessagePage = pageOf(UnknownMessageSchema);

export const UnknownMessageDetail = Type.Object({
  ...summary,
  headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  /** As plain text, without links; null where it cannot be read. */
  text: nullable(Type.String()),
  /** Only the first megabyte was kept. */
  truncated: Type.Boolean(),
  /** Addresses in it that may be the one it is about. */
  candidates: Type.Array(Type.String()),
});
export type UnknownMessageDetailView = Static<typeof UnknownMessageDetail>;

const Part = Type.String({ minLength: 4, maxLength: 200, pattern: "\\S{2}" });
export const DecideMessage = Type.Object(
  {
    class: MessageClass,
    address: Type.Optional(
      Type.String({
        maxLength: 320,
        description: "Whose mail it is about, for bounces and complaints that do not name it.",
      }),
    ),
    remember: Type.Optional(
      Type.Object(
        {
          sender: Type.Optional(Part),
          subject: Type.Optional(Part),
          fragment: Type.Optional(Part),
        },
        {
          ...strict,
          minProperties: 1,
          description: "Later messages in which all of these occur are the same.",
        },
      ),
    ),
  },
  strict,
);
export type DecideMessageInput = Static<typeof DecideMessage>;
export const DecidedMessage = Type.Object({
  id: Type.String(),
  result: oneOf("bounce", "complaint", "auto_reply", "ignored"),
  /** The rule that was made of it. */
  ruleId: nullable(Type.String()),
});

export const MessageRuleSchema = Type.Object({
  id: Type.String(),
  sender: nullable(Type.String()),
  subject: nullable(Type.String()),
  fragment: nullable(Type.String()),
  class: MessageClass,
  applied: Type.Integer(),
  lastAppliedAt: NullableTimestamp,
  createdAt: Timestamp,
});
export type MessageRuleView = Static<typeof MessageRuleSchema>;
export const MessageRuleList = Type.Object({ items: Type.Array(MessageRuleSchema) });
export const AppliedRule = Type.Object({
  applied: Type.Integer(),
  /** Fit the rule, but nobody knows which mail they are about. */
  left: Type.Integer(),
});

const Target = Type.Object({ id: Type.String(), email: Type.String() });
export const ForwardingSchema = Type.Object({
  /** Whom replies of people are passed on to. */
  targets: Type.Array(Target),
  /** Confirmed addresses to choose from. */
  available: Type.Array(Target),
});
export type ForwardingView = Static<typeof ForwardingSchema>;
export const ForwardingChange = Type.Object(
  {
    targets: Type.Array(Type.String({ maxLength: 60 }), {
      maxItems: 5,
      description: "Ids of confirmed test addresses; none: replies are not passed on.",
    }),
  },
  strict,
);
