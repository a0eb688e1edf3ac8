import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createTransport } from "nodemailer";
import type { SendMailOptions } from "nodemailer";
import pino from "pino";
import { manualClock } from "../platform/index.ts";
import { maximumMessageSize, sandboxHelloName, unassigned } from "./mailbox.ts";
import {
  deleteMailboxMessage,
  emptyMailbox,
  listMailbox,
  readMailboxRaw,
  sweepMailboxes,
} from "./mailbox-files.ts";
import { messagePage } from "./message-page.ts";
import { readMailboxMessage } from "./read-mailbox-message.ts";
import { startSandboxMailbox } from "./start-sandbox-mailbox.ts";

const account = `acc_${"a1".repeat(16)}`;
const other = `acc_${"b2".repeat(16)}`;
const clock = manualClock("2026-11-21T10:00:00Z");
let dataDir: string;
let mailbox: Awaited<ReturnType<typeof startSandboxMailbox>>;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "klarpost-mailbox-"));
  mailbox = await startSandboxMailbox({ dataDir, clock, log: pino({ level: "silent" }) });
});
after(async () => {
  await mailbox.stop();
  await rm(dataDir, { recursive: true });
});

function send(message: SendMailOptions, hello = sandboxHelloName(account)) {
  return createTransport({ host: "127.0.0.1", port: mailbox.port, name: hello }).sendMail({
    from: '"Müller & Söhne" <post@mueller.example>',
    to: "erika@example.com",
    subject: "Bitte bestätigen Sie Ihre Anmeldung",
    text: "Guten Tag",
    ...message,
  });
}

/** Says EHLO, then everything else at once, and returns all that the server said until it or we hang up. */
function talk(lines: string[], hangUp = false): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    let rest = lines.join("\r\n");
    const socket = connect(mailbox.port, "127.0.0.1");
    socket.on("data", (chunk) => {
      said += chunk.toString();
      if (hangUp && /^354 /m.test(said)) socket.destroy();
      if (/^220 .*\r\n$/.test(said)) socket.write(`EHLO ${sandboxHelloName(account)}\r\n`);
      if (/^250 [^\r]*\r\n$/m.test(said)) {
        socket.write(rest);
        rest = "";
      }
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(said));
  });
}

test("a message appears in the mailbox of the account that EHLO named, and in no other", async () => {
  await emptyMailbox(dataDir, account);
  await send({
    envelope: { from: "bounce+1@mueller.example", to: ["erika@example.com", "max@example.com"] },
  });
  const { items, nextCursor } = await listMailbox(dataDir, account);
  assert.equal(items.length, 1);
  assert.equal(nextCursor, null);
  const { id: _id, size, ...rest } = items[0]!;
  assert.ok(size > 100);
  assert.deepEqual(rest, {
    receivedAt: clock.now(),
    from: "Müller & Söhne <post@mueller.example>",
    to: "erika@example.com",
    subject: "Bitte bestätigen Sie Ihre Anmeldung",
    date: rest.date,
    envelope: { from: "bounce+1@mueller.example", to: ["erika@example.com", "max@example.com"] },
  });
  assert.deepEqual((await listMailbox(dataDir, other)).items, []);
  await send({}, "relay.example.org");
  assert.equal((await listMailbox(dataDir, unassigned)).items.length, 1);
  assert.equal((await listMailbox(dataDir, account)).items.length, 1);
});

test("a message is read with its parts, links and inline images, and raw byte for byte", async () => {
  await emptyMailbox(dataDir, account);
  await send({
    html: '<p><a href="https://x.example/b/TOKEN">Anmeldung  <b>bestätigen</b></a><a href="https://x.example/d"><img alt="Datenschutz" src="cid:logo@x"></a></p>',
    headers: { "List-Unsubscribe": "<https://x.example/u/1>" },
    attachments: [
      { filename: "Preisliste.pdf", content: Buffer.alloc(1000), contentType: "application/pdf" },
      { filename: "logo.png", content: Buffer.from("png"), cid: "logo@x" },
    ],
  });
  const [entry] = (await listMailbox(dataDir, account)).items;
  const message = await readMailboxMessage(dataDir, account, entry!.id);
  assert.equal(message?.text?.trim(), "Guten Tag");
  assert.deepEqual(message?.links, [
    { url: "https://x.example/b/TOKEN", text: "Anmeldung bestätigen" },
    { url: "https://x.example/d", text: "Datenschutz" },
  ]);
  assert.match(message?.html ?? "", /src="data:image\/png;base64,cG5n"/);
  assert.deepEqual(
    message?.attachments.find((each) => each.name === "Preisliste.pdf"),
    {
      name: "Preisliste.pdf",
      mediaType: "application/pdf",
      size: 1000,
    },
  );
  assert.ok(
    message?.headers.some(
      ({ name, value }) => name === "List-Unsubscribe" && value === "<https://x.example/u/1>",
    ),
  );
  const raw = await readMailboxRaw(dataDir, account, entry!.id);
  assert.equal(raw?.length, entry!.size);
  assert.match(raw!.toString("latin1"), /^From: /m);
  assert.equal(await readMailboxMessage(dataDir, other, entry!.id), null);
});

test("lists page newest first, search looks at people and subject", async () => {
  await emptyMailbox(dataDir, account);
  for (let no = 1; no <= 5; no++) {
    clock.advance(1000);
    await send({ subject: `Brief ${no}`, to: `person${no}@example.com` });
  }
  const first = await listMailbox(dataDir, account, { limit: 2 });
  assert.deepEqual(
    first.items.map((item) => item.subject),
    ["Brief 5", "Brief 4"],
  );
  const second = await listMailbox(dataDir, account, { limit: 3, cursor: first.nextCursor! });
  assert.deepEqual(
    second.items.map((item) => item.subject),
    ["Brief 3", "Brief 2", "Brief 1"],
  );
  assert.equal(second.nextCursor, null);
  const found = await listMailbox(dataDir, account, { q: "PERSON3 brief" });
  assert.deepEqual(
    found.items.map((item) => item.subject),
    ["Brief 3"],
  );
  assert.equal(await deleteMailboxMessage(dataDir, account, found.items[0]!.id), true);
  assert.equal(await deleteMailboxMessage(dataDir, account, found.items[0]!.id), false);
  assert.equal(await emptyMailbox(dataDir, account), 4);
});

test("messages are gone after 24 hours, and files are for this user only", async () => {
  await emptyMailbox(dataDir, account);
  await send({ subject: "alt" });
  clock.advance(24 * 60 * 60 * 1000 - 1);
  await send({ subject: "neu" });
  clock.advance(1);
  await sweepMailboxes(dataDir, clock.now());
  const { items } = await listMailbox(dataDir, account);
  assert.deepEqual(
    items.map((item) => item.subject),
    ["neu"],
  );
  const folder = join(dataDir, "mailbox", account);
  assert.equal((await stat(folder)).mode & 0o077, 0);
  for (const name of await readdir(folder)) {
    assert.equal((await stat(join(folder, name))).mode & 0o077, 0);
  }
});

test("a client that hangs up before the end of DATA leaves nothing behind", async () => {
  await emptyMailbox(dataDir, account);
  const said = await talk(
    ["MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA", ""],
    true,
  );
  assert.match(said, /^354 /m);
  assert.deepEqual((await listMailbox(dataDir, account)).items, []);
});

test("pipelined messages with dots, an empty sender and eight-bit text arrive as sent", async () => {
  await emptyMailbox(dataDir, account);
  const body = ["Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "", "..ein Punkt", "Übung", "."];
  const envelope = ["MAIL FROM:<>", "RCPT TO:<b@example.com>", "DATA"];
  const said = await talk([...envelope, ...body, ...envelope, ...body, "QUIT", ""]);
  assert.equal(said.match(/^250 2\.0\.0 Stored as /gm)?.length, 2);
  const { items } = await listMailbox(dataDir, account);
  assert.equal(items.length, 2);
  assert.equal(items[0]?.subject, "Grüße");
  assert.equal(items[0]?.envelope.from, "");
  const raw = await readMailboxRaw(dataDir, account, items[0]!.id);
  assert.match(raw!.toString(), /\r\n\.ein Punkt\r\nÜbung\r\n$/);
});

test("a message above 25 MB is refused and not kept", async () => {
  await emptyMailbox(dataDir, account);
  await assert.rejects(
    send({ attachments: [{ filename: "a.bin", content: Buffer.alloc(maximumMessageSize) }] }),
    /55[0-9]|larger|size/i,
  );
  assert.deepEqual((await listMailbox(dataDir, account)).items, []);
});

test("a message that cannot be parsed is refused, not waited for", async () => {
  await emptyMailbox(dataDir, account);
  const nested = Array.from(
    { length: 60 },
    (_, no) => `Content-Type: multipart/mixed; boundary="b${no}"\r\n\r\n--b${no}\r\n`,
  ).join("");
  await talk([
    "MAIL FROM:<a@example.com>",
    "RCPT TO:<b@example.com>",
    "DATA",
    nested,
    ".",
    "QUIT",
    "",
  ]);
  const [entry] = (await listMailbox(dataDir, account)).items;
  await assert.rejects(readMailboxMessage(dataDir, account, entry!.id), {
    code: "message_unreadable",
  });
});

test("the page of a message runs no script, frames nothing, and loads images only when wanted", () => {
  const message = {
    html: "<!DOCTYPE html><p>Hallo",
    text: null,
    headers: [],
    links: [],
    attachments: [],
  };
  const page = messagePage(message, true);
  const policy = page.headers["content-security-policy"] ?? "";
  assert.match(policy, /^sandbox allow-popups /);
  assert.doesNotMatch(policy, /allow-scripts|allow-same-origin|script-src/);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /img-src http: https: data:/);
  assert.equal(page.html, '<!DOCTYPE html><base target="_blank"><p>Hallo');
  const quiet = messagePage(message, false).headers["content-security-policy"] ?? "";
  assert.match(quiet, /img-src data:;/);
  const plain = messagePage(
    { ...message, html: null, text: '<b> https://x.example/?a=1&b="' },
    true,
  );
  assert.match(plain.html, /&lt;b> <a href="https:\/\/x\.example\/\?a=1&amp;b="/);
});
