import assert from "node:assert/strict";
import { after, test } from "node:test";
import { recordRefusals } from "../server/bounces/index.ts";
import { rows, sql, systemClock } from "../server/platform/index.ts";
import type { OutcomeRow } from "../server/delivery/ledger.store.ts";
import { retryAt } from "../server/delivery/outcome.ts";
import { settleTask, type SettleDeps } from "../server/delivery/settle-task.ts";
import type { Task } from "../server/delivery/task.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, prepareNewsletter } from "./support/sending.ts";

const bench = await sendingBench();
const { database, parts, counts, sending, unfinished } = bench;
after(() => bench.close());

const REPLIES = [
  "550 5.1.1 User unknown",
  "550 5.7.26 Unauthenticated mail is not accepted",
  "552 5.2.2 Mailbox full",
  "550 5.4.4 Unable to route",
];

test("SND-08 SND-09: what receivers answer in a mailing retains the unknown mailbox only", async () => {
  const seeded = await seedNewsletter(database.db, parts.keys, {
    people: 12,
    domain: "rueckweg.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const replies = new Map<string, string>();
  await sending(
    {
      sink: {
        fault: ({ stage, to }) => {
          if (stage !== "rcpt" || to === "") return undefined;
          if (!replies.has(to)) replies.set(to, REPLIES[replies.size] ?? "");
          const reply = replies.get(to)!;
          return reply === "" ? undefined : { stage, reply };
        },
      },
      connections: 1,
    },
    () => eventually("the run ends", async () => (await unfinished(seeded, mailing)) === 0, 30_000),
  );
  const found = await counts(seeded, mailing);
  assert.deepEqual([found.accepted, found.rejected], [8, 4]);
  const read = () =>
    database.db.account(seeded.accountId, async (tx) => ({
      retained: await rows<{ emailNormalised: string; reason: string }>(
        tx,
        sql`select s.email_normalised, s.reason from suppressions s where s.account_id = app_account() and s.scope = 'retained'`,
      ),
      series: await rows<{ lastClass: string; hardRow: number; softMailings: number }>(
        tx,
        sql`select s.last_class, s.hard_row, s.soft_mailings from bounce_series s where s.account_id = app_account() order by s.last_class, s.last_enhanced`,
      ),
      mailings: await rows(tx, sql`select 1 from bounce_mailings where account_id = app_account()`),
    }));
  const { retained, series, mailings } = await read();
  const unknown = [...replies].find(([, reply]) => reply.startsWith("550 5.1.1"))![0];
  assert.deepEqual(retained, [
    { emailNormalised: unknown.replace(/[<>]/g, "").toLowerCase(), reason: "unknown_user" },
  ]);
  assert.deepEqual(series, [
    { lastClass: "hard", hardRow: 1, softMailings: 0 },
    { lastClass: "hard", hardRow: 1, softMailings: 0 },
    { lastClass: "soft", hardRow: 0, softMailings: 1 },
  ]);
  assert.equal(mailings.length, 3, "who got the mail leaves no trace");
  // Told again after a crash, and by a report: nothing is counted twice.
  await database.db.account(seeded.accountId, (tx) =>
    recordRefusals(tx, { keys: parts.keys, clock: systemClock }, [
      {
        accountId: seeded.accountId,
        deliveryId: 1,
        contactId: null,
        emailNormalised: retained[0]!.emailNormalised,
        runId: mailing.runId,
        class: "hard",
        unknownUser: true,
        code: 550,
        enhanced: "5.1.1",
        meaning: "unknown_user",
        text: "User unknown",
        source: "dsn",
        at: new Date(),
      },
    ]),
  );
  assert.deepEqual((await read()).series, series);
});

test("SND-10: a receiver that says 451 for 49 hours soft-bounces, a policy refusal stays one", async () => {
  const started = new Date("2026-11-21T09:00:00Z");
  const outcomes = async (reply: { code: number; enhanced: string | undefined; text: string }) => {
    let now = started;
    const written: OutcomeRow[] = [];
    const ledger = { outcome: async (row: OutcomeRow) => void written.push(row) };
    const deps = { clock: { now: () => now }, ledger } as unknown as SettleDeps;
    for (let attempt = 1; attempt < 100; attempt++) {
      const task = {
        batch: { accountId: 1, id: 1, runId: 1 },
        delivery: { id: 1, kind: "newsletter" },
        attempt,
        mark: "durable",
      } as unknown as Task;
      await settleTask(deps, task, {
        kind: "sent",
        result: { kind: "reply", stage: "rcpt", ...reply },
      } as never);
      const last = written.at(-1)!;
      if (last.final) return { last, hours: (now.getTime() - started.getTime()) / 3_600_000 };
      assert.equal(
        last.nextAttemptAt?.getTime(),
        retryAt({ kind: "newsletter", attempt, now })?.getTime(),
      );
      now = last.nextAttemptAt!;
    }
    throw new Error("it never ends");
  };
  const busy = await outcomes({ code: 451, enhanced: undefined, text: "local error" });
  assert.deepEqual([busy.last.outcome, busy.last.reason], ["rejected", "soft"]);
  assert.ok(busy.hours >= 48 && busy.hours < 49);
  const listed = await outcomes({
    code: 450,
    enhanced: "4.7.1",
    text: "your IP is on a block list",
  });
  assert.equal(listed.last.reason, "policy");
});
