import type { ExclusionReason } from "../../contract/reasons.ts";
import {
  daysBefore,
  firstOf,
  isCount,
  isDay,
  monthsBefore,
  need,
  stopIf,
  type Answer,
} from "./answers.ts";
import type { ExistingCustomerFacts, LegalBasis, OneToOneFacts, RecipientFacts } from "./facts.ts";

/** LEG-04 to LEG-10: every condition proven in data, none inferred. */
export function judgeExistingCustomer(facts: RecipientFacts, now: Date): Answer {
  const c: ExistingCustomerFacts | undefined = facts.existingCustomer;
  if (c === undefined || !isDay(c.lastContractOn)) return "facts_missing";
  const earliest = monthsBefore(now, facts.policy!.existingCustomerMonths);
  return firstOf([
    need(c.sale, "7_3_sale"),
    need(c.addressFromSale, "7_3_address"),
    need(c.sameEntity, "7_3_entity"),
    need(c.similar, "7_3_similar"),
    stopIf(facts.existingCustomerObjected, "7_3_objection"),
    need(c.noticeAtSale, "7_3_notice"),
    c.lastContractOn! < earliest ? "7_3_age" : null,
  ]);
}

/** LEG-12, LEG-13. Limits hold only where the basis is legitimate interest. */
export function judgeOneToOne(
  facts: RecipientFacts,
  now: Date,
): { reason: ExclusionReason | null; basis: LegalBasis | null } {
  const stop = (reason: ExclusionReason) => ({ reason, basis: null });
  const go = (basis: LegalBasis) => ({ reason: null, basis });
  const o: OneToOneFacts | undefined = facts.oneToOne;
  if (o === undefined) return stop("facts_missing");
  const form = need(o.reasonGiven, "one_to_one_reason") ?? need(o.originGiven, "one_to_one_origin");
  if (form !== null) return stop(form);
  const customer = judgeExistingCustomer(facts, now);
  if (
    customer === "facts_missing" ||
    typeof o.salesConsent !== "boolean" ||
    !(o.inquiryOn === null || isDay(o.inquiryOn)) ||
    !(o.countryPolicy === "consent" || o.countryPolicy === "legitimate_interest") ||
    !isCount(o.sentTodayByOperator) ||
    !isCount(o.alikeBodies)
  )
    return stop("facts_missing");
  const policy = facts.policy!;
  if (o.salesConsent) return go("consent");
  if (customer === null) return go("customer_7_3_uwg");
  if (o.inquiryOn !== null && o.inquiryOn! >= daysBefore(now, policy.inquiryDays))
    return go("transactional");
  if (o.countryPolicy === "consent") return stop("one_to_one_basis");
  if (o.sentTodayByOperator! >= policy.oneToOneADay) return stop("one_to_one_limit");
  if (o.alikeBodies! >= policy.alikeBodies) return stop("one_to_one_bulk");
  return go("one_to_one");
}
