import assert from "node:assert/strict";
import { test } from "node:test";
import { alarmOf, asksForRight, dueAfter, extendedDue, guessKind, monthsLater } from "./request.ts";

test("DSR-10: a month ends on the same day, or on the last of a shorter one", () => {
  assert.equal(dueAfter("2026-01-31"), "2026-02-28");
  assert.equal(dueAfter("2028-01-31"), "2028-02-29");
  assert.equal(dueAfter("2026-11-22"), "2026-12-22");
  assert.equal(dueAfter("2026-12-31"), "2027-01-31");
  assert.equal(dueAfter("2026-03-31"), "2026-04-30");
  assert.equal(extendedDue("2026-11-30"), "2027-02-28");
  for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2029, 0, 1); day += 86_400_000) {
    const from = new Date(day).toISOString().slice(0, 10);
    const due = monthsLater(from, 1);
    const apart = (Date.parse(due) - day) / 86_400_000;
    assert.ok(apart >= 28 && apart <= 31, `${from} to ${due}`);
  }
});

test("DSR-10: alarms come on day 20 and 28 and when the last day has passed, also after an extension", () => {
  const open = { receivedOn: "2026-03-10", dueOn: "2026-04-10", extendedAt: null };
  const on = (day: string) => alarmOf(open, day);
  assert.deepEqual(
    ["2026-03-29", "2026-03-30", "2026-04-06", "2026-04-07", "2026-04-10", "2026-04-11"].map(on),
    [0, 20, 20, 28, 28, 31],
  );
  const longer = { ...open, dueOn: "2026-06-10", extendedAt: new Date(0) };
  assert.deepEqual(
    ["2026-04-11", "2026-05-30", "2026-05-31", "2026-06-08", "2026-06-11"].map((day) =>
      alarmOf(longer, day),
    ),
    [0, 0, 20, 28, 31],
  );
});

test("DSR-16: messages that name a right are requests, everyday ones are not", () => {
  const requests: [string, string][] = [
    ["Bitte geben Sie mir Auskunft nach Art. 15 DSGVO.", "access"],
    ["Ich verlange Auskunft über meine gespeicherten Daten.", "access"],
    ["Löschen Sie bitte alle meine Daten. Danke!", "erasure"],
    ["Please delete all my personal data.", "erasure"],
    ["I request a copy of my data under Article 15 GDPR", "access"],
    ["Gemäß Artikel 18 der DSGVO verlange ich, die Verarbeitung einzuschränken.", "restriction"],
    ["Nach Art. 20 DSGVO möchte ich meine Daten mitnehmen", "portability"],
  ];
  for (const [text, kind] of requests) {
    assert.ok(asksForRight(text), text);
    assert.equal(guessKind(text), kind, text);
  }
  for (const text of [
    "Vielen Dank für den Newsletter!",
    "Bitte melden Sie mich ab.",
    "Können Sie mir Auskunft zum Bausparvertrag geben?",
    "Ich habe die E-Mail gelöscht, senden Sie sie noch einmal?",
  ])
    assert.ok(!asksForRight(text), text);
});
