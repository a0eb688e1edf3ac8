import assert from "node:assert/strict";
import { test } from "node:test";
import { cityOf, timeZoneName } from "./time-zones.ts";

test("time zones are called by their cities in the language of the page, the id stays the value", () => {
  const cases: [string, string, string][] = [
    ["Europe/Vienna", "Wien (Europa)", "Vienna (Europe)"],
    ["Europe/Berlin", "Berlin (Europa)", "Berlin (Europe)"],
    ["America/New_York", "New York (Amerika)", "New York (America)"],
    ["America/Argentina/Salta", "Salta, Argentina (Amerika)", "Salta, Argentina (America)"],
    ["UTC", "UTC", "UTC"],
  ];
  for (const [zone, de, en] of cases)
    assert.deepEqual([timeZoneName(zone, "de"), timeZoneName(zone, "en")], [de, en]);
  assert.deepEqual(
    [cityOf("Europe/Zurich", "de"), cityOf("Europe/Zurich", "en")],
    ["Zürich", "Zurich"],
  );
});

test("each European zone that the browser offers and German writes otherwise is one the browser knows", () => {
  const words = Intl.supportedValuesOf("timeZone").map((zone) => timeZoneName(zone, "de"));
  for (const city of ["Wien", "Rom", "Brüssel", "Warschau", "Kopenhagen", "Athen", "Lissabon"])
    assert.ok(words.includes(`${city} (Europa)`), city);
  assert.equal(new Set(words).size, words.length, "two zones of one name");
});
