import assert from "node:assert/strict";
import { test } from "node:test";
import { readSteps } from "./read-steps.ts";

test("SND-12: steps are read as people write numbers, and falling ones are none", () => {
  assert.deepEqual(readSteps("100 150\n1.000; 10,000"), [100, 150, 1000, 10000]);
  for (const wrong of ["", "100 50", "0", "zehn", "1,5", "-3", "999999999"])
    assert.equal(readSteps(wrong), undefined, wrong);
});
