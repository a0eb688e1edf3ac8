import assert from "node:assert/strict";
import { test } from "node:test";
import { countingExample } from "../../contract/counting-example.ts";
import { anonymousReport } from "./figures.ts";

test("TRK-08: the worked example on the page about counting is what the product shows", () => {
  const { base, days, k, links, shown } = countingExample;
  const numbers = links.map((link) => link.no);
  days.forEach(({ day }, at) => {
    const counts = days.slice(0, at + 1).flatMap((one) =>
      links.map((link, of) => ({
        link: link.no,
        day: one.day,
        agent: 0,
        hits: one.hits[of]!,
        uniques: 0,
      })),
    );
    const report = anonymousReport(counts, numbers, {
      base,
      k,
      uniqueBase: null,
      through: day,
      closesOn: "2026-11-30",
    });
    const figures = numbers.map((no) => {
      const figure = report.links.get(no)!;
      return figure.hidden ? null : figure.value;
    });
    assert.deepEqual(figures, shown[at], day);
  });
});
