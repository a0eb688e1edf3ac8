import type { Account, CountingLevel } from "../accounts/index.ts";

/** How to sign in to the example. It runs on loopback with invented people, so it may be known. */
export const DEMO_LOGIN = {
  email: "demo@musterbank.example",
  password: "Ein Beispiel zum Ansehen",
} as const;

export interface DemoList {
  name: string;
  nameEn: string;
  description: string;
  descriptionEn: string;
  topics: string;
  topicsEn: string;
  frequency: string;
  frequencyEn: string;
}

export interface DemoMailing {
  name: string;
  subject: string;
  preheader: string;
  list: number;
  /** Days before today. */
  daysAgo: number;
  hour: number;
  level: CountingLevel;
  /** Share of people who open and click. */
  opens: number;
  clicks: number;
  lead: string;
  paragraphs: string[];
  links: { label: string; url: string; notPersonal?: boolean; share: number }[];
}

export interface DemoAccount {
  settings: Partial<Account>;
  name: string;
  sender: { fromName: string; fromAddress: string; replyTo: string };
  lists: DemoList[];
  form: { name: string; title: { de: string; en: string }; intro: { de: string; en: string } };
  people: number;
  /** Shares of people by permission to analyse, among confirmed ones. */
  profiling: { granted: number; refused: number; withdrawn: number };
  mailings: DemoMailing[];
  drafts: { name: string; subject: string; list: number; lead: string; paragraphs: string[] }[];
}

const at = "2026-01-12T09:00:00.000Z";

const ASSESSMENT = `Dafür
– Die Zufallszahlen entstehen beim Erzeugen jeder E-Mail, für die Messgrafik und jeden Link getrennt, und stehen nirgends neben einer Person. Nach 14 Tagen werden sie gelöscht.
– Gespeichert werden nur Tagessummen, gezeigt erst ab zehn Personen.

Dagegen
– Jede E-Mail enthält andere Zahlen; das ist ein Zugriff auf das Endgerät (§ 25 TDDDG), für den eine Ausnahme nicht gesichert ist.
– Anonyme Summen kämen ohne eigene Zahl aus, nennen aber keine Quoten.

Ergebnis
Der Eingriff ist gering, weil niemand erkannt werden kann, auch nicht von uns. Wir halten das für vertretbar, informieren in der Datenschutzerklärung darüber und sehen jährlich nach.`;

export const DEMO_ACCOUNTS: DemoAccount[] = [
  {
    name: "Musterbank",
    settings: {
      legalForm: "aoer",
      imprint: {
        legalName: "Musterbank, Anstalt des öffentlichen Rechts",
        street: "Musterplatz 1",
        postalCode: "12345",
        city: "Musterstadt",
        country: "DE",
        representatives: ["Dr. Renate Beispiel (Vorsitzende des Vorstands)", "Jörg Beispiel"],
        email: "newsletter@musterbank.example",
        phone: "+49 30 1234560",
        register: { kind: "commercial", court: "Amtsgericht Musterstadt", number: "HRA 1234" },
        vatId: "DE123456789",
        licensedActivity: true,
        supervisoryAuthority: {
          name: "Bundesanstalt für Finanzdienstleistungsaufsicht",
          address: "Graurheindorfer Straße 108, 53117 Bonn",
        },
        imprintUrl: "https://www.musterbank.example/impressum",
      },
      privacy: {
        noticeUrl: "https://www.musterbank.example/datenschutz",
        contactEmail: "datenschutz@musterbank.example",
        dpo: { appointed: true, name: "Dr. Martina Beispiel", email: "dsb@musterbank.example" },
      },
      processing: {
        operation: { kind: "own", signer: "Dr. Renate Beispiel" },
        place: { country: "DE", dataCentre: "Rechenzentrum Musterstadt" },
        record: { by: "Dr. Renate Beispiel", at },
      },
      responsibility: { by: "Dr. Renate Beispiel", at, version: "2026-11" },
      countingLevel: "unique",
      countingChoice: {
        by: "Dr. Renate Beispiel",
        at,
        level: "unique",
        reason: "Wir planen Themen nach Quoten über alle Empfänger; niemand soll erkennbar sein.",
      },
      countingAssessment: {
        by: "Dr. Martina Beispiel",
        at,
        role: "dpo",
        arguments: ASSESSMENT,
        reviewOn: "2027-01-12",
      },
      theme: { colour: "#0B6E6E" },
    },
    sender: {
      fromName: "Musterbank",
      fromAddress: "newsletter@musterbank.example",
      replyTo: "newsletter@musterbank.example",
    },
    lists: [
      {
        name: "Marktblick",
        nameEn: "Market view",
        description: "Zinsen, Börse und Konjunktur, in fünf Minuten gelesen",
        descriptionEn: "Interest rates, markets and the economy, read in five minutes",
        topics: "Geldanlage, Zinsen und Konjunktur",
        topicsEn: "investments, interest rates and the economy",
        frequency: "jeden Freitag",
        frequencyEn: "every Friday",
      },
      {
        name: "Bauen & Wohnen",
        nameEn: "Building & living",
        description: "Finanzieren, Fördern und Modernisieren rund ums Zuhause",
        descriptionEn: "Financing, grants and renovation around your home",
        topics: "Baufinanzierung, Förderung und Modernisierung",
        topicsEn: "mortgages, grants and renovation",
        frequency: "einmal im Monat",
        frequencyEn: "once a month",
      },
    ],
    form: {
      name: "Website, Fußzeile",
      title: { de: "Post, die Sie lesen möchten.", en: "Mail you want to read." },
      intro: {
        de: "Wählen Sie, worüber wir Ihnen schreiben dürfen. Sie können es sich jederzeit anders überlegen.",
        en: "Choose what we may write to you about. You can change your mind at any time.",
      },
    },
    people: 2600,
    profiling: { granted: 0.36, refused: 0.09, withdrawn: 0.03 },
    mailings: [
      {
        name: "Marktblick, Mitte November",
        subject: "Mehr vom Ersparten: die neuen Zinsen",
        preheader: "Was sich beim Tagesgeld ändert und was das für Sie heißt",
        list: 0,
        daysAgo: 6,
        hour: 9,
        level: "unique",
        opens: 0.44,
        clicks: 0.11,
        lead: "Mehr vom Ersparten: die neuen Zinsen",
        paragraphs: [
          "seit Mitte November gelten für unser Tagesgeld neue Konditionen. Wir zeigen Ihnen, was sich für Sie ändert und wann sich ein Wechsel lohnt.",
        ],
        links: [
          { label: "Zinsen ansehen", url: "https://www.musterbank.example/zinsen", share: 0.46 },
          {
            label: "Termin vereinbaren",
            url: "https://www.musterbank.example/termin",
            share: 0.28,
          },
          {
            label: "Pflegevorsorge im Überblick",
            url: "https://www.musterbank.example/pflegevorsorge",
            notPersonal: true,
            share: 0.16,
          },
          {
            label: "Filiale in der Nähe",
            url: "https://www.musterbank.example/filialen",
            share: 0.1,
          },
        ],
      },
      {
        name: "Marktblick, Oktober",
        subject: "Was die Notenbank entschieden hat",
        preheader: "Drei Folgen für Sparer und Kreditnehmer",
        list: 0,
        daysAgo: 37,
        hour: 8,
        level: "clicks_only",
        opens: 0.41,
        clicks: 0.09,
        lead: "Was die Notenbank entschieden hat",
        paragraphs: [
          "die Leitzinsen bleiben, wie sie sind. Für Tagesgeld, Baugeld und Anleihen heißt das jeweils etwas anderes.",
        ],
        links: [
          {
            label: "Die Entscheidung im Einzelnen",
            url: "https://www.musterbank.example/notenbank",
            share: 0.6,
          },
          { label: "Rechner öffnen", url: "https://www.musterbank.example/rechner", share: 0.4 },
        ],
      },
      {
        name: "Bauen & Wohnen, Herbst",
        subject: "Heizung tauschen: welche Förderung jetzt gilt",
        preheader: "Ein Überblick mit Fristen",
        list: 1,
        daysAgo: 23,
        hour: 10,
        level: "unique",
        opens: 0.38,
        clicks: 0.12,
        lead: "Heizung tauschen: welche Förderung jetzt gilt",
        paragraphs: [
          "wer bis Jahresende beantragt, bekommt mehr. Wir haben die Programme für Sie sortiert.",
        ],
        links: [
          {
            label: "Programme vergleichen",
            url: "https://www.musterbank.example/foerderung",
            share: 0.55,
          },
          {
            label: "Beratung vereinbaren",
            url: "https://www.musterbank.example/termin",
            share: 0.3,
          },
          { label: "Checkliste", url: "https://www.musterbank.example/checkliste", share: 0.15 },
        ],
      },
    ],
    drafts: [
      {
        name: "Ihr Weihnachtsbrief",
        subject: "Ihr Weihnachtsbrief: ein Jahr, in Ruhe betrachtet",
        list: 0,
        lead: "Ein Jahr, in Ruhe betrachtet",
        paragraphs: [
          "zum Jahresende blicken wir mit Ihnen zurück: auf ruhige und auf unruhige Tage an den Märkten, und auf das, was davon bleibt.",
        ],
      },
      {
        name: "Marktblick, Ende November",
        subject: "Der Ausblick auf den Dezember",
        list: 0,
        lead: "Der Ausblick auf den Dezember",
        paragraphs: ["drei Termine im Dezember können Ihre Pläne berühren. Wir ordnen sie ein."],
      },
    ],
  },
  {
    name: "Versicherungsmaklerin Erika Mustermann",
    settings: {
      legalForm: "sole_trader",
      imprint: {
        legalName: "Versicherungsmaklerin Erika Mustermann",
        street: "Lindenallee 12",
        postalCode: "12345",
        city: "Musterstadt",
        country: "DE",
        email: "post@makler-mustermann.example",
        phone: "+49 30 7654321",
        licensedActivity: true,
        supervisoryAuthority: {
          name: "IHK Musterstadt",
          address: "Kammerweg 1, 12345 Musterstadt",
        },
        insuranceIntermediary: true,
        intermediaryRegister: {
          status: "Versicherungsmaklerin nach § 34d Abs. 1 GewO",
          number: "D-ABCD-12345-67",
          authority: "DIHK, Breite Straße 29, 10178 Berlin",
        },
      },
      privacy: {
        noticeUrl: "https://makler-mustermann.example/datenschutz",
        contactEmail: "datenschutz@makler-mustermann.example",
        dpo: {
          appointed: false,
          reason: "Ich arbeite allein.",
          fewerThan20: true,
          noSpecialProcessing: true,
        },
        dpoStatement: { by: "Erika Mustermann", at },
      },
      processing: {
        operation: { kind: "own", signer: "Erika Mustermann" },
        place: { country: "DE", dataCentre: "Eigene Büroräume" },
        record: { by: "Erika Mustermann", at },
      },
      responsibility: { by: "Erika Mustermann", at, version: "2026-11" },
      countingLevel: "shared",
      countingChoice: {
        by: "Erika Mustermann",
        at,
        level: "shared",
        reason: "Mir genügt zu wissen, ob gelesen wird, was ich schreibe.",
      },
      // A small house that says du to its readers.
      theme: { colour: "#7A4B1E", salutation: "informal" },
    },
    sender: {
      fromName: "Erika Mustermann",
      fromAddress: "post@makler-mustermann.example",
      replyTo: "post@makler-mustermann.example",
    },
    lists: [
      {
        name: "Gut versichert",
        nameEn: "Well insured",
        description: "Was sich bei Versicherungen ändert, verständlich erklärt",
        descriptionEn: "What changes in insurance, explained plainly",
        topics: "Versicherungen und Vorsorge",
        topicsEn: "insurance and provision",
        frequency: "alle zwei Monate",
        frequencyEn: "every two months",
      },
    ],
    form: {
      name: "Website",
      title: { de: "Gut versichert, gut informiert.", en: "Well insured, well informed." },
      intro: {
        de: "Sechsmal im Jahr das Wichtigste, ohne Kleingedrucktes.",
        en: "The essentials six times a year, without small print.",
      },
    },
    people: 320,
    profiling: { granted: 0.42, refused: 0.06, withdrawn: 0.02 },
    mailings: [
      {
        name: "Gut versichert, Herbst",
        subject: "Kfz-Versicherung: bis 30. November vergleichen",
        preheader: "So findest du heraus, ob sich ein Wechsel lohnt",
        list: 0,
        daysAgo: 12,
        hour: 17,
        level: "shared",
        opens: 0.52,
        clicks: 0.17,
        lead: "Bis 30. November vergleichen",
        paragraphs: [
          "wer seine Kfz-Versicherung wechseln möchte, kündigt bis Ende November. Ich sage dir, worauf es ankommt.",
        ],
        links: [
          { label: "Checkliste öffnen", url: "https://makler-mustermann.example/kfz", share: 0.64 },
          {
            label: "Rückruf vereinbaren",
            url: "https://makler-mustermann.example/rueckruf",
            share: 0.36,
          },
        ],
      },
    ],
    drafts: [
      {
        name: "Gut versichert, Winter",
        subject: "Was sich 2027 ändert",
        list: 0,
        lead: "Was sich 2027 ändert",
        paragraphs: [
          "zum Jahreswechsel ändern sich einige Beträge und Fristen. Hier steht das Wichtigste.",
        ],
      },
    ],
  },
];
