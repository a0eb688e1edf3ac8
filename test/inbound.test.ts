import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { MailboxMessage } from "../contract/sandbox.ts";
import type { InboundResult, ReplyView } from "../contract/inbound.ts";
import { addressHash } from "../server/contacts/index.ts";
import { repliesTo, startInboundServer } from "../server/inbound/index.ts";
import { createMailtoTokens } from "../server/lists/index.ts";
import { activeForAddress } from "../server/suppression/index.ts";
import { rows, run, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { deliver, smtpTalk } from "./support/smtp-talk.ts";
import { mailTo } from "./support/walk.ts";
import { readyAccount, sendMailing, subscribe, type WalkAccount } from "./support/walk-account.ts";

const DOMAIN = "in.musterbank.example";
const NAMES = ["anna", "bert", "cora", "dora", "emil", "fritz", "gerd", "hans", "ilse", "jana"];
const address = (name: string) => `${name}@leser.example`;

/** Real mails of a real mailing, and what people send back, over SMTP and the API. */
describe("mail that comes in", () => {
  let running: RunningApp;
  let account: WalkAccount;
  let port: number;
  let replyAddress: string;

  before(async () => {
    running = await runningApp({
      env: { INBOUND_DOMAIN: DOMAIN, INBOUND_SMTP_PORT: "0" },
    });
    port = running.app.inboundPort!;
    account = await readyAccount(running);
    await subscribe(
      running,
      account,
      NAMES.map((name) => ({ email: address(name), tracking: false })),
    );
    await sendMailing(account);
    replyAddress = (await account.owner.get("/inbound")).address as string;
  });
  after(() => running?.close());

  const mailOf = (name: string) => mailTo(account.owner, address(name), /^Marktblick/);
  const header = (mail: MailboxMessage, name: string) =>
    mail.headers.find((one) => one.name.toLowerCase() === name)?.value ?? "";
  const mailtoOf = async (name: string) =>
    /<mailto:([^?>]+)\?subject=unsubscribe>/.exec(
      header(await mailOf(name), "list-unsubscribe"),
    )![1]!;
  const subscribed = async () => {
    const { items } = await account.owner.get(
      `/lists/${account.list}/subscriptions?state=confirmed`,
    );
    return (items as { email: string }[]).map((one) => one.email);
  };
  const waiting = async () => (await account.owner.get("/replies")).items as ReplyView[];
  const scopes = async (name: string) => {
    const { items } = await account.owner.get(
      `/suppressions?q=${encodeURIComponent(address(name))}`,
    );
    return (items as { scope: string; origin: string }[]).map(
      (one) => `${one.scope} ${one.origin}`,
    );
  };
  const reply = async (
    name: string,
    text: string,
    more: { subject?: string; from?: string } = {},
  ) => {
    const mail = await mailOf(name);
    return [
      `From: <${more.from ?? address(name)}>`,
      `To: <${replyAddress}>`,
      `Subject: ${more.subject ?? `AW: ${mail.subject}`}`,
      `In-Reply-To: ${header(mail, "message-id")}`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      text,
      "",
      "Am 20.11.2026 um 10:00 schrieb Musterbank:",
      ...(mail.text ?? "").split("\n").map((line) => `> ${line}`),
    ].join("\r\n");
  };

  test("UNS-01 UNS-19: the header names a link and an address, both signed, and the address unsubscribes, in either case", async () => {
    const mail = await mailOf("anna");
    assert.match(
      header(mail, "list-unsubscribe"),
      /^<https?:\/\/[^>]+>,\s*<mailto:u\+[a-z2-7]{61}@in\.musterbank\.example\?subject=unsubscribe>$/,
    );
    assert.match(header(mail, "dkim-signature"), /h=[^;]*list-unsubscribe:/i);
    const before_ = (await account.owner.get("/mailbox?limit=200")).items.length;
    assert.match(
      await deliver(port, { to: await mailtoOf("anna"), message: "Subject: unsubscribe\r\n\r\n" }),
      /^250/,
    );
    const folded = (await mailtoOf("bert")).toUpperCase();
    assert.match(await deliver(port, { from: "", to: folded, message: "\r\n" }), /^250/);
    assert.ok(!(await subscribed()).includes(address("anna")));
    assert.ok(!(await subscribed()).includes(address("bert")));
    assert.deepEqual((await scopes("anna")).toSorted(), [
      "customer_7_3_address mailto",
      "list_address mailto",
    ]);
    const after_ = (await account.owner.get("/mailbox?limit=200")).items.length;
    assert.equal(after_, before_, "UNS-10: nobody gets a mail about it");
    assert.match(
      await deliver(port, { to: await mailtoOf("anna"), message: "\r\n" }),
      /^250/,
      "twice is once",
    );
  });

  test("UNS-18 UNS-19: the token decides, so a forged sender harms nobody and a made-up token nothing", async () => {
    const to = await mailtoOf("cora");
    const forged = `From: <${address("dora")}>\r\nSubject: unsubscribe\r\n\r\n`;
    assert.match(await deliver(port, { from: address("dora"), to, message: forged }), /^250/);
    assert.ok((await subscribed()).includes(address("dora")));
    assert.ok(!(await subscribed()).includes(address("cora")));
    const at = to.indexOf("@");
    for (const wrong of [
      `${to.slice(0, at - 1)}${to[at - 1] === "a" ? "b" : "a"}@${DOMAIN}`,
      to.replace(DOMAIN, "elsewhere.example"),
      `postmaster@${DOMAIN}`,
      "anna@leser.example",
      `u+@${DOMAIN}`,
    ])
      assert.match(await deliver(port, { to: wrong, message: "\r\n" }), /^550/, wrong);
  });

  test("LEG-17: a reply becomes a task within seconds and the next mailing rests for this address alone", async () => {
    assert.match(
      await deliver(port, {
        to: replyAddress,
        message: await reply("dora", "Bitte keine weiteren Mails"),
      }),
      /^250/,
    );
    const [task] = await waiting();
    assert.equal(task!.from, address("dora"));
    assert.equal(task!.list?.id, account.list);
    assert.equal(task!.text, "Bitte keine weiteren Mails");
    const { start, end } = task!.matches[0]!;
    assert.equal(task!.text.slice(start, end), "keine weiteren Mails");
    const due = new Date(task!.dueAt).getTime() - new Date(task!.receivedAt).getTime();
    assert.ok(due >= 86_400_000 && due <= 3 * 86_400_000);
    assert.deepEqual(await scopes("dora"), ["held reply"]);
    const { items } = await account.owner.get("/mailings?state=sent");
    const second = await sendMailing(account, "Zweite Ausgabe");
    const counts = await account.owner.get(`/mailings/${second}`);
    assert.equal(items.length >= 1, true);
    const got = (await account.owner.get("/mailbox?limit=200&q=Zweite")).items as {
      envelope: { to: string[] };
    }[];
    const names = got.flatMap((one) => one.envelope.to);
    assert.ok(!names.includes(address("dora")), JSON.stringify(counts));
    assert.ok(names.includes(address("emil")));
    assert.match(
      await deliver(port, {
        to: replyAddress,
        message: await reply("dora", "Bitte keine weiteren Mails"),
      }),
      /^250/,
    );
    assert.equal((await waiting()).length, 1, "the same message is the same task");
  });

  test("LEG-16 LEG-17: the decision works at once, is proven, and ends the hold", async () => {
    const [task] = await waiting();
    const decided = await account.owner.post(`/replies/${task!.id}/decide`, {
      decision: "list",
      note: "Klare Bitte",
    });
    assert.equal(decided.state, "decided");
    assert.ok(!(await subscribed()).includes(address("dora")));
    assert.deepEqual((await scopes("dora")).toSorted(), [
      "customer_7_3_address reply",
      "list_address reply",
    ]);
    const { items } = await account.owner.get(`/contacts?q=${encodeURIComponent(address("dora"))}`);
    const ledger = (await account.owner.get(`/consents?contact=${items[0].id}`)).items as {
      kind: string;
    }[];
    assert.ok(ledger.some((entry) => entry.kind === "unsubscribed"));
    const again = await account.owner.call("POST", `/replies/${task!.id}/decide`, {
      body: { decision: "none" },
    });
    assert.equal(again.status, 409);
    const undone = await account.owner.post(`/replies/${task!.id}/undo`);
    assert.equal(undone.state, "open");
    assert.ok((await subscribed()).includes(address("dora")));
    assert.ok((await scopes("dora")).includes("held reply"));
    await account.owner.post(`/replies/${task!.id}/decide`, { decision: "none" });
    assert.ok(!(await scopes("dora")).includes("held reply"));
    assert.deepEqual(await waiting(), []);
  });

  test("TRK-21: replies are counted as a bare total, each once, and only those of recipients", async () => {
    const { db } = running.database;
    const total = () =>
      db.account(1, async (tx) => {
        const mailings = await rows<{ id: number }>(
          tx,
          sql`select m.id from mailings m where m.account_id = app_account()`,
        );
        const replies = await repliesTo(
          tx,
          mailings.map((mailing) => mailing.id),
        );
        return [...replies.values()].reduce((sum, count) => sum + count, 0);
      });
    assert.equal(await total(), 0, "who wants to leave does not count as an answer");
    const thanks = await reply("gerd", "Danke, das war lesenswert.");
    for (const message of [thanks, thanks])
      assert.match(await deliver(port, { to: replyAddress, message }), /^250/);
    const foreign = await reply("gerd", "Auch schön.", { from: "boese@fremd.example" });
    assert.match(await deliver(port, { to: replyAddress, message: foreign }), /^250/);
    assert.equal(await total(), 1);
  });

  test("LEG-17: a clear subject of the recipient acts by itself; of anybody else it does not", async () => {
    const forged = await reply("emil", "", { subject: "Abmelden", from: "boese@fremd.example" });
    assert.match(await deliver(port, { to: replyAddress, message: forged }), /^250/);
    assert.ok((await subscribed()).includes(address("emil")));
    const own = `From: <${address("fritz")}>\r\nSubject: Abmelden\r\n\r\n`;
    assert.match(await deliver(port, { to: replyAddress, message: own }), /^250/);
    assert.ok(
      (await subscribed()).includes(address("fritz")),
      "without the mail it answers, a person decides",
    );
    const [task] = (await waiting()).filter((one) => one.from === address("fritz"));
    assert.equal(task!.list, null);
    assert.deepEqual(
      task!.lists.map((one) => one.id),
      [account.list],
    );
    const clear = await reply("emil", "Danke.", { subject: "Abmelden" });
    assert.match(await deliver(port, { to: replyAddress, message: clear }), /^250/);
    assert.ok(!(await subscribed()).includes(address("emil")));
    for (const one of await waiting())
      await account.owner.post(`/replies/${one.id}/decide`, { decision: "none" });
  });

  test("LEG-17: absence notes, newsletters and friendly answers leave no trace", async () => {
    const auto = (await reply("gerd", "Bitte abmelden")).replace(
      "Subject:",
      "Auto-Submitted: auto-replied\r\nSubject:",
    );
    assert.match(await deliver(port, { to: replyAddress, message: auto }), /^250/);
    assert.match(
      await deliver(port, {
        to: replyAddress,
        message: await reply("gerd", "Danke, sehr interessant!"),
      }),
      /^250/,
    );
    assert.deepEqual(await waiting(), []);
    assert.deepEqual(await scopes("gerd"), []);
  });

  test("UNS-20: a provider's complaint unsubscribes and ends advertising to the address; nobody can complain for others", async () => {
    const mail = await mailOf("gerd");
    const report = (quoted: string, type = "abuse") =>
      [
        "From: <fbl@provider.example>",
        "Subject: FW: complaint",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "This is an email abuse report.",
        "--b",
        "Content-Type: message/feedback-report",
        "",
        `Feedback-Type: ${type}`,
        "Version: 1",
        "--b",
        "Content-Type: message/rfc822",
        "",
        quoted,
        "--b--",
      ].join("\r\n");
    const quoted = `From: <newsletter@musterbank.example>\r\nList-Unsubscribe: ${header(mail, "list-unsubscribe").replace(", ", ",\r\n ")}\r\nSubject: Marktblick\r\n\r\nText`;
    const foreign = "From: <x@y.example>\r\nSubject: Marktblick\r\n\r\nText";
    for (const message of [report(quoted, "not-spam"), report(foreign)])
      assert.match(await deliver(port, { to: replyAddress, message }), /^250/);
    assert.deepEqual(await scopes("gerd"), []);
    assert.match(await deliver(port, { to: replyAddress, message: report(quoted) }), /^250/);
    assert.ok(!(await subscribed()).includes(address("gerd")));
    assert.ok((await scopes("gerd")).includes("complaint complaint"));
  });

  test("LEG-17 UNS-19: a fetcher delivers the same messages to the API", async () => {
    const post = async (message: string, query = "") => {
      const response = await fetch(`${running.url}/api/v1/inbound/messages${query}`, {
        method: "POST",
        headers: { ...account.owner.credentials, "content-type": "message/rfc822" },
        body: message,
      });
      return { status: response.status, body: (await response.json()) as InboundResult };
    };
    const asked = await post(await reply("hans", "Please remove me"));
    assert.equal(asked.body.result, "task");
    const to = await mailtoOf("ilse");
    const left = await post(`Delivered-To: ${to.toUpperCase()}\r\nTo: x@y.example\r\n\r\n`);
    assert.deepEqual([left.status, left.body.result], [200, "unsubscribed"]);
    assert.ok(!(await subscribed()).includes(address("ilse")));
    assert.equal((await post(await reply("jana", "Danke!"))).body.result, "nothing");
    assert.equal((await post("x".repeat(10 * 1024 * 1024 + 1))).status, 413);
    assert.equal((await post("")).status, 400);
    assert.equal((await post("no header at all")).status, 422);
    for (const one of await waiting())
      await account.owner.post(`/replies/${one.id}/decide`, { decision: "none" });
  });

  test("LEG-17: in the sandbox one answers as the recipient and sees what happens", async () => {
    const mail = await mailOf("jana");
    const answered = await account.owner.post(`/mailbox/${mail.id}/reply`, {
      text: "Ich möchte keine Mails mehr.\nGrüße",
    });
    assert.equal(answered.result, "task");
    const [task] = await waiting();
    assert.equal(task!.from, address("jana"));
    assert.equal(task!.text, "Ich möchte keine Mails mehr.\nGrüße");
    await account.owner.post(`/replies/${task!.id}/decide`, { decision: "advertising" });
    assert.ok((await scopes("jana")).includes("account_address reply"));
  });

  test("LEG-17: an overdue reply is the start page's business", async () => {
    await account.owner.post(`/mailbox/${(await mailOf("hans")).id}/reply`, { text: "Stop" });
    await running.app.db.account(1, (tx) =>
      run(tx, sql`update reply_tasks set due_at = now() - interval '1 hour' where state = 'open'`),
    );
    const { todos } = await account.owner.get("/dashboard");
    const todo = (todos as { code: string; urgent: boolean }[]).find(
      (one) => one.code === "reply_waiting",
    );
    assert.equal(todo?.urgent, true);
    assert.deepEqual((await account.owner.get("/inbound")).overdue, 1);
  });

  test("UNS-19: hostile mail gets its clear answer and the server goes on", async () => {
    const talk = await smtpTalk(port);
    assert.match(await talk.say("EHLO x"), /SIZE 10485760/);
    assert.match(await talk.say("MAIL FROM:<a@b.example> SIZE=99999999"), /^552/);
    assert.match(await talk.say("MAIL FROM:<a@b.example>"), /^250/);
    assert.match(await talk.say("DATA"), /^503/);
    for (let at = 0; at < 10; at++)
      assert.match(await talk.say(`RCPT TO:<x${at}@${DOMAIN}>`), /^550/);
    assert.match(await talk.say(`RCPT TO:<${replyAddress}>`), /^421/, "nobody tries out tokens");
    talk.close();
    let deep = "x";
    for (let at = 0; at < 100; at++)
      deep = `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n${deep}\r\n--b${at}--`;
    assert.match(
      await deliver(port, { to: replyAddress, message: `From: <a@b.example>\r\n${deep}` }),
      /^554/,
    );
    assert.match(
      await deliver(port, { to: replyAddress, message: Buffer.alloc(11 * 1024 * 1024, "x\r\n") }),
      /^552/,
    );
    const binary = Buffer.from(
      Array.from({ length: 2000 }, (_, at) => (at * 7) % 256).filter(
        (byte) => byte !== 10 && byte !== 13 && byte !== 46,
      ),
    );
    assert.match(await deliver(port, { to: replyAddress, message: binary }), /^(250|554)/);
    const half = await smtpTalk(port);
    await half.say("EHLO x");
    await half.say("MAIL FROM:<a@b.example>");
    await half.say(`RCPT TO:<${replyAddress}>`);
    await half.say("DATA");
    half.close();
    assert.match(await deliver(port, { to: await mailtoOf("hans"), message: "\r\n" }), /^250/);
  });

  test("a port that is taken is told in words", async () => {
    await assert.rejects(
      startInboundServer(running.app.deps.inbound, { host: "127.0.0.1", port }),
      /INBOUND_SMTP_PORT: 127\.0\.0\.1:\d+ cannot be opened \(EADDRINUSE\)/,
    );
  });

  test("UNS-22: the address works when list and contact are gone", async () => {
    const { keys, db } = running.app;
    const hash = addressHash(keys, 1, "weg@leser.example");
    const localPart = createMailtoTokens(keys).make({
      accountId: 1,
      listId: 4711,
      addressHash: hash,
    });
    assert.match(await deliver(port, { to: `${localPart}@${DOMAIN}`, message: "\r\n" }), /^250/);
    const stopped = await db.account(1, (tx) => activeForAddress(tx, "weg@leser.example", hash));
    assert.deepEqual(stopped.map((one) => one.scope).toSorted(), [
      "customer_7_3_address",
      "newsletters_address",
    ]);
  });
});
