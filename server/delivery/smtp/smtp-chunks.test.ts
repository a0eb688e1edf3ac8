import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sendAll, testMessage, until } from "../../../test/support/smtp-harness.ts";
import { type SinkOptions, startSmtpSink } from "../../../test/support/smtp-sink.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const offers = ["PIPELINING", "CHUNKING"];
const messagesTo = (count: number) => numbers(count).map((n) => testMessage(n));

async function sinkFor(t: TestContext, options: SinkOptions = {}) {
  const sink = await startSmtpSink({ offers, ...options });
  t.after(() => sink.close());
  return sink;
}

test("RFC 3030: content goes as a last chunk, byte for byte, dots included", async (t) => {
  for (const window of [1, 4]) {
    const sink = await sinkFor(t);
    const dots = Buffer.from("Message-ID: <m99@example.com>\r\n\r\n.\r\n..x\r\n.end\r\n");
    const messages = [
      ...messagesTo(40),
      testMessage(99, { content: { bytes: dots, start: 0, end: dots.length } }),
    ];
    const harness = sendAll(sink.port, messages, { connections: 2, window });
    await harness.finished;
    assert.equal(sink.accepted.length, 41);
    assert.equal(sink.commands.includes("DATA"), false);
    for (const message of messages) {
      const got = sink.accepted.filter(
        (each) => each.messageId === `m${message.delivery}@example.com`,
      );
      assert.equal(got.length, 1);
      assert.deepEqual([got[0]?.from, got[0]?.to], [message.from, [message.to]]);
      assert.deepEqual(got[0]?.content, message.content.bytes.subarray(0, message.content.end));
    }
  }
});

test("RFC 3030: without PIPELINING beside it, or when it is not offered, DATA is used", async (t) => {
  for (const list of [["CHUNKING"], ["PIPELINING"], []]) {
    const sink = await sinkFor(t, { offers: list });
    await sendAll(sink.port, messagesTo(3), { window: 4 }).finished;
    assert.equal(sink.accepted.length, 3);
    assert.equal(
      sink.commands.some((line) => line.startsWith("BDAT")),
      false,
    );
  }
});

test("a window of eight costs a round trip for eight mails", async (t) => {
  const sink = await sinkFor(t, { delay: 40 });
  const started = performance.now();
  await sendAll(sink.port, messagesTo(64), { window: 8, markAhead: 2 }).finished;
  const trips = (performance.now() - started) / 40;
  assert.equal(sink.accepted.length, 64);
  assert.ok(trips < 20, `${trips.toFixed(1)} round trips for 64 mails`);
});

test("SND-16: with a window, no chunk leaves before its mark is durable, and never more than the window", async (t) => {
  const sink = await sinkFor(t, { delay: 50 });
  const marks = new Map<number, (ok: boolean) => void>();
  const harness = sendAll(sink.port, messagesTo(6), {
    window: 3,
    markAhead: 2,
    beforeDot: (n) => new Promise((resolve) => marks.set(n, resolve)),
  });
  await until("two marks are asked", () => marks.size === 2);
  await sleep(20);
  assert.equal(sink.messages.length, 0);
  marks.get(2)?.(true);
  await sleep(20);
  assert.equal(sink.messages.length, 0, "the second does not overtake the first");
  marks.get(1)?.(true);
  await until("both arrive before a reply", () => sink.messages.length === 2);
  assert.equal(harness.results.size, 0);
  for (const n of [3, 4, 5, 6]) {
    await until(`mark ${n} is asked`, () => marks.has(n));
    marks.get(n)?.(true);
  }
  await harness.finished;
  assert.deepEqual(
    sink.accepted.map((each) => each.to[0]),
    numbers(6).map((n) => `r${n}@example.net`),
  );
});

test("a refused recipient amid a window: its own result, and its neighbours keep their envelopes", async (t) => {
  for (const [stage, reply, expected] of [
    ["rcpt", "550 5.1.1 no such user", "reply rcpt 550"],
    ["rcpt", "451 4.7.1 later", "reply rcpt 451"],
    ["mail", "452 4.3.1 not this one", "reply mail 452"],
    ["dot", "554 5.6.0 not this content", "reply final 554"],
  ] as const) {
    const sink = await sinkFor(t, {
      delay: 10,
      fault: ({ stage: at, to, message }) =>
        at === stage && (stage === "mail" ? message === 3 : to === "r3@example.net")
          ? { stage, reply }
          : undefined,
    });
    const harness = sendAll(sink.port, messagesTo(8), {
      window: 4,
      markAhead: 2,
      timeouts: { mail: 500 },
    });
    await harness.finished;
    const shown = numbers(8).map((n) => {
      const result = harness.last(n);
      return result?.kind === "reply" ? `reply ${result.stage} ${result.code}` : result?.kind;
    });
    // The sink counts mails taken, so that with "mail" several MAIL of one window are the third.
    const refused = shown.filter((each) => each === expected).length;
    assert.ok(refused >= 1 && (stage === "mail" || refused === 1), `${stage} ${shown.join(", ")}`);
    assert.equal(shown.filter((each) => each === "reply final 250").length, 8 - refused);
    assert.equal(sink.accepted.length, 8 - refused);
    for (const mail of sink.accepted) {
      const n = /^m(\d+)@/.exec(mail.messageId)?.[1];
      assert.deepEqual([mail.from, mail.to], [`v${n}@bounce.example.com`, [`r${n}@example.net`]]);
    }
    assert.equal(sink.connections, 1);
  }
});

test("SND-16: a connection lost amid a window: what has left is uncertain, the rest is not", async (t) => {
  const sink = await sinkFor(t, {
    delay: 30,
    fault: ({ stage, to }) =>
      stage === "dot" && to === "r3@example.net" ? { stage, after: "reset" } : undefined,
  });
  const harness = sendAll(sink.port, messagesTo(20), { window: 4, markAhead: 2 });
  await harness.finished;
  const uncertain = numbers(20).filter((n) => harness.last(n)?.kind === "uncertain");
  assert.ok(uncertain.includes(3) && uncertain.length <= 4, uncertain.join());
  for (const n of numbers(20).filter((each) => !uncertain.includes(each))) {
    const result = harness.last(n);
    assert.ok(result?.kind === "reply" && result.code === 250, `${n} ${JSON.stringify(result)}`);
  }
  for (const list of harness.results.values()) assert.equal(list.length, 1);
});

test("RFC 5321 3.8: behind a 421 nothing was taken: it is sent again, and nothing is uncertain", async (t) => {
  const sink = await sinkFor(t, { delay: 10, closeAfter: 7 });
  const harness = sendAll(sink.port, messagesTo(40), { window: 4, markAhead: 2, attempts: 20 });
  await harness.finished;
  const last = numbers(40).map((n) => harness.last(n)?.kind);
  assert.deepEqual(new Set(last), new Set(["reply"]));
  assert.equal(sink.accepted.length, 40);
  assert.equal(new Set(sink.accepted.map((each) => each.messageId)).size, 40);
});

test("RFC 9422: so many mails and domains in a session as the relay says", async (t) => {
  const sink = await sinkFor(t, { offers: [...offers, "LIMITS RCPTMAX=10 MAILMAX=5"] });
  await sendAll(sink.port, messagesTo(23), { window: 4, markAhead: 2 }).finished;
  assert.equal(sink.accepted.length, 23);
  assert.equal(sink.connections, 5);
  for (const connection of numbers(5)) {
    assert.ok(sink.accepted.filter((each) => each.connection === connection).length <= 5);
  }
  const one = await sinkFor(t, { offers: [...offers, "LIMITS RCPTDOMAINMAX=1"] });
  const messages = numbers(6).map((n) => testMessage(n, { to: `a@d${Math.ceil(n / 2)}.example` }));
  await sendAll(one.port, messages, { window: 4, markAhead: 2 }).finished;
  assert.equal(one.accepted.length, 6);
  assert.equal(one.connections, 3);
});

test("SND-16: a mark asked ahead goes with its mail to the next connection, and is asked once", async (t) => {
  const sink = await sinkFor(t, { offers: ["PIPELINING"] });
  const asked: number[] = [];
  const harness = sendAll(sink.port, messagesTo(30), {
    messagesPerConnection: 4,
    markAhead: 3,
    beforeDot: async (n) => {
      asked.push(n);
      await sleep(1);
      return true;
    },
  });
  await harness.finished;
  assert.deepEqual(asked, numbers(30));
  assert.equal(sink.accepted.length, 30);
});

test("RFC 6152, 1870: 8-bit content and size are announced where the relay knows them", async (t) => {
  const sink = await sinkFor(t, { offers: ["PIPELINING", "8BITMIME", "SIZE 100000"] });
  const bytes = Buffer.from("Subject: x\r\n\r\nGrüße\r\n");
  await sendAll(sink.port, [testMessage(1, { content: { bytes, start: 0, end: bytes.length } })])
    .finished;
  assert.ok(
    sink.commands.includes(`MAIL FROM:<v1@bounce.example.com> SIZE=${bytes.length} BODY=8BITMIME`),
  );
});
