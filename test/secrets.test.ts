import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { checkSecrets } from "../server/cli/secret.store.ts";
import { logKey } from "../server/consent/checkpoint.ts";
import { addressHash } from "../server/contacts/index.ts";
import { createGoalTokens } from "../server/goals/goal-token.ts";
import { readInboundAddress, replyLocalPart } from "../server/inbound/inbound-address.ts";
import { createLinkTokens, createMailtoTokens, type LinkPurpose } from "../server/lists/index.ts";
import { createBounceAddresses } from "../server/mailboxes/index.ts";
import { createKeys, secretChecks, type Keys } from "../server/platform/index.ts";
import { addOwnSecret, ownSecrets, secretFile, secretList } from "../server/secrets.ts";
import { readReportAddress, reportLocalPart } from "../server/senders/report-address.ts";
import { createWorkGuard } from "../server/signup/proof-of-work.ts";
import { testAccount } from "./support/account.ts";
import { testDatabase } from "./support/database.ts";

const first = randomBytes(32);
const second = randomBytes(32);
const third = randomBytes(32);
const before = createKeys(first);
const after = createKeys([third, second, first]);
const hash = addressHash(before, 7, "anna@kunde.example");
const subject = {
  accountId: 7,
  listId: 8,
  contactId: 9,
  mailingId: 10,
  issuedAt: new Date("2026-03-01T10:00:00Z"),
  addressHash: hash,
};

test("ORG-19 UNS-18: every link and address of a mail sent before secrets were changed means what it meant", () => {
  const purposes: LinkPurpose[] = ["unsubscribe", "manage", "objection"];
  for (const purpose of purposes) {
    const token = createLinkTokens(before).make(purpose, subject);
    assert.deepEqual(createLinkTokens(after).open(purpose, token), subject, purpose);
  }
  const mailto = createMailtoTokens(before).make(subject)!;
  assert.equal(createMailtoTokens(after).open(mailto)?.listId, 8);
  const bounce = createBounceAddresses(before).make("b+%@b.example", 7, 55);
  assert.deepEqual(createBounceAddresses(after).read(bounce), { accountId: 7, deliveryId: 55 });
  const inbound = {
    keys: after,
    mailtos: createMailtoTokens(after),
    bounces: createBounceAddresses(after),
  };
  assert.deepEqual(readInboundAddress(inbound, `${replyLocalPart(before, 7)}@in.example`), {
    kind: "account",
    accountId: 7,
  });
  assert.equal(readReportAddress(after, `${reportLocalPart(before, 7)}@in.example`), 7);
});

test("ORG-19: what is given out after the change is made with the newest secret, and nobody without it reads it", () => {
  const token = createLinkTokens(after).make("unsubscribe", subject);
  assert.deepEqual(createLinkTokens(createKeys(third)).open("unsubscribe", token), subject);
  assert.equal(createLinkTokens(createKeys([second, first])).open("unsubscribe", token), null);
  const sealed = after.seal("relay", Buffer.from("hidden"));
  assert.equal(createKeys(third).open("relay", sealed).toString(), "hidden");
  assert.throws(() => createKeys([second, first]).open("relay", sealed));
});

test("ORG-19: sealed values, hashes of addresses and the ledger's name outlive the change", () => {
  assert.equal(
    after.open("relay", before.seal("relay", Buffer.from("hidden"))).toString(),
    "hidden",
  );
  assert.deepEqual(addressHash(after, 7, "anna@kunde.example"), hash);
  assert.deepEqual(logKey(after).publicKey, logKey(before).publicKey);
  assert.notDeepEqual(logKey(createKeys(third)).publicKey, logKey(before).publicKey);
  const click = { accountId: 7, mailingId: 8, deliveryId: 9, link: 1, at: subject.issuedAt };
  const opened = createGoalTokens(after).open(createGoalTokens(before).forClick(click));
  assert.equal(opened?.kind === "click" && opened.deliveryId, 9);
});

test("ORG-19 DOI-11: a form that was open while secrets changed is taken, once", async () => {
  const database = await testDatabase();
  try {
    const { account } = await testAccount(database.db);
    const clock = { now: () => subject.issuedAt };
    const challenge = await createWorkGuard({ keys: before, clock }).issue("frm_1");
    const solution = await solveChallenge({ challenge, deriveKey });
    const payload = Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
    const take = (keys: Keys) =>
      database.db.account(account.id, (tx) =>
        createWorkGuard({ keys, clock }).accepts(tx, account.id, "frm_1", payload),
      );
    assert.equal(await take(createKeys(third)), false);
    assert.deepEqual([await take(after), await take(after)], [true, false]);
  } finally {
    await database.close();
  }
});

test("ORG-19: a start without one of the secrets, or with them in another order, is refused", async () => {
  const database = await testDatabase();
  const start = (...secrets: Buffer[]) =>
    database.db.instance((tx) => checkSecrets(tx, secretChecks(createKeys(secrets))));
  try {
    assert.equal(await start(first), true);
    assert.equal(await start(second), false, "another one");
    assert.equal(await start(second, first), true);
    assert.equal(await start(second, first), true);
    assert.equal(await start(first), false, "the newer one forgotten");
    assert.equal(await start(first, second), false, "in the wrong order");
    assert.equal(await start(third, first), false, "one in the middle forgotten");
    assert.equal(await start(third, second, first), true);
    assert.equal(await start(second, first), false);
  } finally {
    await database.close();
  }
});

test("ORG-19: the file of secrets is made once, grows at its head, and is refused when it is damaged", () => {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-secrets-"));
  try {
    const problems: string[] = [];
    const [made] = ownSecrets(folder, problems);
    assert.deepEqual(ownSecrets(folder, problems), [made]);
    assert.equal(addOwnSecret(folder).secrets, 2);
    const [newest, oldest] = ownSecrets(folder, problems);
    assert.deepEqual([oldest, problems], [made, []]);
    assert.notDeepEqual(newest, made);
    assert.equal(statSync(secretFile(folder)).mode & 0o777, 0o600);
    writeFileSync(secretFile(folder), `${readFileSync(secretFile(folder), "utf8")}zu kurz\n`);
    ownSecrets(folder, problems);
    assert.match(problems.join(), /secret\.key: expected 32 bytes as base64 in each line/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("ORG-19: a list of secrets with a short, a doubled or no entry is named", () => {
  const text = (...secrets: Buffer[]) => secrets.map((one) => one.toString("base64")).join(",");
  const read = (list: string) => {
    const problems: string[] = [];
    return { secrets: secretList(list, "SECRET_KEY", problems), problems };
  };
  assert.deepEqual(read(text(third, first)), { secrets: [third, first], problems: [] });
  assert.match(read(text(first, first)).problems.join(), /twice/);
  assert.match(read(`${text(first)},abcd`).problems.join(), /at least 32 bytes .*, found/);
  assert.match(read(" , ").problems.join(), /none/);
});
