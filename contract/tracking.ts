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

/** Why a mailing counts people without permission at a lower level than the account chose. */
export const levelReasons = {
  too_few: {
    rule: "TRK-08",
    label: { de: "Zu wenige Empfänger", en: "Too few recipients" },
    explanation: {
      de: "Zu wenige Empfänger ohne Profiling, um anonym zu zählen.",
      en: "Too few recipients without profiling permission to count anonymously.",
    },
  },
  too_few_unique: {
    rule: "TRK-08",
    label: { de: "Zu wenige für eindeutiges Zählen", en: "Too few to count uniquely" },
    explanation: {
      de: "Eindeutig gezählt wird ab 50 Empfängern ohne Profiling. Hier sind es weniger, deshalb gibt es nur anonyme Summen.",
      en: "Unique counting begins at 50 recipients without profiling permission. Here there are fewer, so there are only anonymous totals.",
    },
  },
  transport_keeps_content: {
    rule: "TRK-07",
    label: { de: "Versandweg bewahrt Inhalte auf", en: "The sending route keeps contents" },
    explanation: {
      de: "Ein Versandweg für Mailings führt über einen Anbieter, der E-Mails verändern oder aufbewahren kann. Dort stünde die Zufallszahl neben der Adresse. Gezählt werden deshalb nur anonyme Summen.",
      en: "A sending route for mailings leads through a provider that may change or keep e-mails. There the random number would stand beside the address. So only anonymous totals are counted.",
    },
  },
} as const satisfies Record<string, HitText>;

/**
 * Who sent a hit and how that was told (TRK-13), by the number that a person's own event keeps. `certainty` says where
 * it counts: `person` in opens and clicks, `machine` apart, `uncertain` apart from both. `unknown` says what the
 * product does not know.
 */
export const agentReasons = {
  0: {
    certainty: "person",
    label: { de: "Person", en: "Person" },
    explanation: {
      de: "Ein Browser oder Mailprogramm, nicht schneller als ein Mensch. Nichts spricht für eine Maschine.",
      en: "A browser or mail program, no faster than a person. Nothing points to a machine.",
    },
    unknown: {
      de: "Wer vor dem Gerät saß und ob gelesen wurde. Ein Programm, das sich als Browser ausgibt, sieht genauso aus.",
      en: "Who sat at the device, and whether anything was read. A program that poses as a browser looks the same.",
    },
  },
  1: {
    certainty: "machine",
    label: { de: "Grund nicht gespeichert", en: "Reason not stored" },
    explanation: {
      de: "Wurde als maschinell erkannt. Der Grund wurde damals nicht gespeichert.",
      en: "Was taken for a machine. The reason was not stored at the time.",
    },
    unknown: { de: "Woran die Maschine erkannt wurde.", en: "How the machine was told." },
  },
  2: {
    certainty: "machine",
    label: { de: "Mail-Datenschutz von Apple", en: "Apple’s mail privacy" },
    explanation: {
      de: "Apple Mail lädt Bilder jeder E-Mail im Voraus über fremde Server, ob sie geöffnet wird oder nicht.",
      en: "Apple Mail loads the images of every e-mail in advance through other servers, whether it is opened or not.",
    },
    unknown: {
      de: "Ob die E-Mail geöffnet wurde. Öffnungen in Apple Mail bleiben deshalb oft unsichtbar.",
      en: "Whether the e-mail was opened. Opens in Apple Mail therefore often stay invisible.",
    },
  },
  3: {
    certainty: "machine",
    label: { de: "Sicherheitsprüfung", en: "Security check" },
    explanation: {
      de: "Ein Schutzprogramm hat den Abruf gemacht. Es gibt sich zu erkennen oder ruft Bilder wie Seiten auf.",
      en: "A security product asked for it. It says who it is, or opens images as if they were pages.",
    },
    unknown: {
      de: "Ob danach auch eine Person gelesen oder geklickt hat.",
      en: "Whether a person read or clicked afterwards as well.",
    },
  },
  4: {
    certainty: "machine",
    label: { de: "Vorschau oder Vorabruf", en: "Preview or prefetch" },
    explanation: {
      de: "Ein Programm hat im Voraus geladen oder eine Vorschau erstellt, zum Beispiel ein Messenger oder die Gmail-App, bevor jemand die E-Mail sah.",
      en: "A program loaded it in advance or made a preview, for example a messenger, or the Gmail app before anybody saw the e-mail.",
    },
    unknown: {
      de: "Ob eine Person die E-Mail oder den Link danach geöffnet hat.",
      en: "Whether a person opened the e-mail or the link afterwards.",
    },
  },
  5: {
    certainty: "machine",
    label: { de: "Programm ohne Browser", en: "Program without a browser" },
    explanation: {
      de: "Abgerufen hat ein Suchroboter, ein Skript oder ein Programm, das keinen Browser nennt.",
      en: "A crawler, a script, or a program that names no browser asked for it.",
    },
    unknown: { de: "Wer das Programm betreibt.", en: "Who runs the program." },
  },
  6: {
    certainty: "machine",
    label: { de: "Netz eines Mailservers", en: "Network of a mail server" },
    explanation: {
      de: "Der Abruf kam aus einem Netz, in dem Mailserver stehen und keine Leser sitzen.",
      en: "It came from a network that holds mail servers and no readers.",
    },
    unknown: {
      de: "Ob danach auch eine Person gelesen oder geklickt hat. Die Netzadresse ist nicht gespeichert.",
      en: "Whether a person read or clicked afterwards as well. The network address is not stored.",
    },
  },
  7: {
    certainty: "machine",
    label: { de: "Schneller als ein Mensch", en: "Faster than a person" },
    explanation: {
      de: "Der Abruf kam in den ersten drei Sekunden nach dem Versand, oder drei Links derselben E-Mail wurden binnen einer Sekunde aufgerufen. Dann gelten alle Klicks der E-Mail in dieser Stunde als maschinell; feiner ist die Zeit nicht gespeichert.",
      en: "It came within three seconds of sending, or three links of the same e-mail were opened within a second. In that case all clicks of the e-mail in that hour count as a machine’s; the time is stored no finer.",
    },
    unknown: {
      de: "Ob in derselben Stunde auch eine Person geklickt hat.",
      en: "Whether a person clicked in the same hour as well.",
    },
  },
  8: {
    certainty: "machine",
    label: { de: "Unsichtbarer Link", en: "Invisible link" },
    explanation: {
      de: "Ein Programm hat den Link aufgerufen, den Menschen nicht sehen. Alle Abrufe der E-Mail in dieser Stunde gelten als maschinell; feiner ist die Zeit nicht gespeichert.",
      en: "A program opened the link that people do not see. All requests of the e-mail in that hour count as a machine’s; the time is stored no finer.",
    },
    unknown: {
      de: "Ob in derselben Stunde auch eine Person gelesen oder geklickt hat.",
      en: "Whether a person read or clicked in the same hour as well.",
    },
  },
  9: {
    certainty: "uncertain",
    label: { de: "Bilderdienst des Postfachs", en: "Image service of the mailbox" },
    explanation: {
      de: "Der Anbieter des Postfachs, etwa Gmail oder Yahoo, hat das Bild geladen, meist weil jemand die E-Mail öffnet.",
      en: "The mailbox provider, for example Gmail or Yahoo, loaded the image, mostly because somebody opens the e-mail.",
    },
    unknown: {
      de: "Ob wirklich jemand geöffnet hat. Deshalb zählt der Abruf weder als Öffnung noch als maschinell, sondern als unsicher.",
      en: "Whether somebody really opened it. So it counts neither as an open nor as a machine’s, but as uncertain.",
    },
  },
} as const satisfies Record<
  number,
  {
    certainty: "person" | "machine" | "uncertain";
    label: { de: string; en: string };
    explanation: { de: string; en: string };
    unknown: { de: string; en: string };
  }
>;
export type AgentCode = keyof typeof agentReasons;

/** The words for a stored number; one that nobody knows reads as a machine without a reason. */
export const agentReason = (code: number): (typeof agentReasons)[AgentCode] =>
  agentReasons[code as AgentCode] ?? agentReasons[1];

export type LevelReason = keyof typeof levelReasons;
