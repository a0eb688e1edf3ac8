import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson, type Json } from "./canonical-json.ts";

test("RFC 8785: the example of section 3.2.2 and 3.2.3", () => {
  const value = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  ) as Json;
  assert.equal(
    canonicalJson(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("RFC 8785: members are ordered by UTF-16 code units", () => {
  const value = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  const order = Object.values(JSON.parse(canonicalJson(value)) as object);
  // JSON.parse puts integer-like keys first; the text itself is what counts.
  assert.equal(order.length, 7);
  assert.deepEqual(
    [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1]),
    [
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ],
  );
});

test("what JSON cannot hold is refused, undefined members are left out", () => {
  assert.equal(canonicalJson({ b: undefined, a: -0 }), '{"a":0}');
  for (const bad of [Number.NaN, Infinity, "\ud800", new Date(0), new Map(), [undefined]])
    assert.throws(() => canonicalJson(bad as unknown as Json), TypeError);
});
