import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CountingLevel } from "../../contract/accounts.ts";
import type { CountingResultsView } from "../../contract/adversary-results.ts";
import { levelName } from "../../contract/counting-method.ts";
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

/** One mailing that the adversary looked at. */
interface AdversaryTrial {
  variant: string;
  level: CountingLevel;
  pattern: "quiet" | "busy" | "trickle";
  people: number;
  hits: number;
  opened: Verdict;
  clicked: Verdict;
  caught: boolean;
}

/** The file that `npm run drill:adversary -- --save` writes. */
interface AdversaryFile {
  /** `2026-11-22` */
  date: string;
  product: AdversaryTrial[];
  /** Deliberately leaky variants: each has to be caught. */
  leaks: AdversaryTrial[];
  /** Beyond what the method promises. */
  limits: AdversaryTrial[];
}

type Results = NonNullable<CountingResultsView["results"]>;
type Row = Results["rows"]["de"][number];

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

/** The trials in words of both languages: the product, the leaky variants, the limits. Pure. */
export function presentResults(file: AdversaryFile): Results {
  const rows = (locale: Locale): Row[] => {
    const say = words[locale];
    const verdict = (found: string, not: string) => (caught: boolean) => (caught ? found : not);
    return [
      ...grouped(file.product).map((trials) =>
        row(trials, say.mailings, verdict(say.failed, say.passed), locale),
      ),
      ...grouped(file.leaks).map((trials) =>
        row(trials, say.leaky, verdict(say.caught, say.missed), locale),
      ),
      ...grouped(file.limits).map((trials) =>
        row(trials, say.limit, verdict(say.inferred, say.passed), locale),
      ),
    ];
  };
  return { when: `${file.date}T12:00:00.000Z`, rows: { de: rows("de"), en: rows("en") } };
}

const words = {
  de: {
    mailings: "Das Produkt",
    leaky: "Undichte Fassung",
    limit: "Grenzfall",
    people: "Menschen",
    hits: "Abrufe",
    trials: "Versuche",
    patterns: {
      quiet: "ruhige Zeit",
      busy: "viel Betrieb",
      trickle: "fünf Mails in der Minute, sofort gelesen",
    },
    opened: "Öffnungen",
    clicked: "Klicks",
    surest: "sicherstes Hundertstel",
    limitOf: "Grenze",
    to: "bis",
    passed: "nichts gefunden",
    failed: "durchschaut",
    inferred: "teilweise erschlossen",
    caught: "aufgefallen",
    missed: "nicht aufgefallen",
  },
  en: {
    mailings: "The product",
    leaky: "Leaky variant",
    limit: "Borderline case",
    people: "people",
    hits: "requests",
    trials: "trials",
    patterns: {
      quiet: "quiet time",
      busy: "busy time",
      trickle: "five mails a minute, read at once",
    },
    opened: "opens",
    clicked: "clicks",
    surest: "surest hundredth",
    limitOf: "limit",
    to: "to",
    passed: "nothing found",
    failed: "seen through",
    inferred: "partly inferred",
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

/** Trials that differ in their random numbers only are one row. */
function grouped(trials: readonly AdversaryTrial[]): AdversaryTrial[][] {
  const groups = new Map<string, AdversaryTrial[]>();
  for (const trial of trials) {
    const key = `${trial.variant} ${trial.level} ${trial.pattern}`;
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  return [...groups.values()];
}

function row(
  trials: readonly AdversaryTrial[],
  kind: string,
  verdict: (caught: boolean) => string,
  locale: Locale,
): Row {
  const say = words[locale];
  const first = trials[0]!;
  const number = new Intl.NumberFormat(locale);
  const isLeak = kind === say.leaky;
  const leak = locale === "de" ? (germanLeaks[first.variant] ?? first.variant) : first.variant;
  const hits = Math.round(trials.reduce((sum, one) => sum + one.hits, 0) / trials.length);
  const parts = [
    `${kind}${isLeak ? ` (${leak})` : ""}: ${levelName(first.level, locale)}`,
    say.patterns[first.pattern],
    `${number.format(first.people)} ${say.people}`,
    `${number.format(hits)} ${say.hits}`,
    ...(trials.length > 1 ? [`${trials.length} ${say.trials}`] : []),
  ];
  // One excess among several may be chance: three standard deviations are passed now and then.
  const caught = trials.filter((one) => one.caught).length > (trials.length > 1 ? 1 : 0);
  const figures = [
    ranged(
      say.opened,
      trials.map((one) => one.opened),
      locale,
    ),
    ranged(
      say.clicked,
      trials.map((one) => one.clicked),
      locale,
    ),
  ];
  return { trial: parts.join(", "), found: `${verdict(caught)}; ${figures.join("; ")}` };
}

function ranged(name: string, verdicts: readonly Verdict[], locale: Locale): string {
  const say = words[locale];
  const area = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  });
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const range = (values: number[], show: Intl.NumberFormat): string => {
    const [low, high] = [show.format(Math.min(...values)), show.format(Math.max(...values))];
    return low === high ? low : `${low} ${say.to} ${high}`;
  };
  const auc = range(
    verdicts.map((one) => one.auc),
    area,
  );
  const precision = range(
    verdicts.map((one) => one.precision),
    percent,
  );
  const limit = range(
    verdicts.map((one) => one.precisionLimit),
    percent,
  );
  return `${name} AUC ${auc}, ${say.surest} ${precision} (${say.limitOf} ${limit})`;
}
