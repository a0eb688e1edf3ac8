import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");

test("ORG-20: each of the 28 classes of attacks names tests that exist", () => {
  const names = globSync("{server,test,admin/src}/**/*.test.ts", { cwd: root })
    .flatMap((path) => [
      ...readFileSync(join(root, path), "utf8").matchAll(
        /\b(?:test|it|describe)\(\s*(["`])(.*?)\1/gs,
      ),
    ])
    .map((match) => match[2]!);
  const rows = readFileSync(join(root, "docs/privacy/attack-classes.md"), "utf8")
    .split("\n")
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split(" | "));
  assert.deepEqual(
    rows.map(([number]) => Number(number!.replace("| ", ""))),
    Array.from({ length: 28 }, (_unused, at) => at + 1),
  );
  const missing = rows.flatMap(([number, , , tests]) => {
    const wanted = [...tests!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
    assert.ok(wanted.length > 0, `class ${number}`);
    return wanted.filter((words) => !names.some((name) => name.includes(words)));
  });
  assert.deepEqual(missing, []);
});
