import assert from "node:assert/strict";
import { test } from "node:test";
import type { CheckOutcome } from "../platform/index.ts";
import { withAnswers } from "./check-state.ts";
import type { Answer } from "./checks.store.ts";

const question = (key: string) => ({ key, text: { de: `Frage ${key}`, en: `Question ${key}` } });
const passed = (...keys: string[]): CheckOutcome => ({
  status: "passed",
  message: { de: "Gut.", en: "Good." },
  asks: keys.map(question),
});
const answer = (key: string, validUntil: string): Answer => ({
  publicId: "can_1",
  checkId: "CHK-06",
  questionKey: key,
  evidence: "Ordner 7",
  answeredBy: "Ina Haberin",
  answeredAt: new Date("2026-11-22T09:00:00Z"),
  validUntil,
});
const TODAY = "2026-11-22";

test("CHK-06 CHK-A1: what only a person can say is green only while a named answer counts", () => {
  const ask = (outcome: CheckOutcome, ...answers: Answer[]) =>
    withAnswers(outcome, answers, TODAY).status;
  assert.equal(ask(passed("a")), "failed");
  assert.equal(ask(passed("a"), answer("a", "2026-11-22")), "passed", "its last day still counts");
  assert.equal(ask(passed("a"), answer("a", "2026-11-21")), "failed");
  assert.equal(ask(passed("a"), answer("b", "2027-11-22")), "failed", "another question");
  assert.equal(ask(passed("a", "b"), answer("a", "2027-11-22")), "failed", "one of two");
  assert.equal(ask(passed()), "passed");
  // A person's word never makes green what a program found red, or could not see.
  for (const status of ["failed", "not_checked"] as const)
    assert.equal(ask({ ...passed("a"), status }, answer("a", "2027-11-22")), status);
});

test("CHK-06: the message says what is asked, who answered, and what has ended", () => {
  assert.match(withAnswers(passed("a"), [], TODAY).message.de, /nur ein Mensch.*Frage a/);
  const good = withAnswers(passed("a"), [answer("a", "2027-11-22")], TODAY);
  assert.match(good.message.en, /Confirmed by Ina Haberin/);
  const ended = withAnswers(passed("a"), [answer("a", "2026-01-01")], TODAY);
  assert.match(ended.message.de, /Ina Haberin galt bis 2026-01-01/);
});
