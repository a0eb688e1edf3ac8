import type { LedgerEntryView } from "../../../../../contract/consent.ts";

type Kind = LedgerEntryView["kind"];

const given: readonly Kind[] = ["consent_granted", "profiling_granted", "imported_with_evidence"];
const ended: readonly Kind[] = [
  "consent_withdrawn",
  "profiling_withdrawn",
  "unsubscribed",
  "objection",
  "objection_undone",
];
const others: readonly Kind[] = [
  "optin_requested",
  "optin_mail_accepted",
  "profiling_refused",
  "unsubscribe_undone",
  "address_changed",
  "notice_sent",
  "erased",
];

/** What the ledger records: what was given, what was ended, the rest. */
export const ledgerKinds = [...given, ...ended, ...others];

/** Green for a permission given, dark for one ended, plain for the rest. */
export function toneOf(kind: string): "ok" | "no" | "plain" {
  if ((given as readonly string[]).includes(kind)) return "ok";
  return (ended as readonly string[]).includes(kind) ? "no" : "plain";
}
