import { getAccount } from "../accounts/index.ts";
import { enqueueJob, type Tx } from "../platform/index.ts";
import {
  firstCheckpoint,
  insertAnchor,
  lastAsked,
  readAnchorSettings,
  type AnchorKind,
} from "./anchor.store.ts";
import type { CheckpointRow } from "./tree.store.ts";

export const ANCHOR_JOB = "ledger.anchor";
const HOUR_MS = 3_600_000;
/** A little less than a day, so that a daily anchor does not slip from hour to hour. */
const DAILY_MS = 23.5 * HOUR_MS;

/**
 * Plans the ways out of the operator's reach for a checkpoint: the webhook at once, a mail and a time stamp once a day,
 * all of them when somebody asked. The first mail waits an hour, because nobody needs to hear of a log that has just
 * begun.
 */
export async function planAnchors(
  tx: Tx,
  accountId: number,
  checkpoint: CheckpointRow,
  { at, isNew, onDemand }: { at: Date; isNew: boolean; onDemand: boolean },
): Promise<void> {
  const settings = await readAnchorSettings(tx);
  const plan = async (kind: AnchorKind, host: string | null) => {
    const { id } = await insertAnchor(tx, { checkpointId: checkpoint.id, kind, host, at });
    await enqueueJob(tx, { kind: ANCHOR_JOB, accountId, payload: { anchorId: id }, runAt: at });
  };
  /** Nothing of this kind has gone out for a day, and there is something that it has not carried. */
  const isDue = async (kind: AnchorKind, since: Date | null) => {
    const { at: last } = await lastAsked(tx, kind);
    if (last === null) return since !== null && at.getTime() - since.getTime() >= HOUR_MS;
    return at.getTime() - last.getTime() >= DAILY_MS && checkpoint.at > last;
  };
  if (settings.webhookUrl !== null && (isNew || onDemand))
    await plan("webhook", new URL(settings.webhookUrl).host);
  if (settings.timestampUrl !== null && (onDemand || (await isDue("timestamp", new Date(0)))))
    await plan("timestamp", new URL(settings.timestampUrl).host);
  if (!settings.byMail || !(await getAccount(tx)).privacy.contactEmail) return;
  if (onDemand || (await isDue("mail", (await firstCheckpoint(tx)).at))) await plan("mail", null);
}
