import assert from "node:assert/strict";
import { test } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import {
  bigintArray,
  byteaArray,
  intArray,
  readBigints,
  textArray,
  timestampArray,
} from "./binary-arrays.ts";
import { one, rows, sql } from "./database.ts";

test("arrays in binary form arrive as they were", async () => {
  const base = await testDatabase();
  try {
    const texts = ["", "Ümläut €", null, 'a "b" \\ {c},NULL', "😀".repeat(300), "\ud800"];
    const numbers = [0, -1, null, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 4_294_967_296];
    const bytes = [Buffer.alloc(0), Buffer.from([0, 255]), null];
    const dates = ["1970-01-01", "1999-12-31T23:59:59.999Z", "2026-11-22T14:00:00.123Z"].map(
      (text) => new Date(text),
    );
    const found = await base.db.worker((tx) =>
      rows<Record<string, unknown>>(
        tx,
        sql`select * from unnest(${textArray(texts)}::text[], ${bigintArray(numbers)}::bigint[], ${byteaArray(bytes)}::bytea[],
              ${intArray([1, -2_147_483_648, null])}::int[], ${timestampArray([...dates, null])}::timestamptz[])
            with ordinality as n(text, number, bytes, int, at, no) order by no`,
      ),
    );
    const column = (name: string, length: number) => found.slice(0, length).map((row) => row[name]);
    assert.deepEqual(
      column("text", texts.length),
      texts.map((text) => text?.toWellFormed() ?? null),
    );
    assert.deepEqual(column("number", numbers.length), numbers);
    assert.deepEqual(column("bytes", 3), bytes);
    assert.deepEqual(column("int", 3), [1, -2_147_483_648, null]);
    assert.deepEqual(column("at", 4), [...dates, null]);
    const { empty } = await base.db.worker((tx) =>
      one<{ empty: number }>(tx, sql`select cardinality(${textArray([])}::text[]) as empty`),
    );
    assert.equal(empty, 0);
    const { sent } = await base.db.worker((tx) =>
      one<{ sent: Buffer }>(
        tx,
        sql`select string_agg(int8send(n), ''::bytea) as sent from unnest(${bigintArray([5, -7, 2 ** 40 + 3])}::bigint[]) as u(n)`,
      ),
    );
    assert.deepEqual(readBigints(sent), [5, -7, 2 ** 40 + 3]);
  } finally {
    await base.close();
  }
});
