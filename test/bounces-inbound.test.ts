import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { MailboxMessage } from "../contract/sandbox.ts";
import type { UnknownMessageDetailView, UnknownMessageView } from "../contract/unknown-messages.ts";
import { runChecks } from "../server/compliance/index.ts";
import { inboundChecks } from "../server/inbound/index.ts";
import {
  createLookUp,
  createOutsideGuard,
  outbox,
  rows,
  run,
  sql,
} from "../server/platform/index.ts";
import { reportAddressOf } from "../server/senders/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { bounceMessage } from "./support/bounces.ts";
import { deliver } from "./support/smtp-talk.ts";
import { mailTo } from "./support/walk.ts";
import { readyAccount, sendMailing, subscribe, type WalkAccount } from "./support/walk-account.ts";

const DOMAIN = "in.musterbank.example";
const NAMES = ["anna", "bert", "cora", "dora", "emil", "fritz", "gerd", "hans", "ilse", "jana"];
const address = (name: string) => `${name}@leser.example`;

/** Real mails of a real mailing, and what receivers report about them afterwards. */
describe("mail that comes back", () => {
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

  const mailOf = (name: string) => mailTo(account.owner, address(name), /^Marktblick/);
  const envelopeOf = async (name: string) => (await mailOf(name)).envelope.from;
  const messageIdOf = async (name: string) =>
    (await mailOf(name)).headers
      .find((one: MailboxMessage["headers"][number]) => one.name.toLowerCase() === "message-id")!
      .value.replace(/[<>\s]/g, "");
  const reported = () =>
    running.app.db.account(1, (tx) =>
      rows<{
        email: string;
        class: string;
        status: string | null;
        text: string | null;
        source: string;
      }>(
        tx,
        sql`select d.email_normalised as email, b.class, b.status, b.text, b.source from delivery_bounces b
              join deliveries d on d.account_id = b.account_id and d.id = b.delivery_id order by b.at, d.id`,
      ),
    );
  const of = async (name: string) =>
    (await reported()).filter((one) => one.email === address(name));
  const scopes = async (name: string) => {
    const { items } = await account.owner.get(
      `/suppressions?q=${encodeURIComponent(address(name))}`,
    );
    return (items as { scope: string; reason: string }[]).map((one) => one.scope);
  };
  const unknown = async (state = "waiting") =>
    (await account.owner.get(`/unknown-messages?state=${state}`)).items as UnknownMessageView[];
  const bounce = async (
    name: string,
    status: string,
    diagnostic: string,
    more: { recipient?: string; messageId?: string } = {},
  ) =>
    bounceMessage({
      to: await envelopeOf(name),
      recipient: more.recipient ?? address(name),
      status,
      diagnostic,
      ...(more.messageId === undefined ? {} : { messageId: more.messageId }),
    });

  test("SND-13: each mail leaves with an envelope sender of its own, signed", async () => {
    const seen = new Set<string>();
    for (const name of NAMES.slice(0, 5)) {
      const from = await envelopeOf(name);
      assert.match(from, /^b\+[a-z2-7]{32}@in\.musterbank\.example$/);
      seen.add(from);
    }
    assert.equal(seen.size, 5);
  });

  test("SND-08 SND-09 SND-13: a bounce is matched by its address alone, whatever it says inside, and counts once", async () => {
    const raw = await bounce("anna", "5.1.1", "550 5.1.1 <anna@leser.example> User unknown", {
      recipient: address("bert"),
    });
    const to = (await envelopeOf("anna")).toUpperCase();
    for (const _time of [1, 2])
      assert.match(await deliver(port, { from: "", to, message: raw }), /^250/);
    assert.deepEqual(await of("anna"), [
      {
        email: address("anna"),
        class: "hard",
        status: "5.1.1",
        text: "550 5.1.1 <[…]> User unknown",
        source: "listener",
      },
    ]);
    assert.deepEqual(await of("bert"), [], "nobody can blame another address");
    assert.ok((await scopes("anna")).includes("retained"));
    assert.deepEqual(await scopes("bert"), []);
  });

  test("SND-08: a refusal for our own sake blames nobody", async () => {
    const raw = await bounce(
      "cora",
      "5.7.1",
      "554 5.7.1 Client host blocked using zen.spamhaus.org",
    );
    assert.match(
      await deliver(port, { from: "", to: await envelopeOf("cora"), message: raw }),
      /^250/,
    );
    assert.equal((await of("cora"))[0]!.class, "policy");
    assert.deepEqual(await scopes("cora"), []);
  });

  test("SND-13: without a token the Message-ID counts together with the address, never an address alone", async () => {
    const text = "550 5.1.1 User unknown";
    const named = bounceMessage({
      to: replyAddress,
      recipient: address("dora"),
      status: "5.1.1",
      diagnostic: text,
      messageId: await messageIdOf("dora"),
    });
    assert.match(await deliver(port, { from: "", to: replyAddress, message: named }), /^250/);
    assert.equal((await of("dora"))[0]!.class, "hard");
    const foreign = bounceMessage({
      to: replyAddress,
      recipient: address("emil"),
      status: "5.1.1",
      diagnostic: text,
    });
    const stolen = bounceMessage({
      to: replyAddress,
      recipient: address("emil"),
      status: "5.1.1",
      diagnostic: text,
      messageId: await messageIdOf("fritz"),
    }).replaceAll(`To: <${address("emil")}>`, "To: <x@y.example>");
    for (const message of [foreign, stolen])
      assert.match(await deliver(port, { from: "", to: replyAddress, message }), /^250/);
    assert.deepEqual(await of("emil"), []);
    assert.deepEqual(await of("fritz"), []);
    assert.equal((await unknown()).length, 2, "a person looks at both");
  });

  test("SND-08: what nobody understands is kept, read as text and taught; later ones are treated the same", async () => {
    const odd = (nonce: string) =>
      `From: Poststelle <poststelle@behoerde.example>\r\nSubject: Postfach ${nonce}\r\nPrecedence: bulk\r\n\r\nDas Postfach Nr. ${nonce} besteht nicht fort. https://x.example/u/geheim\r\n`;
    const to = await envelopeOf("ilse");
    assert.match(await deliver(port, { from: "", to, message: odd("17") }), /^250/);
    const [message] = (await unknown()).filter((one) => one.subject === "Postfach 17");
    assert.equal(message!.namesMail, true);
    const detail = (await account.owner.get(
      `/unknown-messages/${message!.id}`,
    )) as UnknownMessageDetailView;
    assert.match(detail.text!, /besteht nicht fort\. \[Link\]/);
    assert.deepEqual(detail.headers[0], {
      name: "From",
      value: "Poststelle <poststelle@behoerde.example>",
    });
    const decided = await account.owner.post(`/unknown-messages/${message!.id}/decide`, {
      class: "hard",
      remember: { sender: "poststelle@behoerde.example", fragment: "besteht nicht fort" },
    });
    assert.equal(decided.result, "bounce");
    assert.equal((await of("ilse"))[0]!.class, "hard");
    const again = await account.owner.call("POST", `/unknown-messages/${message!.id}/decide`, {
      body: { class: "ignore" },
    });
    assert.equal(again.status, 409);
    const to2 = await envelopeOf("jana");
    assert.match(await deliver(port, { from: "", to: to2, message: odd("18") }), /^250/);
    assert.equal((await of("jana"))[0]!.class, "hard");
    const [rule] = (await account.owner.get("/message-rules")).items;
    assert.deepEqual([rule.class, rule.applied], ["hard", 1]);
    assert.ok(!(await unknown()).some((one) => one.subject === "Postfach 18"));
    // About nobody's mail: it waits, with the rule's proposal, until an address is named.
    assert.match(await deliver(port, { from: "", to: replyAddress, message: odd("19") }), /^250/);
    const [waiting] = (await unknown()).filter((one) => one.subject === "Postfach 19");
    assert.equal(waiting!.proposed, "hard");
    const nameless = await account.owner.call("POST", `/unknown-messages/${waiting!.id}/decide`, {
      body: { class: "hard" },
    });
    assert.equal(nameless.status, 400);
    await account.owner.post(`/unknown-messages/${waiting!.id}/decide`, {
      class: "soft",
      address: address("emil"),
    });
    assert.deepEqual(
      (await of("emil")).map((one) => [one.class, one.source]),
      [["soft", "operator"]],
    );
    const raw = await running.app.db.account(1, (tx) =>
      rows<{ sealed: Buffer | null }>(
        tx,
        sql`select sealed from unknown_messages where state = 'decided'`,
      ),
    );
    assert.ok(
      raw.every((one) => one.sealed === null),
      "its content goes with the decision",
    );
  });

  test("SND-08: a rule is tried on what waits already", async () => {
    for (const nonce of ["a", "b"])
      assert.match(
        await deliver(port, {
          from: "",
          to: await envelopeOf("bert"),
          message: `From: <bot@firma.example>\r\nSubject: Eingang ${nonce}\r\nPrecedence: bulk\r\n\r\nTicketnummer ${nonce} vergeben.\r\n`,
        }),
        /^250/,
      );
    const [one] = (await unknown()).filter((each) => each.from === "bot@firma.example");
    const { ruleId } = await account.owner.post(`/unknown-messages/${one!.id}/decide`, {
      class: "auto_reply",
      remember: { fragment: "Ticketnummer" },
    });
    assert.deepEqual(await account.owner.post(`/message-rules/${ruleId}/apply`), {
      applied: 1,
      left: 0,
    });
    assert.ok(!(await unknown()).some((each) => each.from === "bot@firma.example"));
  });

  test("LEG-17: replies of people are passed on to confirmed addresses, bounces and absence notes are not", async () => {
    await running.app.db.account(1, (tx) =>
      run(
        tx,
        sql`insert into confirmed_addresses (account_id, kind, email, email_normalised, sent_via, confirmed_at) values (1, 'test', 'service@musterbank.example', 'service@musterbank.example', 'relay', now())`,
      ),
    );
    const { available } = await account.owner.get("/reply-forwarding");
    const target = (available as { id: string; email: string }[]).find(
      (one) => one.email === "service@musterbank.example",
    )!;
    await account.owner.call("PUT", "/reply-forwarding", { body: { targets: [target.id] } });
    const human = `From: Fritz <${address("fritz")}>\r\nSubject: Re: Marktblick\r\n\r\nWann haben Sie geöffnet?\r\n\r\n> zitiert https://x.example/u/geheim\r\n`;
    assert.match(await deliver(port, { to: replyAddress, message: human }), /^250/);
    const got = await mailTo(
      account.owner,
      "service@musterbank.example",
      /^Antwort: Re: Marktblick/,
    );
    const header = (name: string) =>
      got.headers.find((one) => one.name.toLowerCase() === name)?.value;
    assert.match(header("reply-to")!, /fritz@leser\.example/);
    assert.equal(header("auto-submitted"), "auto-generated");
    assert.match(got.text!, /Wann haben Sie geöffnet\?/);
    assert.ok(!got.text!.includes("geheim"));
    const circle = `From: service@musterbank.example\r\nSubject: Antwort: Re: Marktblick\r\nAuto-Submitted: auto-generated\r\n\r\nHallo\r\n`;
    assert.match(await deliver(port, { to: replyAddress, message: circle }), /^250/);
    assert.match(await deliver(port, { to: replyAddress, message: human }), /^250/);
    await sleep(1500);
    const { items } = await account.owner.get("/mailbox?limit=200&q=Antwort");
    assert.equal(items.length, 1, "once, and nothing goes round");
  });

  test("SND-08: providers' reports count like those by mail, each once", async () => {
    const [row] = await running.app.db.account(1, (tx) =>
      rows<{ publicId: string }>(
        tx,
        sql`select public_id from deliveries where email_normalised = ${address("gerd")} order by id desc limit 1`,
      ),
    );
    const event = {
      type: "relay.event",
      relayId: 1,
      relayPublicId: "rly_1",
      provider: "ses",
      kind: "bounce",
      deliveryPublicId: row!.publicId,
      email: null,
      bounce: "hard",
      code: 550,
      enhanced: "5.1.1",
      text: "550 5.1.1 user unknown",
      at: new Date().toISOString(),
      eventId: "e1",
    };
    for (const _time of [1, 2])
      await running.app.db.account(1, (tx) => outbox.publish(tx, 1, event));
    for (let attempt = 0; attempt < 100 && (await of("gerd")).length === 0; attempt++)
      await sleep(100);
    assert.deepEqual(await of("gerd"), [
      {
        email: address("gerd"),
        class: "hard",
        status: "5.1.1",
        text: "550 5.1.1 user unknown",
        source: "webhook",
      },
    ]);
    assert.ok((await scopes("gerd")).includes("retained"));
  });

  test("SND-14: reports of receivers come to their own address, and count once", async () => {
    const to = reportAddressOf(running.app.keys, 1, DOMAIN)!;
    const { items } = await account.owner.get("/senders");
    const { domain } = (items as { domain: string }[])[0]!;
    const day = 1_790_000_000;
    const xml = `<?xml version="1.0"?><feedback><report_metadata><org_name>Empfang AG</org_name><email>dmarc@empfang.example</email><report_id>r1</report_id><date_range><begin>${day}</begin><end>${day + 86_399}</end></date_range></report_metadata><policy_published><domain>${domain}</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><pct>100</pct></policy_published><record><row><source_ip>192.0.2.1</source_ip><count>7</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated></row><identifiers><header_from>${domain}</header_from></identifiers><auth_results><dkim><domain>${domain}</domain><result>pass</result></dkim><spf><domain>${domain}</domain><result>pass</result></spf></auth_results></record></feedback>`;
    const message = [
      "From: dmarc@empfang.example",
      `Subject: Report Domain: ${domain} Submitter: empfang.example Report-ID: r1`,
      "MIME-Version: 1.0",
      `Content-Type: text/xml; name="empfang.example!${domain}!${day}!${day + 86_399}.xml"`,
      `Content-Disposition: attachment; filename="empfang.example!${domain}!${day}!${day + 86_399}.xml"`,
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(xml).toString("base64").replace(/.{76}/g, "$&\r\n"),
      "",
    ].join("\r\n");
    for (const _time of [1, 2])
      assert.match(await deliver(port, { from: "", to, message }), /^250/);
    const stored = await running.app.db.account(1, (tx) =>
      rows<{ reporter: string; messages: number }>(
        tx,
        sql`select reporter, messages from domain_reports`,
      ),
    );
    assert.deepEqual(
      stored.map((one) => one.messages),
      [7],
    );
  });

  test("CHK-17 SND-13: a synthetic bounce goes through the own server and is understood", async () => {
    const deps = {
      db: running.app.db,
      clock: running.app.clock,
      log: running.app.log,
      checks: inboundChecks({
        ...running.app.deps.inbound,
        mailboxes: {
          ...running.app.deps.inbound,
          guard: createOutsideGuard(),
          post: async () => assert.fail("no token is asked for"),
        },
        listener: () => ({ host: "127.0.0.1", port }),
      }),
      lookUp: createLookUp(),
    };
    const states = await runChecks(deps, 1, ["CHK-17"]);
    const state = states.find((one) => one.id === "CHK-17")!;
    assert.equal(state.status, "passed", state.message.de);
    assert.deepEqual(state.evidence, { way: "listener" });
    const away = {
      ...deps,
      checks: inboundChecks({
        ...running.app.deps.inbound,
        mailboxes: {
          ...running.app.deps.inbound,
          guard: createOutsideGuard(),
          post: async () => assert.fail(),
        },
        listener: () => ({ host: "127.0.0.1", port: 1 }),
      }),
    };
    const silent = (await runChecks(away, 1, ["CHK-17"])).find((one) => one.id === "CHK-17")!;
    assert.equal(silent.status, "not_checked");
  });
});
