import { Type, type Static, type TSchema } from "typebox";
import { NullableTimestamp, Timestamp } from "./common.ts";

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const strict = { additionalProperties: false };
const LocalisedText = Type.Object({ de: Type.String(), en: Type.String() });

/** Where domains have their DNS, as far as Klarpost knows their forms. */
export const dnsHosts = [
  "ionos",
  "strato",
  "hetzner",
  "cloudflare",
  "inwx",
  "netcup",
  "route53",
] as const;
export type DnsHost = (typeof dnsHosts)[number];

export const recordKinds = [
  "spf",
  "dkim",
  "dmarc",
  "bounce_mx",
  "bounce_spf",
  "dmarc_reports",
  "tls_rpt",
  "mta_sts",
  "bimi",
] as const;

/** A DNS record to publish, and what was found when somebody last looked. */
export const DomainRecordSchema = Type.Object({
  kind: literals(recordKinds),
  name: Type.String(),
  type: literals(["TXT", "MX"]),
  value: Type.String(),
  /** Without it nothing leaves from this domain (SND-01). */
  required: Type.Boolean(),
  status: literals(["passed", "failed", "not_checked"]),
  message: LocalisedText,
  /** What stands there instead or as well; null: nothing, or nobody looked. */
  found: nullable(Type.String()),
});
export type DomainRecord = Static<typeof DomainRecordSchema>;

export const keyStreams = ["marketing", "opt_in", "transactional"] as const;
export const DomainKeySchema = Type.Object({
  selector: Type.String(),
  algorithm: literals(["rsa", "ed25519"]),
  /** Null: every stream without keys of its own (SND-18). */
  stream: nullable(literals(keyStreams)),
  /** d= of the signature. */
  signingDomain: Type.String(),
  state: literals(["new", "active", "retiring", "revoked"]),
  recordName: Type.String(),
  recordValue: Type.String(),
  createdAt: Timestamp,
  publishedAt: NullableTimestamp,
  activatedAt: NullableTimestamp,
  /** Until when a replaced key has to stay published. */
  keepUntil: NullableTimestamp,
  /** When a key should be replaced by a new one. */
  renewFrom: NullableTimestamp,
});
export type DomainKeyView = Static<typeof DomainKeySchema>;

export const PastCheckSchema = Type.Object({
  checkedAt: Timestamp,
  automatic: Type.Boolean(),
  found: Type.Record(Type.String(), literals(["passed", "failed", "not_checked"])),
});

export const DomainSchema = Type.Object({
  domain: Type.String(),
  checkedAt: NullableTimestamp,
  records: Type.Array(DomainRecordSchema),
  keys: Type.Array(DomainKeySchema),
  history: Type.Array(PastCheckSchema),
  /** Where the DNS zone begins: hosts want names without it. */
  zone: Type.String(),
  dnsHost: nullable(literals(dnsHosts)),
  foundDnsHost: nullable(literals(dnsHosts)),
  /** This installation takes mail, so that envelope senders can have a domain of their own. */
  canBounce: Type.Boolean(),
  bounceDomain: nullable(Type.String()),
  /** Its records were found, so mail uses it. */
  bounceInUse: Type.Boolean(),
  /** Where receivers may send their reports (`rua`); null: this installation takes no mail. */
  reportAddress: nullable(Type.String()),
  /** When somebody declared that postmaster tools and feedback loops are set up (CHK-18). */
  postmasterAt: NullableTimestamp,
  /** A day of the last fortnight has two failures or more in a hundred (SND-14). */
  alarm: Type.Boolean(),
});
export type DomainView = Static<typeof DomainSchema>;

export const DomainListSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      domain: Type.String(),
      checkedAt: NullableTimestamp,
      /** Required records by what was found. */
      passed: Type.Integer(),
      failed: Type.Integer(),
      notChecked: Type.Integer(),
      alarm: Type.Boolean(),
    }),
  ),
});
export type DomainList = Static<typeof DomainListSchema>;

export const DomainChange = Type.Object(
  {
    /** Gives envelope senders the domain `bounce.<domain>`, used once its records are found. */
    bounceDomain: Type.Optional(Type.Boolean()),
    dnsHost: Type.Optional(nullable(literals(dnsHosts))),
    /** Declares that postmaster tools and feedback loops are set up, or takes that back. */
    postmaster: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
);

export const NewDomainKey = Type.Object(
  {
    algorithm: literals(["rsa", "ed25519"]),
    stream: Type.Optional(nullable(literals(keyStreams))),
    /** Label below the domain that signs instead of the domain itself, such as `news`. */
    label: Type.Optional(Type.String({ pattern: "^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$" })),
  },
  strict,
);
export const DomainParams = Type.Object({ domain: Type.String({ maxLength: 253 }) });
export const DomainKeyParams = Type.Object({
  domain: Type.String({ maxLength: 253 }),
  selector: Type.String({ maxLength: 63 }),
});

// What receivers report

export const ReportsQuery = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 30 })),
});
const Totals = {
  messages: Type.Integer(),
  failures: Type.Integer(),
};
export const DomainReportsSchema = Type.Object({
  dmarc: Type.Object({
    ...Totals,
    days: Type.Array(Type.Object({ day: Type.String(), ...Totals })),
    sources: Type.Array(
      Type.Object({
        source: Type.String(),
        ...Totals,
        dkimAligned: Type.Integer(),
        spfAligned: Type.Integer(),
        /** Signed with a key of this account. */
        own: Type.Integer(),
        known: Type.Boolean(),
      }),
    ),
  }),
  tls: Type.Object({
    /** Sessions. */
    ...Totals,
    reasons: Type.Array(Type.Object({ reason: Type.String(), sessions: Type.Integer() })),
  }),
  reports: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: literals(["dmarc", "tls"]),
      reporter: Type.String(),
      domain: Type.String(),
      beginsAt: Timestamp,
      endsAt: Timestamp,
      ...Totals,
    }),
  ),
  /** A day of the last fortnight has two failures or more in a hundred (SND-14). */
  alarm: Type.Boolean(),
});
export type DomainReportsView = Static<typeof DomainReportsSchema>;
export const RecordedReportSchema = Type.Object({
  kind: literals(["dmarc", "tls"]),
  reporter: Type.String(),
  messages: Type.Integer(),
  failures: Type.Integer(),
  /** It was known already and does not count twice. */
  known: Type.Boolean(),
});
