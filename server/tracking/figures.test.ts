import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays } from "./days.ts";
import {
  anonymousFigure,
  anonymousReport,
  everybody,
  publish,
  type AnonymousReport,
  type Figure,
  type PublishOptions,
} from "./figures.ts";
import type { DayCount } from "./measuring.store.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);

const FIRST = "2026-11-01";
const hidden = (below: number): Figure => ({ hidden: true, below });
const shown = (value: number): Figure => ({ hidden: false, value });
const LENGTH = 16;
const day = (n: number) => addDays(FIRST, n);
const count = (link: number, n: number, hits: number): DayCount => ({
  link,
  day: day(n),
  agent: 0,
  hits,
  uniques: 0,
});
const options = (through: number, more: Partial<PublishOptions> = {}): PublishOptions => ({
  base: 500,
  k: 10,
  uniqueBase: null,
  through: day(through),
  closesOn: day(LENGTH),
  ...more,
});

test("TRK-08: a figure needs ten of base and of value; unique ones also of the rest; nobody is told zero", () => {
  assert.deepEqual(anonymousFigure(10, 10, 10), shown(10));
  assert.deepEqual(anonymousFigure(9, 100, 10), hidden(10));
  assert.deepEqual(anonymousFigure(0, 100, 10), hidden(10));
  assert.deepEqual(anonymousFigure(30, 9, 10), hidden(10));
  assert.deepEqual(anonymousFigure(91, 100, 10, { unique: true }), hidden(10));
  assert.deepEqual(anonymousFigure(90, 100, 10, { unique: true }), shown(90));
});

test("TRK-08: a day waits for earlier days until they hold ten new hits, and the running day is not shown", () => {
  const counts = [count(0, 0, 4), count(0, 1, 5), count(0, 2, 3), count(0, 3, 25), count(0, 4, 50)];
  assert.deepEqual(publish(counts, options(1)), []);
  assert.deepEqual(publish(counts, options(3)), [
    { link: 0, from: day(0), to: day(2), hits: 12 },
    { link: 0, from: day(3), to: day(3), hits: 25 },
  ]);
  assert.deepEqual(anonymousReport(counts, [], options(3)).opens, shown(37));
  assert.deepEqual(anonymousReport(counts, [], options(3, { base: 9 })).opens, hidden(10));
});

test("TRK-09: other links hold at least two links and ten hits; what is left over is dropped at the close", () => {
  const counts = [count(1, 0, 30), count(1, 1, 4), count(2, 0, 6), count(3, 1, 3), count(4, 0, 9)];
  const open = anonymousReport(counts, [1, 2, 3, 4], options(1));
  assert.deepEqual(open.links.get(1), shown(30));
  assert.deepEqual(
    [open.links.get(2), open.links.get(4), open.otherLinks],
    [hidden(10), hidden(10), hidden(10)],
  );
  assert.deepEqual(open.clicks, shown(30));
  const closed = anonymousReport(counts, [1, 2, 3, 4], options(LENGTH));
  assert.deepEqual(closed.links.get(1), shown(30));
  // Links 2 and 4 after three days; the seven clicks that came a day later are too few for ever.
  assert.deepEqual(closed.otherLinks, shown(15));
  assert.deepEqual(closed.clicks, shown(45));
  const alone = anonymousReport([count(1, 0, 30), count(2, 0, 9)], [1, 2], options(LENGTH));
  assert.deepEqual([alone.otherLinks, alone.clicks], [hidden(10), shown(30)]);
});

test("TRK-08: a link's few clicks wait three days for more, then join the other links", () => {
  const counts = [count(1, 0, 6), count(2, 0, 7), count(1, 3, 1)];
  assert.deepEqual(anonymousReport(counts, [1, 2], options(2)).otherLinks, hidden(10));
  assert.deepEqual(anonymousReport(counts, [1, 2], options(3)).otherLinks, shown(14));
});

test("TRK-09: a hidden anonymous part leaves the total with the personal part alone", () => {
  assert.deepEqual(everybody(60, hidden(10)), { value: 60, partial: true });
  assert.deepEqual(everybody(60, shown(40)), { value: 100, partial: false });
});

const LINKS = [1, 2, 3, 4, 5];
/** Hits of a mailing: link by link, day by day; mostly few. */
const history = fc
  .array(
    fc.record({
      link: fc.integer({ min: 0, max: LINKS.length }),
      n: fc.nat(LENGTH),
      hits: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 200 }) },
      ),
    }),
    { maxLength: 40 },
  )
  .map((rows) => {
    const cells = new Map<string, DayCount>();
    for (const { link, n, hits } of rows) {
      const cell = count(link, n, hits);
      cells.set(`${link} ${n}`, cells.get(`${link} ${n}`) ?? cell);
    }
    return [...cells.values()];
  });

/** Every number somebody sees who looks at the report every day, and after the close. */
type Viewer = (counts: DayCount[], at: PublishOptions) => AnonymousReport;
const honest: Viewer = (counts, at) => anonymousReport(counts, LINKS, at);

function look(view: Viewer, counts: DayCount[], k: number): AnonymousReport[] {
  const reports: AnonymousReport[] = [];
  for (let n = 0; n <= LENGTH + 6; n++) reports.push(view(counts, options(n, { k })));
  return reports;
}

const valueOf = (figure: Figure | undefined): number =>
  figure && !figure.hidden ? figure.value : 0;

/**
 * The attack by subtraction: a figure's growth between any two looks, every total minus any of its parts that are
 * shown, the curve minus the total. Gives every remainder it found that is neither nothing nor at least `k`.
 */
function subtract(reports: AnonymousReport[], k: number): string[] {
  const found: string[] = [];
  const judge = (what: string, value: number) => {
    if (value !== 0 && value < k) found.push(`${what}: ${value}`);
  };
  for (const [at, report] of reports.entries()) {
    const parts = [
      ...LINKS.map((link) => valueOf(report.links.get(link))),
      valueOf(report.otherLinks),
    ];
    for (let subset = 0; subset < 1 << parts.length; subset++) {
      const sum = parts.reduce((total, part, i) => (subset & (1 << i) ? total + part : total), 0);
      judge(`clicks minus links ${subset} at ${at}`, valueOf(report.clicks) - sum);
    }
    judge(
      `clicks of days minus clicks at ${at}`,
      report.days.reduce((sum, d) => sum + d.clicks, 0) - valueOf(report.clicks),
    );
    judge(
      `opens of days minus opens at ${at}`,
      report.days.reduce((sum, d) => sum + d.opens, 0) - valueOf(report.opens),
    );
    for (const d of report.days) {
      judge(`opens of ${d.day}`, d.opens);
      judge(`clicks of ${d.day}`, d.clicks);
    }
    for (const later of reports.slice(at + 1)) {
      judge("opens later", valueOf(later.opens) - valueOf(report.opens));
      judge("clicks later", valueOf(later.clicks) - valueOf(report.clicks));
      judge("other links later", valueOf(later.otherLinks) - valueOf(report.otherLinks));
      for (const link of LINKS)
        judge(
          `link ${link} later`,
          valueOf(later.links.get(link)) - valueOf(report.links.get(link)),
        );
      for (const d of report.days) {
        const again = later.days.find((other) => other.day === d.day);
        judge(`opens of ${d.day} later`, (again?.opens ?? 0) - d.opens);
        judge(`clicks of ${d.day} later`, (again?.clicks ?? 0) - d.clicks);
      }
    }
  }
  return found;
}

test("TRK-08 TRK-09: nothing about fewer than k hits follows from any shown figures, at one time or between times", () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 5, max: 20 }), (counts, k) => {
      assert.deepEqual(subtract(look(honest, counts, k), k), []);
    }),
    { seed, numRuns: 300 },
  );
});

test("TRK-09: portions are disjoint, hold k hits, never change, and account for every hit they claim", () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 5, max: 20 }), (counts, k) => {
      let before: ReturnType<typeof publish> = [];
      for (let n = 0; n <= LENGTH + 6; n++) {
        const portions = publish(counts, options(n, { k }));
        assert.deepEqual(portions.slice(0, before.length), before, "what was shown stays");
        before = portions;
        for (const portion of portions) assert.ok(portion.hits >= k);
        for (const link of [0, ...LINKS]) {
          const own = portions.filter((portion) => portion.link === link);
          for (const [i, portion] of own.entries()) {
            if (i > 0) assert.ok(own[i - 1]!.to < portion.from, "no day of a link twice");
            const raw = counts.filter(
              (c) => c.link === link && c.day >= portion.from && c.day <= portion.to,
            );
            assert.equal(
              raw.reduce((sum, c) => sum + c.hits, 0),
              portion.hits,
            );
          }
        }
        const claimed = portions.reduce((sum, portion) => sum + portion.hits, 0);
        const all = counts.filter((c) => c.day <= day(n)).reduce((sum, c) => sum + c.hits, 0);
        assert.ok(claimed <= all);
      }
    }),
    { seed, numRuns: 300 },
  );
});

test("TRK-09: the attack finds leaky reports", () => {
  const raw = (counts: DayCount[], at: PublishOptions) => counts.filter((c) => c.day <= at.through);
  const sum = (counts: DayCount[]) => counts.reduce((total, c) => total + c.hits, 0);
  const leaky: Record<string, Viewer> = {
    "a total that counts what its parts hide": (counts, at) => ({
      ...honest(counts, at),
      clicks: anonymousFigure(sum(raw(counts, at).filter((c) => c.link > 0)), at.base, at.k),
    }),
    "figures that tick with every hit": (counts, at) => ({
      ...honest(counts, at),
      links: new Map(
        LINKS.map((link) => [
          link,
          anonymousFigure(sum(raw(counts, at).filter((c) => c.link === link)), at.base, at.k),
        ]),
      ),
    }),
    "zero that is told apart from few": (counts, at) => ({
      ...honest(counts, at),
      opens: { hidden: false, value: sum(raw(counts, at).filter((c) => c.link === 0)) },
    }),
  };
  for (const [name, view] of Object.entries(leaky)) {
    const run = fc.check(
      fc.property(history, (counts) => subtract(look(view, counts, 10), 10).length === 0),
      { seed, numRuns: 300 },
    );
    assert.ok(run.failed, name);
  }
});

const numbers = (n: number, uniques: number, link = 0): DayCount => ({
  ...count(link, n, uniques + 3),
  uniques,
});
const uniqueOpens = (counts: DayCount[], at: PublishOptions): Figure | undefined =>
  anonymousReport(counts, LINKS, at).uniques?.opens;

test("TRK-08: a unique figure grows in portions, leaves ten of the base, and waits for the end of sending", () => {
  const at = (n: number, base: number | null) => options(n, { uniqueBase: base });
  assert.equal(anonymousReport([numbers(0, 40)], LINKS, at(3, null)).uniques, null);
  assert.deepEqual(uniqueOpens([numbers(0, 40)], at(3, 0)), hidden(10), "while sending");
  assert.deepEqual(uniqueOpens([numbers(0, 40), numbers(1, 9)], at(3, 100)), shown(40));
  assert.deepEqual(
    uniqueOpens([numbers(1, 9), numbers(2, 1), numbers(0, 40)], at(3, 100)),
    shown(50),
  );
  assert.deepEqual(uniqueOpens([numbers(0, 90)], at(3, 100)), shown(90));
  assert.deepEqual(uniqueOpens([numbers(0, 91)], at(3, 100)), hidden(10));
  // The second portion would leave five: the figure stays where it was instead of telling that.
  assert.deepEqual(uniqueOpens([numbers(0, 80), numbers(1, 15)], at(3, 100)), shown(80));
  const links = anonymousReport([numbers(0, 40, 2), numbers(0, 9, 3)], LINKS, at(3, 100)).uniques;
  assert.deepEqual(
    [links?.links.get(2), links?.links.get(3), links?.links.get(4)],
    [shown(40), hidden(10), hidden(10)],
  );
});

/** What somebody learns of one link who looks every day: a growth, or a rest of the base, of fewer than `k`. */
function refine(view: typeof uniqueOpens, counts: DayCount[], base: number, k: number): string[] {
  const found: string[] = [];
  let before = 0;
  for (let n = 0; n <= LENGTH + 6; n++) {
    const figure = view(counts, options(n, { k, base, uniqueBase: base }));
    if (!figure || figure.hidden) {
      if (before > 0) found.push(`hidden again at ${n}`);
      continue;
    }
    const { value } = figure;
    if (value < k) found.push(`value ${value}`);
    if (base - value < k) found.push(`rest ${base - value}`);
    if (value !== before && Math.abs(value - before) < k) found.push(`growth ${value - before}`);
    before = value;
  }
  return found;
}

const openings = fc
  .record({
    base: fc.integer({ min: 5, max: 300 }),
    shares: fc.array(fc.tuple(fc.nat(LENGTH), fc.nat(100)), { maxLength: 12 }),
  })
  .map(({ base, shares }) => {
    // No more numbers are new than there are mails.
    let left = base;
    const byDay = new Map<number, number>();
    for (const [n, share] of shares) {
      const uniques = Math.min(left, Math.round((base * share) / 100));
      left -= uniques;
      byDay.set(n, (byDay.get(n) ?? 0) + uniques);
    }
    return { base, counts: [...byDay].map(([n, uniques]) => numbers(n, uniques)) };
  });

test("TRK-09: a unique figure cannot be refined, by its growth or by what is left of the base", () => {
  fc.assert(
    fc.property(openings, fc.integer({ min: 5, max: 20 }), ({ base, counts }, k) => {
      assert.deepEqual(refine(uniqueOpens, counts, base, k), []);
    }),
    { seed, numRuns: 2000 },
  );
});

test("TRK-09: the attack finds unique figures that leak", () => {
  const through = (counts: DayCount[], at: PublishOptions) =>
    counts.filter((c) => c.day <= at.through).reduce((sum, c) => sum + c.uniques, 0);
  const leaky: Record<string, typeof uniqueOpens> = {
    "ticks with every number": (counts, at) =>
      anonymousFigure(through(counts, at), at.base, at.k, { unique: true }),
    "knows no rest": (counts, at) =>
      anonymousFigure(
        publish(
          counts.map((c) => ({ ...c, hits: c.uniques })),
          at,
        ).reduce((sum, p) => sum + p.hits, 0),
        at.base,
        at.k,
      ),
    "is hidden again when the rest grows small": (counts, at) =>
      anonymousFigure(
        publish(
          counts.map((c) => ({ ...c, hits: c.uniques })),
          at,
        ).reduce((sum, p) => sum + p.hits, 0),
        at.base,
        at.k,
        { unique: true },
      ),
  };
  for (const [name, view] of Object.entries(leaky)) {
    const run = fc.check(
      fc.property(openings, ({ base, counts }) => refine(view, counts, base, 10).length === 0),
      { seed, numRuns: 2000 },
    );
    assert.ok(run.failed, name);
  }
});
