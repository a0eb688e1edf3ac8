import type { AccountReport, ReportPeriod } from "../../contract/account-report.ts";
import { getAccount } from "../accounts/index.ts";
import { findList, type List } from "../lists/index.ts";
import { notFound, type Tx } from "../platform/index.ts";
import { addDays, bySpan, periodOf, type Period } from "./account-report-periods.ts";
import {
  advertisingDays,
  firstMoment,
  hardBounceStop,
  joinedAndLeft,
  listsNow,
  peopleNow,
  removedByDay,
  type GrowthRow,
  type ListRow,
} from "./account-report.store.ts";
import { complaintDays } from "./deliverability.store.ts";
import { COMPLAINT_LINES } from "./deliverability-todos.ts";
import { splitFigures } from "./permission-report.ts";

const DAY_MS = 86_400_000;
/** Decided and accepted mails of a week or month below which a share says nothing. */
const ENOUGH = 100;
const ENOUGH_FOR_COMPLAINTS = 300;
/** SND-11, unless the account set its own. */
const HARD_BOUNCE_STOP = 0.02;

/** The list that a report is narrowed to. Throws 404 where there is none. */
export async function requireList(tx: Tx, publicId: string | undefined): Promise<List | null> {
  if (publicId === undefined) return null;
  const list = await findList(tx, publicId);
  if (!list) throw notFound("list");
  return list;
}

/**
 * The account over time: how its lists grew, who can be reached, who permits the analysis, what receivers did with the mail.
 * From sums by day and the ledger, which name nobody. The filter narrows what counts subscriptions; what receivers did is not
 * known by list.
 */
export async function accountReport(
  tx: Tx,
  asked: { period: ReportPeriod; list: List | null },
  now: Date,
): Promise<AccountReport> {
  const account = await getAccount(tx);
  const period = periodOf(asked.period, now, account.timezone, await firstMoment(tx));
  const { list } = asked;
  const lists = await listsNow(tx);
  const people = await peopleNow(tx, list?.id ?? null, {
    days30: new Date(now.getTime() - 30 * DAY_MS),
    days90: new Date(now.getTime() - 90 * DAY_MS),
    ...period,
  });
  const rows = [...(await joinedAndLeft(tx, period)), ...(await removedByDay(tx, period))];
  const delivery = await deliveryFacts(tx, period);
  const refused = people.refused + people.withdrawn;
  const [granted, no, unknown] = splitFigures(
    [people.granted, refused, people.subscribers - people.granted - refused],
    account.kMin,
  );
  const mails = list ? null : delivery.total.accepted;
  const { chosen, from, to, unit, timezone } = period;
  return {
    period: { chosen, from, to, unit, timezone },
    k: account.kMin,
    list: list && { id: list.publicId, name: list.name },
    lists: lists.map(({ publicId, name }) => ({ id: publicId, name })),
    reach: {
      subscribers: people.subscribers,
      subscriptions: people.subscriptions,
      mailable: people.mailable,
      reached30: people.reached30,
      reached90: people.reached90,
      reached: people.reached,
      mails,
      perPerson: mails === null || people.reached === 0 ? null : mails / people.reached,
    },
    growth: growthOf(period, rows, lists, list?.id ?? null),
    consent: {
      people: people.subscribers,
      granted: granted!,
      refused: no!,
      unknown: unknown!,
    },
    delivery,
  };
}

/** Growth by week or month and by list. Pure. */
export function growthOf(
  period: Pick<Period, "spans">,
  rows: readonly GrowthRow[],
  lists: readonly ListRow[],
  listId: number | null,
): AccountReport["growth"] {
  const own = listId === null ? rows : rows.filter((row) => row.listId === listId);
  const total = sumOf(own);
  return {
    ...total,
    net: total.confirmed - total.left - total.removed,
    buckets: bySpan(period.spans, own).map(({ span, rows: found }) => ({
      ...span,
      ...sumOf(found),
    })),
    lists: lists.map((list) => ({
      id: list.publicId,
      name: list.name,
      subscriptions: list.subscriptions,
      ...sumOf(rows.filter((row) => row.listId === list.id)),
    })),
  };
}

function sumOf(rows: readonly Pick<GrowthRow, "confirmed" | "left" | "removed">[]) {
  const sum = { confirmed: 0, left: 0, removed: 0 };
  for (const row of rows) {
    sum.confirmed += row.confirmed;
    sum.left += row.left;
    sum.removed += row.removed;
  }
  return sum;
}

async function deliveryFacts(tx: Tx, period: Period): Promise<AccountReport["delivery"]> {
  const { from, to, timezone, spans } = period;
  const days = (await advertisingDays(tx, from, to)).map((row) => ({ ...row, complaints: 0 }));
  const complaints = (await complaintDays(tx, from, addDays(to, 1), timezone)).map((row) => ({
    day: row.day,
    accepted: 0,
    refused: 0,
    hard: 0,
    complaints: row.count,
  }));
  const all = [...days, ...complaints];
  return {
    total: deliverySum(all),
    buckets: bySpan(spans, all).map(({ span, rows }) => ({ ...span, ...deliverySum(rows) })),
    limits: {
      hardStop: (await hardBounceStop(tx)) ?? HARD_BOUNCE_STOP,
      complaintWarn: COMPLAINT_LINES.warn,
      complaintStop: COMPLAINT_LINES.stop,
    },
  };
}

/** Sums with their rates; a rate is null where a single mail would move it too far. Pure. */
export function deliverySum(
  rows: readonly { accepted: number; refused: number; hard: number; complaints: number }[],
) {
  const sum = { accepted: 0, refused: 0, hard: 0, complaints: 0 };
  for (const row of rows)
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += row[name];
  const decided = sum.accepted + sum.refused;
  return {
    ...sum,
    hardRate: decided < ENOUGH ? null : sum.hard / decided,
    complaintRate: sum.accepted < ENOUGH_FOR_COMPLAINTS ? null : sum.complaints / sum.accepted,
  };
}
