import { Type, type Static } from "typebox";

/** Which mailbox: the account's own, or what came without an account (administrators only). */
export const MailboxQuery = Type.Object({
  box: Type.Optional(Type.Union([Type.Literal("account"), Type.Literal("unassigned")])),
});
export type MailboxQuery = Static<typeof MailboxQuery>;

export const MailboxListQuery = Type.Object({
  ...MailboxQuery.properties,
  cursor: Type.Optional(Type.String({ maxLength: 60 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  /** Words that all occur in sender, recipients or subject. */
  q: Type.Optional(Type.String({ maxLength: 200 })),
});
export type MailboxListQuery = Static<typeof MailboxListQuery>;

export const MailboxHtmlQuery = Type.Object({
  ...MailboxQuery.properties,
  /** 0: remote images are not loaded, and the message's pixel neither. */
  images: Type.Optional(Type.Union([Type.Literal("0"), Type.Literal("1")])),
});
export type MailboxHtmlQuery = Static<typeof MailboxHtmlQuery>;

export const MailboxParams = Type.Object({
  id: Type.String({ pattern: "^[0-9a-z]{9}-[0-9a-f]{16}-[0-9a-z]{1,7}$" }),
});
export type MailboxParams = Static<typeof MailboxParams>;

export const MailboxEntry = Type.Object({
  id: Type.String(),
  receivedAt: Type.String({ format: "date-time" }),
  from: Type.String(),
  to: Type.String(),
  subject: Type.String(),
  /** The message's own date, as written in it. */
  date: Type.Union([Type.String(), Type.Null()]),
  envelope: Type.Object({ from: Type.String(), to: Type.Array(Type.String()) }),
  /** Bytes. */
  size: Type.Integer(),
});
export type MailboxEntry = Static<typeof MailboxEntry>;

export const MailboxList = Type.Object({
  items: Type.Array(MailboxEntry),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});
export type MailboxList = Static<typeof MailboxList>;

export const MailboxMessage = Type.Object({
  ...MailboxEntry.properties,
  html: Type.Union([Type.String(), Type.Null()]),
  text: Type.Union([Type.String(), Type.Null()]),
  headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  links: Type.Array(Type.Object({ url: Type.String(), text: Type.String() })),
  attachments: Type.Array(
    Type.Object({ name: Type.String(), mediaType: Type.String(), size: Type.Integer() }),
  ),
});
export type MailboxMessage = Static<typeof MailboxMessage>;

export const MailboxEmptied = Type.Object({ removed: Type.Integer() });
export type MailboxEmptied = Static<typeof MailboxEmptied>;
