import type { Tx } from "../platform/index.ts";
import {
  insertVersion,
  latestVersion,
  pruneVersions,
  type Version,
  type VersionedContent,
} from "./editing.store.ts";

/** A save this long after the newest version becomes one. */
const EVERY_MS = 10 * 60_000;
const KEEP_UNNAMED = 60;

/**
 * Notes a save in the versions of a mailing: the state before where there was none yet or where the author changes what
 * the mailing is written in, and the state after when the newest version is ten minutes old.
 */
export async function noteSave(
  tx: Tx,
  accountId: number,
  mailingId: number,
  before: VersionedContent,
  after: VersionedContent,
  by: { operatorId: number | null; at: Date },
): Promise<void> {
  if (!differs(before, after)) return;
  const latest = await latestVersion(tx, mailingId);
  const kept = { ...by, name: null };
  const keepBefore =
    before.html.trim() !== "" &&
    (latest === undefined ||
      (before.sourceKind !== after.sourceKind && latest.revision !== before.revision));
  if (keepBefore) await insertVersion(tx, accountId, mailingId, before, kept);
  const since = keepBefore ? by.at : latest?.createdAt;
  if (since === undefined || by.at.getTime() - since.getTime() >= EVERY_MS) {
    await insertVersion(tx, accountId, mailingId, after, kept);
    await pruneVersions(tx, mailingId, KEEP_UNNAMED);
  }
}

/** Keeps the state before a restore, unless it is the newest version anyway. */
export async function keepBefore(
  tx: Tx,
  accountId: number,
  mailingId: number,
  before: VersionedContent,
  by: { operatorId: number | null; at: Date },
): Promise<void> {
  const latest = await latestVersion(tx, mailingId);
  if (latest?.revision === before.revision) return;
  await insertVersion(tx, accountId, mailingId, before, { ...by, name: null });
}

export function nameVersion(
  tx: Tx,
  accountId: number,
  mailingId: number,
  content: VersionedContent,
  by: { name: string; operatorId: number | null; at: Date },
): Promise<Version> {
  return insertVersion(tx, accountId, mailingId, content, by);
}

function differs(before: VersionedContent, after: VersionedContent): boolean {
  return (
    before.subject !== after.subject ||
    before.preheader !== after.preheader ||
    before.html !== after.html ||
    before.text !== after.text ||
    before.sourceKind !== after.sourceKind ||
    JSON.stringify(before.source) !== JSON.stringify(after.source)
  );
}
