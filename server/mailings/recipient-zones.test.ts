import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAfter, instantOfLocalTime, localTimeAt } from "../platform/index.ts";
import { planWaves, zoneNamed } from "./recipient-zones.ts";
import { nextDates } from "./recurring/recurrence.ts";

const HOUR_MS = 3_600_000;
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function random(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const offsetAt = (time: number, zone: string) =>
  Date.parse(`${localTimeAt(new Date(time), zone)}:00Z`) - Math.floor(time / 60_000) * 60_000;

/** Every change of a zone's clocks from 2025 to 2035. */
function transitions(zone: string): number[] {
  const found: number[] = [];
  const step = 45 * 24 * HOUR_MS;
  for (let from = Date.UTC(2025, 0); from < Date.UTC(2036, 0); from += step) {
    let [low, high] = [from, from + step];
    if (offsetAt(low, zone) === offsetAt(high, zone)) continue;
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offsetAt(middle, zone) === offsetAt(low, zone)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

test(`trust 2 time zones: every IANA zone at the changes of its clocks (seed ${seed})`, () => {
  const draw = random(seed);
  const zones = Intl.supportedValuesOf("timeZone");
  assert.ok(zones.length > 400);
  let looked = 0;
  for (const zone of zones) {
    assert.equal(zoneNamed(` ${zone.toLowerCase()} `)?.toLowerCase(), zone.toLowerCase());
    const changes = transitions(zone);
    for (let tries = 0; tries < 2 && changes.length > 0; tries++) {
      looked++;
      const change = changes[Math.floor(draw() * changes.length)]!;
      const near = change + Math.round((draw() - 0.5) * 6 * 60) * 60_000;
      const local = new Date(near + offsetAt(near, zone)).toISOString().slice(0, 16);
      const where = `${zone} ${local}, seed ${seed}`;
      const at = instantOfLocalTime(local, zone).getTime();
      const before = offsetAt(change - 60_000, zone);
      const shift = offsetAt(change, zone) - before;
      if (localTimeAt(new Date(at), zone) === local) {
        // The first of two: nothing as far back as the change shows the same.
        if (shift < 0) assert.notEqual(localTimeAt(new Date(at + shift), zone), local, where);
      } else {
        assert.ok(shift > 0, where);
        assert.equal(at, Date.parse(`${local}:00Z`) - before, where);
      }
      const asked = {
        local,
        accountZone: "Europe/Berlin",
        people: 10,
        now: new Date(at - 40 * HOUR_MS),
      };
      const plan = planWaves(asked, [
        { value: zone.toLowerCase(), people: 3 },
        { value: "pacific/kiritimati", people: 2 },
        { value: "+01:00", people: 1 },
      ]);
      assert.equal(plan.waves[plan.waveOf.get(zone.toLowerCase())!]!.at.getTime(), at, where);
      assert.equal(
        plan.waves.reduce((sum, wave) => sum + wave.people, 0),
        10,
        where,
      );
      assert.deepEqual([plan.known, plan.unreadable], [5, 1]);
      // A schedule that is due at this very hour every day: each day once, in order, however often it is asked.
      const schedule = {
        rule: { every: "week" as const, interval: 1, days: [1, 2, 3, 4, 5, 6, 7] },
        time: local.slice(11),
        zone,
        startsOn: dayAfter(local.slice(0, 10), -3),
        endsOn: dayAfter(local.slice(0, 10), 3),
      };
      const from = { at: new Date(change - 10 * 24 * HOUR_MS) };
      const all = nextDates(schedule, from, 20);
      assert.equal(all.length, 7, where);
      let last: { at: Date; local?: string } = from;
      for (const due of all) {
        assert.ok(due.at > last.at, where);
        assert.deepEqual(nextDates(schedule, last, 1), [due], where);
        last = due;
      }
    }
  }
  assert.ok(looked > 200, String(looked));
});

test("a mailing by the recipients' clocks leaves within 26 hours, and what is over leaves when somebody chose it", () => {
  const values = Intl.supportedValuesOf("timeZone").map((zone) => ({
    value: zone.toLowerCase(),
    people: 1,
  }));
  const asked = { local: "2026-11-24T09:00", accountZone: "Europe/Berlin", people: values.length };
  const early = planWaves({ ...asked, now: new Date("2026-11-22T00:00:00Z") }, values);
  const span = early.waves.at(-1)!.at.getTime() - early.waves[0]!.at.getTime();
  assert.ok(span <= 26 * HOUR_MS && early.waves.length < 45);
  assert.ok(early.waves.every((wave) => !wave.passed));
  assert.deepEqual(
    early.waves.map((wave) => wave.at),
    early.waves.map((wave) => wave.at).toSorted((a, b) => +a - +b),
  );
  const now = new Date("2026-11-24T03:01:00Z");
  const shown = planWaves({ ...asked, now }, values);
  const over = shown.waves.filter((wave) => wave.passed);
  assert.ok(over.some((wave) => wave.zones.includes("Asia/Tokyo")));
  const atOnce = planWaves({ ...asked, now }, values, "now");
  assert.deepEqual(atOnce.waves[0]!.at, now);
  assert.equal(
    atOnce.waves[0]!.people,
    over.reduce((sum, wave) => sum + wave.people, 0),
  );
  // Whose hour passed without anybody choosing that leave with the account's, not in their night.
  const later = planWaves({ ...asked, now }, values, "account");
  assert.equal(later.waveOf.get("asia/tokyo"), later.accountWave);
  assert.deepEqual(later.waves[later.accountWave]!.at, new Date("2026-11-24T08:00:00Z"));
  assert.ok(later.waves.every((wave) => wave.at >= now));
});
