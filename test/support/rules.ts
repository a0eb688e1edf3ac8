import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding, SourceFile } from "./architecture/source.ts";
import { lineAt, scan } from "./architecture/source.ts";

export type Priority = "P0" | "P1" | "P2";

/** One rule of docs/privacy/rules.json: what the system must do, in one sentence. */
export type Rule = { id: string; priority: Priority; rule: string };

/** A test and the rules its name says it proves. */
export type NamedTest = { path: string; line: number; name: string; ids: string[] };

/** Reads docs/privacy/rules.json; throws with the entry's number when one is malformed. */
export function readRules(root: string): Rule[] {
  const entries: unknown = JSON.parse(readFileSync(join(root, "docs/privacy/rules.json"), "utf8"));
  if (!Array.isArray(entries)) throw new Error("docs/privacy/rules.json is no list");
  return entries.map((entry: Partial<Rule>, index) => {
    const { id = "", priority, rule = "" } = entry;
    if (!/^[A-Z][A-Z0-9]+-[A0-9]\d?$/.test(id) || !/^P[012]$/.test(priority ?? "") || !rule) {
      throw new Error(`docs/privacy/rules.json: entry ${index + 1} is malformed`);
    }
    return { id, priority: priority as Priority, rule };
  });
}

const groups = "CON|DOI|LEG|CNT|UNS|TRK|WEB|DSR|RET|CRM|ORG|LEAD|SND|A11Y|CHK";
const idPattern = new RegExp(String.raw`\b(?:${groups})-[A-Z]?\d+\b`, "g");
const rangePattern = new RegExp(
  String.raw`\b(?:${groups})-[A-Z]?\d+\s*(?:(?:\.\.+|…|–|—|\bto\b|\bbis\b)\s*-?[A-Z]?\d|[/,]\s*-?\d\d\b)`,
);

/** Rule ids in a text, each once. */
export function ruleIds(text: string): string[] {
  return [...new Set(text.match(idPattern) ?? [])];
}

/** The tests of the given files that are written as `test("…")` or `it("…")`. */
export function namedTests(files: SourceFile[]): NamedTest[] {
  return files
    .filter((file) => /\.test\.tsx?$/.test(file.path))
    .flatMap((file) => {
      const scanned = scan(file);
      return scanned.literals
        .filter((literal) => {
          const before = scanned.code.slice(Math.max(0, literal.start - 60), literal.start);
          return /(?:^|[^\w$])(?:test|it)\s*(?:\.\s*\w+\s*)?\(\s*$/.test(before);
        })
        .map(({ start, text }) => ({
          path: file.path,
          line: lineAt(file.text, start),
          name: text,
          ids: ruleIds(text),
        }));
    });
}

/** Tests that name a rule that does not exist, or a range of rules instead of each. */
export function checkTestNames(files: SourceFile[], rules: Rule[]): Finding[] {
  const known = new Set(rules.map((rule) => rule.id));
  return namedTests(files).flatMap(({ path, line, name, ids }) => {
    const found = ids
      .filter((id) => !known.has(id))
      .map((id) => ({ path, line, message: `test names the unknown rule ${id}` }));
    if (rangePattern.test(name)) {
      found.push({ path, line, message: `test names a range of rules: "${name}"` });
    }
    return found;
  });
}
