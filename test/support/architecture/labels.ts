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
      const label = isRecord(entry["label"]) ? entry["label"] : entry;
      if (!("de" in label) && !("en" in label) && !("rule" in entry)) continue;
      for (const locale of ["de", "en"]) {
        const text = label[locale];
        if (typeof text !== "string" || text.trim() === "") {
          complain(`${name} has no label in "${locale}"`);
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
