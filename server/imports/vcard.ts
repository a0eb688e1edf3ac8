import { RowLines } from "./row-lines.ts";
import { FileTooLong, unfold, type VcardLine } from "./vcard-lines.ts";
import type { WholeFileAnswer } from "./whole-files.ts";

/** Columns of an address book. Those without any value are left out. */
const COLUMNS = [
  "E-Mail",
  "Weitere E-Mail",
  "Anrede",
  "Titel",
  "Vorname",
  "Nachname",
  "Anzeigename",
  "Firma",
  "Abteilung",
  "Position",
  "Telefon",
  "Mobil",
  "Straße",
  "PLZ",
  "Ort",
  "Region",
  "Land",
  "Geburtstag",
  "Sprache",
  "Geschlecht",
  "Schlagwörter",
  "Website",
  "Notiz",
] as const;
type Column = (typeof COLUMNS)[number];
type Card = Partial<Record<Column, string>>;

const SALUTATIONS = /^(?:herrn?|frau|mr|mrs|ms)\.?$/i;

/**
 * Address books as vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350): one row a card, the preferred address first. The first
 * row holds the headings; each row has the number of the line where its card begins.
 */
export function readVcards(bytes: Buffer): WholeFileAnswer {
  const cards: { line: number; card: Card }[] = [];
  let open: { line: number; lines: VcardLine[] } | undefined;
  try {
    for (const line of unfold(bytes)) {
      const word = line.value.trim().toUpperCase();
      if (line.name === "BEGIN" && word === "VCARD") {
        // A card within a card is the agent of a 2.1 card, or the one before was never closed.
        if (open) cards.push({ line: open.line, card: cardOf(open.lines) });
        open = { line: line.line, lines: [] };
      } else if (line.name === "END" && word === "VCARD") {
        if (open) cards.push({ line: open.line, card: cardOf(open.lines) });
        open = undefined;
      } else open?.lines.push(line);
    }
  } catch (error) {
    if (error instanceof FileTooLong) return { refused: "vcard_unreadable" };
    throw error;
  }
  // The file was cut in the middle of a card: what is there would be half a person.
  if (open || cards.length === 0) return { refused: "vcard_unreadable" };
  const used = COLUMNS.filter((column) => cards.some(({ card }) => (card[column] ?? "") !== ""));
  const lines = new RowLines();
  lines.add(0, used);
  for (const { line, card } of cards)
    if (used.some((column) => card[column]))
      lines.add(
        line,
        used.map((column) => card[column] ?? ""),
      );
  return { rows: lines.bytes(), sheet: null, sheets: [] };
}

function cardOf(lines: VcardLine[]): Card {
  const all = (name: string) =>
    lines.filter((line) => line.name === name).toSorted((a, b) => preference(a) - preference(b));
  const text = (name: string) => clean(unescape(all(name)[0]?.value ?? ""));
  const emails = all("EMAIL").map(({ value }) => clean(unescape(value)).replace(/^mailto:/i, ""));
  const [family = "", given = "", further = "", prefix = ""] = parts(all("N")[0]?.value ?? "");
  const titles = prefix.split(/\s+/).filter(Boolean);
  const [, , street = "", place = "", region = "", code = "", country = ""] = parts(
    all("ADR")[0]?.value ?? "",
  );
  const [company = "", department = ""] = parts(all("ORG")[0]?.value ?? "");
  const phones = all("TEL");
  const isMobile = (line: VcardLine) => line.types.has("CELL");
  const phone = (line: VcardLine | undefined) =>
    clean(unescape(line?.value ?? "")).replace(/^tel:/i, "");
  return {
    "E-Mail": emails[0] ?? "",
    "Weitere E-Mail": emails.slice(1).join("; "),
    Anrede: titles.find((word) => SALUTATIONS.test(word)) ?? "",
    Titel: titles.filter((word) => !SALUTATIONS.test(word)).join(" "),
    Vorname: [given, further].filter(Boolean).join(" "),
    Nachname: family,
    Anzeigename: text("FN"),
    Firma: company,
    Abteilung: department,
    Position: text("TITLE"),
    Telefon: phone(phones.find((line) => !isMobile(line))),
    Mobil: phone(phones.find(isMobile)),
    Straße: street,
    PLZ: code,
    Ort: place,
    Region: region,
    Land: country,
    Geburtstag: birthday(text("BDAY")),
    Sprache: text("LANG"),
    Geschlecht: (all("GENDER")[0]?.value ?? "").split(";")[0] ?? "",
    Schlagwörter: list(all("CATEGORIES").map(({ value }) => value)),
    Website: text("URL"),
    Notiz: text("NOTE"),
  };
}

/** `PREF=1` (4.0) and `TYPE=PREF` (3.0, 2.1) come first; otherwise the order of the card holds. */
function preference({ types, pref }: VcardLine): number {
  return pref ?? (types.has("PREF") ? 1 : 101);
}

/** Cuts at `;` that have no backslash in front; in a part, `,` separates several values. */
function parts(value: string): string[] {
  return split(value, ";").map((part) =>
    clean(
      split(part, ",")
        .map((one) => unescape(one))
        .join(" "),
    ),
  );
}

function list(values: string[]): string {
  return values
    .flatMap((value) => split(value, ","))
    .map((one) => clean(unescape(one)))
    .filter(Boolean)
    .join(", ");
}

function split(value: string, at: string): string[] {
  const found: string[] = [""];
  for (let index = 0; index < value.length; index++) {
    const character = value[index]!;
    if (character === "\\" && index + 1 < value.length)
      found[found.length - 1] += character + value[++index]!;
    else if (character === at) found.push("");
    else found[found.length - 1] += character;
  }
  return found;
}

const unescape = (text: string): string =>
  text.replace(/\\([nN,;:\\])/g, (_all, sign: string) => (/n/i.test(sign) ? "\n" : sign));

const clean = (text: string): string => text.replace(/\s+/g, " ").trim();

/** `19850203` and `--0203` (RFC 6350, 4.3.1) as `1985-02-03` and `--02-03`; without a time. */
function birthday(value: string): string {
  const found = /^(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?$/.exec(value);
  if (!found) return value;
  return found[1] === "--" ? `--${found[2]}-${found[3]}` : `${found[1]}-${found[2]}-${found[3]}`;
}
