import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf, pageOf, PageQuery, Timestamp } from "./common.ts";

const Count = Type.Integer({ minimum: 0 });
const Words = Type.Object({ de: Type.String(), en: Type.String() });
const Rate = Type.Union([Type.Number(), Type.Null()]);
const strict = { additionalProperties: false };

/** What receivers did with attempts of handing over a mail. */
const counts = {
  accepted: Count,
  /** Put off by the receiver and tried again later. */
  deferred: Count,
  soft: Count,
  hard: Count,
  policy: Count,
  unknown: Count,
  /** No answer after the mail was handed over. */
  uncertain: Count,
  complaints: Count,
};
/** Shares of 0 to 1; null where there are too few mails to say. */
const rates = {
  /** Accepted, of everything that was decided. */
  acceptedRate: Rate,
  hardRate: Rate,
  policyRate: Rate,
  /** Put off, of all attempts. */
  deferredRate: Rate,
  /** Complaints, of what was accepted. */
  complaintRate: Rate,
};

const DaySchema = Type.Object({
  day: Type.String({ format: "date" }),
  accepted: Count,
  /** Refused for good, whatever the reason. */
  refused: Count,
  deferred: Count,
  complaints: Count,
});

export const ProviderSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  ...counts,
  ...rates,
  /** Against the period before, where both say something. */
  trend: Type.Union([oneOf("better", "same", "worse"), Type.Null()]),
  days: Type.Array(DaySchema),
});
export type ProviderView = Static<typeof ProviderSchema>;

export const SignalSchema = Type.Object({
  meaning: Type.String(),
  label: Words,
  text: Words,
  count: Count,
  /** Names of providers, the most affected first. */
  providers: Type.Array(Type.String()),
  senderDomains: Type.Array(Type.String()),
  lastDay: Type.String({ format: "date" }),
  /** One of the replies, without any address. */
  sample: Type.Union([Type.String(), Type.Null()]),
});
export type SignalView = Static<typeof SignalSchema>;

export const TodoSchema = Type.Object({
  code: Type.String(),
  urgency: oneOf("now", "soon", "watch"),
  title: Words,
  text: Words,
  /** Path in the workplace, or an https address of the provider or list. */
  link: Type.Union([Type.Object({ href: Type.String(), label: Words }), Type.Null()]),
});
export type DeliverabilityTodo = Static<typeof TodoSchema>;

export const DeliverabilitySchema = Type.Object({
  days: Count,
  from: Type.String({ format: "date" }),
  to: Type.String({ format: "date" }),
  total: Type.Object({ ...counts, ...rates }),
  series: Type.Array(DaySchema),
  providers: Type.Array(ProviderSchema),
  /** Providers beyond those shown. */
  furtherProviders: Count,
  domains: Type.Array(
    Type.Object({
      domain: Type.String(),
      stream: oneOf("marketing", "opt_in", "transactional"),
      ...counts,
      ...rates,
    }),
  ),
  signals: Type.Array(SignalSchema),
  todos: Type.Array(TodoSchema),
  /** Where providers asked for less mail, and the pace found since (SND-12). */
  slowdowns: Type.Array(
    Type.Object({
      provider: Type.String(),
      perSecond: Type.Number(),
      beforePerSecond: Type.Number(),
      since: Timestamp,
      code: Type.String(),
    }),
  ),
  /** Domains that receivers are getting to know. */
  warmUps: Type.Array(Type.Object({ domain: Type.String(), startedAt: Timestamp })),
  /** What receivers report of our domains: DMARC (RFC 9990) and TLS (RFC 8460). */
  reports: Type.Array(
    Type.Object({
      kind: oneOf("dmarc", "tls"),
      domain: Type.String(),
      messages: Count,
      failures: Count,
    }),
  ),
  /** Lines of the providers: warn at the first, stop at the second (SND-07). */
  complaintLines: Type.Object({ warn: Type.Number(), stop: Type.Number() }),
  complaintsAddress: Type.Union([Type.String(), Type.Null()]),
  lastSeedTest: NullableTimestamp,
});
export type Deliverability = Static<typeof DeliverabilitySchema>;

export const DeliverabilityQuery = Type.Object({
  days: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 366, default: 30, description: "Days up to today." }),
  ),
});

export const ComplaintsAddress = Type.Object(
  {
    address: Type.Union([Type.String({ minLength: 3, maxLength: 254 }), Type.Null()], {
      description: "For X-CSA-Complaints of every mail; null: no such header.",
    }),
  },
  strict,
);
export const ComplaintsAddressView = Type.Object({
  address: Type.Union([Type.String(), Type.Null()]),
});

export const placements = ["inbox", "tab", "spam", "missing"] as const;
export type Placement = (typeof placements)[number];

export const SeedResultSchema = Type.Object({
  /** The delivery. */
  id: Type.String(),
  /** Null once addresses of old deliveries were removed. */
  email: Type.Union([Type.String(), Type.Null()]),
  provider: Type.Object({ id: Type.String(), name: Type.String() }),
  state: oneOf("open", "accepted", "deferred", "rejected", "excluded", "uncertain", "cancelled"),
  /** The receiver's own words. */
  reply: Type.Union([Type.String(), Type.Null()]),
  placement: Type.Union([oneOf(...placements), Type.Null()]),
  notedAt: NullableTimestamp,
});
export const SeedTestSchema = Type.Object({
  id: Type.String(),
  mailing: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  subject: Type.String(),
  createdAt: Timestamp,
  results: Type.Array(SeedResultSchema),
});
export type SeedTestView = Static<typeof SeedTestSchema>;
export const SeedTestPage = pageOf(SeedTestSchema);
export const SeedTestQuery = Type.Object({
  ...PageQuery.properties,
  mailing: Type.Optional(Type.String({ maxLength: 60 })),
});
export const NewSeedTest = Type.Object(
  { addressIds: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 50 }) },
  strict,
);
export const SeedPlacement = Type.Object(
  {
    deliveryId: Type.String({ maxLength: 60 }),
    placement: Type.Union([oneOf(...placements), Type.Null()]),
  },
  strict,
);

export const SpamCheckSchema = Type.Object({
  checkers: Type.Array(
    Type.Object({
      name: oneOf("SpamAssassin", "rspamd"),
      state: oneOf("off", "done", "failed"),
      /** Name of the variable that sets it up. */
      setting: Type.String(),
      score: Type.Union([Type.Number(), Type.Null()]),
      /** Score from which it counts as spam. */
      limit: Type.Union([Type.Number(), Type.Null()]),
      rules: Type.Array(Type.Object({ name: Type.String(), score: Type.Number(), text: Words })),
      problem: Type.Union([Words, Type.Null()]),
    }),
  ),
});
export type SpamCheck = Static<typeof SpamCheckSchema>;
