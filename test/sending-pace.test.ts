import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { createDispatcher } from "../server/delivery/index.ts";
import { rows, run, sql } from "../server/platform/index.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, prepareNewsletter } from "./support/sending.ts";
import {
  startSmtpSink,
  type SinkContext,
  type SinkFault,
  type SinkOptions,
  type SmtpSink,
} from "./support/smtp-sink.ts";

/** How much leaves when, with a real queue, a real dispatcher and a real receiver. */
const bench = await sendingBench();
const { database, parts, counts, sending } = bench;
const { db } = database;
after(() => bench.close());

const accepted = async (seeded: SeededNewsletter, mailing: Parameters<typeof counts>[1]) =>
  (await counts(seeded, mailing)).accepted;

async function limit(accountId: number, scope: string, name: string, perSecond: number) {
  await db.account(accountId, (tx) =>
    run(
      tx,
      sql`insert into pace_limits (account_id, scope, name, per_second) values (${accountId}, ${scope}, ${name}, ${perSecond})`,
    ),
  );
}

test("SND-02 SND-12: a small mailing of another account gets along beside a large one", async () => {
  const large = await seedNewsletter(db, parts.keys, { people: 4000, domain: "gross.example" });
  const small = await seedNewsletter(db, parts.keys, { people: 300, domain: "klein.example" });
  const first = await prepareNewsletter(parts, large, { people: 4000 });
  const second = await prepareNewsletter(parts, small);
  await sending({ sink: { delay: 2 }, connections: 2 }, async () => {
    await eventually(
      "the small one ends",
      async () => (await accepted(small, second)) === 300,
      60_000,
    );
    const before = await accepted(large, first);
    assert.ok(before > 100, `the large one went on: ${before}`);
    assert.ok(before < 3000, `the small one did not wait for it: ${before}`);
  });
});

test("SND-12: two mailings with the same limit share it evenly, and the limit holds", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 400, domain: "eng.example" });
  await limit(seeded.accountId, "account", "", 40);
  const [first, second] = [
    await prepareNewsletter(parts, seeded),
    await prepareNewsletter(parts, seeded),
  ];
  await sending({}, async (sink) => {
    const out = () => acceptedBy(sink, "eng.example");
    await eventually("mails leave", () => out() > 0);
    const [from, began] = [out(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const seconds = (performance.now() - began) / 1000;
    const sent = out() - from;
    assert.ok(sent <= 40 * seconds + 40, `${sent} in ${seconds} s`);
    assert.ok(sent >= 40 * seconds * 0.5, `${sent} in ${seconds} s`);
    const [one, two] = [await accepted(seeded, first), await accepted(seeded, second)];
    assert.ok(Math.min(one, two) * 3 >= Math.max(one, two), `${one} and ${two}`);
  });
});

test("SND-12: a slow provider delays its own mails only", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 600, domain: "schnell.example" });
  await everySecondAt(seeded, "gmail.com");
  await limit(seeded.accountId, "provider", "gmail", 5);
  const mailing = await prepareNewsletter(parts, seeded);
  await sending({}, async (sink) => {
    const to = (domain: string) => acceptedBy(sink, domain);
    await eventually(
      "all others have their mail",
      async () => to("schnell.example") === 300,
      30_000,
    );
    const slow = to("gmail.com");
    assert.ok(slow < 150, `${slow} of the slow provider`);
    await eventually("the slow ones go on", () => to("gmail.com") > slow + 5, 10_000);
  });
  assert.equal((await counts(seeded, mailing)).rejected, 0);
});

/** Sends a live account's mail over the installation's relay, which is the receiver, while `work` runs. */
async function sendingLive(
  seeded: SeededNewsletter,
  options: SinkOptions,
  work: (sink: SmtpSink) => Promise<void>,
): Promise<void> {
  await asOwner((client) =>
    client.query("update accounts set mode = 'live' where id = $1", [seeded.accountId]),
  );
  const sink = await startSmtpSink(options);
  const dispatcher = createDispatcher({
    ...parts.deps,
    transports: {
      smtpUrl: `smtp://127.0.0.1:${sink.port}?tls=none`,
      sandboxSmtpUrl: "smtp://127.0.0.1:9?tls=none",
      heloName: "post.musterbank.example",
    },
    leaseSeconds: 2,
    connections: 4,
  });
  dispatcher.start();
  try {
    await work(sink);
  } finally {
    await dispatcher.stop(2000);
    await sink.close();
  }
}

test("SND-12: given a new domain, the first day's cap applies per provider, and the rest waits for the next day", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 500, domain: "web.de" });
  await everySecondAt(seeded, "gmail.com");
  const mailing = await prepareNewsletter(parts, seeded);
  await sendingLive(seeded, {}, async (sink) => {
    const both = () => [acceptedBy(sink, "gmail.com"), acceptedBy(sink, "web.de")];
    await eventually(
      "both providers have their share",
      () => both().every((count) => count >= 100),
      30_000,
    );
    await eventually("the batch waits for tomorrow", async () => (await held(seeded)).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.deepEqual(both(), [100, 100]);
  });
  const [waiting] = await held(seeded);
  assert.equal(waiting!.warmUp, 300);
  // Midnight in Berlin.
  assert.match(
    waiting!.notBefore.toLocaleTimeString("de-DE", { timeZone: "Europe/Berlin" }),
    /^00:00:0/,
  );
  assert.equal((await counts(seeded, mailing)).open, 300);
  const days = await db.worker((tx) =>
    rows<{ provider: string; taken: number }>(
      tx,
      sql`select provider, taken from warm_up_days where account_id = ${seeded.accountId} order by provider`,
    ),
  );
  assert.deepEqual(days, [
    { provider: "gmail", taken: 100 },
    { provider: "webde_gmx", taken: 100 },
  ]);
});

test("SND-12: a domain that is declared to be established has no warm-up", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 250, domain: "gmail.com" });
  await db.account(seeded.accountId, (tx) =>
    run(
      tx,
      sql`insert into warm_ups (account_id, domain, state, declared_per_day) values (${seeded.accountId}, 'musterbank.example', 'skipped', 50000)`,
    ),
  );
  const mailing = await prepareNewsletter(parts, seeded);
  await sendingLive(seeded, {}, async () => {
    await eventually("all mails leave", async () => (await accepted(seeded, mailing)) === 250);
  });
});

test("SND-12: a provider that says 421 gets less mail, others the same, and the reason is noted", async () => {
  const seeded = await seedNewsletter(db, parts.keys, { people: 300, domain: "schnell.example" });
  await everySecondAt(seeded, "t-online.de");
  const mailing = await prepareNewsletter(parts, seeded);
  const fault = ({ stage, to }: SinkContext): SinkFault | undefined =>
    stage === "rcpt" && to.includes("t-online.de")
      ? { stage, reply: "450 4.7.1 too many messages, slow down" }
      : undefined;
  await sending({ sink: { fault } }, async (sink) => {
    await eventually("the others have theirs", () => acceptedBy(sink, "schnell.example") === 150);
    await eventually("the slow-down is noted", async () => (await slowDowns(seeded)).length > 0);
  });
  const [slow, ...more] = await slowDowns(seeded);
  assert.equal(more.length, 0);
  assert.equal(slow!.provider, "telekom");
  assert.equal(slow!.code, "450 4.7.1");
  assert.ok(slow!.perSecond < slow!.before, `${slow!.perSecond} of ${slow!.before}`);
  assert.equal((await counts(seeded, mailing)).accepted, 150);
});

const held = (seeded: SeededNewsletter) =>
  db.account(seeded.accountId, (tx) =>
    rows<{ notBefore: Date; warmUp: number }>(
      tx,
      sql`select not_before, (counts->'held'->>'warm_up')::int as warm_up from delivery_batches
          where account_id = ${seeded.accountId} and state = 'ready' and lease_until is null and counts->'held' ? 'warm_up'`,
    ),
  );
const slowDowns = (seeded: SeededNewsletter) =>
  db.account(seeded.accountId, (tx) =>
    rows<{ provider: string; perSecond: number; before: number; code: string }>(
      tx,
      sql`select provider, per_second, before_per_second as before, code from pace_slowdowns where account_id = ${seeded.accountId}`,
    ),
  );

function acceptedBy(sink: SmtpSink, domain: string): number {
  return sink.accepted.filter((message) => message.to.some((to) => to.endsWith(`@${domain}`)))
    .length;
}

/** Gives every second reader an address at another domain. */
async function everySecondAt(seeded: SeededNewsletter, domain: string): Promise<void> {
  await asOwner(async (client) => {
    await client.query(
      `update contacts set email = split_part(email, '@', 1) || '@' || $2::text, email_normalised = split_part(email, '@', 1) || '@' || $2::text where account_id = $1 and id % 2 = 0`,
      [seeded.accountId, domain],
    );
    await client.query(
      `update subscriptions s set email_normalised = c.email_normalised from contacts c where s.account_id = $1 and c.account_id = s.account_id and c.id = s.contact_id`,
      [seeded.accountId],
    );
  });
}

async function asOwner(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
