import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { UnknownMessageView } from "../contract/unknown-messages.ts";
import { rows, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { bounceMessage } from "./support/bounces.ts";
import { deliver } from "./support/smtp-talk.ts";
import { mailTo } from "./support/walk.ts";
import { readyAccount, sendMailing, subscribe, type WalkAccount } from "./support/walk-account.ts";

const DOMAIN = "in.musterbank.example";
const NAMES = ["gerd", "hans", "ilse"];
const address = (name: string) => `${name}@leser.example`;

/** Reports that somebody made up, or that look as no server should write them. */
describe("forged and odd reports", () => {
  let running: RunningApp;
  let account: WalkAccount;
  let port: number;
  let replyAddress: string;

  before(async () => {
    running = await runningApp({ env: { INBOUND_DOMAIN: DOMAIN, INBOUND_SMTP_PORT: "0" } });
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

  const envelopeOf = async (name: string) =>
    (await mailTo(account.owner, address(name), /^Marktblick/)).envelope.from;
  /** What was reported about the mails to somebody. */
  const of = (name: string) =>
    running.app.db.account(1, (tx) =>
      rows<{ class: string; text: string | null }>(
        tx,
        sql`select b.class, b.text from delivery_bounces b join deliveries d on d.account_id = b.account_id and d.id = b.delivery_id
            where d.email_normalised = ${address(name)} order by b.at`,
      ),
    );
  const scopes = async (name: string) => {
    const { items } = await account.owner.get(
      `/suppressions?q=${encodeURIComponent(address(name))}`,
    );
    return (items as { scope: string }[]).map((one) => one.scope);
  };
  const unknown = async () =>
    (await account.owner.get("/unknown-messages?state=waiting")).items as UnknownMessageView[];
  const bounce = async (name: string, status: string, diagnostic: string) =>
    bounceMessage({ to: await envelopeOf(name), recipient: address(name), status, diagnostic });

  test("UNS-20 SND-13: nobody complains for others by writing their address into a report", async () => {
    const raw = [
      "From: <fbl@provider.example>",
      "Subject: complaint",
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      "",
      "--b",
      "Content-Type: message/feedback-report",
      "",
      "Feedback-Type: abuse",
      "Version: 1",
      `Original-Rcpt-To: <${address("ilse")}>`,
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `To: <${address("ilse")}>`,
      "Subject: Marktblick",
      "--b--",
    ].join("\r\n");
    const before_ = (await unknown()).length;
    assert.match(await deliver(port, { from: "", to: replyAddress, message: raw }), /^250/);
    assert.deepEqual(await scopes("ilse"), []);
    assert.equal((await unknown()).length, before_ + 1, "a person looks at it");
  });

  test("SND-08: a bounce with NUL in it is processed like any other", async () => {
    const message = await bounce("ilse", "5.7.1", "550 5.7.1 blo\0cked");
    assert.match(await deliver(port, { from: "", to: await envelopeOf("ilse"), message }), /^250/);
    const texts = (await of("ilse")).map((one) => one.text);
    assert.ok(texts.includes("550 5.7.1 blocked"), JSON.stringify(texts));
  });

  test("SND-13: made-up bounce addresses are refused, and nothing is answered", async () => {
    const to = await envelopeOf("gerd");
    const wrong = `${to.slice(0, 5)}${to[5] === "a" ? "b" : "a"}${to.slice(6)}`;
    assert.match(await deliver(port, { from: "", to: wrong, message: "\r\n" }), /^550/);
    const before_ = (await account.owner.get("/mailbox?limit=200")).items.length;
    const notice = `From: ${address("gerd")}\r\nSubject: Automatische Antwort: Marktblick\r\nAuto-Submitted: auto-replied\r\n\r\nIch bin bis Montag nicht im Büro.`;
    assert.match(await deliver(port, { from: "", to, message: notice }), /^250/);
    const late = (await bounce("gerd", "4.4.1", "450 4.4.1 still trying")).replace(
      "Action: failed",
      "Action: delayed",
    );
    assert.match(await deliver(port, { from: "", to, message: late }), /^250/);
    assert.deepEqual(await of("gerd"), []);
    assert.deepEqual((await account.owner.get("/replies")).items, []);
    assert.equal((await account.owner.get("/mailbox?limit=200")).items.length, before_);
  });

  test("UNS-20: a complaint to a bounce address ends advertising to its recipient", async () => {
    const to = await envelopeOf("hans");
    const raw = [
      "From: <fbl@provider.example>",
      "Subject: complaint",
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      "",
      "--b",
      "Content-Type: message/feedback-report",
      "",
      "Feedback-Type: abuse",
      "User-Agent: FBL/1.0",
      "Version: 1",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      "Subject: Marktblick",
      "--b--",
    ].join("\r\n");
    assert.match(await deliver(port, { from: "", to, message: raw }), /^250/);
    assert.ok((await scopes("hans")).includes("complaint"));
    assert.deepEqual(
      (await of("hans")).map((one) => one.class),
      ["complaint"],
    );
  });
});
