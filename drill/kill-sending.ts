import { parseArgs } from "node:util";
import { testDatabase } from "../test/support/database.ts";
import { killDrill, seededRandom } from "../test/support/kill-drill.ts";

/** `npm run drill:kill`: 20 × kill -9 while 5,000 mails leave. Exit code 1 when somebody is lost or mailed twice. */
const { values } = parseArgs({
  options: { messages: { type: "string" }, kills: { type: "string" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 100_000);
const messages = Number(values.messages ?? 5000);
process.stdout.write(`seed ${seed}, ${messages} mails\n`);
const database = await testDatabase();
try {
  const result = await killDrill(database, {
    messages,
    kills: Number(values.kills ?? 20),
    random: seededRandom(seed),
  });
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const lost =
    messages -
    Object.entries(result.counts)
      .filter(([name]) => !["candidates", "open", "deferred"].includes(name))
      .reduce((sum, [, count]) => sum + count, 0);
  const failed =
    lost !== 0 ||
    result.duplicates > 0 ||
    result.unexplained > 0 ||
    result.phantom > 0 ||
    !result.addsUp;
  process.stdout.write(
    JSON.stringify({
      drill: "kill",
      lost,
      duplicates: result.duplicates,
      uncertain: result.counts.uncertain,
      kills: result.kills,
    }) + "\n",
  );
  if (failed) process.exitCode = 1;
} finally {
  await database.close();
}
