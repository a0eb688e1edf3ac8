import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { LEAST_TLS } from "../platform/index.ts";
import { FILTER_TIMEOUT_MS, MOST_ANSWER, type Verdict } from "./verdict.ts";

/** `POST /checkv2` of rspamd. */
export function askRspamd(base: URL, message: Buffer): Promise<Verdict> {
  const url = new URL("/checkv2", base);
  const domain = /^Message-ID: <[^@>]+@([a-z0-9.-]+)>/im.exec(message.toString("latin1"))?.[1];
  return new Promise((resolve, reject) => {
    const call = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        method: "POST",
        agent: false,
        ...LEAST_TLS,
        headers: {
          "content-length": message.length,
          // What is judged is the mail; whether the server has a proper name is the domain check's (SND-03).
          ...(domain === undefined ? {} : { hostname: `mail.${domain}`, helo: `mail.${domain}` }),
        },
        signal: AbortSignal.timeout(FILTER_TIMEOUT_MS),
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
