import { connect } from "node:net";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { SpamCheck } from "../../contract/deliverability.ts";
import { HINTS } from "./spam-check-hints.ts";

/** Filters of one's own that judge a draft; null: not set up. */
export interface SpamCheckers {
  spamdUrl: string | null;
  rspamdUrl: string | null;
}

type Checker = SpamCheck["checkers"][number];
type Verdict = Pick<Checker, "score" | "limit"> & {
  rules: { name: string; score: number; text: string }[];
};

const TIMEOUT_MS = 15_000;
const MOST_ANSWER = 1024 * 1024;
const SPAMD_PORT = 783;

/** Asks every filter that is set up what it makes of a message. Filters that fail say so; nothing is thrown. */
export async function spamCheck(checkers: SpamCheckers, message: Buffer): Promise<SpamCheck> {
  const ask = async (
    name: Checker["name"],
    setting: string,
    url: string | null,
    check: (url: URL, message: Buffer) => Promise<Verdict>,
  ): Promise<Checker> => {
    const nothing = { name, setting, score: null, limit: null, rules: [], problem: null };
    if (url === null) return { ...nothing, state: "off" };
    try {
      const verdict = await check(new URL(url), message);
      const rules = verdict.rules
        .filter((rule) => rule.score !== 0)
        .toSorted((a, b) => b.score - a.score)
        .map((rule) => ({ ...rule, text: HINTS[rule.name] ?? { de: rule.text, en: rule.text } }));
      return { ...nothing, ...verdict, rules, state: "done" };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        ...nothing,
        state: "failed",
        problem: {
          de: `Keine brauchbare Antwort von ${name}: ${why}`,
          en: `No useful answer from ${name}: ${why}`,
        },
      };
    }
  };
  return {
    checkers: await Promise.all([
      ask("SpamAssassin", "SPAMD_URL", checkers.spamdUrl, askSpamd),
      ask("rspamd", "RSPAMD_URL", checkers.rspamdUrl, askRspamd),
    ]),
  };
}

/** REPORT of the spamd protocol 1.5 (spamassassin/spamd/PROTOCOL). Rejects for anything but EX_OK. */
export function askSpamd(url: URL, message: Buffer): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const socket = connect(Number(url.port || SPAMD_PORT), url.hostname.replace(/^\[|\]$/g, ""));
    const timer = setTimeout(() => socket.destroy(new Error("timeout")), TIMEOUT_MS);
    socket.on("connect", () => {
      socket.write(`REPORT SPAMC/1.5\r\nContent-length: ${message.length}\r\n\r\n`);
      socket.end(message);
    });
    socket.on("data", (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size > MOST_ANSWER) socket.destroy(new Error("too long an answer"));
    });
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(timer);
      try {
        resolve(readSpamd(Buffer.concat(parts).toString("utf8")));
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

/** Reads the answer to REPORT. Throws for anything else. Pure. */
export function readSpamd(answer: string): Verdict {
  const status = /^SPAMD\/\d\.\d (\d+) (\S+)/.exec(answer);
  if (status?.[1] !== "0") throw new Error(status?.[2] ?? "no answer of spamd");
  const spam = /^Spam: \S+ ; (-?[\d.]+) \/ (-?[\d.]+)/m.exec(answer);
  if (!spam) throw new Error("no score");
  const rules: Verdict["rules"] = [];
  const table = answer.split(/^[- ]*-{4} -{4,}[- ]*$/m)[1] ?? "";
  for (const line of table.split(/\r?\n/)) {
    const row = /^\s*(-?\d+\.\d+)\s+([A-Z0-9_]+)\s+(.*)$/.exec(line);
    if (row) rules.push({ score: Number(row[1]), name: row[2]!, text: row[3]!.trim() });
    else if (line.trim() !== "" && rules.length > 0) rules.at(-1)!.text += ` ${line.trim()}`;
  }
  return { score: Number(spam[1]), limit: Number(spam[2]), rules };
}

/** `POST /checkv2` of rspamd. */
export function askRspamd(base: URL, message: Buffer): Promise<Verdict> {
  const url = new URL("/checkv2", base);
  return new Promise((resolve, reject) => {
    const call = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        method: "POST",
        agent: false,
        headers: { "content-length": message.length },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on("data", (part: Buffer) => {
          parts.push(part);
          size += part.length;
          if (size > MOST_ANSWER) response.destroy(new Error("too long an answer"));
        });
        response.on("error", reject);
        response.on("end", () => {
          try {
            if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}`);
            resolve(readRspamd(Buffer.concat(parts).toString("utf8")));
          } catch (error) {
            reject(error as Error);
          }
        });
      },
    );
    call.on("error", reject).end(message);
  });
}

/** Reads the answer of `/checkv2`. Throws for anything else. Pure. */
export function readRspamd(answer: string): Verdict {
  const found = JSON.parse(answer) as {
    score?: unknown;
    required_score?: unknown;
    symbols?: Record<string, { score?: unknown; description?: unknown }>;
  };
  if (typeof found.score !== "number") throw new Error("no score");
  return {
    score: Math.round(found.score * 100) / 100,
    limit: typeof found.required_score === "number" ? found.required_score : null,
    rules: Object.entries(found.symbols ?? {}).map(([name, symbol]) => ({
      name,
      score: typeof symbol.score === "number" ? symbol.score : 0,
      text: typeof symbol.description === "string" ? symbol.description : name,
    })),
  };
}
