/**
 * Writes schema.sql, the database on one page, from the migrations; with --check only compares.
 * Exit code 1 when the file is not what the migrations make.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { testDatabase } from "../test/support/database.ts";
import { describeSchema } from "./lib/describe-schema.ts";

const file = join(import.meta.dirname, "../schema.sql");

const { connection, close } = await testDatabase();
const client = new pg.Client(connection);
await client.connect();
const made = await describeSchema(client).finally(async () => {
  await client.end();
  await close();
});

if (!process.argv.includes("--check")) {
  writeFileSync(file, made);
  console.log("schema.sql written");
} else {
  const found = readFileSync(file, "utf8").split("\n");
  const expected = made.split("\n");
  const line = expected.findIndex((text, index) => text !== found[index]);
  if (line !== -1 || found.length !== expected.length) {
    const at = line === -1 ? expected.length : line;
    console.error(
      `schema.sql is not what migrations/ make. Line ${at + 1}: expected ${JSON.stringify(expected[at] ?? "")}, found ${JSON.stringify(found[at] ?? "")}.\nRun: node scripts/run.mjs scripts/schema.ts`,
    );
    process.exitCode = 1;
  }
}
