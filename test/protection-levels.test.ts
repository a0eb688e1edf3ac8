import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { claimsOf } from "./support/architecture/personal-data.ts";
import { readSources } from "./support/architecture/source.ts";

const root = join(import.meta.dirname, "..");
const concept = readFileSync(join(root, "docs/privacy/protection.md"), "utf8");
const schema = readFileSync(join(root, "schema.sql"), "utf8");
const LEVELS = [4, 3, 2, 1];
/** What ASVS 14.1.2 names, as rows of the concept. */
const DEMANDS = [
  "in the database",
  "on disk and in backups",
  "on the way",
  "changed unnoticed",
  "who may see it",
  "in logs",
  "how long",
  "measures for privacy",
];

const named = (text: string): string[] =>
  [...text.matchAll(/`([a-z_0-9.]+)`/g)].map((match) => match[1]!);
const paragraph = (start: string): string =>
  concept.split(/\n\n/).find((part) => part.startsWith(start)) ?? assert.fail(`no “${start}”`);

/** Columns of bytes by table, as `schema.sql` has them. */
const bytes = [...schema.matchAll(/^create (?:unlogged )?table (\w+) \(\n(.*?)^\)/gms)].flatMap(
  ([, table, body]) =>
    [...body!.matchAll(/^ {2}(\w+) bytea\b/gm)].map((match) => `${table}.${match[1]}`),
);

test("ASVS 14.1.2: every level of protection says what it asks, every table with personal data and every sealed column is on one", () => {
  for (const demand of DEMANDS) {
    const cells = concept
      .split("\n")
      .find((line) => line.startsWith(`| ${demand} |`))
      ?.split("|")
      .slice(2, -1);
    assert.equal(cells?.length, LEVELS.length, demand);
    for (const cell of cells!) assert.ok(cell.trim().length >= 5, `${demand}: says nothing`);
  }
  const tables = LEVELS.flatMap((level) => named(paragraph(`Level ${level}:`)));
  assert.deepEqual(
    tables.filter((table, at) => tables.indexOf(table) !== at),
    [],
    "on two levels",
  );
  for (const table of tables)
    assert.match(schema, new RegExp(`^create (unlogged )?table ${table} \\(`, "m"), table);
  const claimed = claimsOf(readSources(root, ["server"])).map(({ table }) => table);
  assert.ok(claimed.length > 40);
  assert.deepEqual(
    claimed.filter((table) => !tables.includes(table)),
    [],
    "on no level",
  );

  const sealed = named(concept.split("## Sealed columns")[1]!);
  assert.deepEqual(
    sealed.filter((column) => !bytes.includes(column)),
    [],
    "no such column",
  );
  assert.deepEqual(
    bytes.filter((each) => /\.\w*(sealed|secret|ciphertext)$/.test(each) && !sealed.includes(each)),
    [],
    "sealed and not named",
  );
});
