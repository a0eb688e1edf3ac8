import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { storedTables } from "../../contract/stored-columns.ts";
import { measuringBench, type MeasuringBench } from "../../test/support/measuring.ts";

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
});
after(() => bench.close());

test("TRK-06 TRK-17: the page on counting names every column that measuring stores, and no other", async () => {
  for (const { table, columns } of storedTables) {
    const found = await bench.owner.query<{ column_name: string }>(
      "select column_name from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position",
      [table],
    );
    assert.deepEqual(
      found.rows.map((row) => row.column_name),
      columns,
      table,
    );
  }
});
