import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
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
      de: "Summe aller Abrufe des Zählpixels in Mails ohne Erlaubnis. Mehrfache Abrufe zählen mehrfach; eine Rate gibt es deshalb nicht.",
      en: "Sum of all loads of the pixel in mails without permission. Repeated loads count repeatedly, so there is no rate.",
    },
  },
  anonymousClicks: {
    label: { de: "Klicks, brutto und anonym", en: "Clicks, gross and anonymous" },
    formula: {
      de: "Summe aller Aufrufe der Links in Mails ohne Erlaubnis. Mehrfache Aufrufe zählen mehrfach.",
      en: "Sum of all calls of the links in mails without permission. Repeated calls count repeatedly.",
    },
  },
  uniqueOpens: {
    label: { de: "Öffnungen netto", en: "Unique opens" },
    formula: {
      de: "Personen mit Erlaubnis, die geöffnet haben, plus verschiedene anonyme Mails, deren Zählpixel geladen wurde, geteilt durch die angenommenen. Jede Mail zählt einmal.",
      en: "People with permission who opened, plus different anonymous mails whose pixel was loaded, divided by those accepted. Each mail counts once.",
    },
  },
  anonymousUniqueOpens: {
    label: { de: "Öffnungen netto, anonym", en: "Unique opens, anonymous" },
    formula: {
      de: "Verschiedene Mails ohne Erlaubnis, deren Zählpixel geladen wurde. Gezeigt nur, wenn mindestens so viele nicht geladen haben, wie es die kleinste Gruppe verlangt.",
      en: "Different mails without permission whose pixel was loaded. Shown only if at least the smallest group did not load it.",
    },
  },
  uniqueClicks: {
    label: { de: "Klicks netto, je Link", en: "Unique clicks, per link" },
    formula: {
      de: "Klicker mit Erlaubnis plus verschiedene anonyme Mails, aus denen der Link aufgerufen wurde. Über alle Links hinweg gibt es die Zahl nicht: Jeder Link einer anonymen Mail trägt eine eigene Zufallszahl, damit niemand sie zusammenführen kann.",
      en: "Clickers with permission plus different anonymous mails from which the link was followed. Over all links the figure does not exist: each link of an anonymous mail carries a random number of its own, so that nobody can join them.",
    },
  },
  composition: {
    label: { de: "Zusammensetzung", en: "Composition" },
    formula: {
      de: "Persönlich gemessen plus anonym gezählt plus gar nicht gezählt ergibt alle angenommenen. Gar nicht gezählt sind auch Personen, die seit dem Versand widerrufen haben.",
      en: "Measured per person plus counted anonymously plus not counted at all makes all accepted. Not counted are also people who withdrew since the mailing.",
    },
  },
  providers: {
    label: { de: "Empfängerdomains", en: "Receiving domains" },
    formula: {
      de: "Angenommene, abgelehnte und nachträglich zurückgekommene Mails je Anbieter. Das weiß der Versand von jedem; über das Verhalten der Empfänger sagt es nichts. Nach 90 Tagen werden die Adressen entfernt.",
      en: "Accepted, refused and later returned mails by provider. Sending knows this of everybody; it says nothing about what recipients did. Addresses are removed after 90 days.",
    },
  },
  bounces: {
    label: { de: "Rückläufer", en: "Bounces" },
    formula: {
      de: "Endgültige Ablehnungen bei der Übergabe und Mails, die nach der Annahme zurückkamen, nach ihrem Grund.",
      en: "Final refusals at hand-over and mails that came back after they had been accepted, by their reason.",
    },
  },
  complaints: {
    label: { de: "Spam-Beschwerden", en: "Spam complaints" },
    formula: {
      de: "Meldungen, die Anbieter weitergereicht haben. Viele Anbieter melden nichts.",
      en: "Reports that providers passed on. Many providers report nothing.",
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
  uncertain: {
    label: { de: "Unsichere Abrufe", en: "Uncertain requests" },
    formula: {
      de: "Abrufe, bei denen niemand sagen kann, ob eine Person dahintersteht. In keiner anderen Zahl enthalten.",
      en: "Requests of which nobody can say whether a person is behind them. Contained in no other figure.",
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
  firstHour: NullableTimestamp,
  lastHour: NullableTimestamp,
});
/** What people did; the negations are about those who are measurable, and about nobody else (TRK-11). */
const PersonFilter = Type.Object({
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

export const PersonsExportBody = Type.Intersect([
  PersonFilter,
  Type.Object({
    format: oneOf("csv", "xlsx"),
    reason: Type.String({
      minLength: 5,
      maxLength: 300,
      description: "Why the list leaves the product; it is written to the audit log.",
    }),
    locale: Type.Optional(LocaleSchema),
  }),
]);

export const FiguresAskedSchema = Type.Object({
  computing: Type.Boolean({ description: "False: the figures are counted at each look." }),
});
