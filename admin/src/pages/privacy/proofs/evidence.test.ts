import assert from "node:assert/strict";
import { test } from "node:test";
import { chainOf, mailOf, type ProofEntryView } from "./evidence.ts";

const entry = (id: string, at: string, evidence: Record<string, unknown>): ProofEntryView => ({
  id,
  kind: "consent_granted",
  at,
  commitment: "",
  salt: null,
  canonical: null,
  document: { evidence },
  intact: true,
});
const times = {
  requestedAt: "2026-11-21T08:55:00.000Z",
  landingAt: "2026-11-21T08:58:30.000Z",
  confirmedAt: "2026-11-21T09:00:00.007Z",
  grantedAt: "2026-11-21T09:00:00.007Z",
};
const mail = {
  subject: "Bitte bestätigen",
  text: "",
  sha256: "",
  acceptedAt: "2026-11-21T08:55:02.120Z",
};

test("DOI-08: the chain tells each act once, in the order of events, whatever entry recorded it", () => {
  const requested = entry("led_1", times.requestedAt, { requestedAt: times.requestedAt, mail });
  const granted = entry("led_2", "2026-11-21T09:00:00.010Z", {
    ...times,
    mail: { ...mail, smtpReply: "250 Ok" },
  });
  const chain = chainOf([granted, requested]);
  assert.deepEqual(
    chain.map(({ step }) => (typeof step === "string" ? step : step.entry.id)),
    ["requestedAt", "led_1", "acceptedAt", "landingAt", "confirmedAt", "led_2"],
  );
  assert.equal(mailOf([requested, granted])?.smtpReply, "250 Ok");
});

test("an entry whose content is gone still stands in the chain", () => {
  const gone: ProofEntryView = {
    ...entry("led_3", "2026-01-01T00:00:00.000Z", {}),
    document: null,
  };
  assert.deepEqual(
    chainOf([gone]).map(({ id }) => id),
    ["led_3"],
  );
});
