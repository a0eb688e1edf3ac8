import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { classifyOutcome } from "../server/delivery/outcome.ts";
import { type Harness, sendAll, testMessage } from "./support/smtp-harness.ts";
import {
  type SinkFault,
  type SinkOptions,
  startSmtpSink,
  type SmtpSink,
} from "./support/smtp-sink.ts";
import { testCertificate } from "./support/tls-certificate.ts";

/**
 * Sixteen ways in which a relay misbehaves, over plain and encrypted connections, with DATA and with chunks, for one
 * recipient and for one among a hundred: what became of the mail, how often somebody knocked, and the neighbours.
 */
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const CONNECTIONS = 2;
const ATTEMPTS = 3;
const timeouts = { greeting: 300, command: 300, mail: 300, rcpt: 300, data: 300, final: 300 };

const ways: { name: string; options: SinkOptions; chunks: boolean }[] = [
  { name: "plain, DATA", options: { offers: ["PIPELINING"] }, chunks: false },
  {
    name: "TLS, DATA",
    options: { offers: ["PIPELINING"], starttls: testCertificate },
    chunks: false,
  },
  { name: "plain, one by one", options: { offers: [] }, chunks: false },
  {
    name: "TLS, chunks",
    options: { offers: ["PIPELINING", "CHUNKING"], starttls: testCertificate },
    chunks: true,
  },
];

type Kind = ReturnType<typeof classifyOutcome>["kind"];
/** Whenever this recipient comes. */
const atOne: { name: string; fault: SinkFault; outcome: Kind; notWithChunks?: true }[] = [
  {
    name: "451 RCPT",
    fault: { stage: "rcpt", reply: "451 4.7.1 greylisted" },
    outcome: "deferred",
  },
  { name: "550 RCPT", fault: { stage: "rcpt", reply: "550 5.1.1 unknown" }, outcome: "rejected" },
  {
    name: "drop at DATA",
    fault: { stage: "data", after: "close" },
    outcome: "notSent",
    notWithChunks: true,
  },
  {
    name: "drop in the middle of DATA",
    fault: { stage: "body", after: "close" },
    outcome: "uncertain",
  },
  { name: "drop after the dot", fault: { stage: "dot", after: "close" }, outcome: "uncertain" },
  { name: "RST after the dot", fault: { stage: "dot", after: "reset" }, outcome: "uncertain" },
  { name: "hang after the dot", fault: { stage: "dot", after: "hang" }, outcome: "uncertain" },
  {
    name: "451 after the dot",
    fault: { stage: "dot", reply: "451 4.3.0 full" },
    outcome: "deferred",
  },
  { name: "garbage", fault: { stage: "dot", reply: "\u0007 OK, thanks" }, outcome: "uncertain" },
  {
    name: "partial 250",
    fault: { stage: "dot", reply: "250 2.0", after: "unfinished" },
    outcome: "uncertain",
  },
  {
    name: "tarpit",
    fault: { stage: "dot", reply: "250 2.0.0 slow as can be", slow: 50 },
    outcome: "uncertain",
  },
  {
    name: "multi-line reply, split",
    fault: { stage: "dot", reply: "250-2.0.0 a\r\n250 2.0.0 b", slow: 1 },
    outcome: "accepted",
  },
];

async function run(
  t: TestContext,
  options: SinkOptions,
  people: number,
  more: { attempts?: number; endless?: boolean } = {},
): Promise<{ sink: SmtpSink; harness: Harness }> {
  const sink = await startSmtpSink(options);
  t.after(() => sink.close());
  const harness = sendAll(
    sink.port,
    numbers(people).map((n) => testMessage(n)),
    { connections: CONNECTIONS, attempts: ATTEMPTS, timeouts, ...more },
  );
  return { sink, harness };
}

for (const { name: way, options, chunks } of ways) {
  for (const { name, fault, outcome, notWithChunks } of atOne) {
    if (chunks && notWithChunks) continue;
    test(`SND-16: ${name} (${way}): ${outcome}, neighbours unaffected, no hot loop`, async (t) => {
      for (const people of [1, 100]) {
        const victim = Math.ceil(people / 2);
        const { sink, harness } = await run(
          t,
          {
            ...options,
            fault: ({ stage, to }) =>
              stage === fault.stage && to === `r${victim}@example.net` ? fault : undefined,
          },
          people,
        );
        await harness.finished;
        const kinds = new Map(
          numbers(people).map((n) => [n, classifyOutcome(harness.last(n)!).kind]),
        );
        assert.equal(kinds.get(victim), outcome);
        for (const n of numbers(people)) {
          const received = sink.accepted.filter((each) => each.messageId === `m${n}@example.com`);
          if (n !== victim) {
            assert.equal(kinds.get(n), "accepted", `${n}: ${JSON.stringify(harness.last(n))}`);
            assert.equal(received.length, 1);
            assert.equal(received[0]!.encrypted, options.starttls !== undefined);
          }
          assert.ok(received.length <= 1, "nobody twice");
        }
        assert.ok(
          sink.connections <= CONNECTIONS + ATTEMPTS + 1,
          `${sink.connections} connections for ${people}`,
        );
      }
    });
  }

  const forAll: { name: string; fault: SinkFault; reasons: RegExp }[] = [
    {
      name: "421 in the greeting",
      fault: { stage: "connect", reply: "421 4.3.2 busy", after: "close" },
      reasons: /^notSent (relay_unavailable|halted)$/,
    },
    {
      name: "421 at MAIL",
      fault: { stage: "mail", reply: "421 4.3.2 busy", after: "close" },
      reasons: /^(reply deferred|notSent (relay_unavailable|connection_lost|halted))$/,
    },
    ...(options.starttls
      ? [
          {
            name: "TLS reset",
            fault: { stage: "starttls", after: "reset" } as SinkFault,
            reasons: /^notSent (relay_unavailable|halted)$/,
          },
        ]
      : []),
  ];
  for (const { name, fault, reasons } of forAll) {
    test(`SND-16: ${name} (${way}): nothing lost or sent, and the knocking gets rarer`, async (t) => {
      for (const people of [1, 100]) {
        const { sink, harness } = await run(t, { ...options, fault }, people, {
          attempts: 1_000,
          endless: true,
        });
        await sleep(400);
        await harness.pool.stop(500);
        assert.equal(harness.held, 0);
        assert.deepEqual([sink.messages.length, sink.unfinished], [0, 0]);
        for (const list of harness.results.values()) {
          for (const result of list) {
            const shown = result.kind === "notSent" ? result.reason : classifyOutcome(result).kind;
            assert.match(`${result.kind} ${shown}`, reasons);
          }
        }
        // Pauses of 10, 20, 40, 40 … ms for each of two places.
        assert.ok(
          sink.connections >= 2 && sink.connections <= 30,
          `${sink.connections} connections`,
        );
      }
    });
  }

  test(`SND-16: closed after some mails (${way}): everybody gets theirs once, over more connections`, async (t) => {
    for (const people of [1, 100]) {
      const { sink, harness } = await run(t, { ...options, closeAfter: 9 }, people, {
        attempts: 50,
      });
      await harness.finished;
      assert.equal(sink.accepted.length, people);
      assert.equal(new Set(sink.accepted.map((each) => each.messageId)).size, people);
      assert.ok(sink.connections <= Math.ceil(people / 9) + CONNECTIONS);
    }
  });
}
