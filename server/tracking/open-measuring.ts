import type { Tx } from "../platform/index.ts";
import {
  DEFAULT_CLOSE_DAYS,
  MAX_CLOSE_DAYS,
  type LevelReason,
  type MeasuredLink,
  type MeasuringLevel,
} from "./measuring.ts";
import { insertMeasuredLinks, insertMeasuredMailing } from "./measuring.store.ts";
import { HONEYPOT_LINK } from "./tokens.ts";

const DAY_MS = 86_400_000;

/**
 * Opens the measuring of a mailing in the transaction that freezes its audience. What is written here never
 * changes; links live as long as the mails. Does nothing when the mailing is open already.
 *
 * @param measuring.level from `decideLevel`
 * @param measuring.closeAfterDays default 14, at most 30
 * @throws RangeError for a link that is no web address or has no valid number
 */
export async function openMeasuring(
  tx: Tx,
  measuring: {
    accountId: number;
    mailingId: number;
    level: MeasuringLevel;
    levelReason?: LevelReason | null;
    personalBase: number;
    anonymousBase: number;
    kMin: number;
    timezone: string;
    links: readonly MeasuredLink[];
    at: Date;
    closeAfterDays?: number;
  },
): Promise<void> {
  for (const link of measuring.links) {
    if (!Number.isInteger(link.no) || link.no < 1 || link.no >= HONEYPOT_LINK)
      throw new RangeError(`A link's number is 1 to 1022, found ${link.no}.`);
    if (!/^https?:$/.test(URL.parse(link.url)?.protocol ?? ""))
      throw new RangeError(`Link ${link.no} is no web address.`);
  }
  const days = Math.min(measuring.closeAfterDays ?? DEFAULT_CLOSE_DAYS, MAX_CLOSE_DAYS);
  const inserted = await insertMeasuredMailing(tx, {
    ...measuring,
    levelReason: measuring.levelReason ?? null,
    closesAt: new Date(measuring.at.getTime() + days * DAY_MS),
  });
  if (inserted)
    await insertMeasuredLinks(tx, measuring.accountId, measuring.mailingId, measuring.links);
}
