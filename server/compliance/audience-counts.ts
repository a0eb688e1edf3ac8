import { exclusionReasons, type ExclusionReason } from "../../contract/reasons.ts";
import type { RawBuilder, Tx } from "../platform/index.ts";
import {
  candidatesOneByOne,
  countFacts,
  findCountedAccount,
  hasSubscriptions,
} from "./count-facts.store.ts";
import { countKept } from "./count-kept.ts";
import { decideGroups } from "./decide-frozen.ts";
import { customersForCounting, type Offer } from "./existing-customer.store.ts";
import { defaultGatePolicy, type MailPurpose } from "./facts.ts";
import { groupFacts, recordsForCounting } from "./facts.store.ts";
import { decide, type Decision } from "./gate.ts";
import {
  completeFacts,
  limitsOf,
  scopeOf,
  type ComplianceDeps,
  type FactsQuery,
} from "./load-facts.ts";
import { stillUsedFrom } from "./newsletter-consent.ts";
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

/** So many are looked up one by one while their lists have this many times more people: reading everything costs less per person. */
const FEW = 20_000;
const DEARER = 12;

/**
 * The gate over everybody on these lists. The database groups people with the same facts and the gate decides
 * each group once, so the figures are the gate's own and still come at once for large lists.
 */
export async function audienceCounts(
  tx: Tx,
  deps: Pick<ComplianceDeps, "clock">,
  audience: {
    listIds: number[];
    wordingFrom?: number;
    purpose?: MailPurpose;
    behaviour?: FactsQuery["behaviour"];
    /** Only these of them: a condition on the contact row `c` (a segment). */
    chosen?: RawBuilder<unknown>;
    /** How many contacts that condition means, where it is known: of few, only their own facts are read. */
    people?: number;
  },
): Promise<AudienceCounts> {
  const { chosen, people, ...rest } = audience;
  const query = {
    ...rest,
    listIds: [...new Set(audience.listIds)],
    kind: "newsletter" as const,
  };
  const tally = createTally();
  const account = await findCountedAccount(tx);
  if (query.listIds.length === 0 || people === 0 || account === undefined) return tally.counts();
  const now = deps.clock.now();
  const scope = scopeOf(query, now, await limitsOf(tx, query, now));
  const isFew =
    people !== undefined &&
    people <= FEW &&
    !scope.isChosen &&
    (await hasSubscriptions(tx, query.listIds, people * DEARER));
  const decidingDay = stillUsedFrom(now, parseFacts(account.text).policy ?? defaultGatePolicy);
  const groups = isFew
    ? await groupFacts(tx, candidatesOneByOne(account, scope, chosen), scope)
    : ((await countKept(tx, deps, account, scope, decidingDay, chosen)) ??
      (await countFacts(tx, account, scope, decidingDay, chosen)));
  for (const group of groups)
    tally.add(
      decide(completeFacts(parseFacts(group.facts), query, group), query.kind, now),
      group.people,
    );
  return tally.counts();
}

/**
 * The same for everybody who ever bought something, and one offer to them (§ 7(3) UWG): the very candidates that a
 * mailing would freeze, decided as at its preparation.
 */
export async function customerCounts(
  tx: Tx,
  deps: Pick<ComplianceDeps, "clock">,
  offer: Offer,
): Promise<AudienceCounts> {
  const tally = createTally();
  const query = { kind: "customer_7_3" as const, listIds: [], offer };
  for (const group of await decideGroups(tx, deps, query, customersForCounting(offer)))
    tally.add(group.decision, group.people);
  return tally.counts();
}

/** The same for the records of a core-system list: the very candidates a mailing to it would freeze. */
export async function recordCounts(
  tx: Tx,
  deps: Pick<ComplianceDeps, "clock">,
  coreListId: number,
): Promise<AudienceCounts> {
  const tally = createTally();
  const query = { kind: "core_campaign" as const, listIds: [] };
  for (const group of await decideGroups(tx, deps, query, recordsForCounting(coreListId)))
    tally.add(group.decision, group.people);
  return tally.counts();
}

function createTally(): {
  add(decision: Decision, people: number): void;
  counts(): AudienceCounts;
} {
  const counts: AudienceCounts = { candidates: 0, mailable: 0, measurable: 0, reasons: [] };
  const reasons = new Map<ExclusionReason, number>();
  return {
    add(decision, people) {
      counts.candidates += people;
      if (decision.kind === "cleared") {
        counts.mailable += people;
        if (decision.measure === "personal") counts.measurable += people;
      } else reasons.set(decision.reason, (reasons.get(decision.reason) ?? 0) + people);
    },
    counts: () => ({
      ...counts,
      reasons: [...reasons]
        .map(([reason, count]) => ({ reason, rule: exclusionReasons[reason].rule, count }))
        .toSorted((a, b) => b.count - a.count || a.reason.localeCompare(b.reason)),
    }),
  };
}
