import assert from "node:assert/strict";
import { test } from "node:test";
import type { WordingView } from "../../../../../contract/consent.ts";
import { bodyOf, draftFrom, emptyDraft, problemOf } from "./version-draft.ts";
import { currentVersion, stateOf, waitsForApproval } from "./wording-state.ts";

type Version = WordingView["versions"][number];
const version = (more: Partial<Version>): Version => ({
  id: "wrv_1",
  version: 1,
  locale: "de",
  text: "Ja",
  sha256: "",
  material: false,
  techniques: ["open"],
  uses: ["segments"],
  channels: ["newsletter"],
  changes: [],
  annex: null,
  createdAt: "2026-01-01T00:00:00Z",
  approvedAt: "2026-01-02T00:00:00Z",
  retiredAt: null,
  consents: 0,
  findings: [],
  ...more,
});
const wording: WordingView = {
  id: "wrd_1",
  purpose: "profiling",
  name: "Auswertung",
  createdAt: "2026-01-01T00:00:00Z",
  versions: [version({ id: "wrv_2", version: 2, text: "Ja, gern", approvedAt: null }), version({})],
};

test("CON-04 CON-19: a next version begins with the newest text and asks for the kind of change", () => {
  const before = draftFrom(wording);
  assert.equal(before.texts.de, "Ja, gern");
  assert.equal(problemOf(before, "profiling", before), "same_as_before");
  const changed = { ...before, texts: { ...before.texts, de: "Ja, sehr gern" } };
  assert.equal(problemOf(changed, "profiling", before), "needChange");
  assert.equal(problemOf({ ...changed, material: false }, "profiling", before), undefined);
  assert.equal(problemOf({ ...changed, material: true }, "profiling", before), "needChanges");
  const scope = { ...before, uses: ["segments", "score"], material: false };
  assert.equal(problemOf(scope, "profiling", before), "grewProblem");
  const said = { ...scope, material: true, changes: ["use"] };
  assert.equal(problemOf(said, "profiling", before), undefined);
  assert.deepEqual(bodyOf(said, "profiling")["changes"], ["use"]);
  const annexed = {
    ...before,
    annexes: { ...before.annexes, de: { title: "Partner", text: "A GmbH" } },
    material: true,
    changes: ["annex"],
  };
  assert.equal(problemOf(annexed, "profiling", before), undefined);
  assert.deepEqual(bodyOf(annexed, "profiling")["annexes"], {
    de: { title: "Partner", text: "A GmbH" },
  });
});

test("CON-20: a profiling wording without its scope is not saved, another one needs none", () => {
  const draft = { ...emptyDraft, texts: { de: "Ja", en: "" } };
  assert.equal(problemOf(draft, "profiling", undefined), "needScope");
  assert.equal(problemOf(draft, "newsletter", undefined), undefined);
  assert.equal(problemOf(emptyDraft, "newsletter", undefined), "needText");
  assert.deepEqual(bodyOf(draft, "newsletter"), {
    texts: { de: "Ja" },
    material: false,
    channels: ["newsletter"],
  });
});

test("CON-09: people see the newest approved version, and what waits is named", () => {
  assert.equal(currentVersion(wording, "de")?.id, "wrv_1");
  assert.equal(stateOf(wording.versions[0]!, wording), "waiting");
  assert.equal(stateOf(wording.versions[1]!, wording), "current");
  assert.equal(waitsForApproval(wording), true);
  assert.equal(waitsForApproval({ ...wording, versions: [version({})] }), false);
});
