import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type HarnessOptions,
  sendAll,
  testMessage,
  until,
} from "../../../test/support/smtp-harness.ts";
import {
  type SinkFault,
  type SinkOptions,
  startSmtpSink,
} from "../../../test/support/smtp-sink.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

async function sinkFor(t: TestContext, options: SinkOptions = {}) {
  const sink = await startSmtpSink(options);
  t.after(() => sink.close());
  return sink;
}

for (const pipelining of [true, false]) {
  const offers = pipelining ? ["PIPELINING"] : [];

  test(`every message arrives once, byte for byte (${pipelining ? "pipelined" : "one by one"})`, async (t) => {
    const sink = await sinkFor(t, { offers });
    const messages = numbers(100).map((n) => testMessage(n));
    const { finished, results, mostHeld } = sendAll(sink.port, messages, { connections: 3 });
    await finished;
    assert.equal(sink.accepted.length, 100);
    assert.equal(results.size, 100);
    assert.ok(mostHeld <= 9, "a connection holds three messages at most");
    for (const message of messages) {
      const got = sink.accepted.filter(
        (each) => each.messageId === `m${message.delivery}@example.com`,
      );
      assert.equal(got.length, 1);
      assert.deepEqual([got[0]?.from, got[0]?.to], [message.from, [message.to]]);
      assert.deepEqual(got[0]?.content, message.content.bytes.subarray(0, message.content.end));
      assert.deepEqual(results.get(message.delivery), [
        { kind: "reply", stage: "final", code: 250, enhanced: "2.0.0", text: "Ok: queued" },
      ]);
    }
  });

  /** Faults that hit the second of three messages, the result they give, and how many mails arrive. */
  const faults: [
    string,
    Omit<SinkFault, "stage"> & { stage: SinkFault["stage"] },
    string,
    number,
  ][] = [
    [
      "421 at MAIL",
      { stage: "mail", reply: "421 4.3.2 closing", after: "close" },
      "notSent connection_lost",
      2,
    ],
    ["451 at MAIL", { stage: "mail", reply: "451 4.3.0 later" }, "reply mail 451", 2],
    ["451 at RCPT", { stage: "rcpt", reply: "451 4.7.1 greylisted" }, "reply rcpt 451", 2],
    ["550 at RCPT", { stage: "rcpt", reply: "550 5.1.1 unknown" }, "reply rcpt 550", 2],
    [
      "550 at RCPT in lines",
      { stage: "rcpt", reply: "550-5.1.1 no\r\n550 5.1.1 such user" },
      "reply rcpt 550",
      2,
    ],
    ["451 at DATA", { stage: "data", reply: "451 4.3.0 not now" }, "reply data 451", 2],
    ["250 at DATA", { stage: "data", reply: "250 what" }, "notSent connection_lost", 2],
    ["drop at MAIL", { stage: "mail", after: "close" }, "notSent connection_lost", 2],
    ["drop at DATA", { stage: "data", after: "close" }, "notSent connection_lost", 2],
    ["drop in the body", { stage: "body", after: "reset" }, "uncertain", 2],
    ["drop after the dot", { stage: "dot", after: "close" }, "uncertain", 2],
    ["reset after the dot", { stage: "dot", after: "reset" }, "uncertain", 2],
    [
      "accepted, and gone before the reply",
      { stage: "dot", reply: "", after: "reset" },
      "uncertain",
      2,
    ],
    ["451 after the dot", { stage: "dot", reply: "451 4.3.0 queue full" }, "reply final 451", 2],
    [
      "421 after the dot",
      { stage: "dot", reply: "421 4.3.2 closing", after: "close" },
      "reply final 421",
      2,
    ],
    ["552 after the dot", { stage: "dot", reply: "552 5.3.4 too big" }, "reply final 552", 2],
    ["half a reply after the dot", { stage: "dot", reply: "25", after: "close" }, "uncertain", 2],
    ["garbage after the dot", { stage: "dot", reply: "OK, thanks" }, "uncertain", 2],
    ["354 after the dot", { stage: "dot", reply: "354 more" }, "uncertain", 2],
    [
      "reply in lines, byte by byte",
      { stage: "dot", reply: "250-2.0.0 a\r\n250 2.0.0 b", slow: 1 },
      "reply final 250",
      3,
    ],
    ["hang at MAIL", { stage: "mail", after: "hang" }, "notSent connection_lost", 2],
    ["hang at DATA", { stage: "data", after: "hang" }, "notSent connection_lost", 2],
    ["hang after the dot", { stage: "dot", after: "hang" }, "uncertain", 2],
    [
      "unfinished reply, and silence",
      { stage: "dot", reply: "250 2.0.0 O", after: "unfinished" },
      "uncertain",
      2,
    ],
    [
      "tarpit",
      { stage: "mail", reply: "250 slow as can be", slow: 60 },
      "notSent connection_lost",
      2,
    ],
  ];
  for (const [name, fault, expected, accepted] of faults) {
    test(`SND-16: ${name} (${pipelining ? "pipelined" : "one by one"}): a result for it, none for its neighbours`, async (t) => {
      let hit = 0;
      const sink = await sinkFor(t, {
        offers,
        fault: ({ stage, message, connection }) =>
          stage === fault.stage && message === 2 && connection === 1 && (hit += 1) === 1
            ? fault
            : undefined,
      });
      const timeouts = { mail: 300, rcpt: 300, data: 300, final: 400 };
      const { finished, results } = sendAll(
        sink.port,
        numbers(3).map((n) => testMessage(n)),
        { timeouts },
      );
      await finished;
      assert.ok(hit > 0);
      const shown = numbers(3).map((n) => {
        const [result, ...more] = results.get(n) ?? [];
        assert.equal(more.length, 0);
        if (result?.kind === "reply") return `reply ${result.stage} ${result.code}`;
        return result?.kind === "notSent" ? `notSent ${result.reason}` : result?.kind;
      });
      // A lost connection takes a neighbour's envelope with it, never its content.
      assert.equal(shown[1], expected);
      for (const other of [shown[0], shown[2]])
        assert.match(other ?? "", /^(reply final 250|notSent connection_lost)$/);
      const sure = shown.filter((each) => each === "reply final 250").length;
      assert.equal(sink.accepted.length, sure);
      assert.ok(sure >= accepted - 1);
    });
  }
}

test("421 in the greeting: nothing is lost, the pool waits and tries again", async (t) => {
  const sink = await sinkFor(t, {
    fault: ({ stage, connection }) =>
      stage === "connect" && connection <= 2
        ? { stage, reply: "421 busy", after: "close" }
        : undefined,
  });
  const harness = sendAll(sink.port, [testMessage(1)], { attempts: 5 });
  await harness.finished;
  assert.deepEqual(
    harness.results.get(1)?.map((r) => (r.kind === "notSent" ? r.reason : r.kind)),
    ["relay_unavailable", "relay_unavailable", "reply"],
  );
  assert.deepEqual(harness.failures, ["greeting: 421 busy", "greeting: 421 busy"]);
});

test("nobody listens: not sent, and said so", async () => {
  const sink = await startSmtpSink();
  await sink.close();
  const harness = sendAll(sink.port, [testMessage(1)]);
  await harness.finished;
  assert.match(harness.failures[0] ?? "", /^connect: connection_lost \(ECONNREFUSED\)/);
  assert.deepEqual(harness.last(1), {
    kind: "notSent",
    reason: "relay_unavailable",
    detail: harness.failures[0],
  });
});

test("a relay that closes after some mails: every mail arrives once, over more connections", async (t) => {
  const sink = await sinkFor(t, { closeAfter: 7 });
  const harness = sendAll(
    sink.port,
    numbers(60).map((n) => testMessage(n)),
    { connections: 2, attempts: 20 },
  );
  await harness.finished;
  assert.equal(new Set(sink.accepted.map((each) => each.messageId)).size, 60);
  assert.equal(sink.accepted.length, 60);
  assert.ok(sink.connections >= 9);
  assert.deepEqual(harness.failures, [], "the end of a session is no failure of the relay");
});

test("a limit of messages for each connection is kept, in good order", async (t) => {
  const sink = await sinkFor(t);
  const harness = sendAll(
    sink.port,
    numbers(25).map((n) => testMessage(n)),
    { messagesPerConnection: 10 },
  );
  await harness.finished;
  assert.equal(sink.accepted.length, 25);
  assert.equal(sink.connections, 3);
  assert.equal(sink.commands.filter((line) => line === "QUIT").length, 3);
  for (const list of harness.results.values()) assert.equal(list.length, 1);
});

test("a round trip for each message: content, dot and the next envelope leave together", async (t) => {
  const sink = await sinkFor(t, { delay: 60 });
  const started = performance.now();
  const harness = sendAll(
    sink.port,
    numbers(20).map((n) => testMessage(n)),
  );
  await harness.finished;
  const trips = (performance.now() - started) / 60;
  // Greeting, EHLO, first envelope, QUIT and one for each of 20 messages.
  assert.ok(trips < 30, `${trips.toFixed(1)} round trips for 20 messages`);
  assert.equal(sink.accepted.length, 20);
});

test("a failed connection comes back slowly, an idle one is closed and opened when there is work", async (t) => {
  const sink = await sinkFor(t);
  const options: HarnessOptions = { endless: true, timeouts: { idle: 50 } };
  const harness = sendAll(sink.port, [testMessage(1)], options);
  await until("the idle connection closes", () => sink.commands.includes("QUIT"));
  assert.deepEqual(harness.failures, []);
  await until("it is gone", () => harness.pool.open === 0);
  await sleep(30);
  assert.equal(sink.connections, 1, "no connection without work");
  await harness.pool.stop(100);
});
