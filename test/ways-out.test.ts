import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setMode } from "../server/accounts/index.ts";
import { createDispatcher } from "../server/delivery/index.ts";
import { createRelay } from "../server/relays/index.ts";
import { ok } from "./support/api-pool.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { startProvider } from "./support/provider-server.ts";
import { sendingBench } from "./support/sending-bench.ts";
import { eventually, operatorActor, prepareNewsletter } from "./support/sending.ts";
import { startSmtpSink } from "./support/smtp-sink.ts";

const bench = await sendingBench();
const { database, parts, counts } = bench;
after(() => bench.close());

const privateHosts = ["127.0.0.1"];

/** A live account with an interface first and an SMTP server behind it. */
async function liveAccount(t: { after(done: () => Promise<void>): void }, domain: string) {
  const { db } = database;
  const seeded = await seedNewsletter(db, parts.keys, { people: 12, domain });
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
    db.account(seeded.accountId, (tx) => setMode(tx, "live", parts.deps.clock.now()));
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
