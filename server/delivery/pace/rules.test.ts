import assert from "node:assert/strict";
import { test } from "node:test";
import { asksForLess, slower, SLOWEST } from "./slow-down.ts";
import { capOf, capsProblem, DEFAULT_CAPS, stepOf } from "./warm-up.ts";

const reply = (code: number, enhanced: string | undefined, text: string, throttled = true) => ({
  code,
  enhanced,
  text,
  throttled,
});

test("SND-12: 421 and limits on the rate ask for less mail", () => {
  for (const one of [
    reply(421, "4.7.28", "Our system has detected an unusual rate of unsolicited mail"),
    reply(421, undefined, "Service not available, closing transmission channel", false),
    reply(421, "4.7.0", "[TSS04] Messages temporarily deferred due to user complaints"),
    reply(450, "4.7.1", "Too many messages, slow down"),
    reply(451, "4.7.500", "Server busy. Rate limit exceeded"),
    reply(450, undefined, "too many connections from your host"),
    reply(452, "4.5.3", "Too many requests, sending rate exceeded"),
  ])
    assert.equal(asksForLess(one), true, one.text);
});

test("SND-12: greylisting, full mailboxes and busy recipients delay one mail and slow nobody else", () => {
  for (const one of [
    reply(451, "4.7.1", "Greylisting in action, please come back later"),
    reply(450, "4.2.0", "Recipient address rejected: Greylisted for 5 minutes"),
    reply(421, "4.7.1", "graylisted, try again"),
    reply(452, "4.2.2", "Mailbox full, quota exceeded"),
    reply(
      450,
      "4.2.1",
      "The user you are trying to contact is receiving mail at a rate that prevents",
    ),
    reply(451, "4.3.0", "temporary local problem", false),
    reply(550, "5.7.1", "rate limit: too many messages"),
    reply(250, "2.0.0", "ok"),
  ])
    assert.equal(asksForLess(one), false, one.text);
});

test("SND-12: each objection halves the pace, down to one mail in ten seconds", () => {
  assert.equal(slower(80), 40);
  let rate = 40;
  for (let at = 0; at < 20; at++) rate = slower(rate);
  assert.equal(rate, SLOWEST);
});

test("SND-12: the warm-up climbs with the days whose cap was used, and ends after four weeks", () => {
  assert.equal(capOf([], DEFAULT_CAPS), 100);
  assert.equal(capOf([100], DEFAULT_CAPS), 150);
  // Three opt-in mails a day make nobody known.
  assert.equal(capOf([3, 2, 4, 1], DEFAULT_CAPS), 100);
  assert.equal(stepOf([100, 10, 150, 130], DEFAULT_CAPS), 3);
  assert.equal(DEFAULT_CAPS.length, 28);
  assert.equal(capOf([...DEFAULT_CAPS], DEFAULT_CAPS), null);
  assert.equal(capsProblem(DEFAULT_CAPS), null);
  assert.equal(capsProblem([100, 50]), "falling");
  assert.equal(capsProblem([]), "empty");
});
