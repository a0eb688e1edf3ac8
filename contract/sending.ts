import { Type, type Static } from "typebox";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const strict = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const Reason = Type.String({ minLength: 3, maxLength: 500 });

/** What a stop holds: everything, opt-in and transactional mails included, or mailings only. */
export const StopScopeSchema = oneOf("all", "advertising");

export const StopSchema = Type.Object({
  id: Type.String(),
  /** Of the whole installation; only its administrators end it. */
  isInstallation: Type.Boolean(),
  scope: StopScopeSchema,
  cause: oneOf("operator", "restored", "checks"),
  reason: nullable(Type.String()),
  startedBy: Type.String(),
  startedAt: Timestamp,
});
export type StopView = Static<typeof StopSchema>;

export const alarmCodes = [
  "hard_bounces",
  "complaints",
  "complaints_high",
  "missed",
  "stalled",
  "occurrence",
  "winner",
] as const;
export const AlarmSchema = Type.Object({
  id: Type.String(),
  code: oneOf(...alarmCodes),
  /** Sending domain, for complaints. */
  domain: nullable(Type.String()),
  mailing: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  /** Page of the workplace where it is decided, where that is not the mailing's. */
  path: nullable(Type.String()),
  /** Figures it was raised with. */
  figures: Type.Object({
    hard: nullable(Count),
    handedOver: nullable(Count),
    complaints: nullable(Count),
    accepted: nullable(Count),
    rate: nullable(Type.Number()),
    day: nullable(Type.String()),
    dueAt: NullableTimestamp,
  }),
  raisedAt: Timestamp,
});
export type AlarmView = Static<typeof AlarmSchema>;

export const SendingSettingsSchema = Type.Object({
  hardBounceStop: Type.Number({
    minimum: 0.001,
    maximum: 0.2,
    description: "Share of hard bounces that pauses a mailing (SND-11), 0.02 by default.",
  }),
  missedAfterMinutes: Type.Integer({
    minimum: 10,
    maximum: 10_080,
    description: "Lateness after an outage from which a person is asked, 120 by default.",
  }),
});
export type SendingSettingsView = Static<typeof SendingSettingsSchema>;
export const SendingSettingsInput = Type.Object({ ...SendingSettingsSchema.properties }, strict);

export const SendingStateSchema = Type.Object({
  stops: Type.Array(StopSchema),
  alarms: Type.Array(AlarmSchema),
  /** A worker was seen within the last minutes. */
  isWorking: Type.Boolean(),
  settings: SendingSettingsSchema,
  /** Shares of complaints that warn and stop (SND-07). */
  complaintLines: Type.Object({ warn: Type.Number(), stop: Type.Number() }),
});
export type SendingState = Static<typeof SendingStateSchema>;

export const StopInput = Type.Object(
  { scope: StopScopeSchema, reason: Type.Optional(Type.String({ maxLength: 500 })) },
  strict,
);
/** One button for everything; whoever presses it says why. */
export const InstallationStopInput = Type.Object(
  { scope: Type.Optional(StopScopeSchema), reason: Reason },
  strict,
);
/** The active stops of the whole installation, for everybody who is signed in. */
export const InstallationStops = Type.Object({ stops: Type.Array(StopSchema) });
export const ResumeInput = Type.Object(
  {
    confirm: Type.Literal(true),
    /**
     * Needed where somebody stopped the whole installation, and where a restored database's erasure journal does not say
     * everything (RET-11).
     */
    reason: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  strict,
);
export const ResumeAnswer = Type.Object({ ended: Count });

/** What somebody read off at a provider, for one sending domain and the day the mails were sent. */
export const ComplaintInput = Type.Object(
  {
    domain: Type.String({ minLength: 3, maxLength: 253 }),
    day: Type.String({ format: "date" }),
    complaints: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    rate: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: "Share, such as 0.001 for 0.1 %." }),
    ),
  },
  strict,
);
export const ComplaintDaySchema = Type.Object({
  domain: Type.String(),
  day: Type.String(),
  complaints: Count,
  accepted: Count,
  rate: nullable(Type.Number()),
  verdict: oneOf("fine", "warn", "stop"),
});
export const ComplaintDays = Type.Object({ items: Type.Array(ComplaintDaySchema) });
export type ComplaintDay = Static<typeof ComplaintDaySchema>;

export const AlarmAcknowledgement = Type.Object({ reason: Reason }, strict);

/** An uncertain mail: its final dot may have left, and no reply came. */
export const UncertainMailSchema = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  contactId: nullable(Type.String()),
  email: nullable(Type.String()),
  at: Timestamp,
  /** Sent again once already: it is not sent a third time. */
  isResent: Type.Boolean(),
});
export const UncertainMails = Type.Object({ items: Type.Array(UncertainMailSchema) });
export type UncertainMailView = Static<typeof UncertainMailSchema>;
export const UncertainDecisionInput = Type.Object(
  {
    decision: oneOf("accepted", "resend"),
    reason: Reason,
    deliveryIds: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        minItems: 1,
        maxItems: 500,
        description: "Without it every uncertain mail of the mailing.",
      }),
    ),
  },
  strict,
);
export const UncertainDecisionAnswer = Type.Object({ decided: Count });

/** Why a mailing that could send does not, and until when where that is known. */
export const waitCodes = [
  "stopped",
  "window",
  "later",
  "retry",
  "no_worker",
  "no_progress",
  // Level `unique`, and every way out leads through a provider who may keep the mails.
  "keeps_content",
  // Mandatory checks are red.
  "checks",
  // The pace (SND-12): a domain's warm-up, a provider that asked for less, a limit of the account's own.
  "warm_up",
  "slow_down",
  "limit",
] as const;
export const WaitSchema = Type.Object({
  code: oneOf(...waitCodes),
  until: NullableTimestamp,
  count: Type.Optional(Type.Integer({ description: "Mails that wait for this." })),
});
export type WaitView = Static<typeof WaitSchema>;

/** When and how fast the mails of a mailing may leave, by the clock of the account's zone. */
export const WindowSchema = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
      description: "1 Monday … 7 Sunday.",
    }),
    from: Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$" }),
    to: Type.String({ pattern: "^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$" }),
  },
  strict,
);
export type WindowView = Static<typeof WindowSchema>;
