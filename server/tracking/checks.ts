import { randomInt } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { storedTables } from "../../contract/stored-columns.ts";
import { getAccount } from "../accounts/index.ts";
import {
  randomToken,
  type AskOwn,
  type Check,
  type CheckContext,
  type CheckOutcome,
} from "../platform/index.ts";
import { columnsOf, rowsHolding } from "./checks.store.ts";
import { PIXEL_LINK, type TrackingTokens } from "./tokens.ts";

export interface TrackingCheckDeps {
  tokens: TrackingTokens;
  /** Calls the tracking host as a mail program does. */
  askOwn: AskOwn;
  trackUrl: string;
  dataDir: string;
  /** Reverse proxies in front, which may write logs that nobody here sees. */
  trustedProxies: number;
}

/** Numbered after every mailing there may be; a hit for it takes the way of all hits and counts nowhere. */
const NO_MAILING = 2 ** 26 - 1;
const K_LEAST = 5;
const MOST_FILE_BYTES = 4 * 1024 * 1024;

/** CHK-34: anonymous counting leaves no trace of a reader (TRK-06), and small figures are not shown (TRK-08). */
export function trackingChecks(deps: TrackingCheckDeps): Check[] {
  return [
    {
      id: "CHK-34",
      rules: ["TRK-06", "TRK-08"],
      blocking: true,
      label: {
        de: "Anonyme Zählung ohne Spuren, Schwelle für kleine Zahlen",
        en: "Anonymous counting without traces, threshold for small numbers",
      },
      run: (context) => checkCounting(deps, context),
    },
  ];
}

async function checkCounting(
  deps: TrackingCheckDeps,
  context: CheckContext,
): Promise<CheckOutcome> {
  const { kMin } = await getAccount(context.tx);
  if (kMin < K_LEAST)
    return failed(
      `Zahlen unter ${K_LEAST} Personen dürfen nicht gezeigt werden; eingestellt ist ${kMin}.`,
      `Figures of fewer than ${K_LEAST} people must not be shown; ${kMin} is set.`,
      { kMin },
    );
  for (const { table, columns } of storedTables) {
    const found = await columnsOf(context.tx, table);
    const extra = found.filter((column) => !columns.includes(column));
    if (extra.length > 0)
      return failed(
        `Die Tabelle ${table} speichert mehr, als veröffentlicht ist: ${extra.join(", ")}.`,
        `The table ${table} stores more than is published: ${extra.join(", ")}.`,
        { table, extra },
      );
  }
  return sendCanary(deps, context, kMin);
}

/** A hit with an address, a program and a referrer that occur nowhere else; then everything written since is searched. */
async function sendCanary(
  { tokens, askOwn, trackUrl, dataDir, trustedProxies }: TrackingCheckDeps,
  { tx, accountId, clock }: CheckContext,
  kMin: number,
): Promise<CheckOutcome> {
  const canary = `kanarienvogel${randomToken(9).replace(/[^a-z0-9]/gi, "")}`;
  // Whoever stores an address shortened keeps its beginning, the network.
  const network = `2001:db8:${hextet()}:${hextet()}`;
  const address = `${network}:${hextet()}:${hextet()}:${hextet()}:${hextet()}`;
  const since = clock.now();
  const [token] = tokens.shared(accountId, NO_MAILING, [PIXEL_LINK]);
  let answer;
  try {
    answer = await askOwn(`${trackUrl}/t/${token}`, {
      headers: {
        "user-agent": `Mozilla/5.0 ${canary}`,
        referer: `https://${canary}.example/`,
        "x-forwarded-for": address,
        accept: "image/*",
      },
    });
  } catch {
    return {
      status: "not_checked",
      message: {
        de: `Die Adresse für die Messung, ${trackUrl}, antwortet von hier aus nicht. Läuft der Web-Prozess, und stimmt TRACK_URL?`,
        en: `The address for measuring, ${trackUrl}, does not answer from here. Does the web process run, and is TRACK_URL right?`,
      },
      evidence: { trackUrl },
    };
  }
  const evidence = { trackUrl, status: answer.status, kMin };
  if (answer.status !== 200 || !String(answer.headers["content-type"]).startsWith("image/"))
    return failed(
      `Unter ${trackUrl} antwortet nicht die Messgrafik (Status ${answer.status}). Prüfen Sie TRACK_URL und den Proxy.`,
      `At ${trackUrl} something else than the measuring image answers (status ${answer.status}). Check TRACK_URL and the proxy.`,
      evidence,
    );
  const tells = ["set-cookie", "etag", "last-modified"].filter((name) => name in answer.headers);
  if (tells.length > 0)
    return failed(
      `Die Messgrafik gibt Lesern ein Kennzeichen mit (${tells.join(", ")}). Stellen Sie das im Proxy ab.`,
      `The measuring image marks its readers (${tells.join(", ")}). Stop that in the proxy.`,
      evidence,
    );
  const traces = [
    ...(await rowsHolding(tx, [canary, network], since, NO_MAILING)),
    ...(await filesHolding(dataDir, [canary, network], since)),
  ];
  if (traces.length > 0)
    return failed(
      `Ein Aufruf der Messgrafik hat Spuren hinterlassen: ${traces.join(", ")}.`,
      `A call of the measuring image left traces: ${traces.join(", ")}.`,
      { ...evidence, traces },
    );
  return {
    status: "passed",
    message: {
      de: `Ein Probeaufruf der Messgrafik hat in Datenbank und Dateien keine Spur hinterlassen; Zahlen unter ${kMin} werden nicht gezeigt.`,
      en: `A test call of the measuring image left no trace in database and files; figures below ${kMin} are not shown.`,
    },
    evidence,
    asks:
      trustedProxies === 0
        ? []
        : [
            {
              key: `proxy-log ${trackUrl}`.slice(0, 120),
              text: {
                de: `Der Proxy vor ${trackUrl} schreibt für Adressen unter /t/ kein Zugriffsprotokoll.`,
                en: `The proxy in front of ${trackUrl} writes no access log for addresses under /t/.`,
              },
            },
          ],
  };
}

/** Without zeros in front, so that every program writes it alike. */
const hextet = (): string => randomInt(0x1000, 0x10000).toString(16);

/** Files of the data folder that were written since and hold one of the texts; the database's own are asked by SQL. */
async function filesHolding(
  folder: string,
  texts: readonly string[],
  since: Date,
): Promise<string[]> {
  const found: string[] = [];
  for (const name of ["links", "logs", "mailbox"]) {
    const inside = join(folder, name);
    for (const entry of await readdir(inside, { recursive: true }).catch(() => [] as string[])) {
      const path = join(inside, entry);
      const facts = await stat(path).catch(() => undefined);
      if (!facts?.isFile() || facts.mtime < since || facts.size > MOST_FILE_BYTES) continue;
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      if (texts.some((text) => bytes.includes(text))) found.push(join(name, entry));
    }
  }
  return found;
}

const failed = (de: string, en: string, evidence: Record<string, unknown>): CheckOutcome => ({
  status: "failed",
  message: { de, en },
  evidence,
});
