import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, isColour, readable, WANTED_CONTRAST } from "./colour.ts";

test("A11Y-01: contrast is the one of WCAG 2.2, and 1 for what is no colour", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#ffffff", "#ffffff"), 1);
  // 4.54: the lightest grey that passes on white, known from the WCAG examples.
  assert.ok(Math.abs(contrast("#767676", "#ffffff") - 4.54) < 0.01);
  assert.equal(contrast("red", "#ffffff"), 1);
  assert.equal(isColour("#12ab"), false);
});

test("A11Y-01: every colour becomes readable on light and on dark cards, and a readable one stays", () => {
  for (let step = 0; step <= 0xff; step += 5) {
    const part = step.toString(16).padStart(2, "0");
    for (const colour of [`#${part}${part}${part}`, `#ff${part}00`, `#0000${part}`]) {
      assert.ok(contrast(readable(colour, "light"), "#ffffff") >= WANTED_CONTRAST, colour);
      assert.ok(contrast(readable(colour, "dark"), "#1b2128") >= WANTED_CONTRAST, colour);
    }
  }
  assert.equal(readable("#0b6e6e", "light"), "#0b6e6e");
});
