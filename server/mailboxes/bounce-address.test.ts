import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createKeys } from "../platform/index.ts";
import { createBounceAddresses, isBouncePattern } from "./bounce-address.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const keys = createKeys(Buffer.alloc(32, 3));
const addresses = createBounceAddresses(keys);
const pattern = "b+%@bounce.musterbank.example";

test("SND-13: a bounce address says account and delivery, fits a local part and survives folded case", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 24 - 1 }),
      fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      (accountId, deliveryId) => {
        const address = addresses.make(pattern, accountId, deliveryId);
        assert.match(address, /^b\+[a-z2-7]{32}@bounce\.musterbank\.example$/);
        assert.ok(address.indexOf("@") <= 64);
        assert.deepEqual(addresses.read(address), { accountId, deliveryId });
        assert.deepEqual(addresses.read(address.toUpperCase()), { accountId, deliveryId });
        assert.equal(addresses.make(pattern, accountId, deliveryId), address);
      },
    ),
    {
      seed,
      numRuns: 2000,
      examples: [
        [1, 0],
        [2 ** 24 - 1, 2 ** 48 - 1],
      ],
    },
  );
});

test("SND-13: marks that servers on the way put around an address do no harm", () => {
  const subject = { accountId: 5, deliveryId: 77 };
  const address = addresses.make(pattern, 5, 77);
  const [local] = address.split("@");
  for (const written of [
    `prvs=1234567890=${address}`,
    `SRS0=AbCd=XY=bounce.musterbank.example=${local}@forwarder.example`,
    `${local}=x=y@elsewhere.example`,
  ])
    assert.deepEqual(addresses.read(written), subject, written);
  for (const other of ["b-%@x.example", "%@bounces.example", "mail.bounce+%@x.example"])
    assert.deepEqual(addresses.read(addresses.make(other, 5, 77)), subject, other);
});

test("SND-13: no altered, cut, foreign or invented token is read", () => {
  const address = addresses.make(pattern, 5, 77);
  const token = address.slice(2, 34);
  for (let at = 0; at < token.length; at++)
    for (const character of "ab7z")
      if (character !== token[at])
        assert.equal(
          addresses.read(`b+${token.slice(0, at)}${character}${token.slice(at + 1)}@x.example`),
          null,
        );
  const foreign = createBounceAddresses(createKeys(Buffer.alloc(32, 4)));
  assert.equal(foreign.read(address), null);
  for (const wrong of ["", "@", token, `b+${token}`, `b+${token.slice(1)}@x`, `b+a${token}@x`])
    assert.equal(addresses.read(wrong), null, wrong);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      const text = [...bytes, ...bytes].slice(0, 32);
      const made = text.map((byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte & 31]).join("");
      assert.equal(addresses.read(`b+${made}@x.example`), null);
    }),
    { seed, numRuns: 5000 },
  );
});

test("SND-13: addresses made with a previous key are still read", () => {
  const before = createBounceAddresses(createKeys(Buffer.alloc(32, 9)));
  const now = createBounceAddresses(createKeys([Buffer.alloc(32, 3), Buffer.alloc(32, 9)]));
  const subject = { accountId: 1, deliveryId: 2 };
  assert.deepEqual(now.read(before.make(pattern, 1, 2)), subject);
  assert.deepEqual(addresses.read(now.make(pattern, 1, 2)), subject);
});

test("numbers and patterns that do not fit are refused instead of being cut", () => {
  assert.throws(() => addresses.make(pattern, 0, 1), RangeError);
  assert.throws(() => addresses.make(pattern, 2 ** 24, 1), RangeError);
  assert.throws(() => addresses.make(pattern, 1, 2 ** 48), RangeError);
  assert.throws(() => addresses.make("b%@x.example", 1, 1), RangeError);
  for (const wrong of ["b%@x.example", "b+@x.example", "b+%x@x.example", "b+%@", "b+%@x y.de"])
    assert.equal(isBouncePattern(wrong), false, wrong);
  assert.equal(isBouncePattern(`${"b".repeat(40)}+%@x.example`), false);
});

test("SND-13: an address costs a few microseconds", () => {
  for (let at = 0; at < 20_000; at++) addresses.make(pattern, 1, at);
  const from = process.hrtime.bigint();
  for (let at = 0; at < 50_000; at++) addresses.make(pattern, 7, at);
  const each = Number(process.hrtime.bigint() - from) / 50_000 / 1000;
  console.log(`${each.toFixed(2)} µs each`);
  // Ten times what it takes on an idle machine, since tests share theirs.
  assert.ok(each < 50, `${each} µs`);
});
