import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { test } from "node:test";
import { one, rows, sql } from "../platform/index.ts";
import { getAccount, setMode } from "../accounts/index.ts";
import { sendersHarness } from "../../test/support/senders-harness.ts";
import {
  findConfirmedAddresses,
  replyToIsConfirmed,
  senderForMail,
  sendersPersonalData,
  signingKeys,
} from "./index.ts";

const DAY = 24 * 3_600_000;
const harness = sendersHarness();
const sender = {
  fromName: "Musterbank",
  fromAddress: "newsletter@musterbank.example",
  replyTo: "Antwort@musterbank.example",
};

test("CNT-03: a new sender asks its reply address, which counts as read for 180 days", async () => {
  const { call, http, accountId } = await harness.account();
  const made = await call("POST", "/senders", sender);
  assert.equal(made.status, 201);
  assert.equal(made.body.isDefault, true);
  assert.equal(made.body.replyToConfirmedUntil, null);
  assert.equal(harness.lastMail()?.to, "Antwort@musterbank.example");
  const link = harness.lastLink();
  const isRead = () =>
    harness.db.account(accountId, (tx) => replyToIsConfirmed(tx, sender, harness.clock.now()));
  for (const method of ["GET", "HEAD", "GET"]) {
    const page = await http.call(method, link, { headers: { accept: "text/html" } });
    assert.equal(page.status, 200);
    assert.equal(await isRead(), false, "opening the link changes nothing");
  }
  const page = await http.call("GET", `${link}?lang=en`, { headers: { accept: "text/html" } });
  assert.match(page.text, /Does somebody read this address\?/);
  assert.match(page.text, /<form[^>]*method="post"/);
  assert.equal((await http.call("POST", link)).status, 200);
  assert.equal(await isRead(), true);
  assert.equal((await http.call("POST", link)).status, 200, "twice is as good as once");
  const shown = (await call("GET", `/senders/${made.body.id}`)).body;
  assert.equal(
    shown.replyToConfirmedUntil,
    new Date(harness.clock.now().getTime() + 180 * DAY).toISOString(),
  );
  harness.clock.advance(180 * DAY - 1);
  assert.equal(await isRead(), true);
  harness.clock.advance(1);
  assert.equal(await isRead(), false);
  harness.clock.advance(-180 * DAY);
  await http.close();
});

test("CNT-03: a link read in the built-in mailbox proves nothing in a live account", async () => {
  const { call, http, accountId } = await harness.account();
  await call("POST", "/senders", sender);
  await http.call("POST", harness.lastLink());
  const isRead = () =>
    harness.db.account(accountId, (tx) => replyToIsConfirmed(tx, sender, harness.clock.now()));
  assert.equal(await isRead(), true);
  await harness.db.account(accountId, (tx) => setMode(tx, "live", harness.clock.now()));
  assert.equal(await isRead(), false);
  harness.clock.advance(2 * 60_000);
  harness.mail.via = "relay";
  const asked = await call("POST", "/confirmed-addresses", {
    kind: "reply_to",
    email: sender.replyTo,
  });
  harness.mail.via = "mailbox";
  assert.equal(asked.body.sandboxOnly, false);
  await http.call("POST", harness.lastLink());
  assert.equal(await isRead(), true);
  await http.close();
});

test("wrong, foreign and old links get the same page", async () => {
  const { call, http } = await harness.account();
  await call("POST", "/test-addresses", { email: "test@musterbank.example" });
  const link = harness.lastLink();
  const answers = new Set<string>();
  for (const path of [
    "/adresse-bestaetigen/falsch",
    `${link}x`,
    `/adresse-bestaetigen/${"a".repeat(32)}`,
  ]) {
    const answer = await http.call("GET", path, { headers: { accept: "text/html" } });
    assert.equal(answer.status, 404);
    answers.add(answer.text);
  }
  harness.clock.advance(7 * DAY + 1);
  const old = await http.call("POST", link);
  assert.equal(old.status, 404);
  answers.add((await http.call("GET", link, { headers: { accept: "text/html" } })).text);
  harness.clock.advance(-7 * DAY - 1);
  assert.equal(answers.size, 1);
  await http.close();
});

test("SND-17: tests go to confirmed addresses of this account only", async () => {
  const [one_, other] = [await harness.account(), await harness.account()];
  const asked = (await one_.call("POST", "/test-addresses", { email: "test@musterbank.example" }))
    .body;
  const usable = (accountId: number) =>
    harness.db.account(accountId, (tx) => findConfirmedAddresses(tx, "test", [asked.id]));
  assert.deepEqual(await usable(one_.accountId), []);
  await one_.http.call("POST", harness.lastLink());
  assert.equal((await usable(one_.accountId))[0]?.emailNormalised, "test@musterbank.example");
  assert.deepEqual(await usable(other.accountId), []);
  assert.equal((await other.call("DELETE", `/test-addresses/${asked.id}`)).status, 404);
  const again = await one_.call("POST", "/test-addresses", { email: "test@musterbank.example" });
  assert.equal(again.body.code, "too_many_requests");
  assert.equal((await one_.call("DELETE", `/test-addresses/${asked.id}`)).status, 204);
  assert.deepEqual(await usable(one_.accountId), []);
  await Promise.all([one_.http.close(), other.http.close()]);
});

test("an account cannot write to fifty strangers and one more in a day", async () => {
  const { call, http } = await harness.account();
  const codes: number[] = [];
  for (let no = 0; no <= 50; no++)
    codes.push(
      (await call("POST", "/test-addresses", { email: `t${no}@musterbank.example` })).status,
    );
  assert.deepEqual(codes, [...Array<number>(50).fill(201), 429]);
  await http.close();
});

test("one sender is the default, and only a default that is alone can go", async () => {
  const { call, http, accountId } = await harness.account();
  const first = (await call("POST", "/senders", sender)).body;
  const second = (await call("POST", "/senders", { ...sender, fromName: "Musterbank Presse" }))
    .body;
  assert.equal(second.isDefault, false);
  assert.equal((await call("DELETE", `/senders/${first.id}`)).body.code, "sender_is_default");
  assert.equal((await call("PATCH", `/senders/${second.id}`, { isDefault: true })).status, 200);
  const items = (await call("GET", "/senders")).body.items;
  assert.deepEqual(
    items.map((each: { fromName: string; isDefault: boolean }) => [each.fromName, each.isDefault]),
    [
      ["Musterbank Presse", true],
      ["Musterbank", false],
    ],
  );
  assert.equal((await call("DELETE", `/senders/${first.id}`)).status, 204);
  assert.equal((await call("DELETE", `/senders/${second.id}`)).status, 204);
  const stand = await harness.db.account(accountId, async (tx) =>
    senderForMail(tx, await getAccount(tx), null),
  );
  assert.equal(stand.id, null);
  assert.match(stand.fromAddress, /\.invalid$/);
  await harness.db.account(accountId, (tx) => setMode(tx, "live", harness.clock.now()));
  await assert.rejects(
    harness.db.account(accountId, async (tx) => senderForMail(tx, await getAccount(tx), null)),
    /no sender/,
  );
  await http.close();
});

test("CNT-01 SND-15: bad senders are refused with every field named", async () => {
  const { call, http } = await harness.account();
  const answer = await call("POST", "/senders", {
    fromName: "Musterbank",
    fromAddress: "noreply@gmx.de",
    replyTo: "no-reply@musterbank.example",
  });
  assert.equal(answer.body.code, "sender_refused");
  assert.deepEqual(
    answer.body.errors.map((error: { path: string }) => error.path),
    ["/fromAddress", "/fromAddress", "/replyTo"],
  );
  await http.close();
});

test("CNT-02: warnings are acknowledged for what they were about", async () => {
  const { call, http } = await harness.account();
  const made = (await call("POST", "/senders", { ...sender, fromName: "Ihr Team" })).body;
  assert.equal(made.warnings.length, 1);
  const path = `/senders/${made.id}`;
  assert.equal(
    (await call("PATCH", path, { acknowledgeWarnings: true })).body.warningsAcknowledged,
    true,
  );
  assert.equal(
    (await call("PATCH", path, { replyTo: "b@musterbank.example" })).body.warningsAcknowledged,
    true,
  );
  assert.equal((await call("PATCH", path, { fromName: "Wir" })).body.warningsAcknowledged, false);
  await http.close();
});

test("SND-01: a domain's key is RSA with 2048 bits, sealed, and its record is what the DNS should say", async () => {
  const { call, http, accountId } = await harness.account();
  await call("POST", "/senders", sender);
  await call("POST", "/senders", { ...sender, fromName: "Musterbank Presse" });
  const { records } = (await call("GET", "/sender-domains/musterbank.example")).body;
  const dkim = records.filter((record: { kind: string }) => record.kind === "dkim");
  assert.equal(dkim.length, 1, "one key for a domain");
  assert.match(dkim[0].name, /^kp[0-9a-f]{10}\._domainkey\.musterbank\.example$/);
  const published = /p=(.*)$/.exec(dkim[0].value)?.[1] ?? "";
  const key = createPublicKey({
    key: Buffer.from(published, "base64"),
    format: "der",
    type: "spki",
  });
  assert.equal(key.asymmetricKeyDetails?.modulusLength, 2048);
  const [signing] = await harness.db.account(accountId, (tx) =>
    signingKeys(tx, harness.keys, "musterbank.example"),
  );
  assert.equal(
    createPublicKey(signing?.privateKey ?? "")
      .export({ type: "spki", format: "der" })
      .toString("base64"),
    published,
  );
  const stored = await harness.db.account(accountId, (tx) =>
    one<{ sealed: Buffer }>(tx, sql`select private_key_sealed as sealed from dkim_keys`),
  );
  assert.equal(stored.sealed.toString("latin1").includes("PRIVATE KEY"), false);
  assert.equal((await call("GET", "/sender-domains/fremd.example")).status, 404);
  await http.close();
});

test("what is held about an address can be copied and erased", async () => {
  const { call, http, accountId } = await harness.account();
  await call("POST", "/test-addresses", { email: "Test@musterbank.example" });
  const subject = { accountId, emailNormalised: "test@musterbank.example" };
  await harness.db.account(accountId, async (tx) => {
    const copy = await sendersPersonalData.exportFor(tx, subject);
    assert.equal(copy["confirmed_addresses"]?.length, 1);
    assert.deepEqual(await sendersPersonalData.eraseFor(tx, subject), { confirmed_addresses: 1 });
    assert.deepEqual((await sendersPersonalData.exportFor(tx, subject))["confirmed_addresses"], []);
  });
  await http.close();
});

test("ORG-08: senders, keys and addresses of another account are not there", async () => {
  const [one_, other] = [await harness.account(), await harness.account()];
  const made = (await one_.call("POST", "/senders", sender)).body;
  assert.equal((await other.call("GET", `/senders/${made.id}`)).status, 404);
  const seen = await harness.db.account(other.accountId, (tx) =>
    rows(
      tx,
      sql`select 1 from senders union all select 1 from dkim_keys union all select 1 from confirmed_addresses union all select 1 from sender_domains`,
    ),
  );
  assert.deepEqual(seen, []);
  await Promise.all([one_.http.close(), other.http.close()]);
});
