import assert from "node:assert/strict";
import { test } from "node:test";
import { readCondition, writeCondition, type Condition, type FieldKind } from "./condition.ts";

const kinds: Record<string, FieldKind> = {
  "contact.custom.kinder": "number",
  "contact.custom.vip": "boolean",
  "contact.tags": "tags",
};
const kindOf = (field: string) => kinds[field] ?? "text";
const write = (condition: Condition) => writeCondition(condition, kindOf);

test("CNT-06: what the builder of conditions writes it reads again", () => {
  const branch = { field: "contact.custom.filiale", operator: "is", value: "Nord" } as const;
  const few = { field: "contact.custom.kinder", operator: "atMost", value: "2" } as const;
  const other = { field: "contact.company", operator: "isNot", value: 'Müller "&" Co' } as const;
  const known = { field: "contact.company", operator: "known", value: "" } as const;
  const tag = { field: "contact.tags", operator: "contains", value: "Bauherr and or" } as const;
  const conditions: [Condition, string][] = [
    [{ joiner: "and", clauses: [branch] }, 'contact.custom.filiale == "Nord"'],
    [{ joiner: "and", clauses: [known] }, "contact.company != blank"],
    [
      { joiner: "or", clauses: [branch, few, tag] },
      'contact.custom.kinder != blank and contact.custom.filiale == "Nord" or contact.custom.kinder <= 2 or contact.tags contains "Bauherr and or"',
    ],
    [
      { joiner: "and", clauses: [other, few] },
      "contact.company != blank and contact.custom.kinder != blank and contact.company != 'Müller \"&\" Co' and contact.custom.kinder <= 2",
    ],
    [
      { joiner: "and", clauses: [{ field: "contact.custom.vip", operator: "is", value: "false" }] },
      "contact.custom.vip == false",
    ],
  ];
  for (const [condition, written] of conditions) {
    assert.equal(write(condition), written);
    assert.deepEqual(readCondition(written), condition);
  }
  assert.deepEqual(readCondition("contact.company"), { joiner: "and", clauses: [known] });
});

test("CNT-06: nothing a person types leaves its quotes, and half a comparison is left out", () => {
  const typed = write({
    joiner: "and",
    clauses: [
      { field: "contact.company", operator: "is", value: `"' %} {{ x }} "` },
      { field: "contact.company", operator: "contains", value: "  " },
      { field: "", operator: "is", value: "x" },
    ],
  });
  assert.equal(typed, `contact.company == '"   x  "'`);
});

test("CNT-06: other expressions stay code", () => {
  for (const source of [
    'contact.company and contact.title or contact.stage == "customer"',
    "contact.company == contact.title",
    "contact.company ==",
    '"x" == contact.company',
    "contact.company | upcase",
    "contact.custom.kinder > 2",
    "and",
  ])
    assert.equal(readCondition(source), undefined, source);
});
