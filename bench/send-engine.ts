import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { compileMessage, MessageBuffer, type MessagePiece } from "../server/content/index.ts";
import {
  dkimSelector,
  type DkimKey,
  generateDkimKey,
  openDkimKey,
  signMessage,
} from "../server/delivery/dkim.ts";
import type { SmtpMessage } from "../server/delivery/smtp/message.ts";
import { createSmtpPool } from "../server/delivery/smtp/smtp-pool.ts";
import { startSlowRelay } from "../test/support/slow-relay.ts";
import { createTrackingTokens, TRACKING_TOKEN_LENGTH } from "../server/tracking/index.ts";

/**
 * The sending engine alone: personal rendering with 30 tracked links and a pixel, signature, SMTP, and a
 * mark before every final dot. The ledger is exchangeable; the one used here groups marks as the real
 * one does and writes nothing. Runs in turn with Postfix' smtp-source, which sends prebuilt content, into
 * Postfix' smtp-sink (Debian package `postfix`; the service need not run).
 *
 *     npm run bench:send-engine -- --messages 20000 --connections 10 --rounds 3 [--sink 127.0.0.1:2526]
 *       [--mark-ms 2] [--mark-ahead 2] [--window 1]   how long a mark takes, how early it is asked, mails without reply
 *       [--rtt 20]   milliseconds that each answer is held back; compares DATA and CHUNKING at that distance
 */
const { values: options } = parseArgs({
  options: {
    messages: { type: "string", default: "20000" },
    connections: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    sink: { type: "string" },
    only: { type: "string" },
    "mark-ms": { type: "string", default: "0" },
    "mark-ahead": { type: "string", default: "1" },
    window: { type: "string", default: "1" },
    rtt: { type: "string", default: "0" },
  },
});
const messages = Number(options.messages);
const connections = Number(options.connections);
const rounds = Number(options.rounds);
const markMs = Number(options["mark-ms"]);
const rtt = Number(options.rtt);

/** What stands between an accepted DATA and its final dot, and behind its reply. */
type BenchLedger = {
  mark(delivery: number): Promise<boolean>;
  outcome(delivery: number): void;
};

/** Group commit without a database: everything of one turn of the event loop is marked together. */
function groupedMarks(): BenchLedger & { groups: number } {
  let waiting: ((ok: boolean) => void)[] = [];
  const ledger = {
    groups: 0,
    mark: () =>
      new Promise<boolean>((resolve) => {
        if (waiting.push(resolve) > 1) return;
        if (markMs > 0) setTimeout(flush, markMs);
        else setImmediate(flush);
      }),
    outcome() {},
  };
  function flush() {
    const marked = waiting;
    waiting = [];
    ledger.groups += 1;
    for (const resolve of marked) resolve(true);
  }
  return ledger;
}

const SENTENCE =
  "Liebe Leserinnen und Leser, über die schönen Gärten, größere Flüsse und grüne Wälder in Österreich, der Schweiz und Süddeutschland lässt sich viel erzählen. ";
const TOKEN_URL = "https://t.example.com/t/";
const LINKS = 30;

/** About 30 KB: 20 links and a pixel in HTML, 10 links in text, merge fields in both. */
function newsletter(): { html: MessagePiece[]; text: MessagePiece[] } {
  const field = (name: string, html: boolean): MessagePiece => ({ field: name, html });
  const html: MessagePiece[] = [
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Newsletter</title></head><body><p>',
    field("salutation", true),
    `,</p><p>${SENTENCE.repeat(8)}</p>`,
  ];
  const text: MessagePiece[] = [field("salutation", false), `,\n\n${SENTENCE.repeat(12)}\n\n`];
  for (let i = 1; i <= 20; i++) {
    html.push(
      `<table role="presentation" width="600" align="center" style="border-collapse:collapse;border:1px solid #dddddd;background-color:#ffffff;margin:0 auto"><tr><td style="font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;color:#222222"><h2 style="margin:0 0 8px 0">Artikel ${i} für `,
      field("city", true),
      `</h2><p>${SENTENCE.repeat(2)}</p><p><a href="${TOKEN_URL}`,
      { token: i },
      '" style="display:inline-block;padding:12px 24px;background:#0066cc;color:#ffffff">Weiterlesen</a></p></td></tr></table>\n',
    );
    if (i % 2 === 0) {
      text.push(`Artikel ${i}\n${SENTENCE}\n${TOKEN_URL}`, { token: 20 + i / 2 }, "\n\n");
    }
  }
  html.push(
    "<p>",
    field("number", true),
    '</p><p><a href="',
    { field: "unsubscribe", rendered: true },
    `">Abmelden</a></p><img src="${TOKEN_URL}`,
    { token: 0 },
    '" width="1" height="1" alt=""></body></html>',
  );
  text.push(field("number", false), "\nAbmelden: ", { field: "unsubscribe", rendered: true });
  return { html, text };
}

const tokens = createTrackingTokens({ keys: [randomBytes(32)] });
const compiled = compileMessage({
  from: { name: "Beispiel GmbH", address: "news@news.example.com" },
  subject: ["Neues für ", { field: "name", html: false }, " aus ", { field: "city", html: false }],
  ...newsletter(),
  messageIdDomain: "news.example.com",
  tokenLength: TRACKING_TOKEN_LENGTH,
  listId: { id: "marktblick.news.example.com" },
  listUnsubscribe: true,
});
const linkNumbers = Array.from({ length: LINKS + 1 }, (_, i) => i);
const CITIES = ["Köln", "Wien", "Zürich", "Berlin", "München", "Graz"];
const now = new Date("2026-11-21T12:00:00Z");

/** Renders and signs one recipient's mail, as the dispatcher does. */
async function compose(
  n: number,
  buffer: MessageBuffer,
  keys: readonly DkimKey[],
): Promise<SmtpMessage<number>> {
  const url = `https://post.example.com/u/${n}-${"x".repeat(80)}`;
  const message = compiled.render(
    {
      to: { name: "Jürgen Beispiel", address: `user${n}@example.net` },
      messageId: `d${n}`,
      date: now,
      fields: {
        name: "Jürgen Beispiel",
        salutation: n % 2 ? "Sehr geehrte Frau Beispiel" : "Sehr geehrter Herr Beispiel",
        city: CITIES[n % CITIES.length] ?? "",
        number: `A & B <${n}>`,
        unsubscribe: url,
      },
      tokens: tokens.personal(1, 1, n, linkNumbers),
      unsubscribe: { url },
    },
    buffer,
  );
  const signatures = keys.length === 0 ? "" : await signMessage(message, keys, now);
  return {
    delivery: n,
    from: `b${n}@bounce.example.com`,
    to: message.to.address,
    content: message.complete(signatures),
  };
}

type Measured = { rate: number; cpu: number };

/** Sends all messages and gives messages a second and CPU microseconds a message. */
async function sendOurs(
  port: number,
  host: string,
  keys: readonly DkimKey[],
  how: { chunking: boolean; window: number } = { chunking: true, window: Number(options.window) },
): Promise<Measured> {
  const ledger = groupedMarks();
  const buffers: MessageBuffer[] = [];
  const bufferOf = new Map<number, MessageBuffer>();
  let given = 0;
  let accepted = 0;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const pool = createSmtpPool<number>({
    relay: { host, port, encryption: "none" },
    name: "bench.example.com",
    connections,
    messagesPerConnection: Number.POSITIVE_INFINITY,
    ...how,
    markAhead: Math.max(how.window, Number(options["mark-ahead"])),
    source: {
      async next() {
        if (given >= messages) return null;
        given += 1;
        const n = given;
        const buffer = buffers.pop() ?? new MessageBuffer();
        bufferOf.set(n, buffer);
        return compose(n, buffer, keys);
      },
      beforeDot: (delivery) => ledger.mark(delivery),
      done(message, result) {
        const buffer = bufferOf.get(message.delivery);
        bufferOf.delete(message.delivery);
        if (buffer) buffers.push(buffer);
        if (result.kind === "reply" && result.code < 300) accepted += 1;
        ledger.outcome(message.delivery);
      },
    },
  });
  await pool.finished;
  const wall = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  if (accepted !== messages) throw new Error(`${accepted} of ${messages} accepted`);
  return { rate: messages / wall, cpu: (used.user + used.system) / messages };
}

/** Postfix' own load generator, with content of the same size. */
async function sendYardstick(host: string, port: number, size: number): Promise<Measured> {
  const source = find("smtp-source");
  if (!source) return { rate: Number.NaN, cpu: Number.NaN };
  const started = performance.now();
  const child = spawn(source, [
    "-d",
    "-s",
    String(connections),
    "-m",
    String(messages),
    "-l",
    String(size),
    `${host}:${port}`,
  ]);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
  return { rate: messages / ((performance.now() - started) / 1000), cpu: Number.NaN };
}

function find(program: string): string | undefined {
  for (const folder of ["/usr/sbin", "/usr/bin", "/usr/local/sbin"]) {
    const path = `${folder}/${program}`;
    if (spawnSync("test", ["-x", path]).status === 0) return path;
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

/** A receiver of its own process: smtp-sink, or ours where Postfix is not installed. */
async function startReceiver(): Promise<{ name: string; port: number; child: ChildProcess }> {
  const port = await freePort();
  // Only ours knows CHUNKING.
  const sink = rtt > 0 ? undefined : find("smtp-sink");
  const child = sink
    ? spawn(
        sink,
        [...(process.getuid?.() === 0 ? ["-u", "nobody"] : []), `127.0.0.1:${port}`, "512"],
        { stdio: "ignore" },
      )
    : spawn(
        process.execPath,
        [
          `${import.meta.dirname}/../test/support/smtp-sink.ts`,
          ...["--port", String(port), "--offers", "PIPELINING,CHUNKING"],
        ],
        { stdio: "ignore" },
      );
  await sleep(sink ? 300 : 1_000);
  return { name: sink ? "smtp-sink" : "our sink", port, child };
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}

async function makeKey(algorithm: DkimKey["algorithm"]): Promise<DkimKey> {
  const { privateKeyPem } = await generateDkimKey(algorithm);
  return openDkimKey({
    algorithm,
    domain: "news.example.com",
    selector: dkimSelector(algorithm, now),
    privateKeyPem,
  });
}

const sample = await compose(1, new MessageBuffer(), []);
const size = sample.content.end - sample.content.start;
const [rsa, ed25519] = [await makeKey("rsa-sha256"), await makeKey("ed25519-sha256")];
const given = options.sink?.split(":");
const receiver = given ? undefined : await startReceiver();
const host = given?.[0] ?? "127.0.0.1";
const nearPort = Number(given?.[1] ?? receiver?.port);
const distance = rtt > 0 ? await startSlowRelay(nearPort) : undefined;
if (distance) distance.delay = rtt;
const port = distance?.port ?? nearPort;

const variants: [string, () => Promise<Measured>][] = [
  ["smtp-source, prebuilt", () => sendYardstick(host, port, size)],
  ...(rtt > 0
    ? ([
        ["ours, DATA", () => sendOurs(port, host, [], { chunking: false, window: 1 })],
        ["ours, CHUNKING, window 8", () => sendOurs(port, host, [], { chunking: true, window: 8 })],
      ] as [string, () => Promise<Measured>][])
    : nearby()),
];
function nearby(): [string, () => Promise<Measured>][] {
  return [
    ["ours, unsigned", () => sendOurs(port, host, [])],
    ["ours, RSA-2048", () => sendOurs(port, host, [rsa])],
    ["ours, RSA-2048 + Ed25519", () => sendOurs(port, host, [rsa, ed25519])],
  ];
}
const measured = new Map<string, Measured[]>();
try {
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of variants) {
      if (options.only && !name.includes(options.only)) continue;
      const result = await run();
      // The first round warms up and does not count.
      if (round > 0) measured.set(name, [...(measured.get(name) ?? []), result]);
    }
  }
} finally {
  await distance?.close();
  receiver?.child.kill();
}

const limit = median((measured.get(variants[0]?.[0] ?? "") ?? []).map((each) => each.rate));
const lines = [...measured].map(([name, results]) => ({
  sender: name,
  "messages/s": Math.round(median(results.map((each) => each.rate))),
  "of smtp-source": (median(results.map((each) => each.rate)) / limit).toFixed(2),
  "CPU µs": Math.round(median(results.map((each) => each.cpu))),
}));
process.stdout.write(
  `${receiver?.name ?? options.sink}, ${size} bytes, ${LINKS} links, ${connections} connections\n`,
);
// oxlint-disable-next-line no-console -- the table is the result
console.table(lines);
const ratios = Object.fromEntries(
  lines.slice(1).map((line) => [line.sender, Number(line["of smtp-source"])]),
);
process.stdout.write(
  `${JSON.stringify({ bench: "send-engine", rtt, limit: Math.round(limit), ratios })}\n`,
);
