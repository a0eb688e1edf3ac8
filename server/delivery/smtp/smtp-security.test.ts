import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { type HarnessOptions, sendAll, testMessage } from "../../../test/support/smtp-harness.ts";
import { type SinkOptions, startSmtpSink } from "../../../test/support/smtp-sink.ts";
import { testCertificate } from "../../../test/support/tls-certificate.ts";
import type { SmtpMessage } from "./message.ts";

const trusted = { trustedCertificates: testCertificate.cert };

/** Sends one message (or the given ones) to a sink and shows what came of the first. */
async function send(
  t: TestContext,
  sinkOptions: SinkOptions,
  options: HarnessOptions = {},
  messages: SmtpMessage<number>[] = [testMessage(1)],
) {
  const sink = await startSmtpSink(sinkOptions);
  t.after(() => sink.close());
  const harness = sendAll(sink.port, messages, options);
  await harness.finished;
  const result = harness.last(messages[0]?.delivery ?? 0);
  return { sink, result, detail: harness.failures.join("; "), results: harness.results };
}

test("SND-04: STARTTLS is used where it is offered", async (t) => {
  const { sink, result } = await send(
    t,
    { starttls: testCertificate },
    {},
    [1, 2, 3, 4].map((n) => testMessage(n)),
  );
  assert.equal(result?.kind, "reply");
  assert.deepEqual(
    sink.accepted.map((each) => each.encrypted),
    [true, true, true, true],
  );
  assert.equal(
    sink.commands.filter((line) => line.startsWith("EHLO")).length,
    2,
    "EHLO again after TLS",
  );
});

test("SND-04: TLS required: refused without an offer, and with a certificate nobody vouches for", async (t) => {
  const relay = { encryption: "required" as const, host: "localhost" };
  const without = await send(t, {}, { relay });
  assert.match(without.detail, /STARTTLS: not offered/);
  assert.deepEqual(without.sink.commands, ["EHLO test.example.com"], "nothing said in clear");
  const unknown = await send(t, { starttls: testCertificate }, { relay });
  assert.match(unknown.detail, /TLS/);
  assert.equal(unknown.sink.messages.length, 0);
  assert.match(JSON.stringify(unknown.result), /notSent.*relay_unavailable/);
  const known = await send(t, { starttls: testCertificate }, { relay: { ...relay, ...trusted } });
  assert.equal(known.sink.accepted[0]?.encrypted, true);
});

test("SND-04: TLS required: the certificate must name the relay", async (t) => {
  const relay = { encryption: "required" as const, host: "127.0.0.2", ...trusted };
  const { detail, sink } = await send(
    t,
    { starttls: testCertificate, host: "127.0.0.2" },
    { relay },
  );
  assert.match(detail, /TLS/);
  assert.equal(sink.messages.length, 0);
});

test("SND-04: smtps:// speaks TLS from the first byte; tls=none never does", async (t) => {
  const implicit = { encryption: "implicit" as const, host: "localhost", ...trusted };
  const secure = await send(t, { tls: testCertificate }, { relay: implicit });
  assert.equal(secure.sink.accepted[0]?.encrypted, true);
  const refused = await send(
    t,
    { tls: testCertificate },
    { relay: { ...implicit, trustedCertificates: undefined } },
  );
  assert.match(JSON.stringify(refused.result), /relay_unavailable/);
  const clear = await send(t, { starttls: testCertificate }, { relay: { encryption: "none" } });
  assert.equal(clear.sink.accepted[0]?.encrypted, false);
  assert.equal(clear.sink.commands.includes("STARTTLS"), false);
});

test("SND-04: replies injected before TLS end the connection", async (t) => {
  const { sink, detail, result } = await send(t, {
    starttls: testCertificate,
    inject: "250-PIPELINING\r\n250 injected\r\n",
  });
  assert.match(detail, /data before TLS/);
  assert.match(JSON.stringify(result), /notSent.*relay_unavailable/);
  assert.equal(sink.messages.length, 0);
});

test("AUTH PLAIN and LOGIN; a wrong password is said without being shown", async (t) => {
  const credentials = { user: "jörg", password: "geh:eim" };
  for (const mechanisms of [["PLAIN", "LOGIN"], ["LOGIN"]]) {
    const auth = { ...credentials, mechanisms };
    const good = await send(t, { auth, starttls: testCertificate }, { relay: { credentials } });
    assert.equal(good.result?.kind, "reply", good.detail);
    const wrong = await send(
      t,
      { auth },
      { relay: { credentials: { ...credentials, password: "falsch-xyz" } } },
    );
    assert.match(wrong.detail, /^AUTH: 535 5\.7\.8 wrong/);
    assert.doesNotMatch(wrong.detail, /falsch|jörg/);
    assert.equal(wrong.sink.messages.length, 0);
  }
  const none = await send(
    t,
    { auth: { ...credentials, mechanisms: ["GSSAPI"] } },
    { relay: { credentials } },
  );
  assert.match(none.detail, /neither PLAIN nor LOGIN/);
});

test("SND-05: an address cannot end a command, add one, or name a second recipient", async (t) => {
  const bad = [
    "a@b.de>\r\nRCPT TO:<c@d.de",
    "a@b.de\r\n",
    "a@b.de> SIZE=1",
    "a@b.de,c@d.de",
    "a@b.de\0",
    "<a@b.de>",
    "a b@c.de",
    "",
    "a@b.de\r\n.\r\nMAIL FROM:<x@y.de>",
  ];
  const messages = [
    ...bad.map((to, i) => testMessage(i + 1, { to })),
    ...bad.filter((from) => from !== "").map((from, i) => testMessage(50 + i, { from })),
    testMessage(100),
  ];
  const { sink, results } = await send(t, {}, {}, messages);
  for (const message of messages.slice(0, -1)) {
    assert.match(JSON.stringify(results.get(message.delivery)), /notSent.*address_invalid/);
  }
  assert.equal(results.get(100)?.[0]?.kind, "reply");
  assert.equal(sink.messages.length, 1);
  assert.deepEqual(sink.commands, [
    "EHLO test.example.com",
    "MAIL FROM:<v100@bounce.example.com>",
    "RCPT TO:<r100@example.net>",
    "DATA",
    "QUIT",
  ]);
});

test("SND-05: quoted local parts and domains outside ASCII reach the envelope in their one form", async (t) => {
  const messages = [
    testMessage(1, { to: '"evil@e.de x"@y.de' }),
    testMessage(2, { to: "anna@MÜLLER.de" }),
    testMessage(3, { from: "" }),
  ];
  const { sink } = await send(t, {}, {}, messages);
  assert.deepEqual(
    sink.accepted.map((each) => each.to),
    [['"evil@e.de x"@y.de'], ["anna@xn--mller-kva.de"], ["r3@example.net"]],
  );
  assert.ok(sink.commands.includes("MAIL FROM:<>"));
});

test("RFC 6531: an internationalised local part needs SMTPUTF8", async (t) => {
  const message = testMessage(1, { to: "jörg@müller.de" });
  const without = await send(t, {}, {}, [message]);
  assert.match(JSON.stringify(without.result), /notSent.*smtputf8_not_offered/);
  const offers = ["PIPELINING", "SMTPUTF8", "8BITMIME"];
  const { sink } = await send(t, { offers }, {}, [message, testMessage(2)]);
  assert.deepEqual(sink.accepted[0]?.to, ["jörg@xn--mller-kva.de"]);
  assert.deepEqual(
    sink.commands.filter((line) => line.startsWith("MAIL")),
    [
      "MAIL FROM:<v1@bounce.example.com> SMTPUTF8 BODY=8BITMIME",
      "MAIL FROM:<v2@bounce.example.com>",
    ],
  );
});

test("TRK-02: bounces are asked to quote headers only, where the relay knows how", async (t) => {
  const { sink } = await send(t, { offers: ["PIPELINING", "DSN"] });
  assert.ok(sink.commands.includes("MAIL FROM:<v1@bounce.example.com> RET=HDRS"));
});

test("RFC 1870: what is too large for the relay is not begun", async (t) => {
  const { sink, result } = await send(t, { offers: ["PIPELINING", "SIZE 1000"] });
  assert.match(JSON.stringify(result), /notSent.*too_large/);
  assert.equal(sink.unfinished, 0);
});

test("a content with dots and lone line feeds cannot end early or smuggle a second mail", async (t) => {
  const text = "Subject: x\r\n\r\nline\r\n.\r\nMAIL FROM:<x@y.de>\n.\nRCPT\r.\rend";
  const bytes = Buffer.from(text);
  const { sink } = await send(t, {}, {}, [
    testMessage(1, { content: { bytes, start: 0, end: bytes.length } }),
  ]);
  assert.equal(sink.messages.length, 1);
  assert.equal(
    sink.messages[0]?.content.toString(),
    "Subject: x\r\n\r\nline\r\n.\r\nMAIL FROM:<x@y.de>\r\n.\r\nRCPT\r\n.\r\nend\r\n",
  );
});

test("a server of the old kind knows HELO only", async (t) => {
  const { sink, result } = await send(t, { fault: { stage: "ehlo", reply: "500 what?" } });
  assert.equal(result?.kind, "reply");
  assert.ok(sink.commands.includes("HELO test.example.com"));
});
