import {
  inBothForms,
  type Informal,
  type Locale,
  type Voice,
  type Words,
} from "../platform/index.ts";

const numbersDe = [
  "null",
  "einen",
  "zwei",
  "drei",
  "vier",
  "fünf",
  "sechs",
  "sieben",
  "acht",
  "neun",
  "zehn",
  "elf",
  "zwölf",
];
const numbersEn = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

const de = {
  optIn: {
    /** DOI-04: prompting and truthful, with a confirm verb. */
    subject: (list: string) => `Bitte bestätigen Sie Ihre Anmeldung zum Newsletter ${list}`,
    subjectSeveral: "Bitte bestätigen Sie Ihre Anmeldung zu unseren Newslettern",
    preview: "Ein Klick, dann beginnt Ihr Abonnement. Ohne Ihre Bestätigung senden wir nichts.",
    heading: "Bitte bestätigen Sie Ihre Anmeldung",
    hello: "Guten Tag,",
    fromPage: (moment: string, page: string, sender: string, several: boolean) =>
      `diese E-Mail-Adresse wurde am ${moment} auf ${page} für ${several ? "folgende" : "folgenden"} Newsletter von ${sender} angemeldet:`,
    fromChannel: (day: string, channel: string, sender: string, several: boolean) =>
      `diese E-Mail-Adresse wurde am ${day} ${channel} für ${several ? "folgende" : "folgenden"} Newsletter von ${sender} angemeldet:`,
    channels: {
      letter: "per Brief",
      phone: "am Telefon",
      in_person: "bei uns vor Ort",
      sms: "per SMS",
    },
    please:
      "Bitte bestätigen Sie das mit einem Klick auf den folgenden Link und anschließend auf „Jetzt bestätigen“.",
    button: "Anmeldung bestätigen",
    valid: (days: number, until: string) =>
      `Der Link gilt ${numbersDe[days] ?? days} ${days === 1 ? "Tag" : "Tage"}, bis zum ${until}.`,
    declaration: "Ihre Erklärung im Wortlaut",
    withdrawOne: "Das können Sie jederzeit mit Wirkung für die Zukunft widerrufen.",
    withdrawEach:
      "Das alles können Sie jederzeit mit Wirkung für die Zukunft widerrufen, jedes für sich.",
    notYou: "Sie haben sich nicht angemeldet?",
    notYouText:
      "Dann ignorieren Sie diese E-Mail; Ihre Adresse wird nach Ablauf des Links gelöscht. Oder sofort hier:",
    notYouLink: "Ich habe mich nicht angemeldet",
  },
  access: {
    subject: (account: string) => `Ihr Zugang zu Ihren Einstellungen bei ${account}`,
    preview: (minutes: number) =>
      `Der Link gilt ${minutes} Minuten. Ein Passwort brauchen Sie nicht.`,
    heading: "Ihre Einstellungen",
    hello: "Guten Tag,",
    text: (moment: string, sender: string) =>
      `am ${moment} wurde für diese E-Mail-Adresse der Zugang zu den Einstellungen bei ${sender} angefordert. Dort sehen und ändern Sie, welche Newsletter Sie erhalten, was Sie erlaubt haben und was wir gespeichert haben.`,
    button: "Einstellungen öffnen",
    valid: (minutes: number) =>
      `Der Link gilt ${minutes} Minuten und nur für diese Adresse. Bitte leiten Sie ihn nicht weiter.`,
    notYou: "Sie haben nichts angefordert?",
    notYouText: "Dann können Sie diese E-Mail löschen. Ohne den Link ändert sich nichts.",
  },
  addressChange: {
    subject: "Bitte bestätigen Sie Ihre neue E-Mail-Adresse",
    preview: "Bis Sie bestätigen, bleibt alles, wie es ist.",
    heading: "Bitte bestätigen Sie Ihre neue Adresse",
    hello: "Guten Tag,",
    text: (sender: string) =>
      `Ihre Newsletter und Einstellungen bei ${sender} sollen auf diese Adresse umziehen:`,
    old: "Bisher",
    new: "Künftig",
    please:
      "Bitte bestätigen Sie das mit einem Klick auf den folgenden Link und anschließend auf „Ja, Adresse bestätigen“.",
    button: "Neue Adresse bestätigen",
    valid: (until: string) => `Der Link gilt bis zum ${until}.`,
    notYou: "Sie haben das nicht veranlasst?",
    notYouText: "Dann ignorieren Sie diese E-Mail. Es bleibt alles, wie es ist.",
  },
  addressNotice: {
    subject: (account: string) =>
      `Sicherheitshinweis: Ihre E-Mail-Adresse bei ${account} soll geändert werden`,
    preview: "Waren Sie das? Dann müssen Sie nichts tun.",
    heading: "Ihre E-Mail-Adresse soll geändert werden",
    hello: "Guten Tag,",
    text: (moment: string, sender: string) =>
      `am ${moment} wurde bei ${sender} eine neue Adresse für Ihre Newsletter und Einstellungen eingetragen:`,
    new: "Künftig",
    still:
      "Bis die neue Adresse bestätigt ist, schreiben wir weiterhin an diese. Waren Sie das? Dann müssen Sie hier nichts tun.",
    notYou: "Das waren Sie nicht?",
    notYouWrite: (address: string) =>
      `Dann schreiben Sie uns bitte gleich an ${address}, damit wir die Änderung anhalten.`,
    notYouReply:
      "Dann antworten Sie bitte gleich auf diese E-Mail, damit wir die Änderung anhalten.",
  },
} as const;

const du: Informal<typeof de> = {
  optIn: {
    /** DOI-04: prompting and truthful, with a confirm verb. */
    subject: (list) => `Bitte bestätige deine Anmeldung zum Newsletter ${list}`,
    subjectSeveral: "Bitte bestätige deine Anmeldung zu unseren Newslettern",
    preview: "Ein Klick, dann beginnt dein Abonnement. Ohne deine Bestätigung senden wir nichts.",
    heading: "Bitte bestätige deine Anmeldung",
    hello: "Hallo,",
    please:
      "Bitte bestätige das mit einem Klick auf den folgenden Link und anschließend auf „Jetzt bestätigen“.",
    declaration: "Deine Erklärung im Wortlaut",
    withdrawOne: "Das kannst du jederzeit mit Wirkung für die Zukunft widerrufen.",
    withdrawEach:
      "Das alles kannst du jederzeit mit Wirkung für die Zukunft widerrufen, jedes für sich.",
    notYou: "Du hast dich nicht angemeldet?",
    notYouText:
      "Dann ignoriere diese E-Mail; deine Adresse wird nach Ablauf des Links gelöscht. Oder sofort hier:",
  },
  access: {
    subject: (account) => `Dein Zugang zu deinen Einstellungen bei ${account}`,
    preview: (minutes) => `Der Link gilt ${minutes} Minuten. Ein Passwort brauchst du nicht.`,
    heading: "Deine Einstellungen",
    hello: "Hallo,",
    text: (moment, sender) =>
      `am ${moment} wurde für diese E-Mail-Adresse der Zugang zu den Einstellungen bei ${sender} angefordert. Dort siehst und änderst du, welche Newsletter du erhältst, was du erlaubt hast und was wir gespeichert haben.`,
    valid: (minutes) =>
      `Der Link gilt ${minutes} Minuten und nur für diese Adresse. Bitte leite ihn nicht weiter.`,
    notYou: "Du hast nichts angefordert?",
    notYouText: "Dann kannst du diese E-Mail löschen. Ohne den Link ändert sich nichts.",
  },
  addressChange: {
    subject: "Bitte bestätige deine neue E-Mail-Adresse",
    preview: "Bis du bestätigst, bleibt alles, wie es ist.",
    heading: "Bitte bestätige deine neue Adresse",
    hello: "Hallo,",
    text: (sender) =>
      `deine Newsletter und Einstellungen bei ${sender} sollen auf diese Adresse umziehen:`,
    please:
      "Bitte bestätige das mit einem Klick auf den folgenden Link und anschließend auf „Ja, Adresse bestätigen“.",
    notYou: "Du hast das nicht veranlasst?",
    notYouText: "Dann ignoriere diese E-Mail. Es bleibt alles, wie es ist.",
  },
  addressNotice: {
    subject: (account) =>
      `Sicherheitshinweis: Deine E-Mail-Adresse bei ${account} soll geändert werden`,
    preview: "Warst du das? Dann musst du nichts tun.",
    heading: "Deine E-Mail-Adresse soll geändert werden",
    hello: "Hallo,",
    text: (moment, sender) =>
      `am ${moment} wurde bei ${sender} eine neue Adresse für deine Newsletter und Einstellungen eingetragen:`,
    still:
      "Bis die neue Adresse bestätigt ist, schreiben wir weiterhin an diese. Warst du das? Dann musst du hier nichts tun.",
    notYou: "Das warst du nicht?",
    notYouWrite: (address) =>
      `Dann schreib uns bitte gleich an ${address}, damit wir die Änderung anhalten.`,
    notYouReply: "Dann antworte bitte gleich auf diese E-Mail, damit wir die Änderung anhalten.",
  },
};

type Texts = Words<typeof de>;

const en: Texts = {
  optIn: {
    subject: (list: string) => `Please confirm your subscription to the newsletter ${list}`,
    subjectSeveral: "Please confirm your subscription to our newsletters",
    preview: "One click and your subscription begins. Without your confirmation we send nothing.",
    heading: "Please confirm your subscription",
    hello: "Hello,",
    fromPage: (moment: string, page: string, sender: string, several: boolean) =>
      `on ${moment} this e-mail address was signed up on ${page} for the following ${several ? "newsletters" : "newsletter"} from ${sender}:`,
    fromChannel: (day: string, channel: string, sender: string, several: boolean) =>
      `on ${day} this e-mail address was signed up ${channel} for the following ${several ? "newsletters" : "newsletter"} from ${sender}:`,
    channels: {
      letter: "by letter",
      phone: "by telephone",
      in_person: "in person",
      sms: "by text message",
    },
    please: "Please confirm this by clicking the following link and then “Confirm now”.",
    button: "Confirm subscription",
    valid: (days: number, until: string) =>
      `The link is valid for ${numbersEn[days] ?? days} ${days === 1 ? "day" : "days"}, until ${until}.`,
    declaration: "Your declaration, word for word",
    withdrawOne: "You can withdraw this at any time with effect for the future.",
    withdrawEach:
      "You can withdraw all of this at any time with effect for the future, each on its own.",
    notYou: "You did not sign up?",
    notYouText:
      "Then ignore this e-mail; your address will be deleted when the link expires. Or at once here:",
    notYouLink: "I did not sign up",
  },
  access: {
    subject: (account: string) => `Access to your settings at ${account}`,
    preview: (minutes: number) => `The link is valid for ${minutes} minutes. You need no password.`,
    heading: "Your settings",
    hello: "Hello,",
    text: (moment: string, sender: string) =>
      `on ${moment} access to the settings at ${sender} was requested for this e-mail address. There you can see and change which newsletters you receive, what you have allowed and what we have stored.`,
    button: "Open settings",
    valid: (minutes: number) =>
      `The link is valid for ${minutes} minutes and for this address only. Please do not forward it.`,
    notYou: "You requested nothing?",
    notYouText: "Then you can delete this e-mail. Without the link nothing changes.",
  },
  addressChange: {
    subject: "Please confirm your new e-mail address",
    preview: "Until you confirm, everything stays as it is.",
    heading: "Please confirm your new address",
    hello: "Hello,",
    text: (sender: string) =>
      `your newsletters and settings at ${sender} are to move to this address:`,
    old: "So far",
    new: "From now on",
    please:
      "Please confirm this by clicking the following link and then “Yes, confirm the address”.",
    button: "Confirm new address",
    valid: (until: string) => `The link is valid until ${until}.`,
    notYou: "You did not ask for this?",
    notYouText: "Then ignore this e-mail. Everything stays as it is.",
  },
  addressNotice: {
    subject: (account: string) =>
      `Security note: your e-mail address at ${account} is to be changed`,
    preview: "Was it you? Then there is nothing to do.",
    heading: "Your e-mail address is to be changed",
    hello: "Hello,",
    text: (moment: string, sender: string) =>
      `on ${moment} a new address for your newsletters and settings was entered at ${sender}:`,
    new: "From now on",
    still:
      "Until the new address is confirmed, we keep writing to this one. Was it you? Then there is nothing to do here.",
    notYou: "It was not you?",
    notYouWrite: (address: string) =>
      `Then please write to ${address} right away, so that we can stop the change.`,
    notYouReply: "Then please reply to this e-mail right away, so that we can stop the change.",
  },
};

/** Words of the mails the product writes to recipients itself. Complete in every voice by its type (A11Y-06, A11Y-08). */
export const systemMailTexts: Record<Voice, Texts> = { ...inBothForms(de, du), en };

const staffDe = {
  addressConfirmation: {
    preview: "Bitte bestätigen Sie, dass diese Adresse Ihnen gehört.",
    hello: "Guten Tag,",
    text: (name: string, sender: string) => `${name} hat diese Adresse bei ${sender} eingetragen.`,
    address: "Adresse",
    purposes: {
      test: {
        subject: (account: string) => `Bitte bestätigen Sie diese Testadresse für ${account}`,
        heading: "Testmails an diese Adresse?",
        text: "Wenn Sie bestätigen, können Testmails und Entwürfe von Newslettern hierhin gesendet werden.",
      },
      reply_to: {
        subject: (account: string) => `Bitte bestätigen Sie diese Antwortadresse für ${account}`,
        heading: "Antworten an diese Adresse?",
        text: "Wenn Sie bestätigen, kommen hier die Antworten auf Newsletter an. Bitte lesen Sie dieses Postfach regelmäßig: Auch Abmeldungen und Widersprüche treffen so ein.",
      },
      privacy_contact: {
        subject: (account: string) =>
          `Bitte bestätigen Sie diese Datenschutzadresse für ${account}`,
        heading: "Anfragen zum Datenschutz an diese Adresse?",
        text: "Wenn Sie bestätigen, kommen hier Anfragen von Menschen an, die ihre Rechte wahrnehmen. Für die Antwort läuft ab dem Eingang eine Frist von einem Monat.",
      },
    },
    button: "Adresse bestätigen",
    valid: (until: string) => `Der Link gilt bis zum ${until}.`,
    notYou:
      "Sagt Ihnen das nichts? Dann ignorieren Sie diese E-Mail. Ohne Bestätigung geschieht nichts.",
  },
  invitation: {
    subject: (account: string) => `Ihr Zugang zu Klarpost für ${account}`,
    preview: (name: string) => `${name} hat Sie eingeladen.`,
    heading: "Willkommen bei Klarpost",
    hello: (name: string) => `Guten Tag ${name},`,
    text: (name: string, account: string) =>
      `${name} hat für Sie einen Zugang zum Arbeitsplatz von ${account} angelegt.`,
    password: "Mit dem folgenden Link wählen Sie Ihr Passwort und melden sich zum ersten Mal an.",
    button: "Zugang einrichten",
    valid: (until: string) =>
      `Der Link gilt bis zum ${until} und nur einmal. Bitte leiten Sie ihn nicht weiter.`,
    notYou: "Sie erwarten keine Einladung? Dann ignorieren Sie diese E-Mail.",
  },
};

const staffEn: typeof staffDe = {
  addressConfirmation: {
    preview: "Please confirm that this address belongs to you.",
    hello: "Hello,",
    text: (name: string, sender: string) => `${name} has entered this address at ${sender}.`,
    address: "Address",
    purposes: {
      test: {
        subject: (account: string) => `Please confirm this test address for ${account}`,
        heading: "Test e-mails to this address?",
        text: "If you confirm, test e-mails and drafts of newsletters can be sent here.",
      },
      reply_to: {
        subject: (account: string) => `Please confirm this reply address for ${account}`,
        heading: "Replies to this address?",
        text: "If you confirm, replies to newsletters arrive here. Please read this mailbox regularly: people also unsubscribe and object this way.",
      },
      privacy_contact: {
        subject: (account: string) => `Please confirm this data protection address for ${account}`,
        heading: "Data protection requests to this address?",
        text: "If you confirm, requests from people exercising their rights arrive here. From receipt there is one month to answer.",
      },
    },
    button: "Confirm address",
    valid: (until: string) => `The link is valid until ${until}.`,
    notYou:
      "Does this mean nothing to you? Then ignore this e-mail. Without confirmation nothing happens.",
  },
  invitation: {
    subject: (account: string) => `Your access to Klarpost for ${account}`,
    preview: (name: string) => `${name} has invited you.`,
    heading: "Welcome to Klarpost",
    hello: (name: string) => `Hello ${name},`,
    text: (name: string, account: string) =>
      `${name} has set up access for you to the workplace of ${account}.`,
    password: "With the following link you choose your password and sign in for the first time.",
    button: "Set up access",
    valid: (until: string) =>
      `The link is valid until ${until} and works once. Please do not forward it.`,
    notYou: "You are not expecting an invitation? Then ignore this e-mail.",
  },
};

/** Words of the mails to those who work with the product; it says Sie to them, as the workplace does. */
export const staffMailTexts: Record<Locale, typeof staffDe> = { de: staffDe, en: staffEn };
