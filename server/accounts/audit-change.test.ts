import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeys } from "../platform/index.ts";
import { hashChange } from "./audit-change.ts";

const keys = createKeys(Buffer.alloc(32, 1));
const of = { accountId: 1, objectType: "contact", objectId: "ctc_1" };
const hashOf = (value: unknown, more: Partial<typeof of> = {}, under = keys) =>
  hashChange({ ...of, ...more }, { keys: under, before: null, after: value }).afterHash?.toString(
    "hex",
  );

test("ORG-04: the same thing gives the same hash, whatever the order of its members; another value another one", () => {
  const one = hashOf({ firstName: "Anna", custom: { a: "1", b: "2" }, at: new Date(0) });
  assert.match(one!, /^[0-9a-f]{64}$/);
  assert.equal(
    one,
    hashOf({
      at: new Date(0).toISOString(),
      custom: { b: "2", a: "1" },
      firstName: "Anna",
      title: undefined,
      updatedAt: new Date(),
    }),
    "as it comes back from the database; a time of saving is no change",
  );
  assert.notEqual(one, hashOf({ firstName: "Berta", custom: { a: "1", b: "2" }, at: new Date(0) }));
  assert.equal(hashOf("\ud800"), hashOf("\ufffd"), "a broken character fails no request");
});

test("ORG-04: equal values of two things, accounts or installations cannot be told to be equal", () => {
  const name = { firstName: "Anna" };
  const all = [
    hashOf(name),
    hashOf(name, { objectId: "ctc_2" }),
    hashOf(name, { objectType: "list" }),
    hashOf(name, { accountId: 2 }),
    hashOf(name, {}, createKeys(Buffer.alloc(32, 2))),
  ];
  assert.equal(new Set(all).size, all.length);
});

test("ORG-04: what was not there before, or is gone after, has no hash", () => {
  assert.deepEqual(hashChange(of, undefined), { beforeHash: null, afterHash: null });
  assert.equal(hashChange(of, { keys, before: { a: 1 }, after: null }).afterHash, null);
});
