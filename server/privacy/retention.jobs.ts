import { deleteOldAuditEntries, listAccountIds } from "../accounts/index.ts";
import { destroySealedSubjects } from "../consent/index.ts";
import { forgetOldCorrespondence } from "../correspondence/index.ts";
import { minimiseOldDeliveries } from "../delivery/index.ts";
import { forgetOldInbound } from "../inbound/index.ts";
import { endedSubscriptions, forgetEndedSubscription } from "./retention.store.ts";
import { deleteExpiredFiles, deleteOldAnswers } from "../platform/index.ts";
import { deleteOldPurchases, maxAgeMonths } from "../purchases/index.ts";
import type { PrivacyDeps } from "./erase-data-subject.ts";

const DAY_MS = 24 * 3_600_000;
/** RET-08: delivery logs. */
export const DELIVERY_DAYS = 90;
/** UNS-15: what an unsubscribed person's record is reduced after. */
export const UNSUBSCRIBED_DAYS = 7;
/** RET-08: the audit log. */
const AUDIT_YEARS = 3;
const PER_TURN = 5000;

/** Deletes what its rules say is due, account by account, every hour. */
export function privacyPeriodic(
  deps: PrivacyDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "privacy.retention",
      everyMs: 3_600_000,
      async run(signal) {
        let failure: unknown;
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          try {
            await applyRetention(deps, accountId);
          } catch (error) {
            // One account's failure does not keep the others' data alive.
            failure = error;
          }
        }
        if (failure) throw failure;
      },
    },
  ];
}

export interface RetentionCounts {
  deliveries: number;
  /** Mails to one person and inquiries. */
  correspondence: number;
  subscriptions: number;
  /** Replies and messages nobody understood. */
  replies: number;
  purchases: number;
  files: number;
  proofs: number;
  /** Kept answers of the API, which may quote personal data. */
  answers: number;
  auditEntries: number;
}

/** One account's due deletions; gives the counts for the protocol. */
export async function applyRetention(
  deps: PrivacyDeps,
  accountId: number,
): Promise<RetentionCounts> {
  const now = deps.clock.now();
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return deps.db.retention(accountId, async (tx) => {
    const deliveries = await minimiseOldDeliveries(tx, before(DELIVERY_DAYS), PER_TURN);
    const ended = await endedSubscriptions(tx, before(UNSUBSCRIBED_DAYS), PER_TURN);
    for (const subscription of ended) await forgetEndedSubscription(tx, subscription);
    return {
      deliveries,
      correspondence: await forgetOldCorrespondence(tx, deps, PER_TURN),
      subscriptions: ended.length,
      replies: await forgetOldInbound(tx, deps, PER_TURN),
      purchases: await deleteOldPurchases(tx, now, await maxAgeMonths(tx), PER_TURN),
      files: await deleteExpiredFiles(tx, now),
      proofs: await destroySealedSubjects(tx, deps.clock),
      answers: await deleteOldAnswers(tx, before(1)),
      auditEntries: await deleteOldAuditEntries(tx, yearsBefore(now, AUDIT_YEARS), PER_TURN),
    };
  });
}

function yearsBefore(now: Date, years: number): Date {
  const at = new Date(now);
  at.setUTCFullYear(at.getUTCFullYear() - years);
  return at;
}
