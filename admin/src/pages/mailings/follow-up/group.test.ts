import assert from "node:assert/strict";
import { test } from "node:test";
import { didOf, groupOf, groups, isNegated, split, wordsOf } from "./group.ts";

const counts = {
  accepted: 1204,
  measurable: 312,
  yes: 70,
  no: 220,
  unclear: 22,
  k: 10,
  notPersonalLinks: 0,
};

test("TRK-11: the group, the rest of the measurable and those nobody can tell of add up to everybody", () => {
  for (const group of groups) {
    const parts = split(counts, group)!;
    assert.equal(parts.inside, isNegated(group) ? 220 : 70);
    assert.equal(parts.inside + parts.outside + parts.unclear, parts.measurable);
    assert.equal(parts.measurable + parts.unknown, counts.accepted);
  }
});

test("TRK-12: hidden counts are not computed with", () => {
  assert.equal(split({ ...counts, yes: null }, "clicked"), null);
});

test("a condition and its group name the same people", () => {
  for (const group of groups)
    assert.equal(groupOf({ did: didOf(group), negated: isNegated(group) }), group);
  assert.deepEqual(
    groups.map((group) => wordsOf(group, true)),
    ["link", "opened", "notLink", "notOpened"],
  );
});
