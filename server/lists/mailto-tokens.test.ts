import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createKeys } from "../platform/index.ts";
import { createMailtoTokens, createUnsubscribeMailto } from "./mailto-tokens.ts";

const keys = createKeys(Buffer.alloc(32, 3));
const tokens = createMailtoTokens(keys);

test("UNS-18 UNS-19: an address for unsubscribing says list and recipient, fits a local part and survives folded case", () => {
  for (let at = 0; at < 500; at++) {
    const subject = {
      accountId: 1 + Math.floor((0xff_ff_ff - 1) * (at / 500)),
      listId: 0xff_ff_ff - at,
      addressHash: randomBytes(16),
    };
    const localPart = tokens.make(subject)!;
    assert.ok(localPart.length <= 64, `${localPart.length} octets`);
    assert.match(localPart, /^u\+[a-z2-7]+$/);
    assert.deepEqual(tokens.open(localPart), subject);
    assert.deepEqual(tokens.open(localPart.toUpperCase()), subject);
    assert.ok(!localPart.includes(subject.addressHash.toString("hex").slice(0, 8)));
  }
  assert.equal(
    tokens.make({ accountId: 1, listId: 0x1_00_00_00, addressHash: Buffer.alloc(16) }),
    undefined,
  );
});

test("UNS-18: no altered, cut, foreign or second spelling of a token opens", () => {
  const localPart = tokens.make({ accountId: 5, listId: 9, addressHash: randomBytes(16) })!;
  const token = localPart.slice(2);
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === "a" ? "b" : "a";
    assert.equal(tokens.open(`u+${token.slice(0, at)}${other}${token.slice(at + 1)}`), null);
  }
  const foreign = createMailtoTokens(createKeys(Buffer.alloc(32, 4)));
  assert.equal(foreign.open(localPart), null);
  for (const wrong of ["", "u+", token, `r+${token}`, `u+${token}a`, `u+${token.slice(1)}`])
    assert.equal(tokens.open(wrong), null, wrong);
});

test("UNS-19: the mailto of the header asks for an unsubscribe", () => {
  const mailto = createUnsubscribeMailto(tokens, "in.musterbank.example");
  assert.match(
    mailto({ accountId: 5, listId: 9, addressHash: randomBytes(16) })!,
    /^mailto:u\+[a-z2-7]{61}@in\.musterbank\.example\?subject=unsubscribe$/,
  );
});
