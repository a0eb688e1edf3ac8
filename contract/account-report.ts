import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, oneOf, Timestamp } from "./common.ts";
import { CountingLevelSchema, MailingStateSchema } from "./mailings.ts";
import { EverybodySchema, FigureSchema, PeopleSchema } from "./reports.ts";

const Count = Type.Integer({ minimum: 0 });
const Day = Type.String({ format: "date" });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const ListName = Type.Object({ id: Type.String(), name: Type.String() });
const MailingId = "mlg_[0-9a-f]{32}";

/** Days up to today; `all` since there was anything, five years at most. */
export const reportPeriods = ["30", "90", "365", "all"] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

export const AccountReportQuery = Type.Object({
  period: Type.Optional(oneOf("30", "90", "365", "all")),
  list: Type.Optional(Type.String({ maxLength: 60 })),
});
export const AccountReportExportQuery = Type.Object({
  ...AccountReportQuery.properties,
  locale: Type.Optional(LocaleSchema),
});

/** From when to when the figures of a line in the charts are. */
const span = { from: Day, to: Day };

const growthCounts = {
  /** Subscriptions that began: confirmed, imported with evidence, or an unsubscribe taken back. */
  confirmed: Count,
  left: Count,
  /** Addresses that get no more mail for another reason: undeliverable, complaint, objection to all advertising. */
  removed: Count,
};

export const GrowthSchema = Type.Object({
  ...growthCounts,
  /** Confirmed minus left minus removed. */
  net: Type.Integer(),
  buckets: Type.Array(Type.Object({ ...span, ...growthCounts })),
  /** Each list by itself, the largest first. Objections name no list and are in none. */
  lists: Type.Array(Type.Object({ ...ListName.properties, subscriptions: Count, ...growthCounts })),
});

export const ReachSchema = Type.Object({
  /** Confirmed addresses; each counts once, however many lists it is on. */
  subscribers: Count,
  subscriptions: Count,
  /** Of them, those no block keeps from mail. */
  mailable: Count,
  reached30: Count,
  reached90: Count,
  /** Reached in the period of the report. */
  reached: Count,
  /** Advertising mails accepted in the period, and how many for each person reached; null for a single list. */
  mails: nullable(Count),
  perPerson: nullable(Type.Number({ minimum: 0 })),
});

const deliveryCounts = { accepted: Count, refused: Count, hard: Count, complaints: Count };
const deliveryRates = {
  /** Hard bounces of what was decided; null where there are too few mails to say. */
  hardRate: nullable(Share),
  /** Complaints of what was accepted; null where there are too few mails to say. */
  complaintRate: nullable(Type.Number({ minimum: 0 })),
};
export const DeliveryFactsSchema = Type.Object({
  total: Type.Object({ ...deliveryCounts, ...deliveryRates }),
  buckets: Type.Array(Type.Object({ ...span, ...deliveryCounts, ...deliveryRates })),
  /** Share of hard bounces that pauses a mailing (SND-11), and of complaints that warns and stops (SND-07). */
  limits: Type.Object({ hardStop: Share, complaintWarn: Share, complaintStop: Share }),
});

/** A share of a base, with the bounds between which chance alone would leave it (Wilson, 95 %). */
export const RateSchema = Type.Object({
  count: Count,
  base: Count,
  share: Share,
  low: Share,
  high: Share,
});
export type Rate = Static<typeof RateSchema>;

export const MailingLineSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  startedAt: Timestamp,
  lists: Type.Array(Type.String()),
  level: nullable(CountingLevelSchema),
  accepted: Count,
  rejected: Count,
  /** From its lists, until the next mailing to them or the end of measuring. */
  unsubscribed: nullable(RateSchema),
  complaints: Count,
  /** Share of the recipients who permitted the analysis when the audience was frozen. */
  permitted: nullable(FigureSchema),
  recipients: nullable(Count),
  /** Those who agreed, and only while they do; null below k without the right to see single persons. */
  opened: nullable(RateSchema),
  clicked: nullable(RateSchema),
  /** What people did is deleted by now (TRK-18). */
  expired: Type.Boolean(),
});
export type MailingLine = Static<typeof MailingLineSchema>;

export const RhythmSchema = Type.Object({
  /** What a verdict needs, and what there is: mailings with a rate that may be shown. */
  mailings: Count,
  needed: Count,
  neededEach: Count,
  /** `too_few`: nothing is claimed. `chance`: the best one may be so by chance. `clear`: it is hardly chance. */
  verdict: oneOf("too_few", "chance", "clear"),
  best: nullable(
    Type.Object({
      key: Type.Integer(),
      /** How much more of the measured opened than in the other mailings to the same lists, as a share. */
      lead: Type.Number(),
      /** How often chance alone makes a lead as large, of 1. */
      chance: Share,
    }),
  ),
  cells: Type.Array(
    Type.Object({
      /** Weekday 1 (Monday) to 7, or hour 0 to 23, in the account's time zone. */
      key: Type.Integer(),
      mailings: Count,
      opened: RateSchema,
      clicked: RateSchema,
      /** Gross loads of those who are counted anonymously, where published. */
      anonymous: nullable(Type.Object({ mailings: Count, base: Count, opens: Count })),
    }),
  ),
});
export type Rhythm = Static<typeof RhythmSchema>;

export const AccountReportSchema = Type.Object({
  period: Type.Object({
    chosen: oneOf("30", "90", "365", "all"),
    ...span,
    unit: oneOf("week", "month"),
    timezone: Type.String(),
  }),
  k: Count,
  list: nullable(ListName),
  lists: Type.Array(ListName),
  reach: ReachSchema,
  growth: GrowthSchema,
  /** What subscribers said about the analysis of their use, now. Small groups are hidden. */
  consent: Type.Object({
    people: Count,
    granted: FigureSchema,
    refused: FigureSchema,
    unknown: FigureSchema,
  }),
  /** Of all lists. */
  delivery: DeliveryFactsSchema,
});
export type AccountReport = Static<typeof AccountReportSchema>;

/** The mailings of a period: a part of its own, because it looks at single mails where the rest has daily sums. */
export const AccountMailingsSchema = Type.Object({
  /** The oldest first; the latest of them where there are very many. */
  mailings: Type.Array(MailingLineSchema),
  furtherMailings: Count,
  weekdays: RhythmSchema,
  hours: RhythmSchema,
});
export type AccountMailings = Static<typeof AccountMailingsSchema>;

// Comparison

/** Fewest and most mailings beside each other. */
export const COMPARED = { fewest: 2, most: 12 } as const;

export const ComparisonQuery = Type.Object({
  mailings: Type.Optional(
    Type.String({
      maxLength: 500,
      pattern: `^${MailingId}(,${MailingId}){0,11}$`,
      description: "Public ids with commas between; without it the last ten mailings.",
    }),
  ),
  /** The mailing the others are measured against; the first unless given. */
  against: Type.Optional(Type.String({ pattern: `^${MailingId}$` })),
});
export const ComparisonExportQuery = Type.Object({
  ...ComparisonQuery.properties,
  locale: Type.Optional(LocaleSchema),
});

export const ComparedRateSchema = Type.Object({
  ...RateSchema.properties,
  /**
   * Against the same rate of the mailing chosen for it: null where one of them has none. `chance`: the interval of the
   * difference of the two proportions (Newcombe, 95 %) includes zero.
   */
  difference: nullable(oneOf("chance", "higher", "lower")),
});
export type ComparedRateView = Static<typeof ComparedRateSchema>;
const ComparedRate = nullable(ComparedRateSchema);

/** The rates of a comparison, in the order in which they are shown. */
export const comparedRates = [
  "bounced",
  "unsubscribed",
  "complained",
  "measured",
  "opened",
  "clicked",
  "uniqueOpened",
] as const;
export type ComparedRateName = (typeof comparedRates)[number];

export const ComparedMailingSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  subject: Type.String(),
  state: MailingStateSchema,
  startedAt: NullableTimestamp,
  lists: Type.Array(Type.String()),
  level: nullable(CountingLevelSchema),
  closed: Type.Boolean(),
  selected: Count,
  accepted: Count,
  notSent: Type.Object({
    total: Count,
    excluded: Count,
    rejected: Count,
    uncertain: Count,
    cancelled: Count,
    open: Count,
  }),
  rates: Type.Object({
    /** Not taken, when handed over or afterwards, of everything decided by receivers. */
    bounced: ComparedRate,
    /** Of accepted mails. */
    unsubscribed: ComparedRate,
    complained: ComparedRate,
    /** Measured per person, of accepted mails. */
    measured: ComparedRate,
    /** Of those measured per person. */
    opened: ComparedRate,
    clicked: ComparedRate,
    /** Of accepted mails; only where the level counts each anonymous mail once. */
    uniqueOpened: ComparedRate,
  }),
  /** Hits of those who agreed. Null when nobody may be shown. */
  personal: nullable(Type.Object({ base: Count, opens: PeopleSchema, clicks: PeopleSchema })),
  /** There are people measured, but too few to show them without the right to see single persons. */
  personalHidden: Type.Boolean(),
  anonymous: nullable(Type.Object({ base: Count, opens: FigureSchema, clicks: FigureSchema })),
  everybody: nullable(Type.Object({ opens: EverybodySchema, clicks: EverybodySchema })),
});
export type ComparedMailing = Static<typeof ComparedMailingSchema>;

export const ComparisonSchema = Type.Object({
  k: Count,
  /** The mailing the others are measured against; null when there is none. */
  against: nullable(Type.String()),
  mailings: Type.Array(ComparedMailingSchema),
});
export type Comparison = Static<typeof ComparisonSchema>;
