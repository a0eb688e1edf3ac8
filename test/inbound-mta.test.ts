import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { addressHash } from "../server/contacts/index.ts";
import { createMailtoTokens } from "../server/lists/index.ts";
import { subscriptionsOfAddress } from "../server/lists/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { startPostfix, whyNoPostfix, type Postfix } from "./support/postfix.ts";
import { eventually } from "./support/sending.ts";
import { deliver, smtpTalk } from "./support/smtp-talk.ts";

const DOMAIN = "in.musterbank.example";
const EMAIL = "person1@hinein.example";

/** A mail server in front, set up with the very lines of docs/operate/inbound.md. */
describe("mail comes in through Postfix", { skip: whyNoPostfix() ?? false }, () => {
  let running: RunningApp;
  let postfix: Postfix;
  let seeded: SeededNewsletter;
  let to: string;

  before(async () => {
    running = await runningApp({ env: { INBOUND_DOMAIN: DOMAIN, INBOUND_SMTP_PORT: "0" } });
    const { keys } = running.app;
    seeded = await seedNewsletter(running.database.db, keys, {
      people: 2,
      domain: "hinein.example",
    });
    postfix = await startPostfix("sonst.example", {
      domain: DOMAIN,
      port: running.app.inboundPort!,
    });
    const localPart = createMailtoTokens(keys).make({
      accountId: seeded.accountId,
      listId: seeded.listId,
      addressHash: addressHash(keys, seeded.accountId, EMAIL),
    });
    to = `${localPart}@${DOMAIN}`;
  });
  after(async () => {
    await postfix?.stop();
    await running?.close();
  });

  test("UNS-19: Postfix asks for the address, takes the mail and passes it on within the five minutes", async () => {
    const states = async () =>
      (
        await running.database.db.account(seeded.accountId, (tx) =>
          subscriptionsOfAddress(tx, EMAIL),
        )
      ).map((one) => one.state);
    assert.deepEqual(await states(), ["confirmed"]);
    const message = "From: <person1@hinein.example>\r\nSubject: unsubscribe\r\n\r\n";
    assert.match(await deliver(postfix.port, { to, message }), /^250/, postfix.log());
    await eventually("the unsubscribe arrived", async () => (await states())[0] === "unsubscribed");
  });

  test("UNS-18: an address with a wrong token is refused at the door, and nothing is relayed", async () => {
    const talk = await smtpTalk(postfix.port);
    await talk.say("EHLO mx.leser.example");
    await talk.say("MAIL FROM:<person1@hinein.example>");
    assert.match(await talk.say(`RCPT TO:<u+falsch@${DOMAIN}>`), /^[45]50/);
    assert.match(await talk.say("RCPT TO:<jemand@fremd.example>"), /^[45]5\d/);
    talk.close();
  });
});
