import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { relayHooks, type RelayHooks } from "../../test/support/relay-hooks.ts";
import { SNS_CERT_PATH } from "../../test/support/sns.ts";
import { rows, sql } from "../platform/index.ts";
import type { RelayEvent } from "./index.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const OURS = `dlv_${KEY}`;
let world: RelayHooks;
before(async () => {
  world = await relayHooks();
});
after(() => world.close());

const way = (kind: string) => world.way(kind);
const signed = (fields: Record<string, string>) => world.signed(fields);

const shape = (event: RelayEvent) =>
  [
    event.kind,
    event.bounce,
    event.deliveryPublicId,
    event.email,
    event.code,
    event.enhanced,
    event.text,
  ].join(" | ");

test("SND-13: Postmark reports by our own id, never by the address beside it", async () => {
  const { report, events, relay } = await way("postmark");
  const base = {
    MessageID: "m",
    Email: "kundin@beispiel.example",
    Metadata: { "klarpost-delivery": KEY },
  };
  const sent = [
    {
      RecordType: "Bounce",
      ID: 1,
      Type: "HardBounce",
      Details: "smtp;550 5.1.1 User unknown",
      BouncedAt: "2026-11-22T07:00:00Z",
      ...base,
    },
    { RecordType: "Bounce", ID: 2, Type: "SoftBounce", Description: "Mailbox full", ...base },
    { RecordType: "Bounce", ID: 3, Type: "Blocked", Details: "ISP block", ...base },
    { RecordType: "Bounce", ID: 4, Type: "Transient", ...base },
    { RecordType: "SpamComplaint", ID: 5, Type: "SpamComplaint", Email: base.Email },
    {
      RecordType: "SubscriptionChange",
      MessageID: "m",
      Recipient: base.Email,
      SuppressSending: true,
      SuppressionReason: "ManualSuppression",
      Origin: "Recipient",
    },
    {
      RecordType: "SubscriptionChange",
      MessageID: "m",
      Recipient: base.Email,
      SuppressSending: true,
      SuppressionReason: "HardBounce",
      Origin: "Recipient",
    },
    { RecordType: "Delivery", MessageID: "m" },
    { RecordType: "Open", MessageID: "m" },
  ];
  const taken: number[] = [];
  for (const one of sent) {
    const answer = await report(one);
    assert.equal(answer.status, 200, answer.text);
    taken.push(answer.body.taken);
  }
  assert.deepEqual(taken, [1, 1, 1, 0, 1, 1, 0, 0, 0]);
  const found = await events();
  assert.deepEqual(found.map(shape), [
    `bounce | hard | ${OURS} |  | 550 | 5.1.1 | smtp;550 5.1.1 User unknown`,
    `bounce | soft | ${OURS} |  | 0 |  | Mailbox full`,
    `bounce | policy | ${OURS} |  | 0 |  | ISP block`,
    "complaint |  |  | kundin@beispiel.example | 0 |  | ",
    "unsubscribe |  |  | kundin@beispiel.example | 0 |  | ",
  ]);
  assert.equal(found[0]?.at, "2026-11-22T07:00:00.000Z");
  assert.deepEqual([found[0]?.relayPublicId, found[0]?.provider], [relay.id, "postmark"]);
  await report(sent[0]);
  assert.equal((await events()).at(-1)?.eventId, found[0]?.eventId, "a repetition is known as one");
});

test("Mailjet and Brevo: single and grouped reports", async () => {
  const mailjet = await way("mailjet");
  const base = { CustomID: KEY, email: "k@beispiel.example", MessageID: 5, time: 1_795_000_000 };
  const grouped = await mailjet.report([
    {
      event: "bounce",
      hard_bounce: true,
      error_related_to: "recipient",
      error: "user unknown",
      comment: "550 5.1.1 no",
      ...base,
    },
    {
      event: "bounce",
      hard_bounce: false,
      error_related_to: "recipient",
      error: "quota exceeded",
      ...base,
    },
    { event: "blocked", error_related_to: "mailjet", error: "preblocked", ...base },
    { event: "spam", source: "JMRPP", ...base },
    { event: "unsub", ...base },
    { event: "open", ...base },
  ]);
  assert.equal(grouped.body.taken, 5, grouped.text);
  assert.equal((await mailjet.report({ event: "sent", ...base })).body.taken, 0);
  assert.deepEqual((await mailjet.events()).map(shape), [
    `bounce | hard | ${OURS} |  | 550 | 5.1.1 | user unknown: 550 5.1.1 no`,
    `bounce | soft | ${OURS} |  | 0 |  | quota exceeded`,
    `bounce | policy | ${OURS} |  | 0 |  | preblocked`,
    `complaint |  | ${OURS} |  | 0 |  | `,
    `unsubscribe |  | ${OURS} |  | 0 |  | `,
  ]);

  const brevo = await way("brevo");
  const mail = {
    "X-Mailin-custom": KEY,
    "message-id": "<x@smtp-relay.mailin.fr>",
    email: "k@beispiel.example",
  };
  for (const [event, count] of [
    ["hard_bounce", 1],
    ["soft_bounce", 1],
    ["blocked", 1],
    ["spam", 1],
    ["unsubscribed", 1],
    ["deferred", 0],
    ["delivered", 0],
    ["opened", 0],
  ] as const) {
    const answer = await brevo.report({
      event,
      reason: "550 5.1.1 unknown",
      ts_event: 1_795_000_000,
      ...mail,
    });
    assert.equal(answer.body.taken, count, event);
  }
  const bearer = await brevo.report(
    {
      event: "hard_bounce",
      "message-id": `<${KEY}@musterbank.example>`,
      email: "k@beispiel.example",
    },
    { authorization: `Bearer ${brevo.hook.password}` },
  );
  assert.equal(bearer.body.taken, 1);
  const found = await brevo.events();
  assert.deepEqual(
    found.slice(0, 5).map((event) => `${event.kind} ${event.bounce}`),
    ["bounce hard", "bounce soft", "bounce policy", "complaint null", "unsubscribe null"],
  );
  assert.equal(found[5]?.deliveryPublicId, OURS, "by our Message-ID where it was kept");
});

test("Amazon SES: only what Amazon signed, for one topic, confirmed at Amazon alone", async () => {
  const { report, events, path, http } = await way("ses");
  const asText = (message: unknown) => report(JSON.stringify(message));
  const subscribe = {
    Type: "SubscriptionConfirmation",
    Message: "You have chosen to subscribe",
    Token: "t",
    SubscribeURL: "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t",
  };
  const elsewhere = await asText(
    signed({
      ...subscribe,
      SubscribeURL: "https://sns.eu-central-1.amazonaws.com.evil.example/?x",
    }),
  );
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [400, "hook_foreign_confirmation"]);
  assert.deepEqual(world.confirmed, []);
  assert.equal((await asText(signed(subscribe))).status, 200);
  assert.deepEqual(world.confirmed, [subscribe.SubscribeURL]);

  const bounce = {
    eventType: "Bounce",
    bounce: {
      bounceType: "Permanent",
      bounceSubType: "General",
      feedbackId: "f-1",
      timestamp: "2026-11-22T07:59:00.000Z",
      bouncedRecipients: [
        {
          emailAddress: "k@beispiel.example",
          status: "5.1.1",
          diagnosticCode: "smtp; 550 5.1.1 user unknown",
        },
      ],
    },
    mail: { messageId: "s-1", tags: { "klarpost-delivery": [KEY] } },
  };
  const news = (payload: unknown, more: Record<string, string> = {}) =>
    signed({ Type: "Notification", Message: JSON.stringify(payload), ...more });
  assert.equal((await asText(news(bounce))).body.taken, 1);
  const complaint = {
    notificationType: "Complaint",
    complaint: {
      feedbackId: "f-2",
      complainedRecipients: [{ emailAddress: "k@beispiel.example" }],
      complaintFeedbackType: "abuse",
    },
    mail: {
      messageId: "s-2",
      headers: [{ name: "Message-ID", value: `<${KEY}@musterbank.example>` }],
    },
  };
  assert.equal((await asText(news(complaint))).body.taken, 1);
  assert.equal((await asText(news({ ...bounce, eventType: "Delivery" }))).body.taken, 0);
  assert.deepEqual((await events()).map(shape), [
    `bounce | hard | ${OURS} |  | 550 | 5.1.1 | smtp; 550 5.1.1 user unknown`,
    `complaint |  | ${OURS} |  | 0 |  | abuse`,
  ]);
  const fetched = world.amazon.fetched;
  assert.ok(fetched <= 2, "the certificate is kept");

  const altered = { ...news(bounce), Message: JSON.stringify({ ...bounce, mail: {} }) };
  const foreignCert = { ...news(bounce), SigningCertURL: `https://evil.example${SNS_CERT_PATH}` };
  const other = news(bounce, { TopicArn: "arn:aws:sns:eu-central-1:2:fremd" });
  for (const [message, status, code] of [
    [altered, 403, "hook_signature_wrong"],
    [foreignCert, 403, "hook_signature_wrong"],
    [other, 403, "hook_other_topic"],
    [bounce, 400, "hook_not_sns"],
    [news({ hello: 1 }), 422, "hook_unknown_report"],
  ] as const) {
    const answer = await asText(message);
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
  }
  const noJson = await http.call("POST", path, {
    body: "x",
    headers: { "content-type": "text/plain" },
  });
  assert.equal(noJson.body.code, "hook_unreadable");
  assert.equal((await events()).length, 2, "nothing of it is kept");
});

test("Scaleway: by its topic, wrapped; deferred mails have not ended", async () => {
  const { report, events } = await way("scaleway");
  const topic = { TopicArn: "arn:scw:sns:fr-par:project-1:tem", MessageId: "1" };
  const confirm = (SubscribeURL: string) => ({
    Type: "SubscriptionConfirmation",
    SubscribeURL,
    ...topic,
  });
  assert.equal((await report(confirm("https://sns.mnq.evil.example/?x"))).status, 400);
  const good = "https://sns.mnq.fr-par.scaleway.com/?Action=ConfirmSubscription&Token=t";
  assert.equal((await report(confirm(good))).status, 200);
  assert.equal(world.confirmed.at(-1), good);
  const news = (type: string, more: object = {}) => ({
    Type: "Notification",
    Message: JSON.stringify({
      id: `e-${type}`,
      type,
      email_to: "k@beispiel.example",
      email_headers: [{ key: "X-Klarpost-Delivery", value: KEY }],
      email_response_code: 550,
      email_response_message: "5.1.1 unknown",
      ...more,
    }),
    ...topic,
  });
  for (const [type, count] of [
    ["email_mailbox_not_found", 1],
    ["email_dropped", 1],
    ["email_spam", 1],
    ["email_deferred", 0],
    ["email_delivered", 0],
  ] as const)
    assert.equal((await report(news(type))).body.taken, count, type);
  assert.deepEqual((await events()).map(shape), [
    `bounce | hard | ${OURS} |  | 550 | 5.1.1 | 5.1.1 unknown`,
    `bounce | unknown | ${OURS} |  | 550 | 5.1.1 | 5.1.1 unknown`,
    `bounce | policy | ${OURS} |  | 550 | 5.1.1 | 5.1.1 unknown`,
  ]);
  assert.equal((await report(news("email_eaten"))).status, 422);
});

test("without the right address and password nothing is taken; large and foreign bodies neither", async () => {
  const { report, path, http, call, relay, events, hook, accountId } = await way("brevo");
  const good = { event: "spam", email: "k@beispiel.example" };
  assert.equal((await http.call("POST", `${path.slice(0, -4)}abcd`, { body: good })).status, 404);
  for (const authorization of [
    "",
    "Basic !!!",
    `Basic ${Buffer.from("klarpost:x").toString("base64")}`,
    "Bearer x",
  ])
    assert.equal((await report(good, { authorization })).status, 401);
  for (const body of [
    {},
    [],
    [1],
    { event: "?" },
    { event: { $ne: 1 } },
    "null",
    "[null]",
    '"x"',
  ]) {
    const answer = await report(body, { authorization: `Bearer ${hook.password}` });
    assert.ok(answer.status >= 400 || answer.body.taken === 0, JSON.stringify(body));
    assert.ok(answer.status < 500, answer.text);
  }
  const large = await report({ ...good, reason: "x".repeat(256 * 1024) });
  assert.equal(large.status, 413);
  assert.deepEqual(await events(), []);
  assert.equal((await report(good)).body.taken, 1);
  const renewed = await call("POST", `/relays/${relay.id}/hook`);
  assert.notEqual(new URL(renewed.body.url).pathname, path);
  assert.equal((await report(good)).status, 404, "an earlier address ends");
  assert.equal((await call("DELETE", `/relays/${relay.id}/hook`)).status, 204);
  assert.equal((await call("GET", `/relays/${relay.id}`)).body.hook, null);
  const noted = await world.database.db.account(accountId, (tx) =>
    rows<{ action: string }>(tx, sql`select action from audit_entries order by id`),
  );
  assert.deepEqual(
    noted.map((entry) => entry.action).filter((action) => action.startsWith("relay.")),
    ["relay.created", "relay.hook_created", "relay.hook_created", "relay.hook_removed"],
  );
});
