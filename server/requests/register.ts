import { getAccount } from "../accounts/index.ts";
import {
  type Clock,
  csvRow,
  csvStart,
  type Locale,
  type Tx,
  workplaceVoice,
} from "../platform/index.ts";
import { dayText, kindName } from "./answer-texts.ts";
import type { MakePaper } from "./deps.ts";
import { todayOf } from "./present-request.ts";
import { liftsRestriction, numberText, urgencyOf, type DataRequest } from "./request.ts";
import { listRequests } from "./requests.store.ts";

const MOST = 10_000;

const words = {
  de: {
    title: "Register der Anliegen",
    intro: (count: number, day: string) =>
      `Stand ${day}. ${count === 1 ? "Ein Anliegen" : `${count} Anliegen`} nach Art. 7, 15 bis 18, 20 und 21 DSGVO, mit Eingang, Frist und Ausgang. Namen stehen hier nicht.`,
    none: "Bisher gab es kein Anliegen.",
    head: [
      "Nummer",
      "Anliegen",
      "Eingang",
      "Weg",
      "Frist",
      "Verlängert",
      "Identität",
      "Stand",
      "Beendet",
    ],
    yes: "ja",
    channels: {
      self_service: "Selbstbedienung",
      form: "Formular",
      mail: "E-Mail",
      letter: "Brief",
      phone: "Telefon",
      in_person: "vor Ort",
    },
    identity: { link: "Link an die Adresse", question: "Rückfrage", attested: "bestätigt" },
    states: {
      received: "eingegangen",
      identified: "Identität geklärt",
      working: "in Arbeit",
      answered: "beantwortet",
      refused: "abgelehnt",
      closed: "geschlossen",
    },
    lifts: "Aufhebung der Einschränkung",
    overdue: "überfällig",
    foot: (page: number, of: number) => `Seite ${page} von ${of}`,
    file: "anliegen",
  },
  en: {
    title: "Register of requests",
    intro: (count: number, day: string) =>
      `As of ${day}. ${count === 1 ? "One request" : `${count} requests`} under Articles 7, 15 to 18, 20 and 21 GDPR, with receipt, deadline and outcome. It names nobody.`,
    none: "There has been no request yet.",
    head: ["Number", "Request", "Received", "Way", "Due", "Extended", "Identity", "State", "Ended"],
    yes: "yes",
    channels: {
      self_service: "self-service",
      form: "form",
      mail: "e-mail",
      letter: "letter",
      phone: "telephone",
      in_person: "in person",
    },
    identity: { link: "link to the address", question: "question", attested: "attested" },
    states: {
      received: "received",
      identified: "identified",
      working: "in work",
      answered: "answered",
      refused: "refused",
      closed: "closed",
    },
    lifts: "end of the restriction",
    overdue: "overdue",
    foot: (page: number, of: number) => `Page ${page} of ${of}`,
    file: "requests",
  },
};

interface Register {
  accountName: string;
  today: string;
  rows: string[][];
}

/** Every case, the newest first, without names: what a supervisory authority asks to see (Art. 5(2) GDPR). */
export async function readRegister(
  tx: Tx,
  clock: Clock,
  locale: Locale,
  form: "days" | "texts",
): Promise<Register> {
  const today = await todayOf(tx, clock);
  const found = await listRequests(tx, "all", null, MOST);
  const say = words[locale];
  const day = (text: string) => (form === "days" ? text : dayText(text, locale));
  const row = (one: DataRequest): string[] => [
    numberText(one),
    liftsRestriction(one) ? say.lifts : kindName(one.kind, workplaceVoice(locale)),
    day(one.receivedOn),
    say.channels[one.channel],
    day(one.dueOn),
    one.extendedAt === null ? "" : say.yes,
    one.identity === null ? "" : say.identity[one.identity],
    urgencyOf(one, today) === "overdue" ? say.overdue : say.states[one.state],
    one.endedAt === null ? "" : day(one.endedAt.toISOString().slice(0, 10)),
  ];
  return { accountName: (await getAccount(tx)).name, today, rows: found.map(row) };
}

export function registerCsv({ rows }: Register, locale: Locale): string {
  return csvStart(words[locale].head) + rows.map(csvRow).join("");
}

export function registerPdf(
  { accountName, today, rows }: Register,
  locale: Locale,
  { makePaper, clock }: { makePaper: MakePaper; clock: Clock },
): Promise<Buffer> {
  const say = words[locale];
  const paper = makePaper({ title: say.title, author: accountName, locale, at: clock.now() });
  paper.write("H1", say.title, { font: "serif", size: 22 }, 4);
  paper.write("P", accountName, { font: "bold", size: 10 }, 4);
  paper.write("P", say.intro(rows.length, dayText(today, locale)), { size: 9.5 }, 12);
  if (rows.length === 0) paper.write("P", say.none, { size: 9.5 });
  else {
    const widths = [48, undefined, 62, 54, 62, 40, 56, 54, 62];
    paper.table(
      say.head.map((title, at) => ({
        title,
        ...(widths[at] === undefined ? {} : { width: widths[at] }),
      })),
      rows,
    );
  }
  return paper.finish((page, of) => `${accountName} · ${say.title} · ${say.foot(page, of)}`);
}

export const registerName = (locale: Locale, today: string, ending: string): string =>
  `${words[locale].file}-${today}.${ending}`;
