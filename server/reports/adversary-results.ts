import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CountingResultsView } from "../../contract/adversary-results.ts";
import { levelName } from "../../contract/counting-method.ts";
import type { CountingLevel } from "../../contract/accounts.ts";
import type { Locale } from "../platform/index.ts";

const FILE = join(import.meta.dirname, "../../docs/privacy/adversary-results.json");

/** What the adversary learned of who opened, or who clicked. */
interface Verdict {
  /** 0.5 is guessing, 1 is knowing everybody. */
  auc: number;
  /** Of the hundredth of its guesses it is surest of. */
  precision: number;
  precisionLimit: number;
}

/** One run of the test: the product itself, or a deliberately leaky variant that has to be caught. */
export interface AdversaryTrial {
  name: string;
  level: CountingLevel;
  pattern: "quiet" | "busy" | "trickle";
  people: number;
  hits: number;
  opened: Verdict;
  clicked: Verdict;
  caught: boolean;
}

export interface AdversaryFile {
  /** ISO 8601. */
  at: string;
  trials: AdversaryTrial[];
}

type Results = NonNullable<CountingResultsView["results"]>;

/** What the test found when it was last run for this version, or null where the file is not included. */
export async function adversaryResults(file = FILE): Promise<Results | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return presentResults(JSON.parse(text) as AdversaryFile);
}

/** The runs in words of both languages: the product first, then the leaky variants. Pure. */
export function presentResults({ at, trials }: AdversaryFile): Results {
  const product = trials.filter((trial) => trial.name === PRODUCT);
  const leaks = trials.filter((trial) => trial.name !== PRODUCT);
  const rows = (locale: Locale): [string, string][] =>
    [...product, ...leaks].map((trial) => [nameOf(trial, locale), resultOf(trial, locale)]);
  return { when: at, rows: { de: rows("de"), en: rows("en") } };
}

const PRODUCT = "the product";

const words = {
  de: {
    people: "Menschen",
    hits: "Abrufe",
    quiet: "ruhige Zeit",
    busy: "viel Betrieb",
    trickle: "vereinzelte Abrufe",
    leaky: "Undichte Fassung",
    opened: "Öffnungen",
    clicked: "Klicks",
    surest: "sicherstes Hundertstel",
    of: "Grenze",
    passed: "nichts gefunden",
    failed: "durchschaut",
    caught: "erkannt",
    missed: "nicht erkannt",
  },
  en: {
    people: "people",
    hits: "requests",
    quiet: "quiet time",
    busy: "busy time",
    trickle: "requests one by one",
    leaky: "Leaky variant",
    opened: "opens",
    clicked: "clicks",
    surest: "surest hundredth",
    of: "limit",
    passed: "nothing found",
    failed: "seen through",
    caught: "caught",
    missed: "not caught",
  },
} as const;

/** What the leaky variants do, in German; the test names them in English. */
const germanLeaks: Readonly<Record<string, string>> = {
  "writes each hit at once": "schreibt jeden Abruf sofort",
  "logs each hit": "protokolliert jeden Abruf",
  "writes each number at once": "schreibt jede Zufallszahl sofort",
  "derives the number from the person": "leitet die Zufallszahl aus der Person ab",
  "keeps the numbers in the order of rendering":
    "behält die Zufallszahlen in der Reihenfolge der Mails",
};

function nameOf(trial: AdversaryTrial, locale: Locale): string {
  const say = words[locale];
  const where = `${levelName(trial.level, locale)}, ${say[trial.pattern]}`;
  if (trial.name !== PRODUCT) {
    const leak = locale === "de" ? (germanLeaks[trial.name] ?? trial.name) : trial.name;
    return `${say.leaky}: ${leak} (${where})`;
  }
  const number = new Intl.NumberFormat(locale);
  return `${where}: ${number.format(trial.people)} ${say.people}, ${number.format(trial.hits)} ${say.hits}`;
}

function resultOf(trial: AdversaryTrial, locale: Locale): string {
  const say = words[locale];
  const isProduct = trial.name === PRODUCT;
  const verdict = isProduct
    ? say[trial.caught ? "failed" : "passed"]
    : say[trial.caught ? "caught" : "missed"];
  const auc = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  });
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const one = (name: string, { auc: area, precision, precisionLimit }: Verdict): string =>
    `${name} AUC ${auc.format(area)}, ${say.surest} ${percent.format(precision)} (${say.of} ${percent.format(precisionLimit)})`;
  return `${verdict}; ${one(say.opened, trial.opened)}; ${one(say.clicked, trial.clicked)}`;
}
