import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { test, type TestContext } from "node:test";
import { systemClock } from "../../platform/index.ts";
import { startDnsServer } from "../../../test/support/dns-server.ts";
import {
  type HarnessOptions,
  sendAll,
  testMessage,
  until,
} from "../../../test/support/smtp-harness.ts";
import { type SinkOptions, startSmtpSink, type SmtpSink } from "../../../test/support/smtp-sink.ts";
import { testCertificate } from "../../../test/support/tls-certificate.ts";
import { createMxPool, type MxPoolOptions } from "./mx-pool.ts";
import { createTlsOutcomes } from "./tls-outcomes.ts";

type Records = Parameters<typeof startDnsServer>[0];
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const mx = (exchange: string, preference = 10) => ({ preference, exchange });

/** Servers on 127.0.0.2, .3, … with one port, so that names can lead to each of them. */
async function sinksFor(t: TestContext, ...list: SinkOptions[]): Promise<SmtpSink[]> {
  const sinks: SmtpSink[] = [];
  for (const [at, options] of list.entries()) {
    const port = sinks[0]?.port;
    const host = `127.0.0.${at + 2}`;
    sinks.push(await startSmtpSink({ ...options, host, ...(port === undefined ? {} : { port }) }));
  }
  t.after(() => Promise.all(sinks.map((sink) => sink.close())));
  return sinks;
}

async function send(
  t: TestContext,
  port: number,
  records: Records,
  recipients: string[],
  options: Partial<MxPoolOptions<number>> & {
    server?: Parameters<typeof startDnsServer>[1];
    harness?: HarnessOptions;
  } = {},
) {
  const dns = await startDnsServer(records, options.server);
  t.after(() => dns.close());
  const outcomes = createTlsOutcomes();
  const harness = sendAll(
    port,
    recipients.map((to, at) => testMessage(at + 1, { to })),
    {
      connections: 10,
      ...options.harness,
      openPool: (common) =>
        createMxPool<number>({
          ...common,
          name: "mta.example.com",
          clock: systemClock,
          dns: { servers: [dns.at], timeoutMs: 500 },
          port,
          allowPrivate: true,
          outcomes,
          timeouts: { idle: 50, greeting: 300, command: 500, mail: 500, rcpt: 500, final: 1_000 },
          retryPause: { first: 60_000, longest: 60_000 },
          ...options,
        }),
    },
  );
  if (!options.harness?.endless) await harness.finished;
  return { harness, outcomes, dns, last: (n: number) => harness.last(n) };
}

test("RFC 5321 5.1: MX by preference, the domain itself without MX, one connection for many mails", async (t) => {
  const [first, second, third] = await sinksFor(t, {}, {}, {});
  const { harness, dns } = await send(
    t,
    first!.port,
    {
      "a.example": { MX: [mx("mx2.a.example", 20), mx("mx1.a.example", 10)] },
      "mx1.a.example": { A: ["127.0.0.2"] },
      "mx2.a.example": { A: ["127.0.0.3"] },
      "xn--mller-kva.example": { A: ["127.0.0.4"] },
    },
    [...numbers(20).map((n) => `p${n}@a.example`), "jo@MÜLLER.example"],
    { perDomain: 1 },
  );
  assert.equal(harness.results.size, 21);
  assert.deepEqual([first!.accepted.length, second!.accepted.length], [20, 0]);
  assert.equal(first!.connections, 1);
  assert.deepEqual(third!.accepted[0]?.to, ["jo@xn--mller-kva.example"]);
  assert.equal(dns.asked.filter((each) => each === "a.example MX").length, 1, "asked once");
});

test("a server that is dead rests, and the next one takes the mail at once", async (t) => {
  const [alive] = await sinksFor(t, {});
  const records = {
    "a.example": { MX: [mx("dead.a.example", 10), mx("alive.a.example", 20)] },
    "dead.a.example": { A: ["127.0.0.9"] },
    "alive.a.example": { A: ["127.0.0.2"] },
  };
  const { harness } = await send(
    t,
    alive!.port,
    records,
    numbers(30).map((n) => `p${n}@a.example`),
  );
  assert.equal(alive!.accepted.length, 30);
  for (const list of harness.results.values()) assert.equal(list.length, 1);
});

test("no server can be used: the mail waits, the domain rests, and others are not held up", async (t) => {
  const [alive, busy] = await sinksFor(
    t,
    {},
    { fault: { stage: "connect", reply: "421 busy", after: "close" } },
  );
  const { harness, last } = await send(
    t,
    alive!.port,
    {
      "busy.example": { MX: [mx("mx.busy.example")] },
      "mx.busy.example": { A: ["127.0.0.3"] },
      "good.example": { A: ["127.0.0.2"] },
    },
    numbers(40).flatMap((n) => [`p${n}@busy.example`, `p${n}@good.example`]),
  );
  assert.equal(alive!.accepted.length, 40);
  for (const n of numbers(40)) {
    const result = last(2 * n - 1);
    assert.ok(result?.kind === "notSent" && result.reason === "relay_unavailable");
    assert.equal(result.only, "domain");
  }
  assert.ok(busy!.connections <= 2, `${busy!.connections} connections to a server that is busy`);
  assert.equal(harness.held, 0);
});

test("a slow domain keeps its connections and blocks nobody", async (t) => {
  const [quick, slow] = await sinksFor(t, {}, { fault: { stage: "mail", after: "hang" } });
  const { harness } = await send(
    t,
    quick!.port,
    { "slow.example": { A: ["127.0.0.3"] }, "quick.example": { A: ["127.0.0.2"] } },
    [
      ...numbers(60).map((n) => `p${n}@slow.example`),
      ...numbers(60).map((n) => `p${n}@quick.example`),
    ],
    { harness: { connections: 4, endless: true }, timeouts: { mail: 60_000 } },
  );
  await until("the others have their mail", () => quick!.accepted.length === 60, 3_000);
  assert.equal(slow!.connections, 2);
  await harness.pool.stop(50);
  assert.equal(harness.held, 0);
  assert.equal(harness.results.size, 120);
});

test("RFC 7505: a null MX and a name that does not exist are final; a DNS that fails is not", async (t) => {
  const { last } = await send(
    t,
    1,
    { "null.example": { MX: [mx(".", 0)] }, "empty.example": {}, "odd.example": {} },
    ["a@null.example", "a@weg.example", "a@empty.example", "a@odd.example"],
    { server: { broken: ["odd.example"] } },
  );
  const shown = numbers(4).map((n) => {
    const result = last(n);
    if (result?.kind === "reply") return `${result.code} ${result.enhanced}`;
    return result?.kind === "notSent" ? `${result.reason} ${result.only}` : "";
  });
  assert.deepEqual(shown, [
    "556 5.1.10",
    "550 5.1.2",
    "relay_unavailable domain",
    "relay_unavailable domain",
  ]);
});

test("addresses of this machine and of private networks are not connected to", async (t) => {
  const [sink] = await sinksFor(t, {});
  const { last } = await send(
    t,
    sink!.port,
    { "inside.example": { A: ["127.0.0.2", "10.0.0.1", "169.254.169.254"], AAAA: ["::1"] } },
    ["a@inside.example"],
    { allowPrivate: false },
  );
  assert.match(JSON.stringify(last(1)), /relay_unavailable.*no address/);
  assert.equal(sink!.connections, 0);
});

test("an answer too long for UDP comes over TCP", async (t) => {
  const [sink] = await sinksFor(t, {});
  await send(t, sink!.port, { "lang.example": { A: ["127.0.0.2"] } }, ["a@lang.example"], {
    server: { long: ["lang.example"] },
  });
  assert.equal(sink!.accepted.length, 1);
});

const leaf = new X509Certificate(testCertificate.cert);
const key = leaf.publicKey.export({ type: "spki", format: "der" });
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest();
const tlsa = (usage: number, selector: number, certificate: Buffer) => ({
  usage,
  selector,
  matchingType: 1,
  certificate,
});

test("SND-04: DANE (RFC 7672): the certificate must match, or nothing is sent", async (t) => {
  const [sink] = await sinksFor(t, { starttls: testCertificate });
  const { port } = sink!;
  const cases: [name: string, record: unknown, secure: boolean, expected: string][] = [
    ["3 1 1", tlsa(3, 1, sha256(key)), true, "encrypted tlsa"],
    ["3 0 1", tlsa(3, 0, sha256(leaf.raw)), true, "encrypted tlsa"],
    ["2 0 1", tlsa(2, 0, sha256(leaf.raw)), true, "encrypted tlsa"],
    ["2 1 1", tlsa(2, 1, sha256(key)), true, "encrypted tlsa"],
    ["3 1 1, another key", tlsa(3, 1, sha256(Buffer.from("x"))), true, "tlsa-invalid tlsa"],
    ["1 1 1 proves nothing, but demands TLS", tlsa(1, 1, sha256(key)), true, "encrypted tlsa"],
    ["not proven by DNSSEC", tlsa(3, 1, sha256(Buffer.from("x"))), false, "encrypted none"],
  ];
  for (const [name, record, secure, expected] of cases) {
    const before = sink!.accepted.length;
    const { outcomes, last } = await send(
      t,
      port,
      {
        "a.example": { MX: [mx("localhost")] },
        localhost: { A: ["127.0.0.2"] },
        [`_${port}._tcp.localhost`]: { TLSA: [record] },
      },
      ["p@a.example"],
      { server: { secure } },
    );
    const [count] = outcomes.snapshot();
    assert.equal(`${Object.keys(count!.results).join()} ${count!.policy}`, expected, name);
    const sent = expected.startsWith("encrypted");
    assert.equal(sink!.accepted.length - before, sent ? 1 : 0, name);
    assert.equal(last(1)?.kind, sent ? "reply" : "notSent", name);
  }
  assert.ok(sink!.accepted.every((each) => each.encrypted));
});

test("SND-04: DANE: TLSA records that cannot be read, or a server without STARTTLS: nothing in clear", async (t) => {
  const [sink] = await sinksFor(t, {});
  const { port } = sink!;
  const name = `_${port}._tcp.mx.a.example`;
  for (const broken of [[name], []]) {
    const { last } = await send(
      t,
      port,
      {
        "a.example": { MX: [mx("mx.a.example")] },
        "mx.a.example": { A: ["127.0.0.2"] },
        [name]: { TLSA: [tlsa(3, 1, sha256(key))] },
      },
      ["p@a.example"],
      { server: { secure: true, broken } },
    );
    assert.match(JSON.stringify(last(1)), /notSent.*relay_unavailable/);
  }
  assert.equal(sink!.accepted.length, 0);
});

test("SND-04: MTA-STS in force: only the named servers, only with a certificate that holds, never in clear", async (t) => {
  const [secure, clear] = await sinksFor(t, { starttls: testCertificate }, {});
  const records = {
    "a.example": { MX: [mx("localhost")] },
    localhost: { A: ["127.0.0.2"] },
    "b.example": { MX: [mx("clear.example")] },
    "clear.example": { A: ["127.0.0.3"] },
  };
  const allowing = (host: string) => ({
    sts: { enforcedOf: async () => (each: string) => each === host },
  });
  const trusted = { trustedCertificates: testCertificate.cert };
  const good = await send(t, secure!.port, records, ["p@a.example"], {
    ...allowing("localhost"),
    ...trusted,
  });
  assert.equal(good.last(1)?.kind, "reply");
  assert.deepEqual(good.outcomes.snapshot(), [
    { domain: "a.example", policy: "sts", results: { encrypted: 1 } },
  ]);
  const unnamed = await send(t, secure!.port, records, ["p@a.example"], allowing("mx.a.example"));
  const unknown = await send(t, secure!.port, records, ["p@a.example"], allowing("localhost"));
  const noTls = await send(t, secure!.port, records, ["p@b.example"], allowing("clear.example"));
  for (const { last } of [unnamed, unknown, noTls]) {
    assert.match(JSON.stringify(last(1)), /notSent.*relay_unavailable/);
  }
  assert.deepEqual(
    [unnamed, unknown, noTls].map(
      ({ outcomes }) => Object.keys(outcomes.snapshot()[0]!.results)[0],
    ),
    ["sts-webpki-invalid", "certificate-not-trusted", "starttls-not-supported"],
  );
  assert.deepEqual([secure!.accepted.length, clear!.accepted.length], [1, 0]);
});

test("SND-04: without a policy TLS is opportunistic; with our own demand it is not", async (t) => {
  const [secure, clear] = await sinksFor(t, { starttls: testCertificate }, {});
  const records = { "a.example": { A: ["127.0.0.2"] }, "b.example": { A: ["127.0.0.3"] } };
  const both = ["p@a.example", "p@b.example"];
  await send(t, secure!.port, records, both);
  assert.deepEqual([secure!.accepted[0]?.encrypted, clear!.accepted[0]?.encrypted], [true, false]);
  const { last } = await send(t, secure!.port, records, both, { tls: "required" });
  for (const n of [1, 2]) assert.match(JSON.stringify(last(n)), /relay_unavailable/);
});

test("pause and stop: what waits comes back, what is under way is finished", async (t) => {
  const [sink] = await sinksFor(t, { delay: 10 });
  const { harness } = await send(
    t,
    sink!.port,
    { "a.example": { A: ["127.0.0.2"] } },
    numbers(50).map((n) => `p${n}@a.example`),
    { harness: { endless: true, attempts: 5 } },
  );
  await until("some are sent", () => sink!.accepted.length >= 4);
  harness.pool.pause();
  await until("it is quiet", () => harness.pool.open === 0);
  const at = sink!.accepted.length;
  harness.pool.resume();
  await until("it goes on", () => sink!.accepted.length > at);
  await harness.pool.stop(1_000);
  assert.equal(harness.held, 0);
  const accepted = new Set(sink!.accepted.map((each) => each.messageId));
  assert.equal(accepted.size, sink!.accepted.length, "nobody twice");
});
