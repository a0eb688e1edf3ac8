import type { CountingLevel } from "./accounts.ts";
import { countingExample } from "./counting-example.ts";
import { countingWords, levelRows, type Both } from "./counting-words.ts";
import { storedTables } from "./stored-columns.ts";

/** A part of the description of the counting method: the same on the page and in the document. */
export interface MethodSection {
  id: MethodSectionId;
  title: string;
  blocks: MethodBlock[];
}

export type MethodSectionId = Exclude<keyof typeof countingWords, "title" | "lead">;

export type MethodBlock =
  | { kind: "text"; text: string }
  | { kind: "quote"; text: string }
  | { kind: "list"; items: string[] }
  | { kind: "steps"; items: { title: string; text: string }[] }
  | {
      kind: "table";
      label: string;
      head: string[];
      rows: string[][];
      /** Columns of numbers, and columns in a fixed-width typeface. */
      numbers?: number[];
      code?: number[];
    };

export interface MethodFacts {
  /** What the account counts of people without permission. */
  level: CountingLevel;
  /** Smallest figure that is shown. */
  k: number;
  /** What the adversary test tried and found: a row each, or null where no results are included. */
  results: { when: string; rows: { trial: string; found: string }[] } | null;
}

/**
 * How counting works, for somebody who has to answer for it: what a mail contains, what is stored, what is shown, what an
 * attacker found, what remains, and the law. Pure text; the page adds example mails and the account's own choice.
 */
export function countingMethod(locale: "de" | "en", facts: MethodFacts): MethodSection[] {
  const say = (words: Both): string =>
    words[locale]
      .replaceAll("{k}", String(facts.k))
      .replaceAll("{level}", levelName(facts.level, locale));
  const text = (words: Both): MethodBlock => ({ kind: "text", text: say(words) });
  const list = (items: readonly Both[]): MethodBlock => ({ kind: "list", items: items.map(say) });
  const words = countingWords;
  const section = (id: MethodSectionId, blocks: MethodBlock[]): MethodSection => ({
    id,
    title: say(words[id].title),
    blocks,
  });
  return [
    section("short", words.short.texts.map(text)),
    section("levels", [
      text(words.levels.lead),
      {
        kind: "table",
        label: say(words.levels.title),
        head: words.levels.head.map(say),
        rows: levelRows.map((row) => row.cells.map(say)),
      },
      text(words.levels.fall),
    ]),
    section("mail", words.mail.texts.map(text)),
    section("stored", [
      text(words.stored.lead),
      {
        kind: "table",
        label: say(words.stored.title),
        head: words.stored.head.map(say),
        rows: storedTables.map((one) => [
          one.table,
          say(one.about),
          one.columns.join(", "),
          say(one.until),
        ]),
        code: [0, 2],
      },
      text(words.stored.after),
    ]),
    section("never", [list(words.never.items)]),
    section("holding", [
      text(words.holding.lead),
      {
        kind: "steps",
        items: words.holding.steps.map((step) => ({
          title: say(step.title),
          text: say(step.text),
        })),
      },
    ]),
    section("small", [
      text(words.small.lead),
      exampleTable(locale, words.small.head.map(say), say(words.small.under)),
      ...words.small.after.map(text),
    ]),
    section("machines", words.machines.texts.map(text)),
    section("attack", [
      text(words.attack.lead),
      list(words.attack.tries),
      text(words.attack.measure),
      ...(facts.results === null
        ? [text(words.attack.none)]
        : [
            {
              kind: "table" as const,
              label: say(words.attack.title),
              head: words.attack.head.map(say),
              rows: facts.results.rows.map(({ trial, found }) => [trial, found]),
            },
            { kind: "text" as const, text: `${say(words.attack.from)} ${facts.results.when}.` },
          ]),
    ]),
    section("remains", [text(words.remains.lead), list(words.remains.items)]),
    section("law", [
      ...words.law.texts.map(text),
      { kind: "quote", text: say(words.law.modes) },
      text(words.law.responsibility),
    ]),
  ];
}

export function levelName(level: CountingLevel, locale: "de" | "en"): string {
  return levelRows.find((row) => row.level === level)!.cells[0]![locale];
}

/** The worked example: hits a day, and what is shown of them in the evening. */
function exampleTable(locale: "de" | "en", head: string[], under: string): MethodBlock {
  const { days, links, shown } = countingExample;
  const date = new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "long",
  });
  const show = (value: number | null): string => (value === null ? under : String(value));
  return {
    kind: "table",
    label: head[0]!,
    head: [
      head[0]!,
      ...links.flatMap((link) => [
        `${link.name[locale]}: ${head[1]!}`,
        `${link.name[locale]}: ${head[2]!}`,
      ]),
    ],
    rows: days.map(({ day, hits }, at) => [
      date.format(new Date(`${day}T00:00:00Z`)),
      ...links.flatMap((_link, of) => [String(hits[of]!), show(shown[at]![of]!)]),
    ]),
    numbers: [1, 2, 3, 4],
  };
}
