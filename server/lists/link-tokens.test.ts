import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createKeys } from "../platform/index.ts";
import { createLinkTokens, type LinkSubject } from "./link-tokens.ts";

const tokens = createLinkTokens(createKeys(Buffer.alloc(32, 7)));
const subject: LinkSubject = {
  accountId: 3,
  listId: 281_474_976_710_655,
  contactId: 42,
  addressHash: randomBytes(16),
  mailingId: 67_108_863,
  issuedAt: new Date("2026-11-21T10:15:00Z"),
};

test("UNS-18: a token gives back its subject and no other purpose opens it", () => {
  const token = tokens.make("unsubscribe", subject);
  assert.deepEqual(tokens.open("unsubscribe", token), subject);
  assert.equal(tokens.open("manage", token), null);
  assert.equal(tokens.open("question", token), null);
});

test("UNS-18: every flipped bit, cut and second spelling is refused", () => {
  const token = tokens.make("manage", subject);
  const bytes = Buffer.from(token, "base64url");
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const forged = Buffer.from(bytes);
    forged[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(tokens.open("manage", forged.toString("base64url")), null, `bit ${bit}`);
  }
  for (const wrong of [
    "",
    token.slice(1),
    `${token}A`,
    token.replace(/.$/, "!"),
    "A".repeat(token.length),
  ]) {
    assert.equal(tokens.open("manage", wrong), null);
  }
});

test("UNS-18: tokens of another installation are refused, and tokens do not show who they are for", () => {
  const foreign = createLinkTokens(createKeys(Buffer.alloc(32, 8)));
  const token = tokens.make("unsubscribe", subject);
  assert.equal(foreign.open("unsubscribe", token), null);
  const other = tokens.make("unsubscribe", { ...subject, contactId: 43 });
  const shared = [...token].filter((letter, at) => other[at] === letter).length;
  assert.ok(shared < token.length / 3, `tokens of two people share ${shared} letters`);
});
