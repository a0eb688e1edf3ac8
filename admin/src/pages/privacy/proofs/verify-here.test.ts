import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { computeCommitment } from "./verify-here.ts";

test("CON-06: the browser computes the commitment that the ledger fixed, and sees a changed text", async () => {
  const salt = randomBytes(32);
  const canonical = '{"evidence":{"shownText":"Ja, ich möchte „Marktblick“ …"},"v":1}';
  const expected = createHash("sha256")
    .update(Buffer.concat([Buffer.from([0]), Buffer.from("klarpost/ledger/v1", "utf8")]))
    .update(salt)
    .update(canonical, "utf8")
    .digest("hex");
  assert.equal(await computeCommitment(salt.toString("hex"), canonical), expected);
  assert.notEqual(await computeCommitment(salt.toString("hex"), `${canonical} `), expected);
});
