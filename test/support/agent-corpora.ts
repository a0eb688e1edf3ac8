import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { agentReason } from "../../contract/tracking.ts";
import { AGENT, classifyAgent, type Agent } from "../../server/tracking/index.ts";

const folder = join(import.meta.dirname, "../../../shared/data/user-agents");

/** Why the labelled user agents cannot be read here, or undefined. */
export const whyNoAgentCorpora = (): string | undefined =>
  existsSync(folder) ? undefined : `${folder} is missing`;

interface Row {
  ua: string;
  is_bot?: boolean | null;
  kind?: string;
  labels?: string[];
  category?: string;
}

/** How well a class is recognised: of those labelled so, of those said to be so. */
export interface Score {
  /** Labelled so and recognised. */
  hits: number;
  /** Labelled so and not recognised. */
  missed: string[];
  /** Recognised and labelled otherwise. */
  wrong: string[];
  precision: number;
  recall: number;
}

const read = (path: string): Row[] =>
  readFileSync(join(folder, path), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);

/** A user agent alone, as if it had loaded the measuring image from an address that says nothing. */
export const judge = (userAgent: string): Agent =>
  classifyAgent({ method: "GET", userAgent, address: "192.0.2.7", purpose: "", isImage: true });

function score(rows: readonly { ua: string; is: boolean; said: boolean }[]): Score {
  const of = (is: boolean, said: boolean) =>
    rows.filter((row) => row.is === is && row.said === said).map((row) => row.ua);
  const hits = of(true, true).length;
  const [missed, wrong] = [of(true, false), of(false, true)];
  return {
    hits,
    missed,
    wrong,
    precision: hits / (hits + wrong.length || 1),
    recall: hits / (hits + missed.length || 1),
  };
}

/**
 * The classifier against the labels of crawler-user-agents, isbot and matomo, and of the collection of mail programs,
 * image services, previewers and security products drawn from them. Libraries are machines for a mail, whatever their
 * label. Of a string with several labels each counts, so contradictory labels cost on one side or the other.
 */
export function scoreAgents(): {
  machine: Score;
  person: Score;
  imageService: Score;
  preview: Score;
  scanner: Score;
  mailProgram: Score;
} {
  const general = ["crawler-user-agents", "isbot", "matomo"]
    .flatMap((corpus) => read(`${corpus}/labelled.jsonl`))
    .flatMap(({ ua, is_bot: isBot, category }) =>
      isBot === null || isBot === undefined ? [] : [{ ua, isBot: isBot || category === "library" }],
    );
  const mail = read("email-specific/email-specific.jsonl").map(({ ua, kind, labels }) => ({
    ua,
    // Some rows have the right name and are something else: a browser called Spark, a crawler that says Thunderbird.
    kind: kind === "mail-client" && labels?.some((label) => label.endsWith("true")) ? "bot" : kind,
  }));
  const of = (kind: string, agent: Agent) =>
    score(
      mail.map((row) => ({ ua: row.ua, is: row.kind === kind, said: judge(row.ua) === agent })),
    );
  return {
    machine: score(
      general.map(({ ua, isBot }) => ({ ua, is: isBot, said: judge(ua) !== AGENT.person })),
    ),
    person: score(
      general.map(({ ua, isBot }) => ({ ua, is: !isBot, said: judge(ua) === AGENT.person })),
    ),
    imageService: of("image-proxy", AGENT.imageService),
    preview: of("previewer", AGENT.prefetch),
    scanner: of("security", AGENT.scanner),
    mailProgram: of("mail-client", AGENT.person),
  };
}

/** The whole as one line for each class. */
export function describeScores(scores: ReturnType<typeof scoreAgents>): string[] {
  return Object.entries(scores).map(
    ([name, one]) =>
      `${name.padEnd(14)} precision ${one.precision.toFixed(3)}  recall ${one.recall.toFixed(3)}  (${one.hits} of ${one.hits + one.missed.length}, ${one.wrong.length} wrongly)`,
  );
}

/** User agents with the reason the classifier gives, for looking at. */
export const withReasons = (userAgents: readonly string[]): string[] =>
  userAgents.map((ua) => `${agentReason(judge(ua)).label.en}: ${ua}`);
