import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sendAll, testMessage, until } from "../../../test/support/smtp-harness.ts";
import {
  type SinkFault,
  type SinkOptions,
  startSmtpSink,
} from "../../../test/support/smtp-sink.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const kinds = (results: Map<number, { kind: string }[]>) =>
  [...results]
    .toSorted(([a], [b]) => a - b)
    .map(([, list]) => list.map((each) => each.kind).join());

async function sinkFor(t: TestContext, options: SinkOptions = {}) {
  const sink = await startSmtpSink(options);
  t.after(() => sink.close());
  return sink;
}

test("SND-16: not one byte of a body leaves before its mark is durable", async (t) => {
  const sink = await sinkFor(t);
  const marks = new Map<number, (ok: boolean) => void>();
  const harness = sendAll(
    sink.port,
    numbers(3).map((n) => testMessage(n)),
    {
      beforeDot: (n) => new Promise((resolve) => marks.set(n, resolve)),
    },
  );
  for (const n of numbers(3)) {
    await until(`mark ${n} is asked for`, () => marks.has(n));
    await sleep(20);
    assert.equal(sink.messages.length, n - 1, "nothing arrives without its mark");
    assert.equal(marks.size, n, "one mark at a time for a connection");
    marks.get(n)?.(true);
    await until(`mail ${n} arrives`, () => sink.messages.length === n);
  }
  await harness.finished;
  assert.deepEqual(kinds(harness.results), ["reply", "reply", "reply"]);
});

test("SND-16: a mark refused discards the accepted DATA; the relay receives nothing", async (t) => {
  const refusals: [unfinished: number, refuse: () => boolean | Promise<boolean>][] = [
    // Refused at once: the envelope stays here. Refused while it is under way: the connection takes it back.
    [0, () => false],
    [2, async () => false],
    [2, () => Promise.reject(new Error("no database"))],
    [
      0,
      () => {
        throw new Error("no");
      },
    ],
  ];
  for (const [unfinished, refuse] of refusals) {
    const sink = await sinkFor(t);
    const harness = sendAll(
      sink.port,
      numbers(6).map((n) => testMessage(n)),
      {
        beforeDot: (n) => (n % 3 === 2 ? refuse() : true),
      },
    );
    await harness.finished;
    assert.deepEqual(kinds(harness.results), [
      "reply",
      "notSent",
      "reply",
      "reply",
      "notSent",
      "reply",
    ]);
    assert.match(JSON.stringify(harness.last(2)), /withdrawn|mark_failed/);
    assert.equal(sink.messages.length, 4);
    assert.equal(sink.unfinished, unfinished);
    assert.deepEqual(harness.failures, [], "a withdrawn mail is no failure of the relay");
  }
});

test("SND-16: a connection lost while the mark is written is told after the mark, as not sent", async (t) => {
  const sink = await sinkFor(t);
  let answer: ((ok: boolean) => void) | undefined;
  const harness = sendAll(sink.port, [testMessage(1)], {
    beforeDot: () => new Promise((resolve) => (answer = resolve)),
  });
  await until("the mark is asked for", () => answer !== undefined);
  await sink.close();
  await sleep(30);
  assert.equal(harness.results.size, 0, "the outcome must not overtake the mark");
  answer?.(true);
  await harness.finished;
  assert.match(JSON.stringify(harness.last(1)), /notSent.*connection_lost/);
});

test("pause: begun bodies are finished, an empty DATA is discarded, resume goes on", async (t) => {
  const sink = await sinkFor(t, { delay: 15 });
  const asked: number[] = [];
  const harness = sendAll(
    sink.port,
    numbers(40).map((n) => testMessage(n)),
    {
      connections: 4,
      attempts: 10,
      beforeDot: (n) => (asked.push(n), true),
    },
  );
  await until("some mails are sent", () => sink.accepted.length >= 6);
  harness.pool.pause();
  await until("all connections are closed", () => harness.pool.open === 0);
  const at = sink.messages.length;
  assert.equal(harness.held, 0);
  for (const list of harness.results.values()) {
    for (const result of list)
      assert.match(
        `${result.kind} ${"reason" in result ? result.reason : ""}`,
        /^(reply |notSent halted)$/,
      );
  }
  await sleep(50);
  assert.equal(sink.messages.length, at);
  harness.pool.resume();
  await harness.finished;
  assert.equal(sink.accepted.length, 40);
  assert.equal(new Set(sink.accepted.map((each) => each.messageId)).size, 40);
});

test("pause while marks are written: the mark may be there, the dot is not", async (t) => {
  const sink = await sinkFor(t);
  let answer: ((ok: boolean) => void) | undefined;
  const harness = sendAll(sink.port, [testMessage(1), testMessage(2)], {
    endless: true,
    beforeDot: () => new Promise((resolve) => (answer = resolve)),
  });
  await until("the mark is asked for", () => answer !== undefined);
  harness.pool.pause();
  answer?.(true);
  await until("both came back", () => harness.results.size === 2);
  assert.deepEqual(kinds(harness.results), ["notSent", "notSent"]);
  assert.equal(sink.messages.length, 0);
  await harness.pool.stop(0);
});

test("stop: the pool waits for replies as long as it may, then a sent dot is uncertain", async (t) => {
  const hang: SinkFault = { stage: "dot", after: "hang" };
  const sink = await sinkFor(t, { fault: ({ message }) => (message === 3 ? hang : undefined) });
  const harness = sendAll(
    sink.port,
    numbers(10).map((n) => testMessage(n)),
    { endless: true },
  );
  await until("the third hangs", () => sink.messages.length === 3);
  const started = performance.now();
  await harness.pool.stop(80);
  assert.ok(performance.now() - started >= 75);
  assert.deepEqual(kinds(harness.results).slice(0, 2), ["reply", "reply"]);
  assert.equal(harness.last(3)?.kind, "uncertain");
  for (const [n, list] of harness.results) if (n > 3) assert.equal(list[0]?.kind, "notSent");
  assert.equal(harness.held, 0);
});

test("stop: what the source gives later comes back, nothing hangs", async (t) => {
  const sink = await sinkFor(t);
  const harness = sendAll(sink.port, [], { endless: true, connections: 3 });
  await sleep(10);
  await harness.pool.stop(1_000);
  await harness.finished;
  assert.equal(sink.connections, 0);
});

test("a message whose facts are too old by now goes back to be decided again", async (t) => {
  const sink = await sinkFor(t);
  const messages = numbers(3).map((n) => testMessage(n, { isFresh: () => n !== 2 }));
  const harness = sendAll(sink.port, messages);
  await harness.finished;
  assert.deepEqual(harness.last(2), { kind: "notSent", reason: "stale", detail: "" });
  assert.equal(sink.accepted.length, 2);
  assert.equal(sink.unfinished, 0);
  assert.equal(sink.connections, 1);
});

test("SND-16: under faults of every kind nothing is lost and nothing is sent twice", async (t) => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  t.diagnostic(`seed ${seed}`);
  let state = seed;
  const random = () => {
    // Mulberry32: small, good enough, and the seed repeats the run.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const replies: (string | undefined)[] = [
    "421 4.3.2 closing",
    "451 4.3.0 later",
    "25",
    "what?",
    "250-",
    undefined,
  ];
  const afters: (SinkFault["after"] | undefined)[] = [
    "close",
    "reset",
    "unfinished",
    "hang",
    undefined,
  ];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

  for (const [offers, window, markAhead] of [
    [["PIPELINING"], 1, 1],
    [[], 1, 1],
    [["PIPELINING"], 1, 3],
    [["PIPELINING", "CHUNKING"], 4, 2],
  ] as const) {
    const sink = await sinkFor(t, {
      offers,
      fault: ({ stage }) => {
        if (random() > 0.03) return undefined;
        const [reply, after] = [pick(replies), pick(afters)];
        if (reply === undefined && after === undefined) return undefined;
        return {
          stage,
          ...(reply === undefined ? {} : { reply }),
          ...(after === undefined ? {} : { after }),
        };
      },
    });
    const total = 300;
    const short = {
      connect: 500,
      greeting: 100,
      command: 100,
      mail: 100,
      rcpt: 100,
      data: 100,
      final: 100,
    };
    const marked = new Map<number, number>();
    const harness = sendAll(
      sink.port,
      numbers(total).map((n) => testMessage(n)),
      {
        connections: 8,
        attempts: 100,
        window,
        markAhead,
        timeouts: short,
        beforeDot: async (n) => {
          await sleep(random() * 2);
          marked.set(n, (marked.get(n) ?? 0) + 1);
          return random() > 0.02;
        },
      },
    );
    await harness.finished;
    assert.equal(harness.results.size, total);
    for (const n of numbers(total)) {
      const last = harness.last(n);
      const received = sink.messages.filter((each) => each.messageId === `m${n}@example.com`);
      const accepted = received.filter((each) => each.code >= 200 && each.code < 300);
      // Accepted at most once, and never without a mark.
      assert.ok(accepted.length <= 1, `${n} was accepted ${accepted.length} times`);
      assert.ok(received.length <= (marked.get(n) ?? 0));
      if (last?.kind === "reply" && last.code < 300)
        assert.equal(accepted.length, 1, `${n} said accepted`);
      else if (last?.kind === "uncertain") assert.ok(received.length >= 1 || accepted.length === 0);
      else assert.fail(`${n} ended as ${JSON.stringify(last)}`);
      // Certainly not sent means certainly not accepted.
      for (const result of harness.results.get(n)?.slice(0, -1) ?? [])
        assert.notEqual(result.kind, "uncertain");
    }
    assert.equal(harness.held, 0);
  }
});
