import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf, optionsOf, OTHER_TEXT } from "./evidence-draft.ts";

test("CON-13 CON-23: nothing is decided for the operator, and evidence comes only as far as it is given", () => {
  const empty = draftOf({});
  assert.equal(empty.evidence, undefined);
  // Whatever class a row's own evidence is of: a row without any is not mailed.
  const triage = { proven: "evidence", plausible: "evidence", missing: "unverified" };
  assert.deepEqual(optionsOf(empty), { listIds: [], tags: [], triage, existing: "fill" });
  const doi = {
    ...empty,
    evidence: "double_opt_in" as const,
    wording: OTHER_TEXT,
    wordingText: "zu kurz",
  };
  assert.deepEqual(optionsOf(doi).consent, { evidence: "double_opt_in" });
  const signed = { ...empty, evidence: "signed_declaration" as const, reason: "liegt vor" };
  assert.equal(optionsOf(signed).consent, undefined);
});

test("TRK-03: no default for the permission to analyse is ever sent", () => {
  const options = optionsOf({
    ...draftOf({}),
    profilingSource: "Altsystem",
    profilingWording: "wv_1",
  });
  assert.deepEqual(options.profiling, { wordingVersionId: "wv_1", source: "Altsystem" });
});

test("What was stored comes back as it was", () => {
  const options = {
    listIds: ["lst_1"],
    tags: ["Messe"],
    triage: {
      proven: "evidence" as const,
      plausible: "unverified" as const,
      missing: "contact" as const,
    },
    existing: "overwrite" as const,
    origin: { text: "Altes System", collectedFrom: "person" as const },
    consent: {
      evidence: "signed_declaration" as const,
      reason: "Unterschriebene Karten liegen im Archiv",
      source: "Filiale",
      wording: { text: "Ja, ich möchte den Newsletter erhalten.", locale: "de" as const },
      lastMailedOn: "2026-10-01",
    },
  };
  assert.deepEqual(optionsOf(draftOf(options)), options);
});
