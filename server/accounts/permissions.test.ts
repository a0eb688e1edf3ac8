import assert from "node:assert/strict";
import { test } from "node:test";
import { keyScopes, permissions, permissionsOf, permissionsOfKey, roles } from "./permissions.ts";

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

/** Who holds each right. Written a second time, because every other test takes what a role may do from the roles. */
const HOLDERS: Readonly<Record<string, string>> = {
  "account.read": "owner marketer editor sales crm dpo auditor administrator",
  "account.manage": "owner administrator",
  "operators.manage": "owner administrator",
  "apikeys.manage": "owner administrator",
  "audit.read": "owner dpo auditor administrator",
  "contacts.read": "owner marketer sales crm dpo auditor",
  "contacts.write": "owner marketer sales crm",
  "contacts.import": "owner marketer crm",
  "contacts.export": "owner marketer crm dpo",
  "contact_fields.write": "owner marketer crm",
  "lists.read": "owner marketer crm dpo auditor",
  "lists.write": "owner marketer crm",
  "forms.read": "owner marketer editor dpo auditor",
  "forms.write": "owner marketer",
  "wordings.read": "owner marketer editor dpo auditor",
  "wordings.write": "owner marketer",
  "wordings.approve": "owner dpo",
  "mailings.read": "owner marketer editor crm dpo auditor",
  "mailings.write": "owner marketer editor",
  "mailings.send": "owner marketer",
  "one_to_one.send": "owner marketer sales",
  "transactional.read": "owner marketer dpo auditor",
  "transactional.write": "owner marketer",
  "transactional.send": "owner",
  "privacy_notice.send": "owner marketer dpo",
  "reports.read": "owner marketer editor crm dpo auditor",
  "tracking.read": "owner marketer dpo",
  "conversions.report": "owner",
  "consents.read": "owner dpo auditor",
  "intake.record": "owner marketer dpo intake",
  "suppression.read": "owner marketer crm dpo auditor",
  "suppression.write": "owner marketer dpo",
  "addresses.release": "owner",
  "replies.read": "owner marketer dpo",
  "replies.write": "owner marketer dpo",
  "inbound.write": "owner",
  "senders.read": "owner marketer editor dpo auditor administrator",
  "senders.write": "owner administrator",
  "relays.read": "owner dpo auditor administrator",
  "relays.write": "owner administrator",
  "mailbox.read": "owner marketer dpo",
  "mailbox.write": "owner marketer",
  "checks.read": "owner marketer crm dpo auditor administrator",
  "documents.read": "owner dpo auditor administrator",
  "assessments.read": "owner dpo auditor",
  "privacy.manage": "owner dpo",
};

test("ORG-03: every right is held by the roles that need it, and by no other", () => {
  const held = permissions.map((permission) => [
    permission,
    roles.filter((role) => permissionsOf([role]).has(permission)).join(" "),
  ]);
  assert.deepEqual(Object.fromEntries(held), HOLDERS);
});
