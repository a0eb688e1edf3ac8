import assert from "node:assert/strict";
import { test } from "node:test";
import { terms, type Term } from "../contract/terms.ts";

const all = Object.values(terms).flatMap((group) => Object.entries<Term>(group));

test("every term of the glossary has an anchor of its own", () => {
  const ids = all.map(([id]) => id);
  assert.deepEqual(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
  );
});

test("every term says something in both languages", () => {
  for (const [id, term] of all) {
    assert.ok(term.text ?? term.formula, id);
    for (const words of [term.label, term.text, term.formula])
      if (words) assert.ok(words.de.length > 0 && words.en.length > 0, id);
  }
});
