import { AppError, conflict, outbox, type Tx } from "../platform/index.ts";
import type { Evidence, LedgerKind } from "./ledger.ts";
import type { ProfilingPermission } from "./profiling.ts";
import { findPermissions, lockPermission, setPermission } from "./profiling.store.ts";
import { recordEntry, type LedgerDeps, type RecordedEntry } from "./record-entry.ts";
import { findVersionById } from "./wording.store.ts";

export interface ProfilingDecision {
  accountId: number;
  emailNormalised: string;
  /** Who decided, so that several people on one address each speak for themselves (TRK-24). */
  contactId: number;
  /** Where and how: channel, form or page, text as shown. */
  evidence: Evidence;
}

/**
 * Grants the permission to analyse. There is no other way to `granted`: it needs an approved wording of the
 * purpose and complete evidence (TRK-03, CON-23). Granting again by the same contact under the same version
 * changes nothing and gives null.
 *
 * Throws 422 `evidence_incomplete`, 409 `wording_not_approved`.
 */
export async function grantProfiling(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision & { wordingVersionId: number },
): Promise<RecordedEntry | null> {
  const { accountId, emailNormalised, contactId, wordingVersionId, evidence } = decision;
  const version = await findVersionById(tx, wordingVersionId);
  if (!version || version.purpose !== "profiling")
    throw new AppError("wording_wrong", 422, "This is no wording of the permission to analyse.", {
      hint: "Show the account's approved profiling wording and give its version.",
    });
  if (!version.approvedAt)
    throw conflict(
      "wording_not_approved",
      "The wording is not approved, so nobody can agree to it.",
      {
        hint: "Approve it under Data protection, Wordings (CON-09).",
      },
    );
  const now = deps.clock.now();
  const before = await lockPermission(tx, accountId, emailNormalised, now);
  const granted = before.state === "granted" ? before.contactIds : [];
  if (granted.includes(contactId) && before.wordingVersionId === wordingVersionId) return null;
  const entry = await write(tx, deps, decision, "profiling_granted", wordingVersionId);
  // Under another wording the earlier grants of others on the address stand for less or more than this one says,
  // so they do not count on.
  const others = before.wordingVersionId === wordingVersionId ? granted : [];
  await setPermission(tx, emailNormalised, {
    state: "granted",
    wordingVersionId,
    entryId: entry.entryId,
    contactIds: [...new Set([...others, contactId])],
    source: sourceOf(evidence),
    at: now,
  });
  return entry;
}

/** Notes a "no" that changes no state: to a wording that says more than the one that was granted (CON-19). */
export function recordRefusal(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision & { wordingVersionId: number },
): Promise<RecordedEntry> {
  return write(tx, deps, decision, "profiling_refused", decision.wordingVersionId);
}

/** "No, thank you." From somebody who had granted it is a withdrawal. */
export async function refuseProfiling(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision & { wordingVersionId?: number },
): Promise<RecordedEntry> {
  const now = deps.clock.now();
  const before = await lockPermission(tx, decision.accountId, decision.emailNormalised, now);
  if (before.state === "granted") return end(tx, deps, decision, before, "withdrawn");
  const entry = await write(tx, deps, decision, "profiling_refused", decision.wordingVersionId);
  await setPermission(tx, decision.emailNormalised, {
    state: before.state === "withdrawn" ? "withdrawn" : "refused",
    wordingVersionId: decision.wordingVersionId ?? null,
    entryId: entry.entryId,
    contactIds: [],
    source: sourceOf(decision.evidence),
    at: now,
  });
  return entry;
}

/**
 * Withdraws. The state changes in this transaction, so that no hit is recorded after it; the event makes
 * tracking delete what there is (TRK-14). Whoever had not granted is recorded as having refused.
 */
export async function withdrawProfiling(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision,
): Promise<RecordedEntry | null> {
  const now = deps.clock.now();
  const before = await lockPermission(tx, decision.accountId, decision.emailNormalised, now);
  if (before.state === "granted") return end(tx, deps, decision, before, "withdrawn");
  if (before.state === "withdrawn" || before.state === "refused") return null;
  return refuseProfiling(tx, deps, decision);
}

/**
 * The last subscription of the address ended, and with it what the permission was given for (UNS-14). Whoever
 * subscribes again is asked again. Call it when no confirmed subscription of the address is left.
 */
export async function resetProfilingAfterLastUnsubscribe(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision,
): Promise<RecordedEntry | null> {
  const now = deps.clock.now();
  const [known] = await findPermissions(tx, [decision.emailNormalised]);
  if (known?.state !== "granted") return null;
  const before = await lockPermission(tx, decision.accountId, decision.emailNormalised, now);
  if (before.state !== "granted") return null;
  const evidence = { reason: "last_subscription_ended", ...decision.evidence };
  return end(tx, deps, { ...decision, evidence }, before, "unknown");
}

async function end(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision,
  before: ProfilingPermission,
  state: "withdrawn" | "unknown",
): Promise<RecordedEntry> {
  const { accountId, emailNormalised, evidence } = decision;
  const version = before.wordingVersionId ?? undefined;
  const entry = await write(tx, deps, decision, "profiling_withdrawn", version);
  await setPermission(tx, emailNormalised, {
    state,
    wordingVersionId: before.wordingVersionId,
    entryId: entry.entryId,
    contactIds: [],
    source: sourceOf(evidence),
    at: deps.clock.now(),
  });
  await outbox.publish(tx, accountId, { type: "profiling.withdrawn", emailNormalised });
  return entry;
}

/** The permissions of these addresses. Whoever is not in the map is unknown and was never asked. */
export async function profilingStates(
  tx: Tx,
  emails: string[],
): Promise<Map<string, ProfilingPermission>> {
  const found = emails.length > 0 ? await findPermissions(tx, emails) : [];
  return new Map(found.map((permission) => [permission.emailNormalised, permission]));
}

function write(
  tx: Tx,
  deps: LedgerDeps,
  decision: ProfilingDecision,
  kind: LedgerKind,
  wordingVersionId: number | undefined,
): Promise<RecordedEntry> {
  return recordEntry(tx, deps, {
    accountId: decision.accountId,
    subject: { emailNormalised: decision.emailNormalised },
    kind,
    purpose: "profiling",
    ...(wordingVersionId === undefined ? {} : { wordingVersionId }),
    payload: decision.evidence,
  });
}

function sourceOf(evidence: Evidence): string {
  return evidence.source ?? evidence.page ?? evidence.channel ?? "";
}
