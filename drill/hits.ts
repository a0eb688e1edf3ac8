import { parseArgs } from "node:util";
import { durableDatabase } from "../test/support/durable-database.ts";
import { hitFailures, hitsDrill } from "../test/support/hits-drill.ts";
import { seededRandom } from "../test/support/random.ts";

/**
 * `npm run drill:hits`: hits rain on several web processes, of which one is killed with kill -9 fifty times, and now and
 * then the database with all its sessions. Durable writes are on. Exit code 1 when a personal hit is missing whose answer
 * came after its commit, when sums disagree, or when more anonymous hits are missing than were held in memory. The last
 * line is JSON for machines.
 */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 100_000);
process.stdout.write(`seed ${seed}\n`);
const database = await durableDatabase();
try {
  const result = await hitsDrill(database, {
    kills: Number(values.kills),
    databaseKills: Math.ceil(Number(values.kills) / 10),
    webs: 3,
    connections: 96,
    random: seededRandom(seed),
    pauseMs: 1_500,
    log: (line) => process.stdout.write(`  ${line}\n`),
  });
  const wrong = hitFailures(result);
  for (const [name, value] of Object.entries(result))
    process.stdout.write(`${name.padEnd(22)} ${String(value)}\n`);
  process.stdout.write(`${wrong.length === 0 ? "good" : wrong.join("; ")}\n`);
  process.stdout.write(
    `${JSON.stringify({ drill: "hits", seed, ...result, passed: wrong.length === 0 })}\n`,
  );
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await database.close();
}
