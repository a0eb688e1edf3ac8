import {
  deleteOldAuditEntries,
  deleteOldSecurityEvents,
  getAccount,
  INSTALLATION,
  listAccountIds,
} from "../accounts/index.ts";
import {
  deletePermissionsLeft,
  destroySealedSubjects,
  peopleWithConsent,
} from "../consent/index.ts";
import { forgetOldCorrespondence } from "../correspondence/index.ts";
import { minimiseOldDeliveries } from "../delivery/index.ts";
import { forgetOldInbound } from "../inbound/index.ts";
import {
  deleteExpiredFiles,
  deleteOldAnswers,
  isClassHeld,
  noteRetention,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import { deleteOldPurchases, maxAgeMonths } from "../purchases/index.ts";
import { dryRun } from "./dry-run.ts";
import type { PrivacyDeps } from "./erase-data-subject.ts";
import { countHolds, endDueHolds, heldPeople } from "./holds.store.ts";
import { contactWithoutGround, deleteContact } from "./orphans.store.ts";
import { sealOf } from "./protocol.ts";
import { daysOf } from "./retention.ts";
import {
  deleteSubscription,
  endedSubscriptions,
  hasProtocol,
  insertProtocol,
  monthCounts,
  ownPeriods,
  type EndedSubscription,
} from "./retention.store.ts";

export interface RetentionDeps extends PrivacyDeps {
  keys: Keys;
}

const DAY_MS = 24 * 3_600_000;
const PER_TURN = 5000;
/** An hour's work of one account; what is left is done in the next. */
const MOST_TURNS = 200;

/** Deletes what its rules say is due, account by account, every hour, and closes the month's protocol (RET-14). */
export function privacyPeriodic(
  deps: RetentionDeps,
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
            await runRetention(deps, accountId, signal);
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

export const RETENTION_JOB = "privacy.retention_now";

/** Everything due of one account, in batches of a few thousand rows, each in a transaction of its own. */
export async function runRetention(
  deps: RetentionDeps,
  accountId: number,
  signal?: AbortSignal,
): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS && !signal?.aborted; turn++) {
    const done = await applyRetention(deps, accountId);
    if (Object.values(done).every((count) => count < PER_TURN)) break;
  }
  await closeMonth(deps, accountId);
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
  securityEvents: number;
}

/** Names of the classes as the counts have them. */
const CLASS_OF: Record<keyof RetentionCounts, string> = {
  deliveries: "delivery_log",
  correspondence: "correspondence",
  subscriptions: "subscriptions",
  replies: "replies",
  purchases: "purchases",
  files: "files",
  proofs: "evidence",
  answers: "answers",
  auditEntries: "audit_log",
  securityEvents: "security_log",
};

/**
 * One account's due deletions, a batch of each class; gives the counts. Holds are skipped: of a class or the account here, of
 * a person by the database (RET-10).
 */
export async function applyRetention(
  deps: RetentionDeps,
  accountId: number,
): Promise<RetentionCounts> {
  const now = deps.clock.now();
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return deps.db.retention(accountId, async (tx) => {
    await endDueHolds(tx, now.toISOString().slice(0, 10), now);
    const own = await ownPeriods(tx);
    const unless = async (held: string, work: () => Promise<number>): Promise<number> =>
      (await isClassHeld(tx, held)) ? 0 : work();
    const counts: RetentionCounts = {
      deliveries: await unless("delivery_log", () =>
        minimiseOldDeliveries(tx, before(daysOf("delivery_log", own)), PER_TURN),
      ),
      correspondence: await unless("correspondence", () =>
        forgetOldCorrespondence(tx, deps, PER_TURN),
      ),
      subscriptions: await unless("subscriptions", async () => {
        const ended = await endedSubscriptions(tx, before(daysOf("subscriptions", own)), PER_TURN);
        for (const subscription of ended)
          await forgetEndedSubscription(tx, deps, accountId, subscription);
        return ended.length;
      }),
      replies: await unless("replies", () => forgetOldInbound(tx, deps, PER_TURN)),
      purchases: await unless("purchases", async () =>
        deleteOldPurchases(tx, now, await maxAgeMonths(tx), PER_TURN),
      ),
      files: await deleteExpiredFiles(tx, now),
      proofs: await unless("evidence", async () =>
        destroySealedSubjects(tx, deps, accountId, { held: await heldPeople(tx), limit: PER_TURN }),
      ),
      answers: await deleteOldAnswers(tx, before(1)),
      auditEntries: await unless("audit_log", () =>
        deleteOldAuditEntries(tx, auditLine(now, daysOf("audit_log", own)), PER_TURN),
      ),
      securityEvents: await unless("security_log", () =>
        deleteOldSecurityEvents(tx, accountId, now, PER_TURN),
      ),
    };
    // The installation's own belong to no account: no hold keeps them, and they stand in no account's protocol.
    await deleteOldSecurityEvents(tx, INSTALLATION, now, PER_TURN);
    await note(tx, accountId, counts, now);
    return counts;
  });
}

/** The list forgets the person. The contact goes with its last list only where nothing else holds it (RET-04, RET-06). */
async function forgetEndedSubscription(
  tx: Tx,
  { keys, clock }: Pick<RetentionDeps, "keys" | "clock">,
  accountId: number,
  ended: EndedSubscription,
): Promise<void> {
  await deleteSubscription(tx, ended);
  const [contact] = await contactWithoutGround(tx, ended.contactId, clock.now());
  if (!contact) return;
  const emails = [contact.emailNormalised];
  if ((await peopleWithConsent(tx, keys, accountId, emails)).size > 0) return;
  await deleteContact(tx, contact.id);
  await deletePermissionsLeft(tx, emails);
}

/** Three years of the log are three of the calendar, whatever February had. */
function auditLine(now: Date, days: number): Date {
  if (days % 365 !== 0) return new Date(now.getTime() - days * DAY_MS);
  const at = new Date(now);
  at.setUTCFullYear(at.getUTCFullYear() - days / 365);
  return at;
}

async function note(tx: Tx, accountId: number, counts: RetentionCounts, at: Date): Promise<void> {
  const held =
    (await countHolds(tx)) === 0
      ? new Map<string, number>()
      : new Map((await dryRun(tx, at)).map((each) => [each.class, each.held]));
  for (const [name, done] of Object.entries(counts)) {
    const of = CLASS_OF[name as keyof RetentionCounts];
    const kept = held.get(of);
    await noteRetention(tx, accountId, {
      class: of,
      done,
      at,
      ...(kept === undefined || kept === 0 ? {} : { held: kept }),
    });
  }
}

/** Seals the protocol of the month before, once it is over, also where nothing was due in it (RET-14). */
export async function closeMonth(deps: RetentionDeps, accountId: number): Promise<void> {
  const now = deps.clock.now();
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const past = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  const month = past.toISOString().slice(0, 10);
  await deps.db.account(accountId, async (tx) => {
    if ((await getAccount(tx)).createdAt >= first || (await hasProtocol(tx, month))) return;
    const found = await monthCounts(tx, month);
    const counts = Object.fromEntries(
      found.map(({ class: name, done, held }) => [name, { done, held }]),
    );
    const holds = await countHolds(tx);
    const content = { month, counts, holds, madeAt: now };
    await insertProtocol(tx, accountId, {
      ...content,
      seal: sealOf(deps.keys, accountId, content),
    });
  });
}
