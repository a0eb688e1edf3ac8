import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import { PositionSchema } from "./content.ts";
import { CountingLevelSchema, MailingStateSchema, RunCountsSchema } from "./mailings.ts";

const Count = Type.Integer({ minimum: 0 });
const Text = Type.Object({ de: Type.String(), en: Type.String() });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/**
 * An anonymous figure. Hidden means "fewer than `below`", which is also said of zero (TRK-08). Never compute with
 * a hidden one.
 */
export const FigureSchema = Type.Object({
  hidden: Type.Boolean(),
  value: nullable(Count),
  below: nullable(Count),
});
export type FigureView = Static<typeof FigureSchema>;

/** What those who were asked answered; the parts add up to `asked`. Totals, never persons (CON-26). */
export const QuestionReportSchema = Type.Object({
  asked: Count,
  granted: FigureSchema,
  refused: FigureSchema,
  silent: FigureSchema,
});
export type QuestionReport = Static<typeof QuestionReportSchema>;

/** People and how often: `people` of a `base` that stands beside it. */
export const PeopleSchema = Type.Object({ people: Count, hits: Count });

/** Machines by the code of their reason (`agentReasons` of contract/tracking.ts). */
export const MachineReasonSchema = Type.Object({ agent: Count, opens: Count, clicks: Count });

/** What the receivers of one provider did. These are facts of the delivery and known of everybody. */
export const ReportProviderSchema = Type.Object({
  provider: nullable(
    Type.String({
      description: "Null: small providers together, and addresses that were removed.",
    }),
  ),
  name: nullable(Type.String()),
  accepted: Count,
  refused: Count,
  bounced: Count,
});
export type ReportProvider = Static<typeof ReportProviderSchema>;

export const ReportBounceSchema = Type.Object({
  meaning: Type.String(),
  label: Text,
  text: Text,
  later: Type.Boolean({ description: "Came as a report after the mail had been accepted." }),
  count: Count,
});

/** Figures of large mailings are counted ahead. */
export const SnapshotStateSchema = Type.Object({
  computingSince: nullable(Timestamp),
  tookMs: Count,
});

/** A gross total over everybody. `partial`: the anonymous part is hidden, this is the personal part alone (TRK-09). */
export const EverybodySchema = Type.Object({ value: Count, partial: Type.Boolean() });

export const ReportLinkSchema = Type.Object({
  no: Type.Integer(),
  url: Type.String(),
  label: Type.String(),
  notPersonal: Type.Boolean({ description: "Carries no personal token for anyone (TRK-25)." }),
  part: oneOf("html", "text"),
  position: nullable(PositionSchema),
  personal: nullable(PeopleSchema),
  anonymous: FigureSchema,
  /** Different mails whose link was followed, at level `unique`: of those without permission, and of everybody. */
  unique: nullable(Type.Object({ anonymous: FigureSchema, everybody: FigureSchema })),
  machine: Type.Object({ personal: nullable(Count), anonymous: FigureSchema }),
});
export type ReportLink = Static<typeof ReportLinkSchema>;

export const ReportDaySchema = Type.Object({
  day: Type.String({ format: "date" }),
  personal: nullable(Type.Object({ opens: Count, clicks: Count })),
  anonymous: nullable(
    Type.Object({
      from: Type.String({
        format: "date",
        description: "Hits of these days became public together (TRK-08).",
      }),
      opens: Count,
      clicks: Count,
    }),
  ),
});

export const ReportReasonSchema = Type.Object({
  outcome: oneOf("excluded", "rejected", "uncertain", "cancelled"),
  reason: nullable(Type.String()),
  phase: nullable(Type.String()),
  rule: Type.String(),
  label: Text,
  count: Count,
});

export const MailingReportSchema = Type.Object({
  mailing: Type.Object({
    id: Type.String(),
    name: Type.String(),
    subject: Type.String(),
    state: MailingStateSchema,
    startedAt: NullableTimestamp,
    finishedAt: NullableTimestamp,
  }),
  /** When the figures were counted. */
  figuresAt: Timestamp,
  /** Null: counted for this answer. */
  snapshot: nullable(SnapshotStateSchema),
  /** Selected = open + accepted + rejected + excluded + uncertain + cancelled. */
  funnel: RunCountsSchema,
  measuring: nullable(
    Type.Object({
      level: CountingLevelSchema,
      /** Why nothing is counted anonymously although the account's level would. */
      reason: nullable(Type.Object({ code: Type.String(), label: Text, explanation: Text })),
      k: Count,
      timezone: Type.String(),
      openedAt: Timestamp,
      closesAt: Timestamp,
      closed: Type.Boolean(),
      /** Accepted recipients measured per person now, of all accepted. */
      personal: Count,
      /** Accepted recipients without permission at hand-over. */
      anonymous: Count,
      accepted: Count,
      /** TRK-23: measured per person + counted anonymously + counted by nothing = accepted. */
      composition: Type.Object({ personal: Count, anonymous: Count, hidden: Count }),
      /** Last day whose anonymous figures may be shown. */
      shownThrough: Type.String({ format: "date" }),
      /** T-15, the label of every anonymous figure. */
      label: Text,
    }),
  ),
  /** Those who agreed, and only while they do. Null without the right to see single persons, when they are fewer than k. */
  personal: nullable(
    Type.Object({
      base: Count,
      opens: PeopleSchema,
      clicks: PeopleSchema,
      machine: Type.Object({
        opens: Count,
        clicks: Count,
        reasons: Type.Array(MachineReasonSchema),
      }),
      /** Hits that are neither surely a person's nor surely a machine's; in no other figure. */
      uncertain: Type.Object({ opens: Count, clicks: Count }),
      /** Older events were deleted; `hits` holds their monthly totals, `people` only those still known (TRK-18). */
      expired: Type.Boolean(),
    }),
  ),
  anonymous: nullable(
    Type.Object({
      base: Count,
      opens: FigureSchema,
      clicks: FigureSchema,
      otherLinks: FigureSchema,
      /** Different mails whose pixel was loaded; null except at level `unique`. Clicks are unique by link only. */
      uniqueOpens: nullable(FigureSchema),
      machine: Type.Object({ opens: FigureSchema, clicks: FigureSchema }),
    }),
  ),
  everybody: nullable(
    Type.Object({
      opens: EverybodySchema,
      clicks: EverybodySchema,
      /** Personal openers + anonymous unique opens; of `funnel.accepted`. Null except at level `unique`. */
      uniqueOpens: nullable(FigureSchema),
    }),
  ),
  days: Type.Array(ReportDaySchema),
  links: Type.Array(ReportLinkSchema),
  notSent: Type.Array(ReportReasonSchema),
  providers: Type.Array(ReportProviderSchema),
  bounces: Type.Array(ReportBounceSchema),
  complaints: Count,
  /** From the lists of this mailing since it went out: until the next mailing to them, at most while measuring is open. */
  /** The mailing asked for the permission to analyse, by itself or with a block (CON-26). */
  question: nullable(QuestionReportSchema),
  after: Type.Object({
    from: NullableTimestamp,
    to: NullableTimestamp,
    unsubscribed: Count,
    profilingWithdrawn: Count,
  }),
});
export type MailingReport = Static<typeof MailingReportSchema>;

export { reportFigures } from "./report-figures.ts";

export const ReportPersonSchema = Type.Object({
  id: Type.String({ description: "Contact." }),
  name: Type.String(),
  email: Type.String(),
  personNumber: Type.Union([Type.String(), Type.Null()], {
    description: "Of the record a campaign went to; null for newsletters.",
  }),
  opens: Count,
  clicks: Count,
  links: Type.Array(Type.Integer()),
  firstHour: NullableTimestamp,
  lastHour: NullableTimestamp,
});
/** What people did; the negations are about those who are measurable, and about nobody else (TRK-11). */
export const PersonFilter = Type.Object({
  did: Type.Optional(oneOf("opened", "clicked", "not_opened", "not_clicked")),
  link: Type.Optional(Type.Integer({ minimum: 1, maximum: 1022 })),
});
export const ReportPersonQuery = Type.Intersect([PageQuery, PersonFilter]);
export const ReportPersonPage = pageOf(ReportPersonSchema);
export type ReportPerson = Static<typeof ReportPersonSchema>;

/** The events of one person in one mailing, hour by hour, each with who it came from. */
export const ReportPersonEventSchema = Type.Object({
  link: Type.Integer({ description: "0 is the pixel." }),
  label: Type.String(),
  url: Type.String(),
  hour: Timestamp,
  agent: Type.Integer({ description: "0: a person; else the code of the reason for a machine." }),
  hits: Count,
});
export const ReportPersonEventsSchema = Type.Object({ items: Type.Array(ReportPersonEventSchema) });
export type ReportPersonEvent = Static<typeof ReportPersonEventSchema>;

export const FiguresAskedSchema = Type.Object({
  computing: Type.Boolean({ description: "False: the figures are counted at each look." }),
});
