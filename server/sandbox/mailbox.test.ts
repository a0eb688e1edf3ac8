import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountOfHello,
  isMailboxName,
  newMessageId,
  readMessageId,
  sandboxHelloName,
  surplus,
  unassigned,
} from "./mailbox.ts";

const account = `acc_${"0123456789abcdef".repeat(2)}`;

test("the EHLO name carries the account, and any other name carries none", () => {
  assert.equal(accountOfHello(sandboxHelloName(account)), account);
  assert.equal(accountOfHello(sandboxHelloName(account).toUpperCase()), account);
  for (const name of [
    "mail.example.org",
    "",
    "../etc.sandbox.klarpost.invalid",
    "acc_/..sandbox.klarpost.invalid",
    `${account}.example.org`,
  ]) {
    assert.equal(accountOfHello(name), unassigned, name);
  }
});

test("only mailbox names may become folders", () => {
  assert.ok(isMailboxName(account));
  assert.ok(isMailboxName(unassigned));
  for (const name of ["", ".", "..", "acc_../../../../x", "acc_12345678/..", "a\0b"]) {
    assert.ok(!isMailboxName(name), name);
  }
});

test("message ids sort by time and carry time and size", () => {
  const at = new Date("2026-11-21T10:00:00.123Z");
  const earlier = newMessageId(at, 26_214_400);
  const later = newMessageId(new Date(at.getTime() + 1), 0);
  assert.ok(earlier < later);
  assert.deepEqual(readMessageId(earlier), { receivedAt: at, size: 26_214_400 });
  assert.equal(readMessageId("../../passwd"), null);
});

test("what is 24 hours old goes, and the oldest above number and size", () => {
  const now = new Date("2026-11-21T10:00:00Z");
  const ago = (minutes: number, size: number) =>
    newMessageId(new Date(now.getTime() - minutes * 60_000), size);
  const day = 24 * 60;
  const [fresh, almost, old] = [ago(0, 10), ago(day - 1, 10), ago(day, 10)];
  assert.deepEqual(surplus([almost, old, fresh], now), [old]);
  assert.deepEqual(surplus([fresh, almost], now, { messages: 1, bytes: 100 }), [almost]);
  assert.deepEqual(surplus([fresh, almost], now, { messages: 9, bytes: 19 }), [almost]);
  assert.deepEqual(surplus([fresh, almost], now, { messages: 9, bytes: 20 }), []);
});
