import { Type, type Static, type TSchema } from "typebox";
import { IdParams, NullableTimestamp, Timestamp } from "./common.ts";

export { IdParams };

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const strict = { additionalProperties: false };
const LocalisedText = Type.Object({ de: Type.String(), en: Type.String() });

export const relayKinds = [
  "smtp",
  "mx",
  "ses",
  "postmark",
  "mailjet",
  "brevo",
  "scaleway",
] as const;
export const relayStreams = ["marketing", "opt_in", "transactional"] as const;
export const relayTls = ["implicit", "required", "opportunistic", "none"] as const;

/** One account has at most so many ways out. */
export const MAX_RELAYS = 50;

/** One step of a test: what was tried and what came of it. */
export const RelayTestStep = Type.Object({
  step: literals(["connect", "tls", "login", "offers", "account"]),
  ok: Type.Boolean(),
  text: LocalisedText,
});
export const RelayTest = Type.Object({
  ok: Type.Boolean(),
  at: Timestamp,
  steps: Type.Array(RelayTestStep),
});
export type RelayTestView = Static<typeof RelayTest>;

/** Where a provider works on the mails. `direct`: nobody stands between; `own`: a server the account names itself. */
export const RelayPlace = Type.Object({
  outsideEu: Type.Boolean(),
  kind: literals(["direct", "own", "provider"]),
  /** The provider's name where it is known, and where it works on the mails. */
  provider: nullable(Type.String()),
  where: LocalisedText,
});
export type RelayPlaceView = Static<typeof RelayPlace>;

export const RelaySchema = Type.Object({
  id: Type.String(),
  kind: literals(relayKinds),
  name: Type.String(),
  enabled: Type.Boolean(),
  host: nullable(Type.String()),
  port: nullable(Type.Integer()),
  baseUrl: nullable(Type.String()),
  region: nullable(Type.String()),
  channel: nullable(Type.String()),
  tls: literals(relayTls),
  /** What kind of credentials are kept; never they themselves. */
  credentials: literals(["none", "password", "oauth2", "api"]),
  /** Scheme, host and port; user and password are never given out. */
  proxy: nullable(Type.String()),
  heloName: nullable(Type.String()),
  streams: Type.Array(literals(relayStreams)),
  priority: Type.Integer(),
  weight: Type.Integer(),
  connections: Type.Integer(),
  perSecond: nullable(Type.Integer()),
  place: RelayPlace,
  outsideEuConfirmed: nullable(Type.Object({ by: Type.String(), at: Timestamp })),
  /** Whether the provider has an address to report bounces to, and when it last did. */
  hook: nullable(Type.Object({ madeAt: Timestamp, lastAt: NullableTimestamp })),
  /** Whether this kind can report at all. */
  reports: Type.Boolean(),
  health: Type.Object({
    failingSince: NullableTimestamp,
    failure: nullable(Type.String()),
  }),
  lastTest: nullable(RelayTest),
});
export type RelayView = Static<typeof RelaySchema>;

export const RelayList = Type.Object({
  items: Type.Array(RelaySchema),
  /** Host of the installation's own way out, which live accounts without ways of their own use; null: none. */
  installation: nullable(Type.Object({ host: Type.String() })),
  /** Hosts of the own network that may be named (PRIVATE_HOSTS). */
  privateHosts: Type.Array(Type.String()),
});
export type RelayListView = Static<typeof RelayList>;

export const RelayCredentialsInput = Type.Union([
  Type.Object({ kind: Type.Literal("none") }, strict),
  Type.Object(
    {
      kind: Type.Literal("password"),
      user: Type.String({ minLength: 1, maxLength: 320 }),
      password: Type.String({ minLength: 1, maxLength: 1000 }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal("oauth2"),
      user: Type.String({ minLength: 1, maxLength: 320 }),
      tokenUrl: Type.String({ minLength: 1, maxLength: 500 }),
      clientId: Type.String({ minLength: 1, maxLength: 500 }),
      clientSecret: Type.String({ minLength: 1, maxLength: 1000 }),
      refreshToken: Type.String({ minLength: 1, maxLength: 4000 }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal("api"),
      key: Type.String({ maxLength: 500 }),
      secret: Type.String({ minLength: 1, maxLength: 1000 }),
    },
    strict,
  ),
]);

const fields = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  enabled: Type.Boolean(),
  host: nullable(Type.String({ maxLength: 253 })),
  port: nullable(Type.Integer({ minimum: 1, maximum: 65535 })),
  /** Only for hosts of the own network, for example a gateway; providers' own addresses are known. */
  baseUrl: nullable(Type.String({ maxLength: 300 })),
  region: nullable(Type.String({ maxLength: 40 })),
  channel: nullable(Type.String({ maxLength: 100 })),
  tls: literals(relayTls),
  credentials: RelayCredentialsInput,
  /** socks5://user:password@host:port or http://host:port. */
  proxyUrl: nullable(Type.String({ maxLength: 500 })),
  heloName: nullable(Type.String({ maxLength: 253 })),
  streams: Type.Array(literals(relayStreams), { minItems: 1, maxItems: 3, uniqueItems: true }),
  priority: Type.Integer({ minimum: 1, maximum: 99 }),
  weight: Type.Integer({ minimum: 1, maximum: 100 }),
  connections: Type.Integer({ minimum: 1, maximum: 50 }),
  perSecond: nullable(Type.Integer({ minimum: 1, maximum: 10_000 })),
  /** Said of a server of one's own choice: it stands outside the EU and the EEA. */
  outsideEu: Type.Boolean(),
  /** Needed where mails are worked on outside the EU (ORG-09). */
  confirmOutsideEu: Type.Boolean(),
};
type Fields = typeof fields;
type Optional = { [K in keyof Fields]: ReturnType<typeof Type.Optional<Fields[K]>> };
const optional = Object.fromEntries(
  Object.entries(fields).map(([name, schema]) => [name, Type.Optional(schema)]),
) as unknown as Optional;

/** Left out: one's own sensible value, as `GET` shows it afterwards. */
export const NewRelay = Type.Object(
  { ...optional, kind: literals(relayKinds), name: fields.name },
  strict,
);
export type RelayInput = Static<typeof NewRelay>;
/** Left out: stays as it is. Credentials are replaced as a whole. */
export const RelayChange = Type.Object(optional, { ...strict, minProperties: 1 });
export type RelayChangeInput = Static<typeof RelayChange>;

/** Shown this once; only hashes are kept. */
export const RelayHookAnswer = Type.Object({
  url: Type.String(),
  /** Where the provider can sign in: the same address with user and password, or both on their own. */
  user: nullable(Type.String()),
  password: nullable(Type.String()),
});
export type RelayHookView = Static<typeof RelayHookAnswer>;

/** What a provider's report led to. */
export const RelayHookReceipt = Type.Object({ taken: Type.Integer() });
export const RelayHookParams = Type.Object({ token: Type.String({ maxLength: 100 }) });
