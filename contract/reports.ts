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
      machine: Type.Object({ opens: Count, clicks: Count }),
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
      machine: Type.Object({ opens: FigureSchema, clicks: FigureSchema }),
    }),
  ),
  everybody: nullable(Type.Object({ opens: EverybodySchema, clicks: EverybodySchema })),
  days: Type.Array(ReportDaySchema),
  links: Type.Array(ReportLinkSchema),
  notSent: Type.Array(ReportReasonSchema),
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

/** Each figure of a report with its name and the formula that a hover shows (product principle: honest numbers). */
export const reportFigures = {
  selected: {
    label: { de: "Ausgewählt", en: "Selected" },
    formula: {
      de: "Alle Adressen der Listen, als der Versand vorbereitet wurde; jede Adresse zählt einmal.",
      en: "All addresses of the lists when the mailing was prepared; each address counts once.",
    },
  },
  accepted: {
    label: { de: "Versendet (angenommen)", en: "Sent (accepted)" },
    formula: {
      de: "Mails, die der empfangende Server angenommen hat. Ob sie gelesen wurden, weiß niemand.",
      en: "Mails the receiving server accepted. Whether they were read, nobody knows.",
    },
  },
  notSent: {
    label: { de: "Nicht versendet", en: "Not sent" },
    formula: {
      de: "Ausgewählt minus angenommen minus noch offen, mit Grund.",
      en: "Selected minus accepted minus still open, each with a reason.",
    },
  },
  measuredShare: {
    label: { de: "Persönlich gemessen", en: "Measured per person" },
    formula: {
      de: "Angenommene Mails an Personen, die das Profiling erlauben, geteilt durch alle angenommenen.",
      en: "Accepted mails to people who permit profiling, divided by all accepted.",
    },
  },
  openRate: {
    label: { de: "Öffnungsrate der Zustimmenden", en: "Open rate of those who agreed" },
    formula: {
      de: "Personen mit mindestens einer menschlichen Öffnung, geteilt durch die persönlich gemessenen.",
      en: "People with at least one opening by a person, divided by those measured per person.",
    },
  },
  clickRate: {
    label: { de: "Klickrate der Zustimmenden", en: "Click rate of those who agreed" },
    formula: {
      de: "Personen mit mindestens einem menschlichen Klick, geteilt durch die persönlich gemessenen.",
      en: "People with at least one click by a person, divided by those measured per person.",
    },
  },
  anonymousOpens: {
    label: { de: "Öffnungen, brutto und anonym", en: "Opens, gross and anonymous" },
    formula: {
      de: "Summe aller Abrufe des gemeinsamen Zählpixels. Mehrfache Abrufe zählen mehrfach; eine Rate gibt es deshalb nicht.",
      en: "Sum of all loads of the shared pixel. Repeated loads count repeatedly, so there is no rate.",
    },
  },
  anonymousClicks: {
    label: { de: "Klicks, brutto und anonym", en: "Clicks, gross and anonymous" },
    formula: {
      de: "Summe aller Aufrufe der gemeinsamen Links. Mehrfache Aufrufe zählen mehrfach.",
      en: "Sum of all calls of the shared links. Repeated calls count repeatedly.",
    },
  },
  otherLinks: {
    label: { de: "Weitere Links", en: "Other links" },
    formula: {
      de: "Klicks auf mindestens zwei Links, die einzeln zu wenige haben.",
      en: "Clicks on at least two links that have too few on their own.",
    },
  },
  machine: {
    label: { de: "Maschinelle Abrufe", en: "Machine requests" },
    formula: {
      de: "Abrufe durch Bilderdienste, Virenscanner und Vorschauen. In keiner anderen Zahl enthalten.",
      en: "Requests by image proxies, scanners and previews. Contained in no other figure.",
    },
  },
  everybodyOpens: {
    label: { de: "Öffnungen brutto, alle", en: "Opens gross, everybody" },
    formula: {
      de: "Persönliche Öffnungen plus anonyme, soweit sie gezeigt werden dürfen.",
      en: "Personal opens plus anonymous ones as far as they may be shown.",
    },
  },
  everybodyClicks: {
    label: { de: "Klicks brutto, alle", en: "Clicks gross, everybody" },
    formula: {
      de: "Persönliche Klicks plus anonyme, soweit sie gezeigt werden dürfen.",
      en: "Personal clicks plus anonymous ones as far as they may be shown.",
    },
  },
  asked: {
    label: { de: "Gefragt", en: "Asked" },
    formula: {
      de: "Angenommene Mails an Personen, denen die Frage gestellt wurde. Jede Person zählt einmal, mit ihrer letzten Antwort.",
      en: "Accepted mails to people who were asked. Each person counts once, with the last answer.",
    },
  },
  agreed: {
    label: { de: "Zugestimmt", en: "Agreed" },
    formula: {
      de: "Ja-Antworten auf der Seite der Frage.",
      en: "Answers of yes on the page of the question.",
    },
  },
  declined: {
    label: { de: "Abgelehnt", en: "Declined" },
    formula: {
      de: "Nein-Antworten auf der Seite der Frage.",
      en: "Answers of no on the page of the question.",
    },
  },
  silent: {
    label: { de: "Ohne Antwort", en: "No answer" },
    formula: { de: "Gefragte minus Antworten.", en: "Asked minus answers." },
  },
  unsubscribed: {
    label: { de: "Abmeldungen", en: "Unsubscribes" },
    formula: {
      de: "Abmeldungen von den Listen dieses Mailings seit dem Versand, bis zum nächsten Mailing an sie oder dem Ende der Messung.",
      en: "Unsubscribes from this mailing's lists since it went out, until the next mailing to them or the end of measuring.",
    },
  },
  profilingWithdrawn: {
    label: { de: "Widerrufe des Profilings", en: "Withdrawals of profiling" },
    formula: {
      de: "Widerrufe im selben Zeitraum, von allen Empfängern des Mandanten.",
      en: "Withdrawals in the same period, by all recipients of the account.",
    },
  },
} as const;

export const ReportPersonSchema = Type.Object({
  id: Type.String({ description: "Contact." }),
  name: Type.String(),
  email: Type.String(),
  opens: Count,
  clicks: Count,
  links: Type.Array(Type.Integer()),
  firstHour: Timestamp,
  lastHour: Timestamp,
});
export const ReportPersonQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    did: Type.Optional(oneOf("opened", "clicked")),
    link: Type.Optional(Type.Integer({ minimum: 1, maximum: 1022 })),
  }),
]);
export const ReportPersonPage = pageOf(ReportPersonSchema);
export type ReportPerson = Static<typeof ReportPersonSchema>;
