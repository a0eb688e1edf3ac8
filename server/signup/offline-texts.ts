import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";

const de = {
  invitation: "So melden Sie sich an",
  steps: [
    "Öffnen Sie mit der Kamera Ihres Telefons den Code, oder geben Sie die Adresse im Browser ein.",
    "Lesen Sie den Text und kreuzen Sie an, was Sie möchten. Nichts ist vorausgefüllt.",
    "Wir senden Ihnen eine E-Mail. Erst mit dem Knopf darin sind Sie angemeldet.",
  ],
  wording: "Der Wortlaut, dem Sie dort zustimmen können",
  tracking: "Nur wenn Sie möchten, unabhängig vom Newsletter",
  version: (version: number, id: string) => `Fassung ${version} · ${id}`,
  controller: "Verantwortlich",
  privacy: "Hinweise zum Datenschutz",
  stand: (version: number, day: string) => `Formularfassung ${version}, gedruckt am ${day}`,
  short: "Anmelden per Kamera oder unter",
  script: {
    title: (account: string, form: string) => `Gesprächsleitfaden: ${form}, ${account}`,
    rule: "Nur im laufenden Gespräch, das die Person selbst begonnen oder gewünscht hat. Wer nicht möchte, wird nicht überredet.",
    ask: (account: string) =>
      `„Möchten Sie von ${account} Neues per E-Mail erhalten? Ich lese Ihnen vor, worum es geht. Sie sagen einfach Ja oder Nein.“`,
    read: "Wörtlich vorlesen, nichts weglassen:",
    tracking:
      "Nur nach einem Ja zum Newsletter, als eigene Frage. Ein Nein ändert am Newsletter nichts. Wörtlich vorlesen:",
    address: [
      "„Unter welcher E-Mail-Adresse?“ Die Adresse buchstabieren lassen und wiederholen.",
      "„Sie bekommen gleich eine E-Mail von uns. Bitte drücken Sie darin auf den Knopf. Erst dann sind Sie angemeldet.“",
      "„Widerrufen können Sie jederzeit, mit einem Klick in jeder E-Mail oder mit einem Anruf.“",
    ],
    record:
      "Festhalten: eigener Name, Datum und Uhrzeit, Antwort zu jedem Text, Fassung des Textes.",
    yesNo: "Antwort:  Ja  /  Nein",
  },
} as const;

const du: Informal<typeof de> = {
  invitation: "So meldest du dich an",
  steps: [
    "Öffne mit der Kamera deines Telefons den Code, oder gib die Adresse im Browser ein.",
    "Lies den Text und kreuz an, was du möchtest. Nichts ist vorausgefüllt.",
    "Wir senden dir eine E-Mail. Erst mit dem Knopf darin bist du angemeldet.",
  ],
  wording: "Der Wortlaut, dem du dort zustimmen kannst",
  tracking: "Nur wenn du möchtest, unabhängig vom Newsletter",
  script: {
    ask: (account) =>
      `„Möchtest du von ${account} Neues per E-Mail erhalten? Ich lese dir vor, worum es geht. Du sagst einfach Ja oder Nein.“`,
    address: [
      "„Unter welcher E-Mail-Adresse?“ Die Adresse buchstabieren lassen und wiederholen.",
      "„Du bekommst gleich eine E-Mail von uns. Bitte drück darin auf den Knopf. Erst dann bist du angemeldet.“",
      "„Widerrufen kannst du jederzeit, mit einem Klick in jeder E-Mail oder mit einem Anruf.“",
    ],
  },
};

type Texts = Words<typeof de>;
const en: Texts = {
  invitation: "How to subscribe",
  steps: [
    "Point your phone’s camera at the code, or type the address into a browser.",
    "Read the text and tick what you would like. Nothing is filled in beforehand.",
    "We send you an e-mail. Only the button in it subscribes you.",
  ],
  wording: "The wording you can agree to there",
  tracking: "Only if you like, independent of the newsletter",
  version: (version, id) => `Version ${version} · ${id}`,
  controller: "Controller",
  privacy: "Privacy notice",
  stand: (version, day) => `Form version ${version}, printed on ${day}`,
  short: "Subscribe with your camera or at",
  script: {
    title: (account, form) => `Telephone script: ${form}, ${account}`,
    rule: "Only within a conversation that the person began or asked for. Nobody is talked into it.",
    ask: (account) =>
      `“Would you like to receive news from ${account} by e-mail? I will read to you what it is about. You simply say yes or no.”`,
    read: "Read out word for word, leave nothing out:",
    tracking:
      "Only after a yes to the newsletter, as a question of its own. A no changes nothing about the newsletter. Read out word for word:",
    address: [
      "“At which e-mail address?” Have the address spelled and repeat it.",
      "“You will receive an e-mail from us right away. Please press the button in it. Only then are you subscribed.”",
      "“You can withdraw at any time, with one click in every e-mail or by calling us.”",
    ],
    record: "Record: your name, date and time, the answer to each text, the version of the text.",
    yesNo: "Answer:  Yes  /  No",
  },
};

/** What helps to ask offline (CON-27). */
export const offlineTexts: Record<Voice, Texts> = { ...inBothForms(de, du), en };
