import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { openUnknown } from "../server/inbound/unknown-message.ts";
import { createKeys } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { bounceMessage } from "./support/bounces.ts";
import { dumpTables } from "./support/measuring.ts";
import { deliver } from "./support/smtp-talk.ts";
import { mailTo } from "./support/walk.ts";
import { readyAccount, sendMailing, subscribe, type WalkAccount } from "./support/walk-account.ts";

const DOMAIN = "in.musterbank.example";
const NAMES = ["anna", "bert", "cora", "dora"];

/** Mails with measuring tokens come back from people and machines, whole and in every encoding. */
describe("what comes back to us", () => {
  let running: RunningApp;
  let account: WalkAccount;
  let owner: pg.Client;
  const secrets: string[] = [];

  /** A link as a mail carries it; what must not stay is remembered. */
  const link = (): string => {
    const token = `${randomBytes(32).toString("base64url").slice(0, 42)}A`;
    secrets.push(token);
    return `https://links.musterbank.example/t/${token}`;
  };
  const quotedPrintable = (text: string) => text.replace(/.{60}/g, "$&=\r\n");
  const base64 = (text: string) => Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\r\n");
  /** The mail as it left, with its links in the text, the HTML and a part of base64. */
  const original = () =>
    [
      "From: Musterbank <post@musterbank.example>",
      "Subject: Marktblick",
      'Content-Type: multipart/alternative; boundary="innen"',
      "",
      "--innen",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      quotedPrintable(`Zinsen ansehen: ${link()} und ${link()}`),
      "--innen",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      base64(`<p>Guten Tag <a href="${link()}">Zinsen</a><img src="${link()}"></p>`),
      "--innen--",
      "",
    ].join("\r\n");

  before(async () => {
    running = await runningApp({ env: { INBOUND_DOMAIN: DOMAIN, INBOUND_SMTP_PORT: "0" } });
    account = await readyAccount(running);
    await subscribe(
      running,
      account,
      NAMES.map((name) => ({ email: `${name}@leser.example`, tracking: false })),
    );
    await sendMailing(account);
    owner = new pg.Client(running.database.connection);
    await owner.connect();
  });
  after(async () => {
    await owner?.end();
    await running?.close();
  });

  const envelopeOf = async (name: string) =>
    (await mailTo(account.owner, `${name}@leser.example`, /^Marktblick/)).envelope.from;
  const give = async (to: string, from: string, message: string) =>
    assert.match(await deliver(running.app.inboundPort!, { from, to, message }), /^250/);

  test("TRK-02: whole bounces, unknown messages and replies are stored without a token of theirs", async () => {
    // A bounce that brings the whole mail along and quotes a link as the reason.
    const to = await envelopeOf("anna");
    const bounced = bounceMessage({
      to,
      recipient: "anna@leser.example",
      status: "5.7.1",
      diagnostic: `554 5.7.1 Message refused, listed link ${link()}`,
    }).replace(
      /Content-Type: text\/rfc822-headers[\s\S]*?(?=\r\n--grenze--)/,
      () => `Content-Type: message/rfc822\r\n\r\n${original()}`,
    );
    await give(to, "", bounced);
    // One whose returned mail is in base64 as a whole, which nobody understands.
    const bert = await envelopeOf("bert");
    await give(
      bert,
      "",
      [
        "From: Poststelle <poststelle@behoerde.example>",
        `Subject: ${link()}`,
        "Precedence: bulk",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="aussen"',
        "",
        "--aussen",
        "Content-Type: text/plain",
        "",
        `Das Postfach Nr. 4711 besteht nicht fort. ${encodeURIComponent(link())}`,
        "--aussen",
        "Content-Type: message/rfc822",
        "Content-Transfer-Encoding: base64",
        "",
        base64(original()),
        "--aussen--",
        "",
      ].join("\r\n"),
    );
    // Something that cannot be read at all.
    await give(await envelopeOf("cora"), "", `\r\n${original()}`);
    // A person who quotes the mail, and writes a link without https in front.
    const reply = (await account.owner.get("/inbound")).address as string;
    await give(
      reply,
      "dora@leser.example",
      [
        "From: Dora <dora@leser.example>",
        `To: <${reply}>`,
        `Subject: Bitte abmelden ${link()}`,
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        quotedPrintable(
          `Bitte melden Sie mich ab, ${link().replace("https://", "")} geht nicht, auch ${link()}`,
        ),
        "",
        quotedPrintable(`> Zinsen ansehen: ${link()}`),
        "",
      ].join("\r\n"),
    );
    await outboxIdle();

    const kept = await owner.query<{ sealed: Buffer }>("select sealed from unknown_messages");
    assert.equal(kept.rows.length, 2, "the messages nobody understood are there");
    const keys = createKeys(Buffer.alloc(32, 5));
    const opened = kept.rows.map((row) => everyEncoding(openUnknown(keys, row.sealed)));
    const tables = [...(await dumpTables(owner)).values()].flat();
    const files = filesIn(running.dataDir)
      // The mailbox of the sandbox stands for people's own mailboxes, and keeps for a day.
      .filter((file) => !file.includes("sandbox") && !file.includes("mailbox"))
      .map((file) => readFileSync(file, "latin1"));
    for (const text of [...opened, ...tables, ...files])
      for (const secret of secrets)
        // Half a token would already hold one of its two blocks.
        for (const part of [secret.slice(0, 22), secret.slice(-22)])
          assert.ok(!text.includes(part), text.slice(0, 2000));
  });

  async function outboxIdle(): Promise<void> {
    for (let i = 0; i < 100; i++) {
      const open = await owner.query(
        "select 1 from outbox_events where handled_at is null limit 1",
      );
      if (open.rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

/** A message as somebody would search it: line ends of quoted-printable joined, base64 opened as often as there is some. */
function everyEncoding(raw: Buffer): string {
  let text = raw.toString("latin1");
  let all = "";
  for (let depth = 0; depth < 4; depth++) {
    all += `${text}\n${text.replace(/=\r?\n/g, "")}\n${text.replace(/\r?\n/g, "")}\n`;
    text = text.replace(/[A-Za-z0-9+/]{20,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2}/g, (block) =>
      Buffer.from(block, "base64").toString("latin1"),
    );
  }
  return all;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
