import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { profilingStates, readEntries } from "../consent/index.ts";
import { addressHash } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { createJobRunner, createLogger, hashToken, rows, sql } from "../platform/index.ts";
import { activeForAddress, insertSuppression } from "../suppression/index.ts";
import { findByToken } from "./consent-requests.store.ts";
import { noteMailEnd } from "./note-mail-end.ts";
import { signupJobs, signupPeriodic } from "./signup.jobs.ts";

let base: TestDatabase;
let world: SignupWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await signupWorld(base.db);
});
afterEach(() => world.close());

const DAY = 24 * 3_600_000;
const EMAIL = "anna@leser.example";

const tokenOf = (link: string) => link.split("/").at(-1)!;
async function linkOf(kind: "b" | "n", email = EMAIL): Promise<string> {
  const mail = await world.lastMail(email);
  return mail.links.find((link) => link.includes(`/${kind}/`))!;
}
const requestOf = async (link: string) =>
  (await world.inAccount((tx) => findByToken(tx, hashToken(tokenOf(link)))))!;
const statesOf = async (email = EMAIL) =>
  (await world.inAccount((tx) => subscriptionsOfAddress(tx, email))).map((one) => one.state);
const entriesOf = (email = EMAIL) =>
  world.inAccount((tx) => readEntries(tx, world.deps, world.accountId, { emailNormalised: email }));
const nonceOf = (page: string) => /name="nonce" value="([^"]+)"/.exec(page)![1]!;
async function press(link: string): Promise<{ status: number; text: string }> {
  const page = await world.browse.get(link);
  return world.browse.post(link, { nonce: nonceOf(page.text) });
}
/** The end of a mail as delivery announces it. */
async function accept(email = EMAIL): Promise<void> {
  const mail = await world.lastMail(email);
  await noteMailEnd(world.deps, {
    accountId: world.accountId,
    payload: {
      referenceType: mail.referenceType,
      referenceId: mail.referenceId,
      outcome: "accepted",
      smtpCode: 250,
      reply: "250 2.0.0 Ok: queued as 4Wx9",
      messageId: "abc@musterbank.example",
      at: world.clock.now().toISOString(),
    },
  });
}
/** Everything the account has about people, to compare before and after. */
const snapshot = () =>
  world.inAccount((tx) =>
    rows(
      tx,
      sql`select 'c', row_to_json(c)::text as t from contacts c where c.account_id = app_account()
          union all select 's', row_to_json(s)::text from subscriptions s where s.account_id = app_account()
          union all select 'p', row_to_json(p)::text from profiling_permissions p where p.account_id = app_account()
          union all select 'u', row_to_json(u)::text from suppressions u where u.account_id = app_account()
          union all select 'l', row_to_json(l)::text from ledger_entries l where l.account_id = app_account()
          union all select 'o', row_to_json(o)::text from outbox_events o where o.account_id = app_account()
          union all select 'r', r.state || r.expires_at from consent_requests r where r.account_id = app_account()
          order by 1, 2`,
    ),
  );

test("DOI-07 DOI-16: a hundred looks by scanners and people change nothing and are counted", async () => {
  await world.signUp({ email: EMAIL, tracking: true });
  const [confirm, notMe] = [await linkOf("b"), await linkOf("n")];
  const before = await snapshot();
  for (let at = 0; at < 100; at++) {
    const page = await world.browse.get(at % 2 ? confirm : notMe, {
      headers: { "user-agent": at % 4 === 1 ? "curl/8.0" : "Mozilla/5.0 Firefox/140.0" },
    });
    assert.equal(page.status, 200);
  }
  const path = confirm.slice(confirm.indexOf("/b/"));
  assert.equal((await world.http.call("HEAD", path)).status, 200);
  assert.equal((await world.http.call("OPTIONS", path)).status, 404);
  assert.deepEqual(await snapshot(), before);
  const request = await requestOf(confirm);
  assert.equal(request.scannerHits, 26, "25 by curl and one HEAD");
  assert.deepEqual(request.landingFirstAt, world.clock.now());
});

test("DOI-07 A11Y-03: the landing page has no script, and confirms only with its own nonce", async () => {
  await world.signUp({ email: EMAIL });
  const link = await linkOf("b");
  const page = await world.browse.get(link);
  assert.ok(!page.text.includes("<script"));
  assert.match(page.text, /Jetzt bestätigen/);
  for (const fields of [{}, { nonce: "x" }, { nonce: `${nonceOf(page.text)}x` }]) {
    const answer = await world.browse.post(link, fields as Record<string, string>);
    assert.equal(answer.status, 422);
    assert.match(answer.text, /Jetzt bestätigen/);
  }
  assert.deepEqual(await statesOf(), ["pending"]);
  const done = await world.browse.post(link, { nonce: nonceOf(page.text) });
  assert.equal(done.status, 200);
  assert.match(done.text, /Ihre Anmeldung ist bestätigt/);
  assert.deepEqual(await statesOf(), ["confirmed"]);
});

test("DOI-08 DOI-17 CON-05 CON-01: three lists and the analysis give four entries with the whole chain", async () => {
  await world.signUp({ email: EMAIL, lists: world.lists, tracking: true, from: "198.51.100.23" });
  world.clock.advance(60_000);
  await accept();
  const link = await linkOf("b");
  world.clock.advance(60_000);
  await world.browse.get(link);
  world.clock.advance(60_000);
  await press(link);
  const entries = await entriesOf();
  assert.deepEqual(
    entries.map((entry) => [entry.kind, entry.purpose, entry.intact]),
    [
      ["consent_granted", "newsletter", true],
      ["consent_granted", "newsletter", true],
      ["consent_granted", "newsletter", true],
      ["profiling_granted", "profiling", true],
    ],
  );
  const sent = await world.lastMail(EMAIL);
  for (const [index, entry] of entries.entries()) {
    const evidence = entry.document!.evidence;
    assert.equal(entry.document!.wording!.version, 1);
    assert.equal(evidence.channel, "double_opt_in");
    assert.deepEqual(evidence.form, { id: world.form.publicId, version: 1 });
    assert.equal(evidence.list?.name, world.lists[index]?.name);
    assert.equal(evidence.requestedAt, "2026-11-21T09:00:05.000Z");
    assert.equal(evidence.mail?.acceptedAt, "2026-11-21T09:01:05.000Z");
    assert.equal(evidence.mail?.smtpReply, "250 2.0.0 Ok: queued as 4Wx9");
    assert.equal(evidence.mail?.messageId, "abc@musterbank.example");
    assert.equal(evidence.mail?.subject, sent.subject);
    assert.equal(evidence.mail?.text.replaceAll("{token}", tokenOf(link)), sent.text);
    assert.match(evidence.mail!.sha256, /^[0-9a-f]{64}$/);
    assert.equal(evidence.landingAt, "2026-11-21T09:02:05.000Z");
    assert.equal(evidence.confirmedAt, "2026-11-21T09:03:05.000Z");
    assert.equal(evidence.ip, "198.51.100.0/24");
    assert.equal(evidence.privacyNotice?.url, "https://makler-mustermann.example/datenschutz");
    assert.equal(evidence.page, `https://post.musterbank.example/f/${world.form.publicId}`);
    assert.match(evidence.shownText!, index === 3 ? /Zählpixel/ : /per E-Mail erhalten/);
  }
  const subscriptions = await world.inAccount((tx) => subscriptionsOfAddress(tx, EMAIL));
  assert.deepEqual(
    subscriptions.map((one) => [one.proof, one.entryId]),
    entries.slice(0, 3).map((entry) => ["double_opt_in", entry.entryId]),
  );
  const permission = (await world.inAccount((tx) => profilingStates(tx, [EMAIL]))).get(EMAIL);
  assert.equal(permission?.state, "granted");
  assert.equal(permission?.entryId, entries[3]!.entryId);
});

test("CON-08 CON-16: without its own box the analysis stays unknown", async () => {
  await world.signUp({ email: EMAIL });
  await press(await linkOf("b"));
  assert.equal((await world.inAccount((tx) => profilingStates(tx, [EMAIL]))).size, 0);
});

test("DOI-09: a second press shows success again and leaves no new evidence", async () => {
  await world.signUp({ email: EMAIL });
  const link = await linkOf("b");
  const page = await world.browse.get(link);
  const first = await world.browse.post(link, { nonce: nonceOf(page.text) });
  const before = await snapshot();
  world.clock.advance(3_600_000);
  const second = await world.browse.post(link, { nonce: nonceOf(page.text) });
  assert.equal(second.status, 200);
  assert.equal(second.text, first.text);
  assert.equal((await world.browse.get(link)).text.includes("Ihre Anmeldung ist bestätigt"), true);
  assert.deepEqual(await snapshot(), before);
});

test("CON-05 DOI-08: the confirmation page hands out the numbers and checksums of its entries, discreetly", async () => {
  await world.signUp({ email: EMAIL });
  const link = await linkOf("b");
  const page = await world.browse.get(link);
  assert.doesNotMatch(page.text, /led_/);
  const done = await world.browse.post(link, { nonce: nonceOf(page.text) });
  const granted = (await entriesOf()).filter((entry) => /granted/.test(entry.kind));
  assert.ok(granted.length > 0);
  for (const { publicId, commitment } of granted)
    assert.ok(done.text.includes(publicId) && done.text.includes(commitment.toString("hex")));
  assert.equal(done.text.match(/led_[0-9a-f]{32}/g)!.length, granted.length);
  assert.match(done.text, /<details[^>]*>\s*<summary>Ihr Beleg/);
});

test("DOI-09: two presses at the same moment confirm once", async () => {
  await world.signUp({ email: EMAIL });
  const link = await linkOf("b");
  const nonce = nonceOf((await world.browse.get(link)).text);
  const answers = await Promise.all([1, 2, 3].map(() => world.browse.post(link, { nonce })));
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [200, 200, 200],
  );
  assert.equal((await entriesOf()).length, 1);
});

test("DOI-09 T-8: after seven days and a second the link is over and nothing changes", async () => {
  await world.signUp({ email: EMAIL });
  const link = await linkOf("b");
  world.clock.advance(7 * DAY - 3_600_000);
  const page = await world.browse.get(link);
  world.clock.advance(3_600_000 + 1000);
  const before = await snapshot();
  const answer = await world.browse.post(link, { nonce: nonceOf(page.text) });
  assert.equal(answer.status, 410);
  assert.match(answer.text, /Dieser Link ist abgelaufen/);
  assert.equal((await world.browse.get(link)).status, 410);
  assert.deepEqual(await snapshot(), before);
  assert.deepEqual(await statesOf(), ["pending"]);
});

test("DOI-13: an address on the unsubscribe list comes back by a new double opt-in, with reference to it", async () => {
  const hash = addressHash(world.keys, world.accountId, EMAIL);
  const listId = world.lists[0]!.id;
  await world.inAccount(async (tx) => {
    for (const scope of ["list_address", "customer_7_3_address"] as const)
      await insertSuppression(tx, world.accountId, {
        scope,
        ...(scope === "list_address" ? { listId } : {}),
        emailNormalised: EMAIL,
        addressHash: hash,
        reason: "unsubscribed",
        origin: "link",
        at: world.clock.now(),
      });
  });
  await world.signUp({ email: EMAIL });
  const active = () => world.inAccount((tx) => activeForAddress(tx, EMAIL, hash));
  assert.equal((await active()).length, 2, "asking changes nothing yet");
  await press(await linkOf("b"));
  assert.deepEqual(
    (await active()).map((one) => one.scope),
    ["customer_7_3_address"],
  );
  const [lifted] = await world.inAccount((tx) =>
    rows<{ liftReason: string }>(
      tx,
      sql`select lift_reason from suppressions where account_id = app_account() and lifted_at is not null`,
    ),
  );
  assert.equal(lifted!.liftReason, `double opt-in ${(await entriesOf())[0]!.publicId}`);
});

test("DOI-15: „not me“ deletes at once and keeps opt-in mails away for 90 days", async () => {
  await world.signUp({ email: "fremd@leser.example", fields: { firstName: "Anna" } });
  const link = await linkOf("n", "fremd@leser.example");
  const page = await world.browse.get(link);
  assert.equal((await world.browse.post(link, {})).status, 422, "only with the page's nonce");
  const done = await world.browse.post(link, { nonce: nonceOf(page.text) });
  assert.equal(done.status, 200);
  assert.match(done.text, /Ihre Adresse ist gelöscht/);
  assert.equal(await foundInClear("fremd@leser"), "");
  assert.equal((await world.browse.get(link.replace("/n/", "/b/"))).status, 410);
  const count = async () =>
    (await world.mails()).filter((mail) => mail.email === "fremd@leser.example").length;
  world.clock.advance(89 * DAY);
  await world.signUp({ email: "fremd@leser.example" });
  assert.equal(await count(), 0);
  world.clock.advance(2 * DAY);
  await world.signUp({ email: "fremd@leser.example" });
  assert.equal(await count(), 1);
});

test("DOI-10: what nobody confirmed is gone everywhere within 24 hours of its end", async () => {
  await world.signUp({
    email: "niemand@leser.example",
    fields: { firstName: "Annegret" },
    tracking: true,
  });
  await accept("niemand@leser.example");
  const link = await linkOf("b", "niemand@leser.example");
  const runner = createJobRunner({
    db: world.db,
    clock: world.clock,
    log: createLogger("silent"),
    handlers: signupJobs(world.deps),
    periodic: signupPeriodic(world.deps),
  });
  world.clock.advance(7 * DAY - 60_000);
  await runner.drain();
  assert.deepEqual(await statesOf("niemand@leser.example"), ["pending"]);
  for (let hour = 0; hour < 24; hour++) {
    world.clock.advance(3_600_000);
    await runner.drain();
  }
  assert.equal(await foundInClear("niemand@leser"), "");
  assert.equal(await foundInClear("Annegret"), "");
  const answer = await world.browse.get(link);
  assert.equal(answer.status, 410, "the link still says what happened");
});

test("DOI-10: an expired request takes nothing from somebody who is subscribed", async () => {
  await world.signUp({ email: EMAIL });
  await press(await linkOf("b"));
  await world.signUp({ email: EMAIL, lists: world.lists.slice(1, 2) });
  assert.deepEqual(await statesOf(), ["confirmed", "pending"]);
  const runner = createJobRunner({
    db: world.db,
    clock: world.clock,
    log: createLogger("silent"),
    handlers: signupJobs(world.deps),
    periodic: signupPeriodic(world.deps),
  });
  world.clock.advance(8 * DAY);
  await runner.drain();
  assert.deepEqual(await statesOf(), ["confirmed"]);
  const page = await world.browse.get(`/f/${world.form.publicId}`);
  assert.equal(page.status, 200);
});

test("DOI-08: the receiving server's word after the confirmation becomes an entry of its own, once", async () => {
  await world.signUp({ email: EMAIL });
  await press(await linkOf("b"));
  await accept();
  await accept();
  const kinds = (await entriesOf()).map((entry) => entry.kind);
  assert.deepEqual(kinds, ["consent_granted", "optin_mail_accepted"]);
});

test("UNS-18 DOI-09: a flipped bit, a foreign token and no token get the same page", async () => {
  await world.signUp({ email: EMAIL });
  const token = tokenOf(await linkOf("b"));
  const flipped = `${token.slice(0, -2)}${token.at(-2) === "A" ? "B" : "A"}${token.at(-1)}`;
  const pages = await Promise.all(
    [`/b/${flipped}`, "/b/x", `/n/${flipped}`, `/b/${token}x`].map((path) =>
      world.browse.get(path),
    ),
  );
  for (const page of pages) {
    assert.equal(page.status, 404);
    assert.equal(page.text, pages[0]!.text);
  }
  assert.equal((await world.browse.post(`/b/${flipped}`, { nonce: "x" })).status, 404);
});

/** Every table and column of the database in which a text stands, read as its owner. */
async function foundInClear(text: string): Promise<string> {
  const client = new (await import("pg")).default.Client(base.connection);
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'",
    );
    const found: string[] = [];
    for (const { name } of tables.rows) {
      const hits = await client.query(`select 1 from ${name} t where t::text ilike $1 limit 1`, [
        `%${text}%`,
      ]);
      if (hits.rowCount) found.push(name);
    }
    return found.join(", ");
  } finally {
    await client.end();
  }
}
