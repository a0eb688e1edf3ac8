import assert from "node:assert/strict";
import { test } from "node:test";
import { testDatabase } from "./support/database.ts";
import { killDrill, seededRandom } from "./support/kill-drill.ts";

test("SND-16: after kill -9 nobody is mailed twice and nobody is forgotten", async (t) => {
  const seed = Math.floor(Math.random() * 100_000);
  t.diagnostic(`seed ${seed}`);
  const database = await testDatabase();
  try {
    const result = await killDrill(database, {
      messages: 600,
      kills: 3,
      random: seededRandom(seed),
    });
    assert.equal(result.duplicates, 0, "mails taken twice");
    assert.equal(result.unexplained, 0, "mails taken that the ledger does not know");
    assert.equal(result.phantom, 0, "mails called accepted that never arrived");
    assert.ok(result.addsUp, JSON.stringify(result.counts));
    assert.ok(
      result.mostUncertainPerKill <= 100,
      `${result.mostUncertainPerKill} uncertain after one kill`,
    );
  } finally {
    await database.close();
  }
});
