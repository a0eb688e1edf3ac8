import type { Text } from "./reason-text.ts";
import { exclusionReasons, isExclusionReason } from "./reasons.ts";

/** Why a mail was handed over and not accepted, or stayed uncertain, or was taken back: names for the stored reasons. */
export const outcomeReasons = {
  hard: {
    rule: "SND-09",
    label: { de: "Adresse unzustellbar", en: "Undeliverable address" },
  },
  soft: {
    rule: "SND-08",
    label: { de: "Vorübergehend abgelehnt, zu oft", en: "Temporarily rejected too often" },
  },
  policy: {
    rule: "SND-08",
    label: { de: "Vom Empfangsserver abgelehnt", en: "Rejected by the receiving server" },
  },
  unknown: {
    rule: "SND-08",
    label: { de: "Abgelehnt ohne klaren Grund", en: "Rejected without a clear reason" },
  },
  address_invalid: {
    rule: "SND-09",
    label: { de: "Adresse ungültig", en: "Address not valid" },
  },
  smtputf8_not_offered: {
    rule: "SND-09",
    label: {
      de: "Adresse mit Sonderzeichen vom Server nicht unterstützt",
      en: "Address with special characters not supported by the server",
    },
  },
  too_large: {
    rule: "SND-08",
    label: { de: "Mail zu groß für den Server", en: "Mail too large for the server" },
  },
  unknown_user: {
    rule: "SND-09",
    label: { de: "Postfach unbekannt", en: "Unknown mailbox" },
  },
  not_composable: {
    rule: "SND-16",
    label: { de: "Mail nicht erzeugbar", en: "Mail could not be made" },
  },
  template: {
    rule: "SND-16",
    label: { de: "Fehler in der Vorlage", en: "Error in the template" },
  },
  cancelled: {
    rule: "SND-16",
    label: { de: "Abgebrochen", en: "Cancelled" },
  },
  no_reply: {
    rule: "SND-16",
    label: { de: "Keine Antwort des Servers", en: "No answer from the server" },
  },
} as const satisfies Record<string, { rule: string; label: Text }>;

const OUTCOMES: Record<string, { rule: string; label: Text }> = {
  uncertain: { rule: "SND-16", label: { de: "Ungewiss", en: "Uncertain" } },
  cancelled: { rule: "SND-16", label: { de: "Abgebrochen", en: "Cancelled" } },
  rejected: { rule: "SND-08", label: { de: "Abgelehnt", en: "Rejected" } },
  excluded: { rule: "LEG-01", label: { de: "Ausgeschlossen", en: "Excluded" } },
};

/** Rule and words for a delivery's outcome and its stored reason. */
export function describeOutcome(
  outcome: string,
  reason: string | null,
): { rule: string; label: Text } {
  if (reason !== null && outcome === "excluded" && isExclusionReason(reason)) {
    const { rule, label } = exclusionReasons[reason];
    return { rule, label };
  }
  if (reason !== null && Object.hasOwn(outcomeReasons, reason))
    return outcomeReasons[reason as keyof typeof outcomeReasons];
  return OUTCOMES[outcome] ?? { rule: "SND-16", label: { de: outcome, en: outcome } };
}
