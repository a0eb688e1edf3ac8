import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { permissions } from "../server/accounts/permissions.ts";
import type { RouteSpec } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { signedInAs, type Caller } from "./support/callers.ts";
import { fillAccount, type FilledAccount } from "./support/filled-account.ts";
import { seededRandom } from "./support/random.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { isThorough } from "./support/thorough.ts";
import { sampleInput } from "./support/sample-input.ts";

/** Longest time for the random part. */
const RANDOM_MS = 12_000;

let running: RunningApp;
let routes: RouteSpec[];
let seeded: SeededNewsletter;
let filled: FilledAccount;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 3, domain: "wirr.example" });
  filled = await fillAccount(running, seeded, await signedInAs(db, seeded, ["owner"]));
  // These wait for the network, or open the account to the world.
  const slow = ["POST /api/v1/checks/run", "POST /api/v1/account/go-live"];
  routes = running.app.routes.filter(
    (spec) =>
      spec.path !== "/*" &&
      !slow.includes(`${spec.method} ${spec.path}`) &&
      !spec.path.endsWith("/check"),
  );
});
after(() => running.close());

interface Attempt {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer | undefined;
}

/** On node:http, which sends what `fetch` would refuse to. */
function send(attempt: Attempt): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL(running.url);
    const outgoing = request(
      {
        host: url.hostname,
        port: url.port,
        method: attempt.method,
        path: attempt.path,
        headers: {
          ...attempt.headers,
          ...(attempt.body ? { "content-length": String(attempt.body.length) } : {}),
        },
        timeout: 20_000,
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on("data", (part: Buffer) => parts.push(part));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            type: String(incoming.headers["content-type"] ?? ""),
            text: Buffer.concat(parts).toString("utf8"),
          }),
        );
        incoming.on("error", reject);
        incoming.on("close", () => reject(new Error("closed within the answer")));
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer within 20 seconds")));
    // A refused body: the answer may come before all of it is sent.
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      ["EPIPE", "ECONNRESET"].includes(error.code ?? "") &&
      attempt.body &&
      attempt.body.length > 100_000
        ? resolve({ status: 413, type: "", text: "" })
        : reject(error),
    );
    outgoing.on("close", () => reject(new Error("closed without an answer")));
    outgoing.end(attempt.body);
  });
}

const LEAKS =
  /node_modules|\bat \w+ \(|\/server\/|\bpg_(?:catalog|class|toast|advisory|stat|temp|type)|sqlstate|syntax error at|relation "|violates|SELECT .* FROM/i;

/** Sends and judges: never 5xx, problems are problem+json, nothing of the inside is told. */
async function judge(attempt: Attempt, what: string, wrong: string[]): Promise<number> {
  let answer;
  try {
    answer = await send(attempt);
  } catch (error) {
    wrong.push(`${what}: ${String(error)}`);
    return 0;
  }
  const tell = () => wrong.push(`${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
  // Only so many messages are parsed side by side.
  if (answer.status >= 500 && !answer.text.includes("mailbox_busy")) tell();
  else if (answer.status >= 400 && LEAKS.test(answer.text.replace(/"requestId":"[^"]*"/, "")))
    tell();
  else if (
    answer.status >= 400 &&
    attempt.path.startsWith("/api/") &&
    answer.type !== "" &&
    !answer.type.startsWith("application/problem+json")
  )
    tell();
  return answer.status;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const deep = (depth: number): Buffer => Buffer.from("[".repeat(depth) + "]".repeat(depth));

/** Bodies that no schema has in mind. */
const BODIES: [string, string, Buffer][] = [
  ["nothing at all", "application/json", Buffer.alloc(0)],
  ["half a document", "application/json", Buffer.from('{"name": "x')],
  [
    "invalid UTF-8",
    "application/json",
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  ],
  ["deeply nested arrays", "application/json", deep(100_000)],
  [
    "deeply nested objects",
    "application/json",
    Buffer.from('{"a":'.repeat(50_000) + "1" + "}".repeat(50_000)),
  ],
  ["ten megabytes", "application/json", Buffer.from(`{"name":"${"x".repeat(10 * 1024 * 1024)}"}`)],
  ["an array of half a million", "application/json", Buffer.from(`[${"1,".repeat(500_000)}1]`)],
  [
    "a hundred thousand members",
    "application/json",
    Buffer.from(`{${Array.from({ length: 60_000 }, (_x, n) => `"k${n}":1`).join(",")}}`),
  ],
  [
    "__proto__",
    "application/json",
    Buffer.from('{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}'),
  ],
  ["a number", "application/json", json(1e308)],
  ["null", "application/json", json(null)],
  ["text as JSON", "text/plain", Buffer.from("hello")],
  ["a form", "application/x-www-form-urlencoded", Buffer.from("a=1&a=2&b[c]=3&%ff=%fe")],
  ["a broken multipart", "multipart/form-data; boundary=x", Buffer.from("--x\r\nno header\r\n")],
  ["an unknown type", "application/x-unknown", Buffer.from("x")],
  ["CSV", "text/csv", Buffer.from([0x00, 0xff, 0x0a, 0x22, 0x3b])],
];

const SEGMENTS = [
  "%00",
  "%ff%fe",
  "%",
  "..%2f..%2fetc%2fpasswd",
  "a".repeat(500),
  "ctc_" + "z".repeat(32),
  "%F0%9F%98%80",
  "'%20or%201=1--",
  "null",
  "-1",
];

const pathOf = (spec: RouteSpec, id: string) => spec.path.replace(/:\w+/g, () => id);
const anId = `abc_${"1".repeat(32)}`;

async function owner(): Promise<Caller> {
  return signedInAs(running.database.db, seeded, ["owner"]);
}

test("ORG-02: no body and no path makes a route fail inside, whoever sends it", async () => {
  const wrong: string[] = [];
  let caller = await owner();
  for (const [no, spec] of routes.entries()) {
    const name = `${spec.method} ${spec.path}`;
    /** Every route meets a sixth of them each day; `npm run drill:thorough` tries all on all. */
    const isTurn = (at: number, of: number) => isThorough || (no + at) % of === 0;
    for (const [at, segment] of (spec.path.includes(":") ? SEGMENTS : []).entries()) {
      if (!isTurn(at, 6)) continue;
      const path = pathOf(spec, segment);
      await judge(
        { method: spec.method, path, headers: caller.headers },
        `${name} ${segment.slice(0, 20)}`,
        wrong,
      );
    }
    if (spec.method === "GET") continue;
    for (const [at, [what, type, body]] of BODIES.entries()) {
      // Large ones cost seconds; the limit is one for all.
      if (!isTurn(at, body.length > 50_000 ? 12 : 6)) continue;
      const headers = { ...caller.headers, "content-type": type };
      const attempt = { method: spec.method, path: pathOf(spec, anId), headers, body };
      const status = await judge(attempt, `${name} with ${what}`, wrong);
      if (status === 401) caller = await owner();
    }
  }
  assert.deepEqual(wrong.slice(0, 30), [], `${wrong.length} wrong`);
  assert.equal((await fetch(`${running.url}/readyz`)).status, 200);
});

test("ORG-02: strangers are refused before their bodies are read", async () => {
  const wrong: string[] = [];
  for (const spec of routes.filter(
    (each) => each.method !== "GET" && [...permissions].includes(each.permission as "audit.read"),
  ))
    for (const [what, type, body] of BODIES) {
      if (body.length > 500_000 && routes.indexOf(spec) % 5 !== 0) continue;
      const attempt = {
        method: spec.method,
        path: pathOf(spec, anId),
        headers: { "content-type": type },
        body,
      };
      const answer = await send(attempt);
      if (answer.status !== 401 && answer.text !== "")
        wrong.push(`${spec.method} ${spec.path} with ${what}: ${answer.status}`);
    }
  assert.deepEqual(wrong.slice(0, 30), [], `${wrong.length} wrong`);
});

test("ORG-02: wrong types and sizes anywhere in a request are the caller's errors, never ours", async (t) => {
  const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 1_000_000));
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const wrong: string[] = [];
  const heapBefore = process.memoryUsage().heapUsed;
  let caller = await owner();
  let sent = 0;
  const end = performance.now() + Number(process.env["FUZZ_MS"] ?? RANDOM_MS);
  while (performance.now() < end && wrong.length < 10) {
    const spec = pick(random, routes);
    const attempt = randomAttempt(random, spec, caller);
    const what = `seed ${seed}: ${attempt.method} ${attempt.path.slice(0, 300)} ${attempt.body?.toString("utf8").slice(0, 300) ?? ""}`;
    const status = await judge(attempt, what, wrong);
    sent++;
    if (status === 401) caller = await owner();
  }
  t.diagnostic(`${sent} requests`);
  assert.deepEqual(wrong, []);
  assert.equal((await fetch(`${running.url}/readyz`)).status, 200);
  const grown = (process.memoryUsage().heapUsed - heapBefore) / 1024 / 1024;
  assert.ok(grown < 400, `the heap grew by ${Math.round(grown)} MB`);
});

const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)]!;

const STRINGS = [
  "",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\u202e\ufeff",
  "x".repeat(100_000),
  "'; drop table contacts; --",
  "{{ contact.email }}{% for i in (1..99999999) %}x{% endfor %}",
  "{% if %}",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "-infinity",
  "NaN",
  "2026-02-30",
  "2026-02-30T25:61:00Z",
  "+275760-09-13T00:00:00.001Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999Z",
  "Europe/Nirgends",
  "+14:00",
  "a@b",
  "@",
  "ü@ü.example",
  `${"a".repeat(64)}@${"b".repeat(180)}.example`,
  "javascript:alert(1)",
  "http://[::1",
  "https://" + "a".repeat(3000),
  "%",
  "%00",
  "\\",
  "__proto__",
  "constructor",
];
const NUMBERS = [0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, Number.MIN_VALUE, 201];

function junk(random: () => number, depth = 0): unknown {
  const kind = Math.floor(random() * (depth > 3 ? 5 : 7));
  if (kind === 0) return pick(random, [true, false, null]);
  if (kind === 1) return pick(random, NUMBERS);
  if (kind <= 3) return pick(random, STRINGS);
  if (kind === 4) return pick(random, Object.values(filled.ids));
  if (kind === 5)
    return Array.from({ length: Math.floor(random() * 6) }, () => junk(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: Math.floor(random() * 5) }, () => [
      pick(random, ["name", "id", "email", "lists", "at", "__proto__", "length", "toString", ""]),
      junk(random, depth + 1),
    ]),
  );
}

/** A valid input with one or a few members replaced, removed or added, or something else altogether. */
function mutate(random: () => number, given: unknown): unknown {
  if (random() < 0.1) return junk(random);
  if (Array.isArray(given)) {
    if (random() < 0.5) return [...given, junk(random)];
    return Array.from({ length: Math.floor(random() * 300) }, () => given[0] ?? junk(random));
  }
  if (given === null || typeof given !== "object") return junk(random);
  const made: Record<string, unknown> = { ...(given as object) };
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const name = pick(random, [...Object.keys(made), "mehr"]);
    const way = random();
    if (way < 0.2) delete made[name];
    else if (way < 0.5) made[name] = mutate(random, made[name]);
    else made[name] = junk(random);
  }
  return made;
}

function randomAttempt(random: () => number, spec: RouteSpec, caller: Caller): Attempt {
  const id = random() < 0.7 ? pick(random, Object.values(filled.ids)) : pick(random, SEGMENTS);
  const query = spec.query
    ? (sampleInput(spec.query, { all: true }) as Record<string, unknown>)
    : {};
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(random() < 0.6 ? query : {})) {
    if (random() < 0.5) continue;
    const text = (found: unknown): string =>
      (typeof found === "string" ? found : JSON.stringify(found)).toWellFormed().slice(0, 3000);
    parameters.append(name, text(random() < 0.5 ? value : junk(random)));
    if (random() < 0.1) parameters.append(name, "zweimal");
  }
  if (random() < 0.3) parameters.set("cursor", cursorOf(random));
  const headers = { ...caller.headers };
  if (random() < 0.1)
    headers["klarpost-account"] = pick(random, ["", "acc_", "x".repeat(3000), anId]);
  if (random() < 0.2)
    headers["idempotency-key"] = pick(random, [
      "",
      "x".repeat(201),
      "k",
      "ein schlüssel".replace("ü", "ue"),
    ]);
  if (random() < 0.05)
    headers["accept-language"] = pick(random, ["", "x".repeat(2000), "de;q=1e999", ",,,,"]);
  const suffix = parameters.size > 0 ? `?${parameters}` : "";
  const attempt: Attempt = { method: spec.method, path: `${pathOf(spec, id)}${suffix}`, headers };
  if (spec.method === "GET") return attempt;
  const body = mutate(random, spec.body ? sampleInput(spec.body, { all: random() < 0.5 }) : {});
  headers["content-type"] = "application/json";
  return { ...attempt, body: json(body) };
}

function cursorOf(random: () => number): string {
  const values = Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
    pick(random, [...STRINGS.slice(0, 5), ...STRINGS.slice(13, 18), ...NUMBERS]),
  );
  return random() < 0.8
    ? Buffer.from(JSON.stringify(values)).toString("base64url").slice(0, 400)
    : "unsinn";
}
