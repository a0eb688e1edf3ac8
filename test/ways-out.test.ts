import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setMode } from "../server/accounts/index.ts";
import { createDispatcher } from "../server/delivery/index.ts";
import { findMailingById, mailingProgress } from "../server/mailings/index.ts";
import { run, sql } from "../server/platform/index.ts";
import { createRelay } from "../server/relays/index.ts";
import { measuredMailing } from "../server/tracking/index.ts";
import { ok } from "./support/api-pool.ts";
import { greenChecklist } from "./support/green-checklist.ts";
import { seedNewsletter, type SeedOptions } from "./support/newsletter.ts";
import { startProvider } from "./support/provider-server.ts";
import { sendingBench } from "./support/sending-bench.ts";
import {
  eventually,
  operatorActor,
  prepareNewsletter,
  scheduleNewsletter,
} from "./support/sending.ts";
import { startSmtpSink } from "./support/smtp-sink.ts";

const bench = await sendingBench();
const { database, parts, counts } = bench;
after(() => bench.close());

const privateHosts = ["127.0.0.1"];

/** A live account with an interface first and an SMTP server behind it. */
async function liveAccount(
  t: { after(done: () => Promise<void>): void },
  domain: string,
  seed: Partial<SeedOptions> = {},
) {
  const { db } = database;
  const seeded = await seedNewsletter(db, parts.keys, { people: 12, domain, ...seed });
  const provider = await startProvider((_request, no) =>
    no === 3
      ? { status: 400, body: { code: "invalid_parameter", message: "email is not valid in to" } }
      : ok.brevo!,
  );
  const reserve = await startSmtpSink();
  const mailbox = await startSmtpSink();
  t.after(() => provider.close());
  t.after(() => reserve.close());
  t.after(() => mailbox.close());
  const how = { clock: parts.deps.clock, keys: parts.keys, privateHosts };
  const by = { accountId: seeded.accountId, actor: operatorActor(seeded.operatorId) };
  await db.account(seeded.accountId, async (tx) => {
    await createRelay(how, tx, by, {
      kind: "brevo",
      name: "Brevo",
      baseUrl: provider.url,
      credentials: { kind: "api", key: "", secret: "marke" },
    });
    await createRelay(how, tx, by, {
      kind: "smtp",
      name: "Reserve",
      host: "127.0.0.1",
      port: reserve.port,
      tls: "none",
      priority: 2,
    });
  });
  const send = async (work: () => Promise<void>) => {
    const dispatcher = createDispatcher({
      ...parts.deps,
      transports: {
        smtpUrl: null,
        sandboxSmtpUrl: `smtp://127.0.0.1:${mailbox.port}?tls=none`,
        heloName: "klarpost.example",
        privateHosts,
      },
      leaseSeconds: 2,
    });
    const jobs = parts.jobs();
    dispatcher.start();
    jobs.start();
    try {
      await work();
    } finally {
      await dispatcher.stop(2000);
      await jobs.stop();
    }
  };
  const goLive = () =>
    db.account(seeded.accountId, async (tx) => {
      await setMode(tx, "live", parts.deps.clock.now());
      await greenChecklist(tx, seeded.accountId);
    });
  return { seeded, provider, reserve, mailbox, send, goLive };
}

test("SND-08 SND-18: a live account's mailing leaves over its provider, each mail once", async (t) => {
  const { seeded, provider, reserve, mailbox, send, goLive } = await liveAccount(
    t,
    "weg-eins.example",
  );
  const mailing = await prepareNewsletter(parts, seeded);
  await goLive();
  await send(() =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0, 20_000),
  );
  const found = await counts(seeded, mailing);
  assert.deepEqual([found.accepted, found.rejected, found.uncertain], [11, 1, 0]);
  assert.equal(provider.requests.length, 12);
  const keys = provider.requests.map((request) => request.json.headers["X-Mailin-custom"]);
  assert.equal(new Set(keys).size, 12);
  assert.deepEqual([reserve.accepted.length, mailbox.accepted.length], [0, 0]);
});

test("SND-18: when the provider is away, the next way out takes over", async (t) => {
  const { seeded, provider, reserve, mailbox, send, goLive } = await liveAccount(
    t,
    "weg-zwei.example",
  );
  const mailing = await prepareNewsletter(parts, seeded);
  await goLive();
  await provider.close();
  await send(() =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0, 60_000),
  );
  const found = await counts(seeded, mailing);
  assert.deepEqual([found.accepted, found.uncertain], [12, 0]);
  assert.equal(reserve.accepted.length, 12);
  assert.equal(mailbox.accepted.length, 0);
});

test("SND-17: in the sandbox no way out is used, whatever is set up", async (t) => {
  const { seeded, provider, reserve, mailbox, send } = await liveAccount(t, "weg-drei.example");
  const mailing = await prepareNewsletter(parts, seeded);
  await send(() =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0, 20_000),
  );
  assert.deepEqual(
    [provider.requests.length, reserve.accepted.length, mailbox.accepted.length],
    [0, 0, 12],
  );
});

test("TRK-07: where a provider may keep the mails, a mailing counts totals instead of numbers, and says why", async (t) => {
  const { seeded, provider, send, goLive } = await liveAccount(t, "weg-vier.example", {
    people: 55,
    countingLevel: "unique",
  });
  const { id } = await scheduleNewsletter(parts, seeded);
  await goLive();
  await parts.jobs().drain();
  const mailing = await database.db.account(seeded.accountId, async (tx) => {
    return (await findMailingById(tx, id))!;
  });
  const measured = await database.db.account(seeded.accountId, (tx) =>
    measuredMailing(tx, mailing.id),
  );
  assert.deepEqual([measured!.level, measured!.levelReason], ["shared", "transport_keeps_content"]);
  await send(() =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0, 60_000),
  );
  const html = provider.requests.map((request) => String(request.json.htmlContent)).join("\n");
  const tokens = [...html.matchAll(/\/t\/([\w-]{43})/g)].map(([, token]) => token!);
  assert.ok(tokens.length >= 55);
  assert.ok(tokens.every((token) => parts.deps.tracking.open(token)?.kind === "shared"));
});

test("TRK-07: a mailing whose mails carry numbers never leaves over a provider, but waits for another way out", async (t) => {
  const { seeded, provider, reserve, send, goLive } = await liveAccount(t, "weg-fuenf.example", {
    people: 55,
    countingLevel: "unique",
  });
  // Frozen in the sandbox, where no provider stands in the way; live before the first mail leaves.
  const mailing = await prepareNewsletter(parts, seeded);
  const { db } = database;
  await db.account(seeded.accountId, (tx) =>
    run(tx, sql`update relays set enabled = false where name = 'Reserve'`),
  );
  await goLive();
  await db.worker((tx) =>
    run(tx, sql`insert into sending_machines (id, seen_at) values (gen_random_uuid(), now())`),
  );
  await send(async () => {
    await eventually("the mailing says what it waits for", async () => {
      const progress = await db.account(seeded.accountId, (tx) =>
        mailingProgress(tx, parts.deps, seeded.accountId, mailing),
      );
      return progress.waits[0]?.code === "keeps_content";
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
  });
  assert.equal(provider.requests.length, 0);
  assert.equal((await counts(seeded, mailing)).open, 55);
  await db.account(seeded.accountId, (tx) =>
    run(tx, sql`update relays set enabled = true where name = 'Reserve'`),
  );
  await db.worker((tx) =>
    run(tx, sql`update delivery_batches set not_before = now() where state = 'ready'`),
  );
  await send(() =>
    eventually("the run ends", async () => (await counts(seeded, mailing)).open === 0, 60_000),
  );
  assert.deepEqual([provider.requests.length, reserve.accepted.length], [0, 55]);
});
