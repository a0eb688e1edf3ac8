import { foldValue } from "../../server/segments/segment.ts";
import { seededRandom } from "./random.ts";

/** Sixty drawn people for the tests of segments, and the seed they are drawn with. */
export const seed = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed} (TEST_SEED repeats the run)`);
export const random = seededRandom(seed);
export const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
export const maybe = (chance: number): boolean => random() < chance;

export const NOW = "2027-02-28T22:30:00Z";
export const TODAY = "2027-02-28";
export const ZONE = "Europe/Berlin";

/** Values that would be something else in SQL, in a pattern or in JSON, and letters that fold. */
export const NASTY = [
  "Müller",
  "MÜLLER-ŁUKASZ",
  "O'Brien",
  "'; drop table contacts; --",
  "100 %",
  "a_b%c\\d",
  "$1",
  '"quoted" \\ back',
  "ÄÖÜ straße",
  "(select 1)",
  "\u{1f600} Ski",
];
export const DOMAINS = [
  "gmail.com",
  "googlemail.de",
  "gmx.at",
  "t-online.de",
  "firma.example",
  "gmx.x.y",
];
export const CHOICES = ["Rot", "Grün", 'Bl"au\\'];
export const DATES = [
  "2027-02-28",
  "2027-03-01",
  "2026-12-31",
  "2024-02-29",
  "--02-29",
  "--12-24",
  "1980-03-05",
];

export interface Person {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  title: string;
  salutation: string;
  locale: string | null;
  stage: string;
  responsible: boolean;
  custom: Record<string, string>;
  source: string;
  createdAt: Date;
  updatedAt: Date;
  tags: string[];
  subscriptions: {
    list: string;
    state: string;
    at: Date;
    proven: boolean;
    mailedAt: Date | null;
  }[];
  analysis: string;
  purchases: { category: string; on: string; cancelled: boolean }[];
  received: boolean;
  imported: boolean;
  /** Opened and clicked by mailing; nobody knows of who is missing here. */
  behaviour: Record<string, { opened: boolean; clicked: boolean }>;
}

/** Public ids by the names used here. */
export const names: Record<string, string> = {};

/** Own fields by their keys. */
export const KEYS: Record<string, string> = {
  notiz: "text",
  punkte: "number",
  geburtstag: "date",
  vip: "boolean",
  farbe: "choice",
  farben: "choices",
};

export function drawPerson(id: number, at: number): Person {
  const moment = (): Date =>
    pick(
      [
        "2027-02-28T23:30:00Z",
        "2027-02-27T22:59:00Z",
        "2027-02-27T23:01:00Z",
        "2027-02-21T12:00:00Z",
        "2026-06-01T12:00:00Z",
      ].map((text) => new Date(text)),
    );
  const custom: Record<string, string> = {};
  if (maybe(0.7)) custom["notiz"] = pick(NASTY);
  if (maybe(0.7)) custom["punkte"] = pick(["0", "-3.5", "7", "1000", "kein Wert"]);
  if (maybe(0.8)) custom["geburtstag"] = pick([...DATES, "2027-02-30", "bald"]);
  if (maybe(0.6)) custom["vip"] = pick(["true", "false"]);
  if (maybe(0.6)) custom["farbe"] = pick(CHOICES);
  if (maybe(0.6)) custom["farben"] = JSON.stringify(CHOICES.filter(() => maybe(0.5)));
  if (maybe(0.1)) custom["punkte"] = "";
  const received = maybe(0.6);
  const told = () => ({ opened: maybe(0.5), clicked: maybe(0.3) });
  return {
    id,
    email: `${foldValue(pick(["müller", "o'brien", "a%b", "person"]))}${at}@${pick(DOMAINS)}`,
    firstName: pick(["", ...NASTY]),
    lastName: pick(["", ...NASTY]),
    company: pick(["", ...NASTY]),
    title: pick(["", "Dr."]),
    salutation: pick(["", "frau", "herr", "divers"]),
    locale: pick([null, "de", "en"]),
    stage: pick(["", "prospect", "customer"]),
    responsible: maybe(0.3),
    custom,
    source: pick(["form", "import", "'; --"]),
    createdAt: moment(),
    updatedAt: moment(),
    tags: [names["tag"]!, names["tag2"]!].filter(() => maybe(0.3)),
    subscriptions: [names["list"]!, names["list2"]!].flatMap((list) =>
      maybe(0.6)
        ? [
            {
              list,
              state: pick(["confirmed", "confirmed", "pending", "unsubscribed"]),
              at: moment(),
              proven: maybe(0.8),
              mailedAt: maybe(0.5) ? moment() : null,
            },
          ]
        : [],
    ),
    analysis: pick(["granted", "granted", "granted", "refused", "withdrawn", "unknown"]),
    purchases: [names["parent"]!, names["child"]!].flatMap((category) =>
      maybe(0.3)
        ? [
            {
              category,
              on: pick(["2027-02-01", "2027-02-28", "2020-01-01"]),
              cancelled: maybe(0.2),
            },
          ]
        : [],
    ),
    received,
    imported: maybe(0.3),
    behaviour: {
      ...(received && maybe(0.7) ? { [names["m1"]!]: told() } : {}),
      ...(maybe(0.6) ? { [names["m2"]!]: told() } : {}),
    },
  };
}
