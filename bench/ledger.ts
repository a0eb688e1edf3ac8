/**
 * `npm run bench:ledger [-- --entries 1000000]`: how long the verification of a whole ledger takes: every entry against
 * its leaf, every content opened and hashed again, every subtree, every checkpoint. Goal: one million entries in 60
 * seconds. The last line is JSON for machines.
 */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { makeCheckpoint } from "../server/consent/checkpoint-make.ts";
import { recordEntries } from "../server/consent/index.ts";
import type { NewLedgerEntry } from "../server/consent/ledger.ts";
import { verifyLedger } from "../server/consent/ledger-verify.ts";
import { createKeys, createLogger, one, sql, systemClock } from "../server/platform/index.ts";
import { testDatabase } from "../test/support/database.ts";

const LIMIT_SECONDS = 60;
const PER_BATCH = 2000;
const LANES = 3;
const ENTRIES_OF_A_PERSON = 4;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const { values } = parseArgs({ options: { entries: { type: "string", default: "1000000" } } });
const entries = Number(values.entries);
const base = await testDatabase();
try {
  const deps = {
    db: base.db,
    keys: createKeys(randomBytes(32)),
    clock: systemClock,
    log: createLogger("silent"),
  };
  const { id } = await base.db.instance((tx) =>
    one<{ id: number }>(tx, sql`insert into accounts (name) values ('Messung') returning id`),
  );
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await work();
    return (performance.now() - begun) / 1000;
  };
  const filled = await seconds(() => fill(deps, id));
  print(`recorded ${entries} entries with their contents in ${filled.toFixed(1)} s`);
  const placed = await seconds(() => makeCheckpoint(deps, id));
  print(`placed and signed in ${placed.toFixed(1)} s`);
  const before = process.cpuUsage();
  const verdict = await verifyLedger(deps, id);
  const used = process.cpuUsage(before);
  const cpu = (used.user + used.system) / 1e6;
  const took = verdict.durationMs / 1000;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  print(
    `verified ${verdict.entries} entries in ${took.toFixed(1)} s: ${verdict.ok ? "unaltered" : "ALTERED"}, ${cpu.toFixed(1)} s of this process's own time, at most ${memory} MB`,
  );
  const met = verdict.ok && verdict.entries === entries && (took / entries) * 1e6 <= LIMIT_SECONDS;
  print(
    JSON.stringify({
      bench: "ledger",
      entries,
      verifySeconds: Number(took.toFixed(1)),
      cpuSeconds: Number(cpu.toFixed(1)),
      placeSeconds: Number(placed.toFixed(1)),
      memoryMb: memory,
      limitSeconds: LIMIT_SECONDS,
      met,
    }),
  );
  process.exitCode = met ? 0 : 1;
} finally {
  await base.close();
}

/** People with an opt-in, its mail, a consent and an unsubscribe, as life brings them. */
async function fill(
  deps: { db: typeof base.db; keys: ReturnType<typeof createKeys>; clock: typeof systemClock },
  accountId: number,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < entries) {
      const from = next;
      next += PER_BATCH;
      const batch = Array.from({ length: Math.min(PER_BATCH, entries - from) }, (_, no) =>
        entryOf(from + no),
      );
      await deps.db.account(accountId, (tx) => recordEntries(tx, deps, accountId, batch));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function entryOf(no: number): NewLedgerEntry {
  const person = Math.floor(no / ENTRIES_OF_A_PERSON);
  return {
    subject: { emailNormalised: `person${person}@example.org` },
    kind: no % 2 === 0 ? "optin_requested" : "unsubscribed",
    purpose: "newsletter",
    payload: {
      channel: "web_form",
      form: { id: "frm_0123456789abcdef0123456789abcdef", version: 3 },
      page: "https://bank.example/newsletter",
      list: { id: "lst_0123456789abcdef0123456789abcdef", name: "Marktblick" },
      shownText:
        "Ja, ich möchte „Marktblick“ von Musterbank eG per E-Mail erhalten: Informationen und Angebote zu Geldanlage, jeden Freitag. Diese Einwilligung kann ich jederzeit mit Wirkung für die Zukunft widerrufen, mit dem Abmeldelink in jeder E-Mail.",
      locale: "de",
      requestId: `req_${person}`,
      requestedAt: "2026-11-21T08:55:00.000Z",
    },
  };
}
