import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readMail } from "./support/parse-mail.ts";
import { addressHash } from "../server/contacts/index.ts";
import { runCounts } from "../server/delivery/index.ts";
import { findMailingById, mailingProgress, type Mailing } from "../server/mailings/index.ts";
import { insertSuppression } from "../server/suppression/index.ts";
import { rows, sql } from "../server/platform/index.ts";
import pg from "pg";
import { measuredLinks } from "../server/tracking/index.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { dumpTables } from "./support/measuring.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import {
  eventually,
  prepareNewsletter,
  sendingParts,
  type SendingParts,
} from "./support/sending.ts";
import { startSmtpSink, type SmtpSink } from "./support/smtp-sink.ts";

let test_: TestDatabase;
let parts: SendingParts;
let sink: SmtpSink;

before(async () => {
  test_ = await testDatabase();
  parts = sendingParts(test_.db);
  sink = await startSmtpSink();
});
after(async () => {
  await sink.close();
  await parts.close();
  await test_.close();
});

async function ownerOf(database: TestDatabase): Promise<pg.Client> {
  const owner = new pg.Client(database.connection);
  await owner.connect();
  return owner;
}

async function send(seeded: SeededNewsletter, mailing: Mailing): Promise<Mailing> {
  const dispatcher = parts.dispatcher(sink.port);
  const jobs = parts.jobs();
  dispatcher.start();
  jobs.start();
  try {
    await eventually(
      "the mailing is sent",
      async () => (await reload(seeded, mailing)).state === "sent",
    );
  } finally {
    await dispatcher.stop();
    await jobs.stop();
  }
  return reload(seeded, mailing);
}

async function reload(seeded: SeededNewsletter, mailing: Mailing): Promise<Mailing> {
  return (await test_.db.account(seeded.accountId, (tx) => findMailingById(tx, mailing.id)))!;
}

test("LEG-02 LEG-20 SND-16: everyone on the list ends in exactly one count, and nobody excluded is mailed", async () => {
  const seeded = await seedNewsletter(test_.db, parts.keys, {
    people: 60,
    granted: 20,
    domain: "linie.example",
  });
  await test_.db.account(seeded.accountId, async (tx) => {
    await rows(
      tx,
      sql`update subscriptions set state = 'pending' where account_id = ${seeded.accountId} and email_normalised in ('person1@linie.example', 'person2@linie.example')`,
    );
    await insertSuppression(tx, seeded.accountId, {
      scope: "blacklist",
      domain: "linie-fremd.example",
      reason: "Test",
      origin: "operator",
      at: new Date(),
    });
    await insertSuppression(tx, seeded.accountId, {
      scope: "account_address",
      emailNormalised: "person3@linie.example",
      addressHash: addressHash(parts.keys, seeded.accountId, "person3@linie.example"),
      reason: "objection",
      origin: "letter",
      at: new Date(),
    });
  });
  const mailing = await prepareNewsletter(parts, seeded);
  assert.equal(mailing.state, "sending");
  assert.equal(mailing.basisReport!.candidates, 60);
  assert.deepEqual(mailing.basisReport!.excluded, { subscription_pending: 2, objection: 1 });
  assert.equal(mailing.basisReport!.personal + mailing.basisReport!.anonymous, 57);
  const before_ = sink.accepted.length;
  const sent = await send(seeded, mailing);
  assert.equal(sink.accepted.length - before_, 57);
  const counts = await test_.db.account(seeded.accountId, (tx) =>
    runCounts(tx, seeded.accountId, sent.runId!),
  );
  assert.deepEqual(counts, {
    candidates: 60,
    open: 0,
    deferred: 0,
    accepted: 57,
    rejected: 0,
    excluded: 3,
    uncertain: 0,
    cancelled: 0,
  });
  const recipients = sink.accepted.slice(before_).flatMap((message) => message.to);
  for (const excluded of [
    "person1@linie.example",
    "person2@linie.example",
    "person3@linie.example",
  ])
    assert.ok(!recipients.includes(excluded), excluded);
  assert.equal(new Set(recipients).size, 57, "one mail per address");
  const progress = await test_.db.account(seeded.accountId, (tx) =>
    mailingProgress(tx, parts.deps, seeded.accountId, sent),
  );
  assert.deepEqual(progress.reasons.map(({ reason, count }) => [reason, count]).sort(), [
    ["objection", 1],
    ["subscription_pending", 2],
  ]);
});

test("TRK-01 TRK-02 UNS-01 SND-05: personal tokens only for people who agreed; one-click headers and a readable mail for all", async () => {
  const seeded = await seedNewsletter(test_.db, parts.keys, {
    people: 30,
    granted: 5,
    domain: "marken.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const from = sink.accepted.length;
  await send(seeded, mailing);
  const mails = await Promise.all(
    sink.accepted
      .slice(from)
      .map(async (message) => ({ to: message.to[0]!, mail: await readMail(message.content) })),
  );
  const tokensOf = (html: string) =>
    [...html.matchAll(/\/t\/([\w-]{43})/g)].map((match) => match[1]!);
  const shared = new Set<string>();
  for (const { to, mail } of mails) {
    const isGranted = Number(/person(\d+)@/.exec(to)![1]) <= 5;
    const opened = tokensOf(mail.html).map((token) => parts.deps.tracking.open(token));
    // Who is measured personally has the link besides, twice, that no person sees.
    assert.equal(opened.length, isGranted ? 5 : 3, `pixel and two links for ${to}`);
    assert.ok(
      opened.every((token) => token?.kind === (isGranted ? "personal" : "shared")),
      to,
    );
    if (!isGranted) shared.add(tokensOf(mail.html).join());
    assert.match(
      mail.headers.get("list-unsubscribe")!,
      /^<https:\/\/post\.musterbank\.example\/u\/[\w-]+>$/,
    );
    assert.equal(mail.headers.get("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    assert.match(mail.html, /Guten Tag Frau Beispiel \d+,/);
    assert.match(mail.text, /Abmelden/);
  }
  assert.equal(shared.size, 1, "mails of people who did not agree carry the same tokens");
});

test("TRK-05: two untracked mails differ only in personal text, delivery headers and the recipient's own links", async () => {
  const seeded = await seedNewsletter(test_.db, parts.keys, {
    people: 24,
    granted: 0,
    domain: "gleich.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  const from = sink.accepted.length;
  await send(seeded, mailing);
  const normalise = (bytes: string) =>
    bytes
      .replace(/=\r\n/g, "")
      .replace(/^(To|Message-ID|Date|List-Unsubscribe|DKIM-Signature):(.|\r\n[ \t])*\r\n/gim, "")
      .replace(/\/(u|v|q)\/[\w-]{40,}/g, "/$1/…")
      .replace(/Beispiel \d+/g, "Beispiel N");
  const bodies = new Set(
    sink.accepted.slice(from).map((message) => normalise(message.content.toString("latin1"))),
  );
  assert.equal(bodies.size, 1, [...bodies].map((body) => body.slice(0, 3000)).join("\n=====\n"));
});

test("TRK-02 TRK-05 TRK-25: at level unique untracked mails differ in random numbers besides, links not to be measured personally in nothing", async () => {
  const seeded = await seedNewsletter(test_.db, parts.keys, {
    people: 60,
    granted: 5,
    domain: "zahlen.example",
    countingLevel: "unique",
  });
  const mailing = await prepareNewsletter(parts, seeded, {
    notPersonalLinks: ["https://www.musterbank.example/termin"],
  });
  const from = sink.accepted.length;
  const sent = await send(seeded, mailing);
  assert.equal(sent.basisReport!.level, "unique");
  const messages = sink.accepted.slice(from);
  const anonymous = messages.filter(
    (message) => Number(/person(\d+)@/.exec(message.to[0]!)![1]) > 5,
  );
  assert.equal(anonymous.length, 55);
  const normalise = (bytes: string) =>
    bytes
      .replace(/=\r\n/g, "")
      .replace(/^(To|Message-ID|Date|List-Unsubscribe|DKIM-Signature):(.|\r\n[ \t])*\r\n/gim, "")
      .replace(/\/(u|v|q)\/[\w-]{40,}/g, "/$1/…")
      .replace(/\/t\/[\w-]{43}/g, "/t/…")
      .replace(/Beispiel \d+/g, "Beispiel N");
  const bodies = new Set(anonymous.map((message) => normalise(message.content.toString("latin1"))));
  assert.equal(bodies.size, 1, [...bodies].map((body) => body.slice(0, 3000)).join("\n=====\n"));
  const stored = await test_.db.account(seeded.accountId, (tx) => measuredLinks(tx, mailing.id));
  const notPersonal = new Set(stored.filter((link) => link.notPersonal).map((link) => link.no));
  assert.ok(notPersonal.size > 0 && notPersonal.size < stored.length);
  const numbers = new Set<bigint>();
  const same = new Set<string>();
  for (const message of anonymous) {
    const { html, text } = await readMail(message.content);
    const links = new Map<number, string>();
    for (const body of [html, text])
      for (const [, token] of body.matchAll(/\/t\/([\w-]{43})/g)) {
        const opened = parts.deps.tracking.open(token!)!;
        assert.equal(opened.kind, notPersonal.has(opened.link) ? "shared" : "unique");
        if (opened.kind === "unique" && links.get(opened.link) !== token) {
          assert.ok(!numbers.has(opened.number), "a number of its own for each link of each mail");
          numbers.add(opened.number);
        }
        if (opened.kind === "shared") same.add(token!);
        links.set(opened.link, token!);
      }
    assert.equal(links.size, 1 + stored.length, "the pixel and every link");
  }
  assert.ok(numbers.size >= 110);
  assert.equal(same.size, notPersonal.size, "the same in all mails");
  // Nothing that was written while sending knows one of the numbers.
  const owner = await ownerOf(test_);
  const dump = [...(await dumpTables(owner)).values()].flat().join("\n");
  await owner.end();
  const found = [...numbers].filter((number) => dump.includes(String(number)));
  assert.deepEqual(found, []);
});

test("UNS-13 LEG-02: who unsubscribes while the mailing is under way is not handed over", async () => {
  const seeded = await seedNewsletter(test_.db, parts.keys, {
    people: 40,
    granted: 0,
    domain: "mitten.example",
  });
  const mailing = await prepareNewsletter(parts, seeded);
  await test_.db.account(seeded.accountId, async (tx) => {
    await rows(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = now() where account_id = ${seeded.accountId} and email_normalised = 'person7@mitten.example'`,
    );
  });
  const from = sink.accepted.length;
  const sent = await send(seeded, mailing);
  assert.equal(sink.accepted.length - from, 39);
  assert.ok(
    !sink.accepted.slice(from).some((message) => message.to.includes("person7@mitten.example")),
  );
  const outcome = await test_.db.account(seeded.accountId, (tx) =>
    rows<{ reason: string; phase: string }>(
      tx,
      sql`select reason, phase from delivery_outcomes where account_id = ${seeded.accountId} and run_id = ${sent.runId} and outcome = 'excluded'`,
    ),
  );
  assert.deepEqual(outcome, [{ reason: "unsubscribed", phase: "hand_over" }]);
});
