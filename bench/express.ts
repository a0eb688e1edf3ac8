import { decide, loadFacts } from "../server/compliance/index.ts";
import { queueDelivery, runCounts } from "../server/delivery/index.ts";
import { rows, sql } from "../server/platform/index.ts";
import { durableDatabase } from "../test/support/durable-database.ts";
import { seedNewsletter } from "../test/support/newsletter.ts";
import { prepareNewsletter, sendingParts } from "../test/support/sending.ts";
import { startSmtpSink } from "../test/support/smtp-sink.ts";

/**
 * `npm run bench:express`: how long a mail of the express lane (opt-in, system) takes from its queueing to its
 * acceptance while a mailing leaves at full speed, and how the memory of the process grows meanwhile. Goal: 2 s for 95
 * of 100 (DOI-18). Receiver and sender share this process. The last line is JSON for machines.
 */
const people = Number(process.argv[2] ?? 30_000);
const LIMIT_MS = 2_000;
const EVERY_MS = 150;

const database = await durableDatabase();
const sink = await startSmtpSink({ keep: false });
const parts = sendingParts(database.db);
const seeded = await seedNewsletter(database.db, parts.keys, {
  people,
  granted: Math.floor(people / 3),
  domain: "bench.example",
});
const { accountId } = seeded;
const mailing = await prepareNewsletter(parts, seeded, { people });
const dispatcher = parts.dispatcher(sink.port);
const memory: number[] = [];
const open = async () =>
  (await database.db.account(accountId, (tx) => runCounts(tx, accountId, mailing.runId!))).open;

async function queueOne(no: number): Promise<void> {
  const email = `neu${no}@bench.example`;
  await database.db.account(accountId, async (tx) => {
    const [facts] = await loadFacts(tx, parts.deps.compliance, {
      kind: "system",
      listIds: [],
      targets: [{ contactId: null, emailNormalised: email }],
    });
    const decision = decide(facts!, "system", new Date());
    if (decision.kind !== "cleared") throw new Error(`Not cleared: ${decision.reason}.`);
    await queueDelivery(tx, parts.deps, accountId, {
      recipient: decision.recipient,
      email,
      message: {
        subject: "Hallo",
        html: "<p>Hallo</p>",
        text: "Hallo",
        locale: "de",
        autoSubmitted: true,
      },
    });
  });
}

dispatcher.start();
const started = performance.now();
let queued = 0;
while ((await open()) > 0) {
  await queueOne(queued++);
  memory.push(process.memoryUsage().rss);
  await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
const seconds = (performance.now() - started) / 1000;
await new Promise((resolve) => setTimeout(resolve, 3_000));
const waited = (
  await database.db.worker((tx) =>
    rows<{ ms: number }>(
      tx,
      sql`select extract(epoch from o.at - d.created_at)::float8 * 1000 as ms from deliveries d
          join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.outcome = 'accepted'
          where d.account_id = ${accountId} and d.run_id is null order by 1`,
    ),
  )
).map((row) => row.ms);
await dispatcher.stop();
await parts.close();
await sink.close();
await database.close();
if (waited.length !== queued) throw new Error(`${waited.length} of ${queued} were accepted.`);

const share = (part: number): number => Math.round(waited[Math.floor((waited.length - 1) * part)]!);
const mb = (bytes: number): number => Math.round(bytes / 1e6);
const grown = memory.at(-1)! - memory[Math.floor(memory.length / 2)]!;
process.stdout.write(
  `${people} mails at ${Math.round(people / seconds)}/s; ${queued} urgent ones: median ${share(0.5)} ms, p95 ${share(0.95)} ms, longest ${share(1)} ms\n` +
    `memory at most ${mb(Math.max(...memory))} MB, ${mb((grown * 200_000) / people)} MB more per 100,000 mails in the second half\n` +
    `${JSON.stringify({ bench: "express", value: share(0.95), limit: LIMIT_MS, ratio: Number((share(0.95) / LIMIT_MS).toFixed(3)), memoryMb: mb(Math.max(...memory)) })}\n`,
);
