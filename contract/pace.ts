import { Type, type Static, type TSchema } from "typebox";
import { NullableTimestamp, Timestamp } from "./common.ts";

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const strict = { additionalProperties: false };
const PerSecond = Type.Number({ minimum: 0.01, maximum: 100_000 });
const PerHour = Type.Integer({ minimum: 1, maximum: 100_000_000 });

export const paceScopes = ["account", "domain", "provider"] as const;
export const warmUpStates = ["not_started", "running", "ended", "skipped"] as const;

/** At most so many mails; the smaller of the two holds. */
export const PaceLimit = Type.Object({
  scope: literals(paceScopes),
  /** Domain or provider; empty for the account. */
  name: Type.String(),
  label: Type.String(),
  perSecond: nullable(Type.Number()),
  perHour: nullable(Type.Integer()),
});
export type PaceLimitView = Static<typeof PaceLimit>;

/** A provider asked for less mail (SND-12). */
export const SlowDownSchema = Type.Object({
  /** Id of the way out, `installation` or `sandbox`. */
  relay: Type.String(),
  relayName: nullable(Type.String()),
  provider: Type.String(),
  providerName: Type.String(),
  perSecond: Type.Number(),
  beforePerSecond: Type.Number(),
  since: Timestamp,
  objections: Type.Integer(),
  /** What the receiver answered, as a code: "421 4.7.28". */
  code: Type.String(),
});
export type SlowDownView = Static<typeof SlowDownSchema>;

/** How far a provider knows the domain. */
export const WarmUpProvider = Type.Object({
  provider: Type.String(),
  /** Null: all domains nobody knows the provider of. */
  providerName: nullable(Type.String()),
  /** From 0; equal to the number of steps: the warm-up towards this provider is over. */
  step: Type.Integer(),
  cap: nullable(Type.Integer()),
  today: Type.Integer(),
  /** Mails of the days so far, oldest first, today included. */
  days: Type.Array(Type.Object({ day: Type.String(), count: Type.Integer() })),
});
export type WarmUpProviderView = Static<typeof WarmUpProvider>;

export const WarmUpSchema = Type.Object({
  domain: Type.String(),
  state: literals(warmUpStates),
  startedAt: NullableTimestamp,
  /** Who decided; null: began with the first mail. */
  decidedBy: nullable(Type.String()),
  declaredPerDay: nullable(Type.Integer()),
  /** Mails a day and provider, step by step. */
  caps: Type.Array(Type.Integer()),
  ownCaps: Type.Boolean(),
  providers: Type.Array(WarmUpProvider),
});
export type WarmUpView = Static<typeof WarmUpSchema>;

export const PaceSchema = Type.Object({
  limits: Type.Array(PaceLimit),
  slowDowns: Type.Array(SlowDownSchema),
  warmUps: Type.Array(WarmUpSchema),
  /** When caps of a day begin anew, in the account's time zone. */
  nextDayAt: Timestamp,
  /** For a choice. */
  providers: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type PaceView = Static<typeof PaceSchema>;

export const PaceLimitChange = Type.Object(
  {
    scope: literals(paceScopes),
    name: Type.Optional(Type.String({ maxLength: 253 })),
    /** Both null: no limit. */
    perSecond: nullable(PerSecond),
    perHour: nullable(PerHour),
  },
  strict,
);

export const WarmUpParams = Type.Object({ domain: Type.String({ maxLength: 253 }) });
export const WarmUpChange = Type.Object(
  {
    state: literals(["running", "skipped"]),
    /** Null: the product's own steps. */
    caps: Type.Optional(
      nullable(
        Type.Array(Type.Integer({ minimum: 1, maximum: 100_000_000 }), {
          minItems: 1,
          maxItems: 120,
        }),
      ),
    ),
    /** Mails a day the domain is used to; needed to skip. */
    declaredPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    /** Begin with the first step again. */
    restart: Type.Optional(Type.Literal(true)),
  },
  strict,
);
export type WarmUpChangeBody = Static<typeof WarmUpChange>;

export const SlowDownEnd = Type.Object(
  { relay: Type.String({ maxLength: 60 }), provider: Type.String({ maxLength: 253 }) },
  strict,
);
