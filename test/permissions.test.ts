import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type {} from "./support/permission-cases.ts";
import { casesInThread } from "./support/threads.ts";

const outcomeOf = casesInThread(new URL("./support/permission-thread.ts", import.meta.url));

/** Waits for a case of support/permission-cases.ts. */
async function held(t: TestContext, name: string): Promise<void> {
  const { notes, failure } = await outcomeOf(name);
  for (const note of notes) t.diagnostic(note);
  if (failure !== undefined) assert.fail(failure);
}

test("ORG-03: every route names a right that exists; what changes something needs more than a right to read", (t) =>
  held(t, "names"));
test("ORG-08: a foreign id and a missing one get the same answer on every route, and nothing foreign changes", (t) =>
  held(t, "foreign"));
test("ORG-03 ORG-08 ORG-16: every route × anonymous, each role, keys with and without its scope × foreign and missing ids", (t) =>
  held(t, "matrix"));
test("ORG-08: with the application's own checks taken out, row-level security still gives nothing of another account", (t) =>
  held(t, "unchecked"));
test("ORG-03: in one's own account, every route with an id × each role", (t) => held(t, "own"));
test("ORG-02: nothing changes by a session that another site uses (CSRF)", (t) => held(t, "csrf"));
test("ORG-08 ORG-03: an Idempotency-Key replays to its own account, route, request and rights only", (t) =>
  held(t, "idempotency"));
