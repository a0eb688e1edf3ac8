import { exclusionReasons, type ExclusionReason } from "../../contract/reasons.ts";
import type { Tx } from "../platform/index.ts";
import type { MailKind, MailPurpose } from "./facts.ts";
import { countFacts } from "./facts.store.ts";
import { decide } from "./gate.ts";
import { completeFacts, scopeOf, type ComplianceDeps } from "./load-facts.ts";
import { parseFacts } from "./parse-facts.ts";

/** How many people, how many of them may be mailed and measured now, and why the others may not. */
export interface AudienceCounts {
  /** Everybody with a subscription that did not end. */
  candidates: number;
  mailable: number;
  /** Of the mailable: those whose opens and clicks may be seen per person. */
  measurable: number;
  /** The rest by reason, most frequent first. */
  reasons: { reason: ExclusionReason; rule: string; count: number }[];
}

/**
 * The gate over everybody on these lists. The database groups people with the same facts and the gate decides
 * each group once, so the figures are the gate's own and still come at once for large lists.
 */
export async function audienceCounts(
  tx: Tx,
  deps: Pick<ComplianceDeps, "clock">,
  audience: { listIds: number[]; kind?: MailKind; wordingFrom?: number; purpose?: MailPurpose },
): Promise<AudienceCounts> {
  const query = { ...audience, kind: audience.kind ?? "newsletter" };
  const counts: AudienceCounts = { candidates: 0, mailable: 0, measurable: 0, reasons: [] };
  if (query.listIds.length === 0) return counts;
  const now = deps.clock.now();
  const reasons = new Map<ExclusionReason, number>();
  for (const group of await countFacts(tx, scopeOf(query, now))) {
    const decision = decide(completeFacts(parseFacts(group.facts), query, group), query.kind, now);
    counts.candidates += group.people;
    if (decision.kind === "cleared") {
      counts.mailable += group.people;
      if (decision.measure === "personal") counts.measurable += group.people;
    } else reasons.set(decision.reason, (reasons.get(decision.reason) ?? 0) + group.people);
  }
  counts.reasons = [...reasons]
    .map(([reason, count]) => ({ reason, rule: exclusionReasons[reason].rule, count }))
    .toSorted((a, b) => b.count - a.count || a.reason.localeCompare(b.reason));
  return counts;
}
