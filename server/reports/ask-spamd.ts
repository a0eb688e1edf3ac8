import { connect } from "node:net";
import { FILTER_TIMEOUT_MS, MOST_ANSWER, type Verdict } from "./verdict.ts";

const SPAMD_PORT = 783;

/** REPORT of the spamd protocol 1.5 (spamassassin/spamd/PROTOCOL). Rejects for anything but EX_OK. */
export function askSpamd(url: URL, message: Buffer): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const socket = connect(Number(url.port || SPAMD_PORT), url.hostname.replace(/^\[|\]$/g, ""));
    const timer = setTimeout(() => socket.destroy(new Error("timeout")), FILTER_TIMEOUT_MS);
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
