import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, createDayFinder, dayOf, lastDayEndedBefore } from "./days.ts";
import { decideLevel, refuseAnonymous, type MeasuringLevel } from "./measuring.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);
const levels = ["none", "clicks_only", "shared", "unique"] as const;

test("TRK-08: unique needs fifty recipients without permission, every level needs the smallest group", () => {
  assert.deepEqual(decideLevel("unique", 50, 0, 10, false), { level: "unique", reason: null });
  assert.deepEqual(decideLevel("unique", 49, 0, 10, false), {
    level: "shared",
    reason: "too_few_unique",
  });
  assert.deepEqual(decideLevel("unique", 9, 90, 10, false), { level: "none", reason: "too_few" });
  assert.deepEqual(decideLevel("shared", 10, 0, 10, false), { level: "shared", reason: null });
  assert.deepEqual(decideLevel("shared", 9, 0, 10, false), { level: "none", reason: "too_few" });
  assert.deepEqual(decideLevel("clicks_only", 4, 0, 5, false), {
    level: "none",
    reason: "too_few",
  });
  assert.deepEqual(decideLevel("none", 4, 0, 10, false), { level: "none", reason: null });
  assert.deepEqual(decideLevel("shared", 0, 80, 10, false), { level: "none", reason: null });
  assert.deepEqual(decideLevel("shared", 0, 0, 10, false), { level: "none", reason: "too_few" });
});

test("TRK-07: level unique is refused where a way out keeps contents, and says so", () => {
  const kept = { level: "shared", reason: "transport_keeps_content" };
  assert.deepEqual(decideLevel("unique", 50, 0, 10, true), kept);
  // Below fifty that alone is the reason, and the other levels put nothing of a mail's own into it.
  assert.equal(decideLevel("unique", 49, 0, 10, true).reason, "too_few_unique");
  assert.deepEqual(decideLevel("unique", 9, 0, 10, true), { level: "none", reason: "too_few" });
  assert.deepEqual(decideLevel("shared", 50, 0, 10, true), { level: "shared", reason: null });
});

test("TRK-08 TRK-20: a level never rises above what was chosen, and small groups are never counted", () => {
  const order = new Map<MeasuringLevel, number>(levels.map((level, at) => [level, at]));
  fc.assert(
    fc.property(
      fc.constantFrom(...levels),
      fc.nat(200),
      fc.nat(200),
      fc.integer({ min: 5, max: 100 }),
      fc.nat(1023),
      fc.boolean(),
      (chosen, anonymousBase, personalBase, kMin, link, kept) => {
        const { level } = decideLevel(chosen, anonymousBase, personalBase, kMin, kept);
        if (kept) assert.notEqual(level, "unique");
        assert.ok(order.get(level)! <= order.get(chosen)!);
        const refused = refuseAnonymous({ level, anonymousBase, kMin }, link);
        if (anonymousBase < kMin) assert.notEqual(refused, null);
        if (level === "clicks_only" && link === 0) assert.notEqual(refused, null);
      },
    ),
    { seed },
  );
});

test("TRK-06: days follow the account's time zone, over changes of the clock too", () => {
  assert.equal(dayOf("Europe/Berlin", new Date("2026-11-21T22:59:59Z")), "2026-11-21");
  assert.equal(dayOf("Europe/Berlin", new Date("2026-11-21T23:00:00Z")), "2026-11-22");
  assert.equal(dayOf("Europe/Berlin", new Date("2026-07-01T22:00:00Z")), "2026-07-02");
  assert.equal(dayOf("Not/AZone", new Date("2026-07-01T23:30:00Z")), "2026-07-01");
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2026-03-29", -1), "2026-03-28");
  const hour = 3_600_000;
  const justAfter = new Date("2026-11-22T00:00:00Z"); // one in the morning in Berlin
  assert.equal(lastDayEndedBefore("Europe/Berlin", justAfter, hour), "2026-11-21");
  assert.equal(
    lastDayEndedBefore("Europe/Berlin", new Date(justAfter.getTime() - 1), hour),
    "2026-11-20",
  );
  const find = createDayFinder();
  fc.assert(
    fc.property(
      fc.constantFrom("Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "UTC"),
      fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true }),
      (timezone, at) => assert.equal(find(timezone, at), dayOf(timezone, at)),
    ),
    { seed },
  );
});
