import assert from "node:assert/strict";
import { test } from "node:test";
import { keyScopes, permissions, permissionsOf, permissionsOfKey } from "./permissions.ts";

test("ORG-03: nothing is allowed by default", () => {
  assert.equal(permissionsOf([]).size, 0);
  assert.equal(permissionsOf(["Owner", "admin", "__proto__", "toString"]).size, 0);
  assert.equal(permissionsOfKey(["*", "lists.*", "constructor"]).size, 0);
});

test("ORG-03: the owner may do everything, the others only what their work needs", () => {
  assert.deepEqual([...permissionsOf(["owner"])], [...permissions]);
  const marketer = permissionsOf(["marketer"]);
  for (const refused of [
    "account.manage",
    "operators.manage",
    "apikeys.manage",
    "audit.read",
    "consents.read",
    "wordings.approve",
    "senders.write",
    "privacy.manage",
  ] as const)
    assert.equal(marketer.has(refused), false, refused);
  assert.equal(marketer.has("mailings.send"), true);
  const dpo = permissionsOf(["dpo"]);
  assert.deepEqual(
    [...dpo].filter((each) => /\.(write|send|import|manage|approve)$/.test(each)),
    [
      "wordings.approve",
      "suppression.write",
      "replies.write",
      "privacy.manage",
      "privacy_notice.send",
    ],
  );
  assert.equal(dpo.has("consents.read") && dpo.has("audit.read"), true);
});

test("ORG-03: intake writes down what people say and sees nobody", () => {
  assert.deepEqual([...permissionsOf(["intake"])], ["intake.record"]);
});

test("ORG-16: no key decides about people, keys or settings, whatever is stored", () => {
  const all = permissionsOfKey(permissions);
  for (const never of ["account.manage", "operators.manage", "apikeys.manage"] as const) {
    assert.equal(all.has(never), false);
    assert.equal(keyScopes.includes(never), false);
  }
  assert.deepEqual([...permissionsOfKey(["mailings.send"])], ["mailings.send"]);
});
