import assert from "node:assert/strict";
import { test } from "node:test";
import { durableDatabase } from "./support/durable-database.ts";
import { hitFailures, hitsDrill } from "./support/hits-drill.ts";
import { seededRandom } from "./support/random.ts";

test("TRK-01 TRK-06: web processes and database are killed under load; no acknowledged personal hit is lost, none counts twice, and only held anonymous ones go", async () => {
  const seed = Math.floor(Math.random() * 100_000);
  console.log(`seed ${seed}`);
  const database = await durableDatabase();
  try {
    const result = await hitsDrill(database, {
      ...{ kills: 4, databaseKills: 1, webs: 2, connections: 32, pauseMs: 500 },
      random: seededRandom(seed),
    });
    console.log(JSON.stringify(result));
    assert.deepEqual(hitFailures(result), []);
    assert.ok(result.acknowledged > 100 && result.counted > 0);
  } finally {
    await database.close();
  }
});
