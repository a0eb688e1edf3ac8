import { inBothForms, type Informal, type Voice, type Words } from "../../platform/index.ts";

const de = {
  archive: "Archiv",
  archiveTitle: (list: string) => `${list}: alle Ausgaben`,
  archiveLead: "Alle Ausgaben zum Nachlesen, die neueste zuerst.",
  subscribe: "Newsletter abonnieren",
  feed: "Als RSS-Feed abonnieren",
  feedHint: "Neue Ausgaben im Feed-Reader, ohne E‑Mail-Adresse.",
  uncounted: "Hier wird nichts gezählt und nichts über Sie gespeichert.",
  frequency: (text: string) => `Erscheint ${text}`,
  issues: "Ausgaben",
  none: "Noch ist keine Ausgabe erschienen.",
  noneHint: "Sobald die erste verschickt ist, steht sie hier.",
  pages: "Seiten des Archivs",
  newer: "Neuere Ausgaben",
  older: "Ältere Ausgaben",
  page: (page: number, pages: number) => `Seite ${page} von ${pages}`,
  waitingTitle: "Diese Web-Ansicht öffnet mit dem Versand",
  waitingLead:
    "Das Mailing ist noch nicht verschickt. Test-Mails enthalten den Link schon; er funktioniert, sobald die erste E‑Mail unterwegs ist.",
  withdrawnTitle: "Diese Web-Ansicht gibt es nicht mehr",
  withdrawnLead: (account: string) =>
    `${account} zeigt dieses Mailing nicht mehr im Web. In der E‑Mail, die Sie bekommen haben, steht es weiterhin.`,
  personalTitle: "Dieser Link steht in Ihrer eigenen E‑Mail",
  personalLead:
    "Die Web-Ansicht ist für alle gleich und weiß nicht, wer Sie sind. Abmelden, Daten ändern, widersprechen oder antworten können Sie deshalb nur von Ihrem eigenen Link aus.",
  personalSteps: [
    "Öffnen Sie die E‑Mail in Ihrem Postfach. Hat sie Ihnen jemand weitergeleitet, gehören die Links darin dieser Person.",
    "Klicken Sie dort am Ende auf „Abmelden“ oder „Daten ändern“. Das wirkt sofort, ohne Passwort.",
  ],
  personalAccess: "E‑Mail gelöscht? Lassen Sie sich einen neuen Link an Ihre Adresse schicken:",
  personalButton: "Link anfordern",
  back: "Zurück zur Web-Ansicht",
  strip:
    "Web-Ansicht, für alle gleich: ohne Namen, ohne Zählung. Abmelden und Daten ändern geht mit dem Link in Ihrer eigenen E‑Mail.",
  stripHelp: "E‑Mail nicht zur Hand?",
  stripArchive: (list: string) => `Alle Ausgaben von ${list}`,
  feedDescription: (list: string, account: string) => `Ausgaben von ${list}, ${account}`,
} as const;

const du: Informal<typeof de> = {
  uncounted: "Hier wird nichts gezählt und nichts über dich gespeichert.",
  withdrawnLead: (account) =>
    `${account} zeigt dieses Mailing nicht mehr im Web. In der E‑Mail, die du bekommen hast, steht es weiterhin.`,
  personalTitle: "Dieser Link steht in deiner eigenen E‑Mail",
  personalLead:
    "Die Web-Ansicht ist für alle gleich und weiß nicht, wer du bist. Abmelden, Daten ändern, widersprechen oder antworten kannst du deshalb nur von deinem eigenen Link aus.",
  personalSteps: [
    "Öffne die E‑Mail in deinem Postfach. Hat dir jemand die E‑Mail weitergeleitet, gehören die Links darin dieser Person.",
    "Klicke dort am Ende auf „Abmelden“ oder „Daten ändern“. Das wirkt sofort, ohne Passwort.",
  ],
  personalAccess: "E‑Mail gelöscht? Lass dir einen neuen Link an deine Adresse schicken:",
  strip:
    "Web-Ansicht, für alle gleich: ohne Namen, ohne Zählung. Abmelden und Daten ändern geht mit dem Link in deiner eigenen E‑Mail.",
};

type Texts = Words<typeof de>;

const en: Texts = {
  archive: "Archive",
  archiveTitle: (list) => `${list}: all issues`,
  archiveLead: "All issues to read again, the latest first.",
  subscribe: "Subscribe to the newsletter",
  feed: "Subscribe as RSS feed",
  feedHint: "New issues in your feed reader, without an e‑mail address.",
  uncounted: "Nothing is counted here and nothing is stored about you.",
  frequency: (text) => `Published ${text}`,
  issues: "Issues",
  none: "No issue has been published yet.",
  noneHint: "As soon as the first one is sent, it appears here.",
  pages: "Pages of the archive",
  newer: "Newer issues",
  older: "Older issues",
  page: (page, pages) => `Page ${page} of ${pages}`,
  waitingTitle: "This web view opens when the mailing is sent",
  waitingLead:
    "The mailing has not been sent yet. Test mails contain the link already; it works as soon as the first e‑mail is on its way.",
  withdrawnTitle: "This web view is no longer available",
  withdrawnLead: (account) =>
    `${account} no longer shows this mailing on the web. It is still in the e‑mail you received.`,
  personalTitle: "This link is in your own e‑mail",
  personalLead:
    "The web view is the same for everyone and does not know who you are. You can unsubscribe, change your data, object or answer only from a link of your own.",
  personalSteps: [
    "Open the e‑mail in your mailbox. If somebody forwarded it to you, the links in it belong to that person.",
    "At its end, click “Unsubscribe” or “Change my data”. It works at once, without a password.",
  ],
  personalAccess: "E-mail deleted? Have a new link sent to your address:",
  personalButton: "Request a link",
  back: "Back to the web view",
  strip:
    "Web view, the same for everyone: no names, nothing counted. To unsubscribe or change your data, use the link in your own e‑mail.",
  stripHelp: "E-mail not at hand?",
  stripArchive: (list) => `All issues of ${list}`,
  feedDescription: (list, account) => `Issues of ${list}, ${account}`,
};

export const archiveTexts: Record<Voice, Texts> = { ...inBothForms(de, du), en };
