import type { Finding } from "./source.ts";
import type { Rule } from "../rules.ts";
import { ruleIds } from "../rules.ts";

/**
 * Every reason in the tables of contract/reasons.ts has a German and an English label, and every
 * rule it names exists. A table is an exported object or array of objects; other exports pass.
 */
export function checkLabels(path: string, exported: object, rules: Rule[]): Finding[] {
  const known = new Set(rules.map((rule) => rule.id));
  const found: Finding[] = [];
  const complain = (message: string) => found.push({ path, line: 1, message });
  for (const [table, value] of Object.entries(exported)) {
    if (typeof value !== "object" || value === null || "~kind" in value) continue;
    for (const [key, entry] of Object.entries(value)) {
      if (!isRecord(entry)) continue;
      const name = `${table}.${String(entry["code"] ?? entry["reason"] ?? key)}`;
      const texts = [["label", entry] as const, ...Object.entries(entry)].filter(
        (each): each is [string, Record<string, unknown>] =>
          isRecord(each[1]) && ("de" in each[1] || "en" in each[1]),
      );
      if (texts.length === 0 && !("rule" in entry)) continue;
      if (texts.length === 0) complain(`${name} has no label`);
      for (const [part, text] of texts) {
        for (const locale of ["de", "en"]) {
          const words = text[locale];
          if (typeof words !== "string" || words.trim() === "") {
            complain(`${name} has no ${part} in "${locale}"`);
          }
        }
      }
      for (const id of ruleIds(JSON.stringify(entry["rule"] ?? entry["rules"] ?? ""))) {
        if (!known.has(id)) complain(`${name} names the unknown rule ${id}`);
      }
    }
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
