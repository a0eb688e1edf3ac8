import type { ReasonText } from "./reason-text.ts";

type HitText = Omit<ReasonText, "unblocks">;

/** Why a hit on a measuring link or pixel was answered without being stored for a person. Each is counted, nothing else. */
export const dropReasons = {
  token_wrong: {
    rule: "TRK-16",
    label: { de: "Unbekannter Link", en: "Unknown link" },
    explanation: {
      de: "Der Link ist falsch, abgeschnitten oder gefälscht.",
      en: "The link is wrong, cut off or forged.",
    },
  },
  link_unknown: {
    rule: "TRK-16",
    label: { de: "Ziel unbekannt", en: "Target unknown" },
    explanation: {
      de: "Das Mailing oder der Link in ihm ist nicht mehr bekannt.",
      en: "The mailing, or the link in it, is no longer known.",
    },
  },
  closed: {
    rule: "TRK-18",
    label: { de: "Messung beendet", en: "Measuring closed" },
    explanation: {
      de: "Die Messung des Mailings ist beendet. Der Link funktioniert weiter.",
      en: "Measuring of the mailing is closed. The link keeps working.",
    },
  },
  level_not_counted: {
    rule: "TRK-07",
    label: { de: "Zählstufe zählt dies nicht", en: "Not counted at this level" },
    explanation: {
      de: "Die Zählstufe des Mailings zählt diese Art von Abruf nicht.",
      en: "The mailing's counting level does not count this kind of request.",
    },
  },
  too_few: {
    rule: "TRK-08",
    label: { de: "Zu wenige Empfänger", en: "Too few recipients" },
    explanation: {
      de: "Zu wenige Empfänger, um anonym zu zählen.",
      en: "Too few recipients to count anonymously.",
    },
  },
  not_measured: {
    rule: "TRK-01",
    label: { de: "Mail nicht gemessen", en: "Mail not measured" },
    explanation: {
      de: "Für diese Mail darf nichts mehr gespeichert werden, zum Beispiel nach einem Widerruf.",
      en: "Nothing may be stored for this mail any more, for example after a withdrawal.",
    },
  },
  permission_missing: {
    rule: "TRK-01",
    label: { de: "Profiling nicht erlaubt", en: "Profiling not permitted" },
    explanation: {
      de: "Die Person erlaubt die Auswertung ihrer Nutzung jetzt nicht.",
      en: "The person does not permit the analysis of their use now.",
    },
  },
  not_covered: {
    rule: "CON-20",
    label: { de: "Vom Wortlaut nicht gedeckt", en: "Not covered by the wording" },
    explanation: {
      de: "Der Wortlaut, dem die Person zugestimmt hat, nennt diese Art der Messung nicht.",
      en: "The wording the person agreed to does not name this kind of measuring.",
    },
  },
  erased: {
    rule: "DSR-06",
    label: { de: "Kontakt gelöscht", en: "Contact erased" },
    explanation: { de: "Den Kontakt gibt es nicht mehr.", en: "The contact no longer exists." },
  },
  restricted: {
    rule: "DSR-07",
    label: { de: "Verarbeitung eingeschränkt", en: "Processing restricted" },
    explanation: {
      de: "Die Daten der Person werden nur noch aufbewahrt (Art. 18 DSGVO).",
      en: "The person's data are only stored (Art. 18 GDPR).",
    },
  },
  not_committed: {
    rule: "TRK-01",
    label: { de: "Nicht gespeichert", en: "Not stored" },
    explanation: {
      de: "Die Datenbank war nicht erreichbar oder zu langsam; der Link ging vor.",
      en: "The database was away or too slow; the link went first.",
    },
  },
  held_too_many: {
    rule: "TRK-06",
    label: { de: "Speicher voll", en: "Memory full" },
    explanation: {
      de: "Es warteten zu viele anonyme Abrufe darauf, geschrieben zu werden.",
      en: "Too many anonymous hits were waiting to be written.",
    },
  },
} as const satisfies Record<string, HitText>;

export type DropReason = keyof typeof dropReasons;

/** Why a mailing counts nothing for people without permission although the account's level would. */
export const levelReasons = {
  too_few: {
    rule: "TRK-08",
    label: { de: "Zu wenige Empfänger", en: "Too few recipients" },
    explanation: {
      de: "Zu wenige Empfänger ohne Profiling, um anonym zu zählen.",
      en: "Too few recipients without profiling permission to count anonymously.",
    },
  },
} as const satisfies Record<string, HitText>;
