import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";
import { classifyRefusal } from "../bounces/index.ts";
import { providerOf, type Database, type Tx } from "../platform/index.ts";
import {
  addDayRows,
  addRefusalRows,
  attemptsOfBatch,
  endOfBatch,
  foldSmallDomains,
  forgetBatchCounts,
  refusalsOfBatch,
  type AttemptGroup,
  type DayRow,
  type RefusalRow,
  type RefusedAttempt,
} from "./day-counts.store.ts";
import type { Batch } from "./delivery.ts";
import { streamOf } from "./ways-out.ts";

/** Provider of domains that are too small to be shown by themselves. */
export const OTHER_DOMAINS = "*";
/** Attempts a day below which a domain goes to the others. */
const SMALL = 25;
/** A day is left alone until the last retries of its mails are over (SND-10: 48 hours), and the zones are past it. */
const SETTLED_MS = 4 * 24 * 3_600_000;
const LONGEST_SAMPLE = 300;

/**
 * Counts what the receivers did with a batch, by day and provider. To be called in the transaction that ends the batch,
 * or when it rests with mails that were put off. Counts of a resting batch are replaced, so calling again changes
 * nothing; the end adds them for good (see migration 0028). Three short statements a batch.
 *
 * @param state what `finishBatch` said. A batch that was opened again had its earlier attempts counted when it ended before.
 */
export async function countBatch(
  tx: Tx,
  batch: Batch,
  state: "resting" | { endedBefore: Date | null },
): Promise<void> {
  const ended = state !== "resting";
  const after = ended ? state.endedBefore : await endOfBatch(tx, batch);
  const days = dayRows(await attemptsOfBatch(tx, batch, after));
  // Only a batch that was claimed before can have rested.
  if (batch.fence > 1) await forgetBatchCounts(tx, batch);
  const batchId = ended ? 0 : batch.id;
  await addDayRows(tx, batch.accountId, batchId, days);
  if (days.every((row) => row.deferred + row.soft + row.hard + row.policy + row.unknown === 0))
    return;
  const refusals = refusalRows(await refusalsOfBatch(tx, batch, after));
  await addRefusalRows(tx, batch.accountId, batchId, refusals);
}

const providerFor = (domain: string): string =>
  domain === "" ? OTHER_DOMAINS : providerOf(domain);

/** Attempts put together by provider and stream. Pure. */
export function dayRows(groups: readonly AttemptGroup[]): DayRow[] {
  const made = new Map<string, DayRow>();
  for (const { day, domain, senderDomain, kind, what, count } of groups) {
    const provider = providerFor(domain);
    const stream = streamOf(kind);
    const key = `${day} ${provider} ${senderDomain} ${stream}`;
    let row = made.get(key);
    if (!row) {
      const none = {
        accepted: 0,
        deferred: 0,
        soft: 0,
        hard: 0,
        policy: 0,
        unknown: 0,
        uncertain: 0,
      };
      made.set(key, (row = { day, provider, senderDomain, stream, ...none }));
    }
    row[columnOf(what)] += count;
  }
  return [...made.values()];
}

function columnOf(what: string) {
  switch (what) {
    case "accepted":
    case "deferred":
    case "soft":
    case "hard":
    case "policy":
    case "uncertain":
      return what;
    default:
      return "unknown";
  }
}

/** Refusals put together by what they mean, each with the last reply. Pure. */
export function refusalRows(attempts: readonly RefusedAttempt[]): RefusalRow[] {
  const made = new Map<string, RefusalRow>();
  for (const { day, domain, senderDomain, code, enhanced, reply } of attempts) {
    const { meaning } = classifyRefusal({ code, enhanced: enhanced ?? undefined, text: reply });
    const provider = providerFor(domain);
    const key = `${day} ${provider} ${senderDomain} ${meaning}`;
    const sample = ABOUT_RECIPIENT.has(meaning) ? null : sampleOf(code, enhanced, reply);
    const row = made.get(key);
    if (row) Object.assign(row, { count: row.count + 1, sample });
    else made.set(key, { day, provider, senderDomain, meaning, count: 1, sample });
  }
  return [...made.values()];
}

/** Meanings that speak of the recipient: their replies name people and teach nothing about our server. */
const ABOUT_RECIPIENT: ReadonlySet<RefusalMeaning> = new Set([
  "unknown_user",
  "unknown_domain",
  "bad_address",
  "moved",
  "mailbox_disabled",
  "mailbox_full",
  "too_large",
]);

/** A reply for people to read, without any address. */
export function sampleOf(code: number, enhanced: string | null, reply: string): string {
  const words = reply
    .replace(/\s+/g, " ")
    .replace(/<[^<>]*>/g, "<…>")
    .replace(/[^\s"'(),;:<>[\]]+(?:@|=40|%40)[^\s"'(),;:<>[\]]+/giu, "…")
    .trim()
    .slice(0, LONGEST_SAMPLE);
  const head = enhanced !== null && !words.includes(enhanced) ? `${code} ${enhanced}` : `${code}`;
  return `${head} ${words}`.trim();
}

/** Keeps the tables small: the daily rows of small domains are put together once they are settled. */
export function foldDayCounts(db: Database, now: Date): Promise<number> {
  return db.worker((tx) => foldSmallDomains(tx, new Date(now.getTime() - SETTLED_MS), SMALL));
}
