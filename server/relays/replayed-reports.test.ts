import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import { relayHooks, type RelayHooks } from "../../test/support/relay-hooks.ts";
import { signedSns, SNS_CERT_PATH } from "../../test/support/sns.ts";
import { createSnsVerifier } from "./reports/sns.ts";

const KEY = "0123456789abcdef0123456789abcdef";
let world: RelayHooks;
before(async () => {
  world = await relayHooks();
});
after(() => world.close());

const bounce = (feedbackId: string, key = KEY) => ({
  eventType: "Bounce",
  bounce: {
    bounceType: "Permanent",
    feedbackId,
    timestamp: "2026-11-22T07:59:00.000Z",
    bouncedRecipients: [{ emailAddress: "k@beispiel.example", status: "5.1.1" }],
  },
  mail: { messageId: "s-1", tags: { "klarpost-delivery": [key] } },
});
const news = (payload: unknown, more: Record<string, string> = {}) =>
  world.signed({ Type: "Notification", Message: JSON.stringify(payload), ...more });

test("SND-08: a signed report that is sent again is the same event, and none with anything else in it is believed", async () => {
  const { report, events } = await world.way("ses");
  const send = async (message: unknown) => {
    const { status, body } = await report(JSON.stringify(message));
    return [status, body.code ?? body.taken];
  };
  const first = news(bounce("f-1"));
  assert.deepEqual(await send(first), [200, 1]);
  world.clock.advance(3 * 86_400_000);
  assert.deepEqual(await send(first), [200, 1]);
  // Amazon itself sends a report again under a number of its own.
  assert.deepEqual(await send(news(bounce("f-1"), { MessageId: "other" })), [200, 1]);
  assert.equal(new Set((await events()).map((event) => event.eventId)).size, 1);

  const before = (await events()).length;
  for (const altered of [
    { ...first, Timestamp: "2026-11-25T08:00:00.000Z" },
    { ...first, MessageId: "another" },
    { ...first, TopicArn: "arn:aws:sns:eu-central-1:2:fremd" },
    { ...first, Message: JSON.stringify(bounce("f-1", KEY.replaceAll("0", "1"))) },
    { ...first, Subject: "more" },
    { ...first, SignatureVersion: "1" },
    { ...first, SignatureVersion: "3" },
    { ...first, Signature: "" },
    { ...first, Signature: undefined },
    { ...first, Signature: [first["Signature"]] },
    { ...first, Type: "SubscriptionConfirmation" },
  ])
    assert.deepEqual(await send(altered), [403, "hook_signature_wrong"], JSON.stringify(altered));
  assert.equal((await events()).length, before);
});

test("SND-08: a certificate comes from Amazon's topics alone, and a signature under another key is none", async () => {
  const { amazon } = world;
  const verify = createSnsVerifier(amazon.agent);
  const signed = (certificate: string, key = amazon.key) =>
    signedSns({ Type: "Notification", Message: "{}", SigningCertURL: certificate }, key);
  const fetched = amazon.fetched;
  for (const certificate of [
    `http://sns.eu-central-1.amazonaws.com${SNS_CERT_PATH}`,
    `https://evil.example${SNS_CERT_PATH}`,
    `https://sns.eu-central-1.amazonaws.com.evil.example${SNS_CERT_PATH}`,
    `https://sns.eu-central-1.amazonaws.com@evil.example${SNS_CERT_PATH}`,
    `https://evil.example/https://sns.eu-central-1.amazonaws.com${SNS_CERT_PATH}`,
    `https://sns.eu-central-1.amazonaws.com:8443${SNS_CERT_PATH}`,
    "https://sns.eu-central-1.amazonaws.com/evil.pem",
    `https://sns.eu-central-1.amazonaws.com/..${SNS_CERT_PATH}`,
    // Whoever owns the bucket "sns" owns this host.
    `https://sns.s3-us-west-2.amazonaws.com${SNS_CERT_PATH}`,
    `https://sns.s3.amazonaws.com${SNS_CERT_PATH}`,
    "",
  ])
    await assert.rejects(verify(signed(certificate)), { status: 403 }, certificate);
  assert.equal(amazon.fetched, fetched, "nothing was asked there");
  const good = `https://sns.eu-central-1.amazonaws.com${SNS_CERT_PATH}`;
  assert.equal((await verify(signed(good))).message, "{}");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const foreign = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  await assert.rejects(verify(signed(good, foreign)), { status: 403 });
  // The other spelling of the field, as functions of Amazon have it, is judged the same.
  const { SigningCertURL: _gone, ...other } = signed(good, foreign);
  await assert.rejects(
    verify({ ...other, SigningCertUrl: `https://sns.s3-us-west-2.amazonaws.com${SNS_CERT_PATH}` }),
    { status: 403 },
  );
});

test("SND-08: a report for one account opens nothing at another's address", async () => {
  const own = await world.way("brevo");
  const other = await world.way("brevo");
  const mailjet = await world.way("mailjet");
  const spam = { event: "spam", email: "k@beispiel.example" };
  for (const { hook } of [other, mailjet])
    for (const authorization of [
      `Bearer ${hook.password}`,
      `Basic ${Buffer.from(`${hook.user}:${hook.password}`).toString("base64")}`,
    ])
      assert.equal((await own.report(spam, { authorization })).status, 401);
  const good = own.hook.password as string;
  for (const wrong of [good.slice(1), `${good}x`, ` ${good}`, good.toUpperCase(), `${good}\0`])
    assert.equal(
      (
        await own.report(spam, {
          authorization: `Basic ${Buffer.from(`klarpost:${wrong}`).toString("base64")}`,
        })
      ).status,
      401,
    );
  assert.deepEqual(await own.events(), []);
  assert.equal((await own.report(spam)).body.taken, 1);
  assert.deepEqual(await other.events(), []);
  // A topic is bound to the first address it greets, and a second account's topic to its own.
  const ses = await world.way("ses");
  assert.equal((await ses.report(JSON.stringify(news(bounce("f-9"))))).body.taken, 1);
  const fremd = { TopicArn: "arn:aws:sns:eu-central-1:2:fremd" };
  assert.equal((await ses.report(JSON.stringify(news(bounce("f-8"), fremd)))).status, 403);
  const second = await world.way("ses");
  assert.equal((await second.report(JSON.stringify(news(bounce("f-8"), fremd)))).body.taken, 1);
  assert.equal((await ses.events()).length, 1);
});
