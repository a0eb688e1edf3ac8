import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../platform/index.ts";
import { chooseRelay } from "./choose-relay.ts";
import { createRelayHealth, type RelayChangeOfHealth } from "./relay-health.ts";
import { isEuRegion, placeOf } from "./relay-place.ts";
import type { SendingRelay } from "./relay.ts";

const START = "2026-11-22T08:00:00Z";
const relay = (id: number, more: Partial<SendingRelay> = {}): SendingRelay => ({
  id,
  publicId: `rel_${id}`,
  kind: "smtp",
  name: `${id}`,
  host: "mail.example.com",
  port: 587,
  baseUrl: null,
  region: null,
  channel: null,
  tls: "required",
  credentials: { kind: "none" },
  proxyUrl: null,
  heloName: null,
  streams: ["marketing", "opt_in", "transactional"],
  priority: 1,
  weight: 10,
  connections: 4,
  perSecond: null,
  version: 1,
  ...more,
});

/** Reproducible and uniform enough (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test("SND-18: the stream decides, then the priority, then the weight", () => {
  const health = createRelayHealth(manualClock(START));
  const relays = [
    relay(1, { weight: 30 }),
    relay(2, { weight: 10 }),
    relay(3, { priority: 2 }),
    relay(4, { streams: ["opt_in"], priority: 1 }),
  ];
  const seed = 20261122;
  const random = randomFrom(seed);
  const counts = new Map<number, number>();
  for (let at = 0; at < 8000; at++) {
    const chosen = chooseRelay(relays, "marketing", health, random)!.id;
    counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].toSorted(), [1, 2], `seed ${seed}`);
  assert.ok(Math.abs(counts.get(1)! / 8000 - 0.75) < 0.02, `seed ${seed}: ${counts.get(1)}`);
  assert.equal(chooseRelay(relays, "opt_in", health, () => 0.999)?.id, 4);
  assert.equal(
    chooseRelay([relay(1, { streams: ["opt_in"] })], "marketing", health, () => 0),
    null,
  );
  assert.equal(
    chooseRelay([], "marketing", health, () => 0),
    null,
  );
});

test("a way that fails rests, the next priority takes over, and one trial brings it back", () => {
  const clock = manualClock(START);
  const changes: RelayChangeOfHealth[] = [];
  const health = createRelayHealth(clock, (change) => void changes.push(change));
  const relays = [relay(1), relay(2, { priority: 2 })];
  const choose = () => chooseRelay(relays, "marketing", health, () => 0)?.id ?? null;
  health.failed(1, "refused");
  health.failed(1, "refused");
  assert.equal(choose(), 1, "two broken connections say nothing");
  assert.deepEqual(changes, []);
  health.failed(1, "refused");
  assert.equal(choose(), 2);
  assert.deepEqual(changes, [{ id: 1, failingSince: new Date(START), detail: "refused" }]);
  health.failed(1, "another connection of the same pool");
  clock.advance(4_999);
  assert.equal(choose(), 2);
  assert.deepEqual(health.nextTry(1), new Date(Date.parse(START) + 5_000));
  clock.advance(1);
  assert.equal(choose(), 1, "one trial");
  assert.equal(choose(), 2, "and not two at once");
  health.failed(1, "still");
  for (const [seconds, expected] of [
    [9.999, 2],
    [0.001, 1],
  ] as const) {
    clock.advance(seconds * 1000);
    assert.equal(choose(), expected, "the rest doubles");
  }
  health.ok(1);
  assert.equal(choose(), 1);
  assert.deepEqual(changes.at(-1), { id: 1, failingSince: null, detail: null });
  assert.deepEqual(health.state(), []);
});

test("the rest grows to five minutes and no further; a trial nobody ends is given again", () => {
  const clock = manualClock(START);
  const health = createRelayHealth(clock);
  const rests: number[] = [];
  for (let at = 0; at < 14; at++) {
    health.failed(1, "x");
    const next = health.nextTry(1);
    if (next === null) continue;
    rests.push((next.getTime() - clock.now().getTime()) / 1000);
    clock.advance(next.getTime() - clock.now().getTime());
  }
  assert.deepEqual(rests, [5, 10, 20, 40, 80, 160, 300, 300, 300, 300, 300, 300]);
  assert.equal(health.usable(1), true);
  assert.equal(health.usable(1), false);
  clock.advance(60_000);
  assert.equal(health.usable(1), true);
});

test("ORG-09: which ways lead out of the EU", () => {
  const place = (more: Partial<SendingRelay> & { outsideEu?: boolean }) =>
    placeOf({ kind: "smtp", host: null, region: null, outsideEu: false, ...more }).outsideEu;
  assert.equal(place({ kind: "postmark" }), true);
  for (const kind of ["mailjet", "brevo", "scaleway", "mx"] as const)
    assert.equal(place({ kind }), false, kind);
  assert.equal(place({ kind: "ses", region: "eu-central-1" }), false);
  assert.equal(place({ kind: "ses", region: "us-east-1" }), true);
  assert.equal(isEuRegion("eu-west-2"), false, "London");
  assert.equal(isEuRegion("eu-central-2"), false, "Zürich");
  assert.equal(place({ host: "email-smtp.us-east-1.amazonaws.com" }), true);
  assert.equal(place({ host: "email-smtp.eu-west-1.amazonaws.com" }), false);
  assert.equal(place({ host: "SMTP.Postmarkapp.com" }), true);
  assert.equal(place({ host: "smtp.office365.com" }), true);
  assert.equal(place({ host: "firma.mail.protection.outlook.com" }), true);
  assert.equal(place({ host: "in-v3.mailjet.com", outsideEu: true }), false, "known, not declared");
  assert.equal(place({ host: "mail.musterbank.example" }), false);
  assert.equal(place({ host: "mail.musterbank.example", outsideEu: true }), true);
  assert.equal(place({ host: "evilsmtp.gmail.com" }), false, "only whole labels count");
});
