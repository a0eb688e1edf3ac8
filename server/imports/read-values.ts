import type { Salutation } from "../contacts/index.ts";
import type { Locale } from "../platform/index.ts";
import { remembered } from "./remembered.ts";

const words = (text: string) => new Set(text.split(" "));
const salutations: [Salutation, Set<string>][] = [
  ["herr", words("herr herrn hr mr mister m mannlich male mann")],
  ["frau", words("frau fr mrs ms miss w f weiblich female")],
  ["divers", words("divers d x mx diverse nichtbinar nonbinary")],
];
const salutationByWord = new Map(
  salutations.flatMap(([salutation, known]) =>
    [...known].map((word) => [word, salutation] as const),
  ),
);

/** A salutation as somebody wrote it down. It is never guessed, not from a first name either. Undefined: not understood. */
export const readSalutation = remembered((text): Salutation | undefined => {
  const word = simplify(text);
  if (word === "" || ["keine", "keineangabe", "ka", "none", "unknown", "unbekannt"].includes(word))
    return "";
  return salutationByWord.get(word);
});

const german = words("de deu ger deutsch german d dede deat dech");
const english = words("en eng englisch english e enus engb");

/** Null: no language given. Undefined: not understood. */
export const readLocale = remembered((text): Locale | null | undefined => {
  const word = simplify(text);
  if (word === "") return null;
  return german.has(word) ? "de" : english.has(word) ? "en" : undefined;
});

const yes = words("1 ja j yes y true wahr x granted erteilt zugestimmt");
const no = words("0 nein n no false falsch refused withdrawn abgelehnt widerrufen");

/** Undefined: neither yes nor no. An empty value is a no. */
export const readYesNo = remembered((text): boolean | undefined => {
  const word = simplify(text);
  return word === "" || no.has(word) ? false : yes.has(word) ? true : undefined;
});

function simplify(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z0-9]+/g, "");
}

/** A moment as given: to the day or to the second. */
export interface Moment {
  at: Date;
  /** `2024-05-01`, or ISO 8601 UTC with milliseconds: never more exact than what was given. */
  text: string;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;
const GERMAN =
  /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*Uhr)?)?$/i;
/** Seconds since 1970, as some systems export them. */
const EPOCH = /^\d{10}$/;
/** `2024/05/01 10:15:00`, whose order is plain. */
const SLASHED = /^(\d{4})\/(\d{2})\/(\d{2})/;
const EARLIEST_YEAR = 1995;
const DAY_MS = 86_400_000;

/**
 * Reads `2024-05-01`, with or without time and zone, and `01.05.2024 10:15`. Times without a zone are in the
 * account's. Seconds since 1970 are read too. Undefined for anything else: days and months in an order that one would have to guess, years of two
 * digits, days that do not exist, moments in the future or before 1995.
 */
export function readMoment(given: string, timeZone: string, now: Date): Moment | undefined {
  if (given === "") return undefined;
  // A row asks for the same moment several times.
  if (last.given !== given || last.timeZone !== timeZone || last.now !== now)
    last = { given, timeZone, now, found: parseMoment(given, timeZone, now) };
  return last.found;
}
let last: { given: string; timeZone: string; now: Date | null; found: Moment | undefined } = {
  given: "",
  timeZone: "",
  now: null,
  found: undefined,
};

function parseMoment(given: string, timeZone: string, now: Date): Moment | undefined {
  if (EPOCH.test(given)) {
    const at = new Date(Number(given) * 1000);
    return at > now ? undefined : { at, text: at.toISOString() };
  }
  const text = given.replace(SLASHED, "$1-$2-$3");
  const iso = ISO.exec(text);
  const found = iso ?? GERMAN.exec(text);
  if (found === null) return undefined;
  const part = (at: number) => Number(found[at] ?? 0);
  const [year, month, day] = iso ? [part(1), part(2), part(3)] : [part(3), part(2), part(1)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const check = new Date(local);
  const exists =
    check.getUTCMonth() === month - 1 &&
    check.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!exists || year < EARLIEST_YEAR) return undefined;
  const zone = iso?.[7];
  const at = new Date(local - (zone ? zoneOffset(zone) : offsetIn(timeZone, local)));
  if (at.getTime() > now.getTime() + DAY_MS) return undefined;
  const hasTime = found[4] !== undefined;
  return { at, text: hasTime ? at.toISOString() : check.toISOString().slice(0, 10) };
}

function zoneOffset(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === "-" ? -minutes : minutes) * 60_000;
}

/** No zone changes its clock within a quarter of an hour. */
const QUARTER_MS = 900_000;
const MAX_OFFSETS = 100_000;
const offsets = new Map<string, number>();
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which a zone's clock is ahead of UTC when it shows this local time. */
function offsetIn(timeZone: string, local: number): number {
  const first = offsetAt(timeZone, local);
  return offsetAt(timeZone, local - first);
}

function offsetAt(timeZone: string, instant: number): number {
  const quarter = Math.floor(instant / QUARTER_MS);
  const key = `${timeZone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size >= MAX_OFFSETS) offsets.clear();
    offsets.set(key, (offset = computeOffset(timeZone, quarter * QUARTER_MS)));
  }
  return offset;
}

function computeOffset(timeZone: string, instant: number): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(timeZone, formatter);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(instant)) part[type] = Number(value);
  const shown = Date.UTC(
    part["year"]!,
    part["month"]! - 1,
    part["day"]!,
    part["hour"]!,
    part["minute"]!,
    part["second"]!,
  );
  return shown - Math.floor(instant / 1000) * 1000;
}
