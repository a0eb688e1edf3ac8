import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { completeSettings, testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import { timeStampService, whyNoTimeStamps } from "../../test/support/time-stamp-service.ts";
import type { SystemMail } from "../accounts/index.ts";
import {
  createJobRunner,
  createKeys,
  createLogger,
  createPoster,
  manualClock,
} from "../platform/index.ts";
import { askForTimestamp, readTimestamp } from "./anchor-timestamp.ts";
import { logKey, openCheckpoint } from "./checkpoint.ts";
import {
  anchorJobs,
  consentRoutes,
  ledgerJobs,
  ledgerPeriodic,
  noteAnchorMail,
  recordEntry,
} from "./index.ts";

let base: TestDatabase;
let http: TestHttp;
let receiver: Server;
let accountId = 0;
let host = "";
const clock = manualClock("2026-11-21T09:00:00.123Z");
const keys = createKeys(randomBytes(32));
const log = createLogger("silent");
const received: { path: string; type: string; body: Buffer }[] = [];
const mails: SystemMail[] = [];
let answer = { status: 200, body: Buffer.alloc(0) };
const noStamps = whyNoTimeStamps();
const stamps = noStamps === undefined ? timeStampService() : undefined;

before(async () => {
  base = await testDatabase();
  accountId = (await testAccount(base.db, { settings: completeSettings })).accountId;
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      const type = String(request.headers["content-type"]);
      received.push({ path: request.url!, type, body });
      const isQuery = type === "application/timestamp-query";
      response.writeHead(answer.status).end(isQuery ? stamps?.answer(body) : answer.body);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  http = await testServer({
    db: base.db,
    routes: consentRoutes({ ...deps(), privateHosts: [host] }),
    as: { accountId },
  });
});
after(async () => {
  stamps?.close();
  await http.close();
  await new Promise((resolve) => receiver.close(resolve));
  await base.close();
});

const deps = () => ({ db: base.db, keys, clock, log });
const drain = () =>
  createJobRunner({
    db: base.db,
    clock,
    log,
    handlers: {
      ...ledgerJobs(deps()),
      ...anchorJobs({
        ...deps(),
        post: createPoster({ privateHosts: [host] }),
        sendSystemMail: async (_tx, mail) => {
          mails.push(mail);
          return { via: "relay" };
        },
      }),
    },
    periodic: ledgerPeriodic(deps()),
  }).drain();
const record = (email: string) =>
  base.db.account(accountId, (tx) =>
    recordEntry(tx, deps(), {
      accountId,
      subject: { emailNormalised: email },
      kind: "objection",
      payload: { reason: "letter" },
    }),
  );
const state = async () => (await http.call("GET", "/api/v1/ledger")).body;
const HOUR = 3_600_000;

test("CON-06: what is added is placed, signed within the hour and carried to every anchor, once", async () => {
  const set = await http.call("PUT", "/api/v1/ledger/anchor-settings", {
    body: {
      webhookUrl: `http://${host}/anchor`,
      timestampUrl: noStamps ? null : `http://${host}/tsa`,
    },
  });
  assert.equal(set.status, 200);
  assert.equal(set.body.mailTo, "datenschutz@makler-mustermann.example");
  await record("a@example.org");
  await drain();
  const first = await state();
  assert.equal(first.entries, 1);
  assert.equal(first.checkpoint.size, 1);
  assert.equal(first.verification.ok, true);
  const webhook = JSON.parse(
    received.find((one) => one.path === "/anchor")!.body.toString("utf8"),
  ) as { checkpoint: string; publicKey: string };
  assert.equal(webhook.checkpoint, first.checkpoint.note);
  assert.equal(webhook.publicKey, first.publicKey);
  // Nobody needs a mail about a log that has just begun; later it comes once a day, when something was added.
  assert.equal(mails.length, 0);
  for (let hour = 1; hour <= 30; hour += 1) {
    if (hour === 3 || hour === 20) await record(`b${hour}@example.org`);
    clock.advance(HOUR + 1000);
    await drain();
  }
  assert.equal(received.filter((one) => one.path === "/anchor").length, 3);
  if (!noStamps) assert.equal(received.filter((one) => one.path === "/tsa").length, 2);
  assert.equal(mails.length, 2);
  assert.equal((await state()).checkpoint.size, 3);
});

test("CON-06: the mail to the privacy contact carries the checkpoint so that it can be compared later", async () => {
  const mail = mails.at(-1)!;
  const [{ checkpoint }] = [await state()];
  assert.equal(mail.to, "datenschutz@makler-mustermann.example");
  const text = mail.paragraphs.join("\n\n");
  const head = openCheckpoint(text.replaceAll(/^/gm, "> "), logKey(keys).publicKey);
  assert.equal(head!.size, checkpoint.size);
  assert.equal(head!.root.toString("base64"), checkpoint.root);
  // Its outcome comes as news, and stands in the list.
  const event = {
    accountId,
    payload: {
      referenceType: mail.reference!.type,
      referenceId: mail.reference!.id,
      outcome: "accepted",
      reply: "250 2.0.0 Ok: queued as 4Wx",
    },
  };
  await noteAnchorMail(deps())(event);
  await noteAnchorMail(deps())({ ...event, payload: { ...event.payload, outcome: "rejected" } });
  const shown = (await state()).anchors.find(
    (one: { kind: string; finishedAt: string | null }) => one.kind === "mail" && one.finishedAt,
  );
  assert.equal(shown.state, "done");
  assert.equal(shown.answer, "250 2.0.0 Ok: queued as 4Wx");
  const asked = await http.call("POST", "/api/v1/ledger/verifications", {
    body: { checkpoint: text },
  });
  assert.equal(asked.status, 202);
  assert.equal((await state()).verifying, true);
  await drain();
  const { verification } = await state();
  assert.equal(verification.id, asked.body.id);
  assert.equal(verification.ok, true);
  assert.equal(verification.outside, true);
});

test("CON-06: a webhook that fails is tried again, and given up after eight attempts", async () => {
  answer = { status: 503, body: Buffer.alloc(0) };
  const before = received.length;
  const made = await http.call("POST", "/api/v1/ledger/checkpoints");
  assert.equal(made.status, 200);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await drain();
    clock.advance(3 * HOUR);
  }
  const calls = received.slice(before).filter((one) => one.path === "/anchor").length;
  assert.equal(calls, 8);
  const failed = (await state()).anchors.find(
    (one: { kind: string; state: string }) => one.kind === "webhook" && one.state === "failed",
  );
  assert.equal(failed.answer, "The receiver answered 503.");
  assert.equal(failed.attempts, 8);
  answer = { status: 200, body: Buffer.alloc(0) };
});

test("CON-06: a webhook goes over https to the open internet only, unless the operator allows a host", async () => {
  for (const [address, reason] of [
    ["http://www.example.org/x", "plain"],
    ["ftp://www.example.org/x", "scheme"],
    ["https://user:secret@www.example.org/", "password"],
    ["javascript:alert(1)", "scheme"],
  ] as const) {
    const refused = await http.call("PUT", "/api/v1/ledger/anchor-settings", {
      body: { webhookUrl: address },
    });
    assert.equal(refused.status, 400, `${address}: ${reason}`);
  }
  const post = createPoster();
  const message = { body: Buffer.from("{}"), type: "application/json" };
  for (const address of [
    `http://${host}/`,
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/",
    "https://localhost/",
    "https://[::ffff:127.0.0.1]/",
  ])
    await assert.rejects(post(address, message), /https|internet/, address);
  await assert.rejects(post(`http://${host}/`, { ...message, plain: true }), /internet/);
});

test(
  "CON-06: a time stamp is taken only for our hash and nonce, whole, and from a certificate for time stamps",
  { skip: noStamps },
  async () => {
    const note = "a checkpoint\n";
    const question = askForTimestamp(note);
    const reply = stamps!.answer(question.request);
    const read = readTimestamp(reply, question);
    assert.match(read.by, /Zeitstempel Test/);
    assert.ok(Math.abs(read.at.getTime() - Date.now()) < 60_000);
    assert.ok(stamps!.accepts(read.token, note), "OpenSSL accepts the token");
    assert.ok(!stamps!.accepts(read.token, "another text"));
    const refuses = (bytes: Buffer, asked: Partial<typeof question>, why: RegExp) =>
      assert.throws(() => readTimestamp(bytes, { ...question, ...asked }), why);
    refuses(reply, { hash: createHash("sha256").update("x").digest() }, /something else/);
    refuses(reply, { nonce: randomBytes(16) }, /another question/);
    refuses(Buffer.from("<html>"), {}, /cannot be read/);
    refuses(reply.subarray(0, 40), {}, /cannot be read/);
    const altered = Buffer.from(reply);
    altered[altered.length - 5]! ^= 1;
    refuses(altered, {}, /does not fit/);
    const other = timeStampService({ usage: "codeSigning" });
    try {
      // OpenSSL itself refuses to answer with such a certificate, or answers and we refuse.
      refuses(other.answer(question.request), {}, /not for time stamps|refused/);
    } catch (error) {
      assert.match(String(error), /ts -reply|Command failed|time stamps/);
    } finally {
      other.close();
    }
  },
);
