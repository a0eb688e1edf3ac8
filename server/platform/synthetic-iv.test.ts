import assert from "node:assert/strict";
import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { createSyntheticIv } from "./synthetic-iv.ts";

const macKey = randomBytes(32);
const cipherKey = randomBytes(32);
const sealer = createSyntheticIv(macKey, cipherKey);

test("UNS-18: a sealed text is HMAC-SHA-256 and AES-256-CTR as the platform computes them", () => {
  for (let length = 0; length <= 100; length++) {
    const plain = randomBytes(length);
    const tag = createHmac("sha256", macKey).update(plain).digest().subarray(0, 16);
    const cipher = createCipheriv("aes-256-ctr", cipherKey, tag);
    const expected = Buffer.concat([tag, cipher.update(plain), cipher.final()]);
    assert.deepEqual(sealer.seal(plain), expected);
    assert.deepEqual(sealer.open(expected), plain);
  }
});

test("UNS-18: every flipped bit is noticed", () => {
  const sealed = sealer.seal(Buffer.from("forty-two bytes, as in the links of a mail"));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const altered = Buffer.from(sealed);
    altered[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(sealer.open(altered), null);
  }
  assert.equal(sealer.open(sealed.subarray(0, 15)), null);
});

test("the counter carries over its last byte", () => {
  // 256 tags end in every byte; with 6 blocks each, some counters carry.
  for (let round = 0; round < 512; round++) {
    const plain = randomBytes(90);
    const tag = createHmac("sha256", macKey).update(plain).digest().subarray(0, 16);
    const cipher = createCipheriv("aes-256-ctr", cipherKey, tag);
    assert.deepEqual(sealer.seal(plain).subarray(16), cipher.update(plain));
  }
});
