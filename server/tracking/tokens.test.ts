import assert from "node:assert/strict";
import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { createTrackingTokens, MAX_LINK, TRACKING_TOKEN_LENGTH } from "./tokens.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const key = randomBytes(32);
const tokens = createTrackingTokens({ keys: [key] });
const links = Array.from({ length: 33 }, (_, i) => i);

const account = fc.integer({ min: 1, max: 2 ** 22 - 1 });
const mailing = fc.integer({ min: 1, max: 2 ** 26 - 1 });
const link = fc.integer({ min: 0, max: MAX_LINK });
const delivery = fc.maxSafeNat().filter((n) => n > 0);

test("TRK-16: every token says again what it was made of, at the edges of the fields too", () => {
  fc.assert(
    fc.property(account, mailing, delivery, link, (a, m, d, l) => {
      const place = { account: a, mailing: m, link: l };
      const [personal, unique, shared] = [
        tokens.personal(a, m, d, [l])[0]!,
        tokens.unique(a, m, [l])[0]!,
        tokens.shared(a, m, [l])[0]!,
      ];
      assert.deepEqual(tokens.open(personal), { kind: "personal", ...place, delivery: d });
      assert.deepEqual(tokens.open(shared), { kind: "shared", ...place });
      const opened = tokens.open(unique);
      assert.ok(opened?.kind === "unique");
      assert.equal(typeof opened.number, "bigint");
      assert.deepEqual({ ...opened, number: 0n }, { kind: "unique", ...place, number: 0n });
      for (const token of [personal, unique, shared]) {
        assert.match(token, /^[A-Za-z0-9_-]+$/);
        assert.equal(token.length, TRACKING_TOKEN_LENGTH);
      }
    }),
    {
      seed,
      examples: [
        [1, 1, 1, 0],
        [2 ** 22 - 1, 2 ** 26 - 1, Number.MAX_SAFE_INTEGER, MAX_LINK],
        [64, 2 ** 25, 2 ** 32, 512],
      ],
    },
  );
});

test("numbers that do not fit are refused instead of being cut", () => {
  assert.throws(() => tokens.personal(2 ** 22, 1, 1, [0]), RangeError);
  assert.throws(() => tokens.personal(0, 1, 1, [0]), RangeError);
  assert.throws(() => tokens.unique(1, 2 ** 26, [0]), RangeError);
  assert.throws(() => tokens.unique(1, 1.5, [0]), RangeError);
  assert.throws(() => tokens.shared(1, 1, [1024]), RangeError);
  assert.throws(() => tokens.shared(1, 1, [-1]), RangeError);
  assert.throws(() => tokens.personal(1, 1, 2 ** 53, [0]), RangeError);
  assert.throws(() => tokens.personal(1, 1, 0, [0]), RangeError);
  assert.throws(() => createTrackingTokens({ keys: [] }), RangeError);
  assert.throws(() => createTrackingTokens({ keys: [Buffer.alloc(16)] }), RangeError);
});

test("TRK-16: no flipped bit and no single changed character passes", () => {
  for (const token of [
    tokens.personal(7, 9, 12_345, [3])[0]!,
    tokens.unique(7, 9, [3])[0]!,
    tokens.shared(7, 9, [3])[0]!,
  ]) {
    const bytes = Buffer.from(token, "base64url");
    for (let bit = 0; bit < 256; bit++) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(tokens.open(forged.toString("base64url")), null);
    }
    for (let at = 0; at < token.length; at++) {
      for (const character of "A_z+/=.\0é ") {
        if (character !== token[at])
          assert.equal(tokens.open(token.slice(0, at) + character + token.slice(at + 1)), null);
      }
    }
  }
});

test("TRK-16: random texts, truncation, padding and other spellings are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      assert.equal(tokens.open(Buffer.from(bytes).toString("base64url")), null);
    }),
    { seed, numRuns: 20_000 },
  );
  const token = tokens.personal(1, 1, 1, [1])[0]!;
  for (const wrong of [
    "",
    token.slice(0, 42),
    token.slice(1),
    `${token}=`,
    `${token}A`,
    ` ${token}`,
    Buffer.from(token, "base64url").toString("base64"),
    "é".repeat(43),
    "A".repeat(1_000_000),
  ]) {
    assert.equal(tokens.open(wrong), null);
  }
  // The last character carries four bits; the three other spellings of the same bytes are refused.
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(token[42]!);
  for (let spare = 1; spare < 4; spare++) {
    const other = token.slice(0, 42) + alphabet[last + spare];
    assert.deepEqual(Buffer.from(other, "base64url"), Buffer.from(token, "base64url"));
    assert.equal(tokens.open(other), null);
  }
});

test("TRK-16: blocks of two tokens cannot be joined, nor swapped", () => {
  const made = [
    ...tokens.personal(1, 1, 1, links),
    ...tokens.personal(1, 1, 2, links),
    ...tokens.unique(1, 1, links),
    ...tokens.shared(1, 1, links),
    ...tokens.personal(2, 1, 1, links),
  ].map((token) => Buffer.from(token, "base64url"));
  for (const a of made) {
    for (const b of made) {
      const swapped = Buffer.concat([b.subarray(16), a.subarray(0, 16)]);
      assert.equal(tokens.open(swapped.toString("base64url")), null);
      const joined = Buffer.concat([a.subarray(0, 16), b.subarray(16)]);
      if (a !== b) assert.equal(tokens.open(joined.toString("base64url")), null);
    }
  }
});

test("TRK-02: a block of known halves is refused when version, kind or a number is out of range", () => {
  const blockKey = Buffer.from(hkdfSync("sha256", key, "", "tracking token 1 blocks", 32));
  const forge = (meta: bigint, payload: bigint) => {
    const plain = Buffer.alloc(32, 5);
    plain.writeBigUInt64BE(meta, 0);
    plain.writeBigUInt64BE(payload, 24);
    const cipher = createCipheriv("aes-256-ecb", blockKey, null).setAutoPadding(false);
    return tokens.open(cipher.update(plain).toString("base64url"));
  };
  const meta = (version: bigint, kind: bigint, a = 1n, m = 1n) =>
    (version << 61n) | (kind << 58n) | (a << 26n) | m;
  assert.deepEqual(forge(meta(1n, 1n), 77n), {
    kind: "personal",
    account: 1,
    mailing: 1,
    link: 0,
    delivery: 77,
  });
  assert.equal(forge(meta(2n, 1n), 77n), null);
  assert.equal(forge(meta(0n, 1n), 77n), null);
  assert.equal(forge(meta(1n, 0n), 77n), null);
  assert.equal(forge(meta(1n, 4n), 77n), null);
  assert.equal(forge(meta(1n, 1n, 0n), 77n), null);
  assert.equal(forge(meta(1n, 1n, 1n, 0n), 77n), null);
  assert.equal(forge(meta(1n, 1n), 0n), null);
  assert.equal(forge(meta(1n, 1n), 1n << 53n), null);
  assert.equal(forge(meta(1n, 3n), 1n), null);
});

test("TRK-16 TRK-02: tokens of a mail share no visible part, repeat never and keep no order", () => {
  const seen = new Set<string>();
  const blocks = new Set<string>();
  let rising = 0;
  let previous = "";
  for (let mail = 1; mail <= 300; mail++) {
    for (const token of [...tokens.personal(1, 1, mail, links), ...tokens.unique(1, 1, links)]) {
      seen.add(token);
      const hex = Buffer.from(token, "base64url").toString("hex");
      blocks.add(hex.slice(0, 32)).add(hex.slice(32));
      if (token > previous) rising += 1;
      previous = token;
    }
  }
  const count = 300 * links.length * 2;
  assert.equal(seen.size, count);
  assert.equal(blocks.size, count * 2);
  // Order of consecutive tokens is a coin: 19,800 throws, five standard deviations.
  assert.ok(Math.abs(rising - count / 2) < (5 * Math.sqrt(count)) / 2, `${rising} of ${count}`);
  // The same mail rendered again has other tokens: a retry draws new random bits.
  assert.notDeepEqual(tokens.personal(1, 1, 1, links), tokens.personal(1, 1, 1, links));
  assert.notDeepEqual(tokens.unique(1, 1, links), tokens.unique(1, 1, links));
});

test("TRK-02: the numbers of level unique are independent, between links and between mails", () => {
  const numbers = new Set<bigint>();
  for (let mail = 0; mail < 300; mail++) {
    for (const token of tokens.unique(1, 1, links)) {
      const opened = tokens.open(token);
      assert.ok(opened?.kind === "unique");
      numbers.add(opened.number);
    }
  }
  assert.equal(numbers.size, 300 * links.length);
});

test("TRK-02: every bit of a token is a coin, whatever its kind: none tells personal from anonymous", () => {
  const mails = 4_000;
  const count = (make: (mail: number) => string) => {
    const ones = Array.from({ length: 256 }, () => 0);
    for (let mail = 1; mail <= mails; mail++) {
      const bytes = Buffer.from(make(mail), "base64url");
      for (let bit = 0; bit < 256; bit++) ones[bit]! += (bytes[bit >> 3]! >> (bit & 7)) & 1;
    }
    return ones;
  };
  const limit = (6 * Math.sqrt(mails)) / 2;
  for (const ones of [
    count((mail) => tokens.personal(1, 1, mail, [1])[0]!),
    count(() => tokens.unique(1, 1, [1])[0]!),
    count((mail) => tokens.shared(1, mail, [1])[0]!),
  ]) {
    for (const sum of ones) assert.ok(Math.abs(sum - mails / 2) < limit, `${sum} of ${mails}`);
  }
});

test("TRK-02: level shared writes the same token into every mail, another one for each link", () => {
  const first = tokens.shared(1, 1, links);
  assert.deepEqual(createTrackingTokens({ keys: [key] }).shared(1, 1, links), first);
  assert.equal(
    new Set([...first, ...tokens.shared(1, 2, links), ...tokens.shared(2, 1, links)]).size,
    99,
  );
});

test("previous keys are read, retired and foreign ones are not", () => {
  const [old, current] = [randomBytes(32), randomBytes(32)];
  const before = createTrackingTokens({ keys: [old] });
  const now = createTrackingTokens({ keys: [current, old] });
  const token = before.personal(1, 2, 3, [4])[0]!;
  assert.deepEqual(now.open(token), {
    kind: "personal",
    account: 1,
    mailing: 2,
    link: 4,
    delivery: 3,
  });
  assert.equal(before.open(now.personal(1, 2, 3, [4])[0]!), null);
  assert.equal(createTrackingTokens({ keys: [current] }).open(token), null);
});
