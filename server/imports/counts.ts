import { importRemarks, rejectionReasons } from "../../contract/import-texts.ts";
import { exclusionReasons, isExclusionReason } from "../../contract/reasons.ts";
import type { EvidenceClass, ImportCountsView } from "../../contract/imports.ts";
import type { PlannedLine } from "./plan-batch.ts";

type Tally = Record<string, number>;

/** Where the lines of a file end, added up batch by batch. */
export interface Counts {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  rejectedBy: Tally;
  mailable: number;
  /** By the gate's reasons, for lines that are not rejected, and for those held back. */
  notMailable: Tally;
  consents: number;
  /** Not there in counts made before there were classes of evidence. */
  triage?: Record<EvidenceClass, number>;
  suppressed?: number;
  unverifiedBy: Tally;
  heldBack: Tally;
  profilingGranted: number;
  profilingRefusedBy: Tally;
  hints: Tally;
  /** `gmial.com gmail.com`: found and likely. */
  typoDomains: Tally;
}

const MAX_TYPO_DOMAINS = 100;

export function noCounts(): Counts {
  return {
    rows: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    rejected: 0,
    rejectedBy: {},
    mailable: 0,
    notMailable: {},
    consents: 0,
    triage: { proven: 0, plausible: 0, missing: 0 },
    suppressed: 0,
    unverifiedBy: {},
    heldBack: {},
    profilingGranted: 0,
    profilingRefusedBy: {},
    hints: {},
    typoDomains: {},
  };
}

const add = (tally: Tally, key: string) => (tally[key] = (tally[key] ?? 0) + 1);

/** Adds the lines of a batch. Every line counts in exactly one of created, updated, unchanged, rejected. */
export function countLines(counts: Counts, lines: readonly PlannedLine[]): void {
  for (const line of lines) {
    counts.rows++;
    counts[line.result]++;
    if (line.parsed.suppress) counts.suppressed = (counts.suppressed ?? 0) + 1;
    if (line.reason !== undefined) add(counts.rejectedBy, line.reason);
    if (line.mailable) counts.mailable++;
    else if (line.excluded !== undefined) add(counts.notMailable, line.excluded);
    if (line.result === "rejected") continue;
    const { evidence } = line.parsed;
    if (evidence && counts.triage) counts.triage[evidence]++;
    counts.consents += line.subscriptions.filter((one) => one.proven).length;
    if (line.grant) counts.profilingGranted++;
    for (const remark of line.remarks) {
      if (remark.startsWith("consent_")) add(counts.unverifiedBy, remark);
      else if (remark.startsWith("profiling_")) add(counts.profilingRefusedBy, remark);
      else if (remark === "list_unsubscribed") add(counts.heldBack, remark);
      else add(counts.hints, remark);
    }
    const { typo } = line.parsed;
    if (typo === undefined) continue;
    const key = `${typo.found} ${typo.likely}`;
    if (key in counts.typoDomains || Object.keys(counts.typoDomains).length < MAX_TYPO_DOMAINS)
      add(counts.typoDomains, key);
  }
}

const labels: Record<string, { label: { de: string; en: string } }> = {
  ...importRemarks,
  ...rejectionReasons,
};

/** The label of a rejection, a remark, or an exclusion reason of the gate. */
export function labelOf(reason: string): { reason: string; label: { de: string; en: string } } {
  const label = labels[reason]?.label;
  return { reason, label: label ? { ...label } : { de: reason, en: reason } };
}

export function exclusionLabel(reason: string): ReturnType<typeof labelOf> {
  return isExclusionReason(reason)
    ? { reason, label: { ...exclusionReasons[reason].label } }
    : labelOf(reason);
}

/** Counts with labels, the most frequent first. */
export function presentCounts(counts: Counts): ImportCountsView {
  const listed = (tally: Tally, label: typeof labelOf) =>
    Object.entries(tally)
      .toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
      .map(([reason, count]) => ({ ...label(reason), count }));
  return {
    ...counts,
    triage: counts.triage ?? { proven: 0, plausible: 0, missing: 0 },
    suppressed: counts.suppressed ?? 0,
    rejectedBy: listed(counts.rejectedBy, labelOf),
    notMailable: listed(counts.notMailable, exclusionLabel),
    unverifiedBy: listed(counts.unverifiedBy, labelOf),
    heldBack: listed(counts.heldBack, labelOf),
    profilingRefusedBy: listed(counts.profilingRefusedBy, labelOf),
    hints: listed(counts.hints, labelOf),
    typoDomains: Object.entries(counts.typoDomains)
      .toSorted((a, b) => b[1] - a[1])
      .map(([key, count]) => {
        const [found = "", likely = ""] = key.split(" ");
        return { found, likely, count };
      }),
  };
}
