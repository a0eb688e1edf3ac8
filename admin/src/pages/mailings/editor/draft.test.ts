import assert from "node:assert/strict";
import { test } from "node:test";
import { applyFix, changesOf, step, type Draft, type History } from "./draft.ts";

const draft: Draft = {
  name: "November",
  locale: "de",
  senderId: "snd_1",
  listIds: ["lst_1"],
  subject: "Zinsen",
  preheader: "",
  html: "<p>kurz & gut</p>",
  text: "",
  textIsEdited: false,
  notPersonalLinks: [],
  wordingFrom: null,
  offerCategory: null,
  offerEntity: null,
};
const start: History = { past: [], present: draft, future: [], last: undefined };

test("only what differs is saved", () => {
  assert.deepEqual(changesOf(draft, draft), {});
  assert.deepEqual(changesOf(draft, { ...draft, subject: "Neu", listIds: [] }), {
    subject: "Neu",
    listIds: [],
  });
});

test("LEG-05: category and company of an offer are saved together", () => {
  assert.deepEqual(changesOf(draft, { ...draft, offerCategory: "cat_1" }), {
    offer: { categoryId: "cat_1", entityId: null },
  });
});

test("the name cannot be emptied", () => {
  assert.deepEqual(changesOf(draft, { ...draft, name: "  " }), {});
});

test("plain text is saved only while the author edits it", () => {
  assert.deepEqual(changesOf(draft, { ...draft, text: "von selbst" }), {});
  const edited = { ...draft, text: "von Hand", textIsEdited: true };
  assert.deepEqual(changesOf(draft, edited), { textIsEdited: true, text: "von Hand" });
  assert.deepEqual(changesOf(edited, { ...edited, text: "", textIsEdited: false }), {
    textIsEdited: false,
  });
});

test("a fix with several edits changes each place once", () => {
  const fix = {
    label: { de: "", en: "" },
    edits: [
      { part: "html" as const, offset: 3, length: 4, insert: "lang" },
      { part: "html" as const, offset: 8, length: 1, insert: "&amp;" },
      { part: "subject" as const, offset: 0, length: 0, insert: "Neue " },
    ],
  };
  const fixed = applyFix(draft, draft, fix);
  assert.equal(fixed?.html, "<p>lang &amp; gut</p>");
  assert.equal(fixed?.subject, "Neue Zinsen");
});

test("a fix for an older text is refused", () => {
  const fix = {
    label: { de: "", en: "" },
    edits: [{ part: "html" as const, offset: 3, length: 4, insert: "lang" }],
  };
  assert.equal(applyFix({ ...draft, html: "<p>neu</p>" }, draft, fix), undefined);
  assert.equal(applyFix({ ...draft, subject: "anders" }, draft, fix)?.subject, "anders");
});

test("typing in one field is one step, another field the next", () => {
  let history = start;
  for (const [at, subject] of [
    [0, "Z"],
    [300, "Zi"],
    [900, "Zin"],
  ] as const)
    history = step(history, { kind: "change", patch: { subject }, field: "subject", at });
  history = step(history, {
    kind: "change",
    patch: { preheader: "P" },
    field: "preheader",
    at: 1000,
  });
  assert.equal(history.past.length, 2);
  history = step(history, { kind: "undo" });
  assert.equal(history.present.preheader, "");
  assert.equal(history.present.subject, "Zin");
  history = step(history, { kind: "undo" });
  assert.deepEqual(history.present, draft);
  history = step(step(history, { kind: "redo" }), { kind: "redo" });
  assert.equal(history.present.preheader, "P");
  assert.equal(step(history, { kind: "redo" }), history);
});

test("a change after undo drops what was undone", () => {
  let history = step(start, { kind: "change", patch: { subject: "a" }, field: "subject", at: 0 });
  history = step(history, { kind: "undo" });
  history = step(history, { kind: "change", patch: { subject: "b" }, field: "subject", at: 5 });
  assert.equal(history.future.length, 0);
  assert.equal(history.present.subject, "b");
});
