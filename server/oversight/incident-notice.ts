import { peopleNoticeTexts, type PeopleNoticeTexts } from "./people-notice-texts.ts";
import type { NoticeView } from "../../contract/incidents.ts";
import { accountVoice, getAccount, imprintLines } from "../accounts/index.ts";
import type { Clock, Locale, Tx } from "../platform/index.ts";
import type { MakePaper } from "./deps.ts";
import { NOTICE_HOURS, dueAt, numberText, type Incident } from "./incident.ts";
import { dataWords, kindWords, severityWords } from "./incident-words.ts";

/** A letter in pieces: headings with paragraphs below. */
export interface Letter {
  title: string;
  author: string;
  locale: Locale;
  at: Date;
  head: string[];
  sections: { heading: string; paragraphs: string[] }[];
  foot: (page: number, of: number) => string;
  missing: string[];
}

type Account = Awaited<ReturnType<typeof getAccount>>;
export type Addressee = "authority" | "people";

const GAP = { de: "[bitte ergänzen]", en: "[please complete]" } as const;

/** The notice to the authority (Art. 33(3) GDPR) or to the people (Art. 34(2) GDPR) with the facts of an entry. */
export async function writeNotice(
  tx: Tx,
  clock: Clock,
  incident: Incident,
  addressee: Addressee,
  locale: Locale,
): Promise<Letter> {
  const account = await getAccount(tx);
  const missing = missingOf(incident, addressee);
  return (addressee === "authority" ? toAuthority : toPeople)(
    account,
    incident,
    locale,
    clock.now(),
    missing,
  );
}

function missingOf(incident: Incident, addressee: Addressee): string[] {
  const fields: [string, boolean][] = [
    ["what", incident.what.trim() === ""],
    ["dataKinds", incident.dataKinds.length === 0],
    ["people", addressee === "authority" && incident.people === null],
    ["consequences", incident.consequences.trim() === ""],
    ["measures", incident.measures.trim() === ""],
  ];
  return fields.filter(([, isMissing]) => isMissing).map(([name]) => name);
}

const moment = (at: Date, locale: Locale, timeZone: string): string =>
  new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone,
  }).format(at);

const paragraphs = (text: string, locale: Locale): string[] =>
  text.trim() === "" ? [GAP[locale]] : text.trim().split(/\n{2,}/);

const kindsText = ({ dataKinds }: Incident, locale: Locale): string =>
  dataKinds.length === 0
    ? GAP[locale]
    : dataKinds.map((kind) => dataWords[kind][locale]).join(", ");

function contactOf(account: Account, locale: Locale): string {
  const { dpo, contactName, contactEmail } = account.privacy;
  if (dpo?.appointed === true)
    return locale === "de"
      ? `Datenschutzbeauftragte Person: ${dpo.name}, ${dpo.email}`
      : `Data protection officer: ${dpo.name}, ${dpo.email}`;
  const known = [contactName, contactEmail].filter((text) => (text ?? "") !== "").join(", ");
  return `${locale === "de" ? "Ansprechstelle für Datenschutz" : "Contact for data protection"}: ${known || GAP[locale]}`;
}

function toAuthority(
  account: Account,
  incident: Incident,
  locale: Locale,
  now: Date,
  missing: string[],
): Letter {
  const time = (at: Date) => moment(at, locale, account.timezone);
  const count =
    incident.people === null ? GAP[locale] : new Intl.NumberFormat(locale).format(incident.people);
  const isLate = now > dueAt(incident);
  const de = locale === "de";
  const section = (heading: string, ...texts: string[]) => ({ heading, paragraphs: texts });
  return {
    ...frame(account, incident, locale, now, missing),
    title: de
      ? `Meldung einer Verletzung des Schutzes personenbezogener Daten (Art. 33 DSGVO)`
      : `Notification of a personal data breach (Article 33 GDPR)`,
    head: [
      ...imprintLines(account, locale),
      de ? `Vorgang ${numberText(incident)}` : `Case ${numberText(incident)}`,
    ],
    sections: [
      section(
        de ? "1. Art der Verletzung" : "1. Nature of the breach",
        `${de ? "Art" : "Kind"}: ${kindWords[incident.kind][locale]}.`,
        ...paragraphs(incident.what, locale),
      ),
      section(
        de ? "2. Zeitpunkte" : "2. Times",
        de
          ? `Bekannt geworden am ${time(incident.discoveredAt)}.`
          : `Became known on ${time(incident.discoveredAt)}.`,
        incident.happenedAt === null
          ? de
            ? "Der Zeitpunkt der Verletzung ist noch nicht bekannt."
            : "When the breach happened is not known yet."
          : de
            ? `Eingetreten am ${time(incident.happenedAt)}.`
            : `Happened on ${time(incident.happenedAt)}.`,
        ...(isLate
          ? [
              de
                ? `Diese Meldung erfolgt später als ${NOTICE_HOURS} Stunden nach Bekanntwerden. Gründe der Verzögerung: ${GAP.de}`
                : `This notification is made later than ${NOTICE_HOURS} hours after becoming aware. Reasons for the delay: ${GAP.en}`,
            ]
          : []),
      ),
      section(
        de ? "3. Betroffene Personen und Datensätze" : "3. People and records concerned",
        de
          ? `Kategorien von Personen: Empfängerinnen und Empfänger von E-Mails des Verantwortlichen. Ungefähre Zahl der Personen: ${count}. Ungefähre Zahl der Datensätze: ${count}.`
          : `Categories of people: recipients of the controller's e-mails. Approximate number of people: ${count}. Approximate number of records: ${count}.`,
        `${de ? "Kategorien von Daten" : "Categories of data"}: ${kindsText(incident, locale)}.`,
      ),
      section(
        de ? "4. Anlaufstelle für weitere Informationen" : "4. Contact point for more information",
        contactOf(account, locale),
      ),
      section(
        de ? "5. Wahrscheinliche Folgen" : "5. Likely consequences",
        ...paragraphs(incident.consequences, locale),
        ...(incident.severity === null
          ? []
          : [
              `${de ? "Risiko für die Rechte und Freiheiten der Personen" : "Risk to the rights and freedoms of the people"}: ${severityWords[incident.severity][locale]}.`,
            ]),
      ),
      section(
        de ? "6. Ergriffene und vorgeschlagene Maßnahmen" : "6. Measures taken and proposed",
        ...paragraphs(incident.measures, locale),
      ),
      section(
        de
          ? "7. Benachrichtigung der Personen (Art. 34 DSGVO)"
          : "7. Communication to the people (Article 34 GDPR)",
        peopleState(incident, locale),
      ),
    ],
  };
}

function peopleState({ peopleNotice }: Incident, locale: Locale): string {
  const de = locale === "de";
  if (peopleNotice === null)
    return de ? "Darüber ist noch nicht entschieden." : "This has not been decided yet.";
  if (!peopleNotice.notify)
    return `${de ? "Eine Benachrichtigung ist nicht vorgesehen" : "No communication is planned"}: ${peopleNotice.reason}`;
  if (peopleNotice.doneAt === null)
    return de ? "Die Personen werden benachrichtigt." : "The people will be told.";
  return de ? "Die Personen wurden benachrichtigt." : "The people have been told.";
}

function toPeople(
  account: Account,
  incident: Incident,
  locale: Locale,
  now: Date,
  missing: string[],
): Letter {
  const words = peopleNoticeTexts[accountVoice(account, locale)];
  const section = (heading: string, ...texts: string[]) => ({ heading, paragraphs: texts });
  return {
    ...frame(account, incident, locale, now, missing),
    title: words.title,
    head: imprintLines(account, locale),
    sections: [
      section(
        words.what,
        words.found(moment(incident.discoveredAt, locale, account.timezone)),
        ...paragraphs(incident.what, locale),
      ),
      section(words.which, `${kindsText(incident, locale)}.`),
      section(words.consequences, ...paragraphs(incident.consequences, locale)),
      section(words.measures, ...paragraphs(incident.measures, locale)),
      section(words.help, advice(incident, words)),
      section(words.ask, contactOf(account, locale), words.authority),
    ],
  };
}

/** What helps against the consequences of just these data, in plain words (Art. 34(2) GDPR). */
function advice({ dataKinds }: Incident, words: PeopleNoticeTexts): string {
  return [
    ...(dataKinds.includes("credentials") ? [words.password] : []),
    ...(dataKinds.includes("bank") ? [words.bank] : []),
    words.careful,
  ].join(" ");
}

function frame(
  account: Account,
  incident: Incident,
  locale: Locale,
  now: Date,
  missing: string[],
): Pick<Letter, "author" | "locale" | "at" | "foot" | "missing"> {
  return {
    author: account.name,
    locale,
    at: now,
    missing,
    foot: (page, of) =>
      `${numberText(incident)} · ${moment(now, locale, account.timezone)} · ${locale === "de" ? "Seite" : "Page"} ${page} ${locale === "de" ? "von" : "of"} ${of}`,
  };
}

/** The letter as text to copy. */
export const noticeText = (letter: Letter): NoticeView => ({
  title: letter.title,
  text: [
    ...letter.head,
    "",
    letter.title,
    ...letter.sections.flatMap(({ heading, paragraphs: texts }) => [
      "",
      heading,
      "",
      texts.join("\n\n"),
    ]),
    "",
  ].join("\n"),
  missing: letter.missing,
});

/** The letter as tagged PDF. */
export function letterPdf(letter: Letter, makePaper: MakePaper): Promise<Buffer> {
  const { title, author, locale, at } = letter;
  const paper = makePaper({ title, author, locale, at });
  for (const line of letter.head) paper.write("P", line, { size: 9 }, 1);
  paper.write("P", " ", { size: 8 }, 6);
  paper.write("H1", title, { font: "serif", size: 20 }, 10);
  for (const { heading, paragraphs: texts } of letter.sections) {
    paper.heading(heading);
    for (const text of texts) paper.write("P", text, { size: 10 }, 6);
  }
  return paper.finish(letter.foot);
}
