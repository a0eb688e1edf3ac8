import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
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

test("a value whose members are in order has the same text as one whose members are not", () => {
  const seed = randomInt(2 ** 31);
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const words = [
    "",
    "a",
    "B",
    "10",
    "9",
    "ö",
    "\ufb33",
    "\ud83d\ude00",
    "\\ud800",
    '"',
    "\u2028",
    "z z",
  ];
  const make = (depth: number): Json => {
    const kind = draw(depth > 3 ? 4 : 6);
    if (kind === 0) return words[draw(words.length)]!;
    if (kind === 1) return (draw(2000) - 1000) / 7;
    if (kind === 2) return [true, false, null][draw(3)]!;
    if (kind === 3) return draw(1e6);
    if (kind === 4) return Array.from({ length: draw(4) }, () => make(depth + 1));
    return Object.fromEntries(
      Array.from({ length: draw(6) }, () => [words[draw(words.length)]!, make(depth + 1)]),
    );
  };
  const turn = (value: Json, order: (keys: string[]) => string[]): Json =>
    Array.isArray(value)
      ? value.map((item) => turn(item, order))
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            order(Object.keys(value)).map((key) => [key, turn(value[key]!, order)]),
          )
        : value;
  for (let round = 0; round < 500; round++) {
    const value = make(0);
    const sorted = canonicalJson(turn(value, (keys) => keys.toSorted()));
    assert.equal(
      canonicalJson(turn(value, (keys) => keys.toSorted().toReversed())),
      sorted,
      `seed ${seed}`,
    );
    assert.deepEqual(JSON.parse(sorted), JSON.parse(JSON.stringify(value)), `seed ${seed}`);
  }
});

test("what JSON cannot hold is refused, undefined members are left out", () => {
  assert.equal(canonicalJson({ b: undefined, a: -0 }), '{"a":0}');
  for (const bad of [
    Number.NaN,
    Infinity,
    "\ud800",
    { a: "\udc00" },
    { "\ud800": 1 },
    { a: Number.NaN },
    new Date(0),
    new Map(),
    [undefined],
  ])
    assert.throws(() => canonicalJson(bad as unknown as Json), TypeError);
});
