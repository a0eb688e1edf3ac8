/**
 * `bench/contacts.ts`: how fast the directory of contacts pages at any depth, filters and searches with a million contacts.
 * Goals: each page under 100 ms, search p95 under 100 ms. `BENCH_PEOPLE` and `BENCH_KEEP` are those of
 * `crowd.ts`. Beside the times stands what the server computed for one answer. The last line is JSON for machines.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import { randomBytes } from "node:crypto";
import { createKeys, systemClock } from "../server/platform/index.ts";
import { contactDirectory, resolveFilter } from "../server/reports/contact-directory.ts";
import { countDirectory } from "../server/reports/directory.store.ts";
import { searchAccount } from "../server/reports/search-account.ts";
import type { DirectoryFilterInput } from "../contract/directory.ts";
import { openCrowd, type Crowd } from "./crowd.ts";
import { postgresCpu } from "./postgres-cpu.ts";

const LIMIT_MS = 100;
const REPEATS = 20;
const PAGE = 50;
const viewer = { operatorId: 1, permissions: new Set<string>(), at: systemClock.now() };
const print = (text: string) => void process.stdout.write(`${text}\n`);

const crowd = await openCrowd();
try {
  await measure(crowd);
} finally {
  await crowd.close();
}

async function measure({ db, accountId, people, server, ids }: Crowd): Promise<void> {
  print(
    `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node.js ${process.version}, ${people.toLocaleString("en")} contacts, ${server}, load ${loadavg()[0]!.toFixed(1)}`,
  );
  const tags = ["Zehntel", "Tausendstel", "Hunderttausendstel"].map((name) => ids[name]!);
  const deps = { keys: createKeys(randomBytes(32)), clock: systemClock };
  const p95: Record<string, number> = {};
  const timed = async (name: string, work: (turn: number) => Promise<unknown>): Promise<void> => {
    const times: number[] = [];
    await work(0);
    const before = await postgresCpu(db);
    for (let turn = 0; turn < REPEATS; turn++) {
      const begun = performance.now();
      await work(turn);
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    p95[name] = Math.round(times[Math.floor(REPEATS * 0.95) - 1]!);
    print(
      `${name.padEnd(24)} median ${times[REPEATS / 2]!.toFixed(1)} ms, p95 ${p95[name]} ms, longest ${times.at(-1)!.toFixed(1)} ms, server ${((((await postgresCpu(db)) - before) / REPEATS) * 1000).toFixed(1)} ms`,
    );
  };
  const page = (query: DirectoryFilterInput, depth?: (turn: number) => string) => (turn: number) =>
    db.account(accountId, async (tx) =>
      contactDirectory(tx, deps, {
        ...(await resolveFilter(tx, query, viewer)),
        ...(depth && { after: { sortKey: depth(turn), id: 0 } }),
        limit: PAGE + 1,
      }),
    );
  const somewhere = (turn: number) => `name${((turn * 7_919) % 19_000) + 500}`;
  await timed("first page", page({}));
  await timed("page at any depth", page({}, somewhere));
  await timed("tag of 10 %", page({ tag: tags[0]! }, somewhere));
  await timed("tag of 0.1 %", page({ tag: tags[1]! }));
  await timed("tag of 0.001 %", page({ tag: tags[2]! }));
  await timed("my contacts", page({ responsible: "me" }, somewhere));
  await timed("prospects", page({ stage: "prospect" }, somewhere));
  await timed("orphaned", page({ orphaned: true }));
  await timed("tag and stage", page({ tag: tags[0]!, stage: "customer" }, somewhere));
  await timed("search, in the list", (turn) => page({ q: `name${1_000 + turn * 37}` })(turn));
  await timed("search, palette", (turn) =>
    db.account(accountId, (tx) => searchAccount(tx, `person${turn * 4_241}`, 12, () => true)),
  );
  const worst = Math.max(...Object.values(p95));
  const counted = performance.now();
  await db.account(accountId, async (tx) =>
    countDirectory(tx, await resolveFilter(tx, { tag: tags[0]! }, viewer)),
  );
  print(`counting a tag of 10 %: ${Math.round(performance.now() - counted)} ms`);
  print(
    JSON.stringify({
      bench: "contacts",
      value: worst,
      limit: LIMIT_MS,
      ratio: Math.round((worst / LIMIT_MS) * 100) / 100,
      people,
      ...p95,
    }),
  );
  process.exitCode = worst <= LIMIT_MS ? 0 : 1;
}
