import type { DomainReportsView } from "../../../contract/domains.ts";
import type { Tx } from "../../platform/index.ts";
import { listDays, listReports, listSources, type DaySum } from "./reports.store.ts";

const DAY_MS = 24 * 3_600_000;
/** Share of failures from which on somebody has to look (SND-14), and how long a bad day counts. */
const ALARM_SHARE = 0.02;
const ALARM_DAYS = 14;

export const dayBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);

/** Two failures or more in a hundred on one day (SND-14). Pure. */
export const isBadDay = (day: Pick<DaySum, "messages" | "failures">): boolean =>
  day.failures > 0 && day.failures >= day.messages * ALARM_SHARE;

/** Whether receivers reported a bad day within the last fortnight. */
export async function hasAlarm(tx: Tx, domain: string, now: Date): Promise<boolean> {
  return (await listDays(tx, domain, dayBefore(now, ALARM_DAYS))).some(isBadDay);
}

/** What receivers reported about a domain in the last days. */
export async function readReports(
  tx: Tx,
  domain: string,
  now: Date,
  days: number,
): Promise<DomainReportsView> {
  const since = dayBefore(now, days);
  const sums = await listDays(tx, domain, since);
  const sources = await listSources(tx, "dmarc", domain, since);
  const reasons = await listSources(tx, "tls", domain, since);
  const total = (kind: DaySum["kind"]) => {
    const own = sums.filter((one) => one.kind === kind);
    return {
      messages: own.reduce((sum, one) => sum + one.messages, 0),
      failures: own.reduce((sum, one) => sum + one.failures, 0),
    };
  };
  return {
    dmarc: {
      ...total("dmarc"),
      days: sums
        .filter((one) => one.kind === "dmarc")
        .map(({ day, messages, failures }) => ({ day, messages, failures })),
      sources: sources.map((one) => ({
        ...one,
        // Whoever passes DMARC for the domain was allowed to send for it.
        known: one.own > 0 || one.failures < one.messages,
      })),
    },
    tls: {
      ...total("tls"),
      reasons: reasons
        .filter((one) => one.failures > 0)
        .map((one) => ({ reason: one.source, sessions: one.failures })),
    },
    reports: (await listReports(tx, domain, since)).map(
      ({ publicId, beginsAt, endsAt, ...one }) => ({
        id: publicId,
        ...one,
        beginsAt: beginsAt.toISOString(),
        endsAt: endsAt.toISOString(),
      }),
    ),
    alarm: await hasAlarm(tx, domain, now),
  };
}
