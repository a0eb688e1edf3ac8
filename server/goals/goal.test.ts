import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createKeys } from "../platform/index.ts";
import { hostOf, leadsToOwnSite, withGoal } from "./goal.ts";
import { createGoalTokens } from "./goal-token.ts";

const own = new Set(["www.bank.example", "bank.example"]);

test("TRK-16: the parameter goes to the account's own websites over https and to nobody else", () => {
  for (const url of [
    "https://www.bank.example/",
    "https://bank.example/termin?x=1#oben",
    "https://WWW.Bank.Example/",
  ])
    assert.ok(leadsToOwnSite(url, own), url);
  for (const url of [
    "http://www.bank.example/",
    "https://shop.bank.example/",
    "https://www.bank.example.evil.example/",
    "https://www.bank.example@evil.example/",
    "https://evil.example/?www.bank.example",
    "https://user@www.bank.example/",
    "https://www.bank.example:8443/",
    "https://evil.example\\@www.bank.example/",
    "javascript://www.bank.example/%0aalert(1)",
    "not an address",
  ])
    assert.ok(!leadsToOwnSite(url, own), url);
});

test("the parameter joins a link and leaves the rest of it as its author wrote it", () => {
  assert.equal(withGoal("https://a.example", "T"), "https://a.example?kp_goal=T");
  assert.equal(withGoal("https://a.example/x?y=ä&z", "T"), "https://a.example/x?y=ä&z&kp_goal=T");
  assert.equal(withGoal("https://a.example/x?#oben", "T"), "https://a.example/x?kp_goal=T#oben");
  assert.equal(withGoal("https://a.example/#?a", "T"), "https://a.example/?kp_goal=T#?a");
  const there = "https://a.example/?kp_goal=own";
  assert.equal(withGoal(there, "T"), there);
});

test("a website is a host of at least two labels, however it was typed", () => {
  assert.equal(hostOf(" https://Www.Bank.example/termin?x=1 "), "www.bank.example");
  assert.equal(hostOf("bücher.example"), "xn--bcher-kva.example");
  for (const typed of ["", "de", "localhost", "10.0.0.1", "[::1]", "*.bank.example", "a..example"])
    assert.equal(hostOf(typed), null, typed);
});

test("TRK-16: a token is read by its own key only, names no address, and no changed one is accepted", () => {
  const tokens = createGoalTokens(createKeys(randomBytes(32)));
  const click = {
    accountId: 7,
    mailingId: 1001,
    deliveryId: 5_000_000_001,
    link: 3,
    at: new Date("2026-11-22T08:14:00Z"),
  };
  const token = tokens.forClick(click);
  const { number, kind, ...said } = tokens.open(token) as typeof click & {
    number: bigint;
    kind: string;
  };
  assert.equal(kind, "click");
  assert.deepEqual(said, click);
  assert.equal(typeof number, "bigint");
  assert.match(token, /^[A-Za-z0-9_-]{68}$/);
  assert.notEqual(tokens.forClick(click), token);
  assert.equal(tokens.open(tokens.forTest(7, 12, click.at))?.kind, "test");
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === "A" ? "B" : "A";
    assert.equal(tokens.open(token.slice(0, at) + other + token.slice(at + 1)), null);
  }
  for (const wrong of ["", token.slice(1), `${token}A`, token.toUpperCase()])
    assert.equal(tokens.open(wrong), null);
  assert.equal(createGoalTokens(createKeys(randomBytes(32))).open(token), null);
});
