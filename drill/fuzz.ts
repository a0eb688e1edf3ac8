import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureWorkplace } from "../scripts/lib/prepare.mjs";
import { createInputs, type Input } from "./fuzz-inputs.ts";
import { createSender, faultsOf, NO_ANSWER, type Fault } from "./fuzz-judge.ts";
import type { FreshKey } from "./fuzz-keys.ts";
import { gather, renew } from "./fuzz-material.ts";
import type { Asked, FuzzedRoute, FuzzedServer, Memory } from "./fuzz-server.ts";

/**
 * `npm run drill:fuzz`: ten thousand malformed and hostile inputs on every address that asks for no sign-in, against a
 * whole product with its example in a process of its own. Exit code 1 on an answer 5xx, on markup or a header that came
 * in by an input, on words of the inside, on a dropped connection, on work that failed behind an answer that had taken it, on an answer that takes more than five seconds while
 * nothing else is asked, on a GET that changed something, on an endpoint that let nothing through to what it does, and when
 * the process holds 50 MB more than after a tenth of the inputs. The last line is JSON.
 */
const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "10000" },
    seed: { type: "string" },
    /** Part of a path: only these. */
    only: { type: "string" },
    /** Ends after so many minutes, with as many inputs as there were. */
    minutes: { type: "string", default: "600" },
    /** Requests side by side; fewer on a machine that has other work. */
    side: { type: "string", default: "32" },
  },
});
const seed = Number(values.seed ?? Date.now() % 100_000);
const inputs = Number(values.inputs);
/** Set when the first input goes out. */
let end = Infinity;
/** Requests side by side: answers of forms wait for a step of time, whatever was found, and should keep nobody waiting. */
const SIDE_BY_SIDE = Number(values.side);
const MOST_GROWTH_MB = 50;
/** Of inputs that were answered late among others so many are tried again alone. */
const MOST_TRIED_AGAIN = 200;
/** Of one kind of fault so many are told, the others only counted. */
const MOST_TOLD = 15;
/** What ends a permission or a person has good links only in the last tenth: they would soon be used up. */
const ENDS = /erase|\/all$|object|\/o\/|\/u\/:token$|leave/;
process.stdout.write(`seed ${seed}\n`);
// Its pages are among what is asked for.
await ensureWorkplace();

const child = fork(join(import.meta.dirname, "fuzz-server.ts"), {
  execArgv: ["--expose-gc"],
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
const told = tellErrors(child);
/** How often links, codes and sign-ins under way that are of use once are made anew, in milliseconds. */
const RENEW_MS = 1_500;
let asked = 0;
try {
  const server = (await messageOf(child, () => true)) as FuzzedServer;
  const { url, routes } = server;
  const material = await gather(server);
  const all = targetsOf(routes);
  const targets = all.filter(({ path }) => path.includes(values.only ?? ""));
  for (const [stem, tokens] of material.tokens)
    process.stdout.write(`  ${stem.padEnd(28)} ${tokens.length} real\n`);
  const renewing = keepFresh(material);
  const sender = { main: createSender(url, SIDE_BY_SIDE), empty: createSender(server.emptyUrl, 8) };
  const result = await attack(server, { all, targets }, material, sender);
  await renewing.end();
  const passed = Object.entries(result.faults).every(
    ([kind, count]) => kind === "busy" || count === 0,
  );
  const good =
    passed &&
    result.changedByGet.length === 0 &&
    result.neverLetThrough === 0 &&
    result.lostBehindAnswers === 0 &&
    result.growthMB < MOST_GROWTH_MB;
  process.stdout.write(
    `${JSON.stringify({ drill: "fuzz", seed, endpoints: targets.length, ...result, passed: good })}\n`,
  );
  if (!good) process.exitCode = 1;
} finally {
  if (child.connected) {
    const ended = once(child, "exit");
    child.send({ no: 0, question: "stop" } satisfies Asked);
    await ended;
  }
}

/** The routes, and what is answered beside them. */
function targetsOf(routes: FuzzedRoute[]): FuzzedRoute[] {
  const hits: FuzzedRoute = { method: "GET", path: "/t/:token", page: true };
  const description: FuzzedRoute = { method: "GET", path: "/api/v1/openapi.json", page: false };
  return [...routes, hits, description];
}

/** Every route keeps its number when only some are tried, so that a seed gives it the same inputs. */
interface Targets {
  all: FuzzedRoute[];
  targets: FuzzedRoute[];
}

type Material = Awaited<ReturnType<typeof gather>>;

type Sender = ReturnType<typeof createSender>;
/** The house with the example, and the one that has no owner yet. */
type Senders = Record<"main" | "empty", Sender>;

/** Sends single inputs and keeps count of what came back. */
function createTally(url: string, { all, targets }: Targets, material: Material, senders: Senders) {
  const made = createInputs(seed, material);
  const senderOf = (spec: FuzzedRoute) =>
    spec.path === "/api/v1/setup/owner" ? senders.empty : senders.main;
  const late: { spec: FuzzedRoute; n: number; input: Input }[] = [];
  const ownHost = new URL(url).host;
  const faults: Record<Fault, number> = {
    "server error": 0,
    busy: 0,
    canary: 0,
    leak: 0,
    dropped: 0,
    slow: 0,
    "leads elsewhere": 0,
  };
  const statuses = new Map(targets.map((spec) => [spec, new Map<number, number>()]));
  const close = () => {
    for (const sender of Object.values(senders)) sender.close();
  };
  const tally = { faults, sent: 0, slowestMs: 0, late, one, lateAlone, report, unreached, close };
  const note = (fault: Fault, spec: FuzzedRoute, n: number, words: string) => {
    faults[fault]++;
    if (faults[fault] <= MOST_TOLD)
      process.stdout.write(`  ${fault}: ${spec.method} ${spec.path} input ${n}: ${words}\n`);
  };
  async function one(spec: FuzzedRoute, n: number): Promise<void> {
    const spare = spec.method !== "GET" && ENDS.test(spec.path) && n < inputs * 0.9;
    const input = made.make(spec, { at: all.indexOf(spec), n, spare });
    tally.sent++;
    try {
      const answer = await senderOf(spec).send(input);
      tally.slowestMs = Math.max(tally.slowestMs, Math.round(answer.ms));
      const of = statuses.get(spec)!;
      of.set(answer.status, (of.get(answer.status) ?? 0) + 1);
      for (const [fault, words] of faultsOf(input, answer, ownHost))
        if (fault === "slow") late.push({ spec, n, input });
        else note(fault, spec, n, `${answer.status} ${words}`);
    } catch (error) {
      if (error instanceof Error && error.message === NO_ANSWER) {
        late.push({ spec, n, input });
        return;
      }
      const bytes = input.path.length + JSON.stringify(input.headers).length;
      note(
        "dropped",
        spec,
        n,
        `${String(error)} (${bytes} bytes of head) ${input.path.slice(0, 200)}`,
      );
    }
  }
  /** Many answers at once are late on a busy machine; one input that takes long by itself is a fault. */
  async function lateAlone(): Promise<void> {
    for (const { spec, n, input } of late.slice(0, MOST_TRIED_AGAIN)) {
      const answer = await senderOf(spec)
        .send(input)
        .catch(() => undefined);
      if (answer === undefined) note("dropped", spec, n, "no answer alone either");
      const slow = answer && faultsOf(input, answer, ownHost).find(([fault]) => fault === "slow");
      if (slow) note("slow", spec, n, `${answer!.status} ${slow[1]} alone`);
    }
  }
  /** How many inputs got past the checks at the door: to what the endpoint does. */
  const letThrough = (of: Map<number, number>): number =>
    [...of].reduce((sum, [status, count]) => sum + (status < 400 ? count : 0), 0);
  function unreached(): string[] {
    return [...statuses]
      .filter(([, of]) => letThrough(of) === 0)
      .map(([spec]) => `${spec.method} ${spec.path}`);
  }
  /** What each endpoint answered how often, so that nobody takes a wall of 404 for a trial. */
  function report(): void {
    for (const [spec, of] of statuses) {
      const counts = [...of].toSorted((a, b) => a[0] - b[0]);
      const words = counts.map(([status, count]) => `${status}: ${count}`).join("  ");
      const through = `${letThrough(of)} through`;
      process.stdout.write(
        `  ${`${spec.method} ${spec.path}`.padEnd(48)} ${through.padEnd(14)} ${words}\n`,
      );
    }
    process.stdout.write(`  never let through: ${unreached().join(", ") || "none"}\n`);
    for (const line of told) process.stdout.write(`  the product says: ${line}\n`);
  }
  return tally;
}

async function attack(server: FuzzedServer, aim: Targets, material: Material, senders: Senders) {
  const { targets } = aim;
  const tally = createTally(server.url, aim, material, senders);
  const began = performance.now();
  end = began + Number(values.minutes) * 60_000;
  /** Inputs `from` to `to` of each of them, in turn; gives how many there were of each before the time was over. */
  const round = async (specs: FuzzedRoute[], from: number, to: number): Promise<number> => {
    if (specs.length === 0) return to - from;
    let next = 0;
    const total = (to - from) * specs.length;
    const work = async () => {
      while (next < total && (next % specs.length !== 0 || performance.now() < end)) {
        const at = next++;
        await tally.one(specs[at % specs.length]!, from + Math.floor(at / specs.length));
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    return Math.floor(next / specs.length);
  };
  const reading = targets.filter((spec) => spec.method === "GET");
  const changing = targets.filter((spec) => spec.method !== "GET");
  // Nothing but GETs first: they must leave everything as it was.
  const before = await ask<Record<string, string>>("fingerprint");
  let reached = await round(reading, 0, Math.ceil(inputs / 10));
  const after = await ask<Record<string, string>>("fingerprint");
  const changedByGet = Object.keys(before).filter((table) => before[table] !== after[table]);
  reached = Math.min(reached, await round(changing, 0, reached));
  const warm = await ask<Memory>("memory");
  let last = warm;
  // In slices, so that pages meet what forms have stored, and memory is seen on its way.
  const slice = Math.max(50, Math.ceil(inputs / 20));
  const lastTenth = Math.floor(inputs * 0.9);
  while (reached < inputs && performance.now() < end) {
    // Links that end an hour after they were asked for are over when a long trial comes to what they end.
    if (reached === lastTenth) Object.assign(material, await gather(server));
    const until = reached < lastTenth ? lastTenth : inputs;
    reached += await round(targets, reached, Math.min(until, reached + slice));
    last = await ask<Memory>("memory");
    process.stdout.write(
      `  ${reached} each; since the first tenth ${mb(last.held - warm.held)} MB more held, ${mb(last.rss - warm.rss)} MB more resident\n`,
    );
  }
  await tally.lateAlone();
  tally.report();
  tally.close();
  return {
    inputsEach: reached,
    inputs: tally.sent,
    seconds: Math.round((performance.now() - began) / 1000),
    neverLetThrough: tally.unreached().length,
    lostBehindAnswers: [...told].filter((line) => line.includes("after its answer")).length,
    slowestMs: tally.slowestMs,
    lateTogether: tally.late.length,
    faults: tally.faults,
    changedByGet,
    heldMB: mb(last.held),
    growthMB: mb(last.held - warm.held),
    residentMB: mb(last.rss),
    residentGrowthMB: mb(last.rss - warm.rss),
  };
}

function mb(bytes: number): number {
  return Math.round(bytes / 1024 / 102.4) / 10;
}

/** Asks the product's process something. */
async function ask<T>(question: Asked["question"]): Promise<T> {
  const no = ++asked;
  const isIts = (message: unknown) => (message as Partial<Asked>).no === no;
  const answer = messageOf(child, isIts);
  child.send({ no, question } satisfies Asked);
  return ((await answer) as { answer: T }).answer;
}

/** Has what is of use once made anew as long as the trial lasts. */
function keepFresh(material: Material) {
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      renew(material, await ask<FreshKey[]>("fresh keys"));
      await sleep(RENEW_MS);
    }
  };
  const working = work();
  return {
    end: () => {
      isOver = true;
      return working;
    },
  };
}

/** The next such message of the process, or why there is none. */
async function messageOf(of: ChildProcess, isIt: (message: unknown) => boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`The product ended with ${code}.`));
    const look = (message: unknown) => {
      if (!isIt(message)) return;
      of.off("exit", ended);
      of.off("message", look);
      resolve(message);
    };
    of.once("exit", ended);
    of.on("message", look);
  });
}

/** Errors the product wrote down, each once. */
function tellErrors(of: ChildProcess): Set<string> {
  const errors = new Set<string>();
  let rest = "";
  of.stdout!.setEncoding("utf8").on("data", (part: string) => {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (errors.size >= 40) continue;
      try {
        const { msg, route, err } = JSON.parse(line) as {
          msg?: string;
          route?: string;
          err?: { message?: string; stack?: string };
        };
        errors.add(`${msg} ${route ?? ""} ${err?.message ?? ""} ${places(err?.stack).join(" < ")}`);
      } catch {
        errors.add(line.slice(0, 300));
      }
    }
  });
  return errors;
}

/** Where in the product an error came about. */
function places(stack = ""): string[] {
  return stack
    .split("\n")
    .filter((line) => line.includes("/server/"))
    .map((line) => line.replace(/^.*\/server\//, "").replace(/:\d+\)?$/, ""))
    .slice(0, 6);
}
