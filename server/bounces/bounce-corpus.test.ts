import assert from "node:assert/strict";
import { test } from "node:test";
import {
  corpusIsThere,
  ordinaryTakenForBounces,
  scoreMails,
  scoreReplies,
  type Count,
} from "../../test/support/bounce-corpus.ts";

const skip = corpusIsThere ? false : "the collection of real bounces is not beside this repository";

function atLeast(share: number, name: string, { right, of, wrong }: Count, least: number): void {
  assert.ok(of >= least, `${name}: only ${of} to judge by`);
  assert.ok(right >= share * of, `${name}: ${right} of ${of}\n${wrong.join("\n")}`);
}

test(
  "SND-08: real bounces, complaints and automatic replies are read as their collectors did",
  { skip },
  () => {
    const scores = scoreMails();
    const sum = (key: "kind" | "hardness" | "recipients"): Count => ({
      right: scores.reduce((all, one) => all + one[key].right, 0),
      of: scores.reduce((all, one) => all + one[key].of, 0),
      wrong: scores.flatMap((one) => one[key].wrong),
    });
    atLeast(0.98, "kind", sum("kind"), 600);
    atLeast(0.98, "hard or not", sum("hardness"), 350);
    atLeast(0.99, "recipients", sum("recipients"), 500);
  },
);

test(
  "SND-08: at least 95 % of real reply lines are right, and what is about us blames nobody",
  { skip },
  () => {
    const replies = scoreReplies();
    atLeast(0.95, "replies", replies, 60);
    assert.deepEqual(replies.blamed, []);
  },
);

test("SND-08: no ordinary mail is taken for a bounce", { skip }, () => {
  const { of, taken } = ordinaryTakenForBounces();
  assert.ok(of > 400);
  assert.deepEqual(taken, []);
});
