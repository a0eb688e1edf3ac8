import type { EvidenceClass, KitId, Triage, TriageDecision } from "../../contract/imports.ts";

/**
 * How well a row proves its consent. Proven: the time, and beside it the IP address or the time of the double opt-in.
 * Mailchimp notes a time of confirmation for imported people too, so there it proves nothing alone.
 */
export function classify(
  row: { hasDate: boolean; hasConfirmation: boolean; hasIp: boolean },
  kit: KitId | undefined,
): EvidenceClass {
  const { hasDate, hasConfirmation, hasIp } = row;
  if (!hasDate && !hasConfirmation) return "missing";
  if (hasDate && (hasIp || hasConfirmation)) return "proven";
  return hasConfirmation && kit !== "mailchimp" ? "proven" : "plausible";
}

/** What becomes of a row. Without a decision a complete row counts as evidence (CON-23). */
export function decisionOf(found: EvidenceClass, triage: Triage | undefined): TriageDecision {
  return triage?.[found] ?? (found === "missing" ? "unverified" : "evidence");
}
