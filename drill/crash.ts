import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import {
  crashDrill,
  failures,
  type CrashOptions,
  type Drill,
} from "../test/support/crash-drill.ts";
import { durableDatabase } from "../test/support/durable-database.ts";
import { seededRandom } from "../test/support/random.ts";

/**
 * `npm run drill:crash`: 20,000 mails over 8 connections while workers, web and database are killed in turn, stopped
 * and continued, restarted, run out of disk, and their clocks jump. Durable writes are on. Exit code 1 when anybody is
 * lost, mailed twice, or mailed after leaving. The last line is JSON for machines.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    without: { type: "string" },
    messages: { type: "string" },
    kills: { type: "string" },
    seed: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 100_000);
const random = seededRandom(seed);
const messages = Number(values.messages ?? 20_000);
const kills = Number(values.kills ?? 200);

type Scenario = Partial<CrashOptions> & {
  name: string;
  /** Uncertain mails after one disturbance, at most. */
  uncertainAtMost: number;
  /** Disturbs by itself all the time, not in steps that are counted. */
  always?: boolean;
  disturb(drill: Drill): Promise<void>;
  /** Size of a volume of its own. */
  volume?: string;
};

const inTurn =
  (times: number) =>
  async (drill: Drill): Promise<void> => {
    for (let at = 0; at < times; at++) {
      if (!(await drill.moreMails(20))) return;
      await sleep(random() * 250);
      await [drill.killWorker, drill.killWeb, drill.killDatabase][at % 3]!();
      await drill.disturbed();
    }
  };

/** A worker that stood still past its lease finds its batches taken, and must write and send nothing more. */
async function stopAndContinue(drill: Drill): Promise<void> {
  for (let at = 0; at < 20; at++) {
    if (!(await drill.moreMails(20))) return;
    const worker = drill.workers[at % drill.workers.length]!;
    worker.kill("SIGSTOP");
    await sleep(2_500);
    worker.kill("SIGCONT");
    await drill.disturbed();
  }
}

async function restarts(drill: Drill): Promise<void> {
  for (let at = 0; at < 6; at++) {
    if (!(await drill.moreMails(20))) return;
    await sleep(20_000 * Math.min(1, messages / 20_000));
    await drill.killDatabase();
    await drill.disturbed();
  }
}

async function changingWorkers(drill: Drill): Promise<void> {
  for (let at = 0; at < 30; at++) {
    if (!(await drill.moreMails(20))) return;
    await sleep(random() * 400);
    await drill.killWorker();
    await drill.disturbed();
  }
}

async function fullDisk(drill: Drill): Promise<void> {
  const file = join(drill.database.folder, "..", "ballast");
  for (let at = 0; at < 5; at++) {
    if (!(await drill.moreMails(20))) return;
    try {
      for (let part = 0; drill.database.free() > 65_536 && part < 1_000; part++)
        writeFileSync(`${file}-${part}`, Buffer.alloc(Math.min(drill.database.free(), 4_000_000)));
    } catch {
      // No space left: what this is about.
    }
    await sleep(3_000);
    for (let part = 0; part < 1_000; part++) rmSync(`${file}-${part}`, { force: true });
    await drill.disturbed();
  }
}

const nothing = async (drill: Drill): Promise<void> => {
  await drill.moreMails();
};

const PER_PROCESS = 100;
const scenarios: Scenario[] = [
  {
    name: "killed in turn, ordinary pace",
    delay: 200,
    web: true,
    uncertainAtMost: 8,
    disturb: inTurn(kills),
  },
  {
    name: "killed in turn, full speed",
    web: true,
    uncertainAtMost: PER_PROCESS,
    disturb: inTurn(kills),
  },
  {
    name: "stopped past the lease",
    workers: 3,
    delay: 100,
    uncertainAtMost: 3 * PER_PROCESS,
    disturb: stopAndContinue,
  },
  ...[2, 4, 8].map((workers): Scenario => ({
    name: `${workers} workers`,
    workers,
    uncertainAtMost: PER_PROCESS,
    disturb: changingWorkers,
  })),
  {
    name: "database restarted",
    workers: 2,
    delay: 100,
    uncertainAtMost: 2 * PER_PROCESS,
    disturb: restarts,
  },
  {
    name: "clocks jump",
    always: true,
    workers: 2,
    jumps: true,
    uncertainAtMost: 0,
    disturb: nothing,
  },
  {
    name: "full disk",
    workers: 2,
    uncertainAtMost: 2 * PER_PROCESS,
    disturb: fullDisk,
    volume: "900m",
  },
];

process.stdout.write(`seed ${seed}\n`);
const summary: Record<string, unknown>[] = [];
for (const { name, uncertainAtMost, always, volume, ...scenario } of scenarios) {
  if (values.only !== undefined && !name.includes(values.only)) continue;
  if (values.without !== undefined && name.includes(values.without)) continue;
  const place = volume === undefined ? undefined : mountVolume(volume);
  if (volume !== undefined && place === undefined) {
    process.stdout.write(`${name}: left out, a volume of its own cannot be mounted here\n`);
    continue;
  }
  const database = await durableDatabase({
    ...(place === undefined ? {} : { parent: place }),
    settings:
      place === undefined
        ? {}
        : { max_wal_size: "96MB", min_wal_size: "32MB", shared_buffers: "64MB" },
  });
  try {
    const result = await crashDrill(database, {
      messages: place === undefined ? messages : Math.min(messages, 10_000),
      connections: 8,
      workers: 1,
      delay: 1,
      random,
      log: (line) => process.stdout.write(`  ${line}\n`),
      ...scenario,
    });
    const wrong = failures(result);
    // What was over before anything happened shows nothing.
    if (!always && result.disturbances === 0) wrong.push("nothing was disturbed");
    if (result.mostUncertainAtOnce > uncertainAtMost)
      wrong.push(`${result.mostUncertainAtOnce} uncertain at once, ${uncertainAtMost} allowed`);
    if (wrong.length > 0) process.exitCode = 1;
    process.stdout.write(
      `${name}: ${wrong.length === 0 ? "good" : wrong.join("; ")}\n  ${JSON.stringify(result)}\n`,
    );
    summary.push({
      name,
      ...{ lost: result.lost, duplicates: result.duplicates, uncertain: result.counts.uncertain },
      ...{ most: result.mostUncertainAtOnce, disturbances: result.disturbances },
      good: wrong.length === 0,
    });
  } finally {
    await database.close();
    if (place !== undefined) unmountVolume(place);
  }
}
process.stdout.write(`${JSON.stringify({ drill: "crash", seed, messages, scenarios: summary })}\n`);

/** A small volume in memory; only an administrator can have one. */
function mountVolume(size: string): string | undefined {
  const place = mkdtempSync(join(tmpdir(), "klarpost-volume-"));
  const { status } = spawnSync("mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${size},mode=755`,
    "tmpfs",
    place,
  ]);
  if (status === 0) return place;
  rmSync(place, { recursive: true, force: true });
  return undefined;
}

function unmountVolume(place: string): void {
  spawnSync("umount", [place]);
  rmSync(place, { recursive: true, force: true });
}
