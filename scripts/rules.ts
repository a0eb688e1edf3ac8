/**
 * `npm run rules`: each rule of docs/privacy/rules.json with the tests that name it.
 * `--missing` prints the rules without a test only, `--json` everything as JSON.
 */
import { parseArgs } from "node:util";
import { join } from "node:path";
import { readSources } from "../test/support/architecture/source.ts";
import type { NamedTest, Priority, Rule } from "../test/support/rules.ts";
import { namedTests, readRules } from "../test/support/rules.ts";

type ProvenRule = Rule & { tests: NamedTest[] };

const root = join(import.meta.dirname, "..");
const { values: options } = parseArgs({
  options: { missing: { type: "boolean" }, json: { type: "boolean" } },
});

const tests = namedTests(readSources(root, ["server", "contract", "admin", "test"]));
const proven: ProvenRule[] = readRules(root).map((rule) => ({
  ...rule,
  tests: tests.filter((test) => test.ids.includes(rule.id)),
}));
const shown = options.missing ? proven.filter((rule) => rule.tests.length === 0) : proven;

if (options.json) {
  console.log(
    JSON.stringify(
      shown.map((rule) => ({
        ...rule,
        tests: rule.tests.map(({ path, line, name }) => ({ path, line, name })),
      })),
      null,
      2,
    ),
  );
} else {
  for (const rule of shown) print(rule);
  const counts = (["P0", "P1", "P2"] as const).map((priority) => count(proven, priority));
  console.log(`\nrules: ${counts.join(", ")} proven`);
}

function print(rule: ProvenRule): void {
  console.log(`${rule.id} (${rule.priority}) ${rule.rule}`);
  for (const test of rule.tests) console.log(`    ${test.path}:${test.line}: ${test.name}`);
  if (rule.tests.length === 0) console.log("    no test");
}

function count(rules: ProvenRule[], priority: Priority): string {
  const all = rules.filter((rule) => rule.priority === priority);
  return `${priority} ${all.filter((rule) => rule.tests.length > 0).length}/${all.length}`;
}
