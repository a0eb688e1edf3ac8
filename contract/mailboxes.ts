import { Type, type Static, type TSchema } from "typebox";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const LocalisedText = Type.Object({ de: Type.String(), en: Type.String() });

const Host = Type.String({ minLength: 1, maxLength: 253, pattern: "^[A-Za-z0-9.:\\-_\\[\\]]+$" });
const Line = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: "^[^\\r\\n\\u0000]+$" });

/** How a provider hands out access tokens (RFC 6749, 6); the token goes to IMAP and POP3 as XOAUTH2. */
export const MailboxOAuth = Type.Object(
  {
    tokenUrl: Type.String({ maxLength: 500, pattern: "^https://[^\\s]+$" }),
    clientId: Line(500),
    clientSecret: Type.Optional(Type.String({ maxLength: 2000 })),
    refreshToken: Line(8000),
  },
  strict,
);

const settings = {
  name: Line(80),
  protocol: oneOf("imap", "pop3"),
  host: Host,
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  tls: oneOf("tls", "starttls", "none"),
  username: Line(320),
  /** What comes in here, which decides what is looked for. */
  purpose: oneOf("bounces", "replies", "reports", "all"),
  folder: Line(200),
  doneFolder: nullable(Line(200)),
  pattern: nullable(
    Type.String({
      maxLength: 200,
      description:
        "Bounce addresses that end here, with % for the token, such as bounces+%@example.org; null where the mailbox takes none.",
    }),
  ),
  active: Type.Boolean(),
  everySeconds: Type.Integer({ minimum: 30, maximum: 86_400 }),
};

export const MailboxSchema = Type.Object({
  id: Type.String(),
  ...settings,
  auth: oneOf("password", "xoauth2"),
  /** Mails are counted as aligned (DMARC) for these domains of senders. */
  alignedWith: Type.Array(Type.String()),
  lastAt: NullableTimestamp,
  lastOkAt: NullableTimestamp,
  /** Messages of the last visit. */
  lastCount: nullable(Type.Integer()),
  nextAt: Timestamp,
  problem: nullable(Type.Object({ code: Type.String(), message: LocalisedText })),
});
export type MailboxView = Static<typeof MailboxSchema>;

/** Where the bounces of a sender's domain go. */
export const BounceWaySchema = Type.Object({
  domain: Type.String(),
  /** Null: to the sender's own address, where nobody here reads them. */
  pattern: nullable(Type.String()),
  /** SPF then counts for DMARC as well (RFC 7489, 3.1.2). */
  aligned: Type.Boolean(),
});
export type BounceWayView = Static<typeof BounceWaySchema>;

export const MailboxListSchema = Type.Object({
  items: Type.Array(MailboxSchema),
  ways: Type.Array(BounceWaySchema),
});
export type MailboxList = Static<typeof MailboxListSchema>;

const optional = <T extends Record<string, TSchema>>(fields: T) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, schema]) => [key, Type.Optional(schema)]),
  ) as {
    [K in keyof T]: ReturnType<typeof Type.Optional<T[K]>>;
  };
const { name, protocol, host, port, tls, username, purpose, ...others } = settings;
const secrets = {
  password: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  oauth: Type.Optional(MailboxOAuth),
};

export const NewMailbox = Type.Object(
  { name, protocol, host, port, tls, username, purpose, ...optional(others), ...secrets },
  strict,
);
export type NewMailboxInput = Static<typeof NewMailbox>;

/** Without `password` and `oauth` the stored one stays. */
export const MailboxChange = Type.Object(
  { ...optional(settings), ...secrets },
  { ...strict, minProperties: 1 },
);
export type MailboxChangeInput = Static<typeof MailboxChange>;

export const MailboxTestSchema = Type.Object({
  ok: Type.Boolean(),
  /** Messages in the folder. */
  messages: nullable(Type.Integer()),
  problem: nullable(Type.Object({ code: Type.String(), message: LocalisedText })),
});
export type MailboxTest = Static<typeof MailboxTestSchema>;
