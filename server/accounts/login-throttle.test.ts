import assert from "node:assert/strict";
import { test } from "node:test";
import { countTry, networkOf, throttleRules, type ThrottleState } from "./login-throttle.ts";

test("ORG-02: failed tries block ever longer, up to a quarter of an hour", () => {
  let now = new Date("2026-11-21T09:00:00Z");
  let state: ThrottleState | undefined;
  const pauses: number[] = [];
  for (let tries = 0; tries < 14; tries++) {
    const counted = countTry(state, throttleRules.name, now);
    assert.ok(counted.allowed);
    state = counted.next;
    const pause = (state.blockedUntil?.getTime() ?? now.getTime()) - now.getTime();
    pauses.push(pause / 1000);
    if (pause > 0) {
      const during = countTry(state, throttleRules.name, new Date(now.getTime() + pause - 1));
      assert.deepEqual(during, { allowed: false, retryAfterMs: 1 });
    }
    now = new Date(now.getTime() + pause);
  }
  assert.deepEqual(pauses, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900, 900]);
});

test("ORG-02: a day without tries starts anew", () => {
  const now = new Date("2026-11-21T09:00:00Z");
  const old = { failures: 50, blockedUntil: null, lastAt: new Date("2026-11-20T08:59:00Z") };
  const counted = countTry(old, throttleRules.name, now);
  assert.ok(counted.allowed && counted.next.failures === 1);
});

test("networks are /24 and /48, however the address is written", () => {
  assert.equal(networkOf("203.0.113.77"), "203.0.113");
  assert.equal(networkOf("::ffff:203.0.113.9"), "203.0.113");
  assert.equal(networkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1");
  assert.equal(networkOf("2001:0DB8:0001::6"), "2001:db8:1");
  assert.equal(networkOf("2001:db8::6"), "2001:db8:0");
  assert.equal(networkOf("::1"), "0:0:0");
  assert.equal(networkOf("fe80::1%eth0"), "fe80:0:0");
  assert.equal(networkOf("nonsense"), "unknown");
});
