import assert from "node:assert/strict";
import { test } from "node:test";
import { readPostmark } from "./postmark.ts";
import { readScaleway } from "./scaleway.ts";

test("SND-08: what no database keeps is left out of a provider's words", () => {
  const bounce = { RecordType: "Bounce", Type: "HardBounce", Email: "k\0@beispiel.example" };
  // The cut after 500 characters goes through the middle of the last one.
  const [cut] = readPostmark({ ...bounce, ID: 1, Details: `${"x".repeat(499)}\u{1F4ED}` });
  assert.equal(cut?.text, `${"x".repeat(499)}\uFFFD`);
  const [nul] = readPostmark({ ...bounce, ID: 2, Details: "550 no\0body" });
  assert.deepEqual([nul?.text, nul?.email, nul?.code], ["550 nobody", "k@beispiel.example", 550]);
  const dropped = { type: "email_dropped", id: "1", email_to: "k@beispiel.example" };
  for (const code of [1e9, 550.5, -1, "x"])
    assert.equal(readScaleway({ ...dropped, email_response_code: code })[0]?.code, 0, String(code));
  assert.equal(readScaleway({ ...dropped, email_response_code: 552 })[0]?.code, 552);
});
