import type { ExclusionReason } from "../../contract/reasons.ts";
import { firstOf, isDay, monthsBefore, need, stopIf, type Answer } from "./answers.ts";
import type { Day, GatePolicy, RecipientFacts, SubscriptionFacts } from "./facts.ts";

/** When several lists fail, the one that is closest to a mail gives the reason. */
const closest: readonly ExclusionReason[] = [
  "scope_not_covered",
  "consent_stale",
  "doi_missing",
  "consent_unverified",
  "subscription_pending",
  "unsubscribed",
  "restricted",
];

/**
 * The subscription a newsletter rests on: the first of the mailing's lists that holds. If another contact on
 * the address made it, the mail goes to that contact and this one is left out (SND-16).
 */
export function countingSubscription(
  facts: RecipientFacts,
  now: Date,
): SubscriptionFacts | ExclusionReason {
  const found = facts.subscriptions;
  if (!Array.isArray(found)) return "facts_missing";
  if (found.length === 0) return "consent_missing";
  let counting: SubscriptionFacts | undefined;
  let reason: ExclusionReason | undefined;
  for (const subscription of found as SubscriptionFacts[]) {
    const problem = judgeSubscription(subscription, facts, now);
    if (problem === "facts_missing") return problem;
    if (problem === null) counting ??= subscription;
    else if (reason === undefined || closest.indexOf(problem) < closest.indexOf(reason))
      reason = problem;
  }
  if (counting === undefined) return reason ?? "consent_missing";
  return counting.own === true ? counting : "duplicate_address";
}

/** CON-18: the day before which a consent that was not used since is stale. The only thing its last use is asked for. */
export function stillUsedFrom(now: Date, policy: GatePolicy): Day {
  return monthsBefore(now, policy.consentUnusedMonths);
}

function judgeSubscription(s: SubscriptionFacts, facts: RecipientFacts, now: Date): Answer {
  if (typeof s.own !== "boolean" || !isDay(s.lastUsedOn)) return "facts_missing";
  const stated =
    s.state === "confirmed"
      ? null
      : s.state === "pending"
        ? "subscription_pending"
        : s.state === "unsubscribed"
          ? "unsubscribed"
          : "facts_missing";
  const flagged =
    s.flag === "none" || s.flag === "stale"
      ? null
      : s.flag === "unverified"
        ? "consent_unverified"
        : "facts_missing";
  return firstOf([
    stopIf(s.onUnsubscribeList, "unsubscribed"),
    stated,
    flagged,
    need(s.evidenced, "consent_unverified"),
    need(s.proven, "doi_missing"),
    need(s.scopeCovered, "scope_not_covered"),
    s.flag === "stale" || s.lastUsedOn! < stillUsedFrom(now, facts.policy!)
      ? "consent_stale"
      : null,
    stopIf(s.contactRestricted, "restricted"),
  ]);
}
