import type { AccountMailings, MailingLine, ReportPeriod } from "../../contract/account-report.ts";
import { getAccount } from "../accounts/index.ts";
import { countsOfRuns, type RunCounts } from "../delivery/index.ts";
import { allLists } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import {
  anonymousReport,
  publishOptions,
  type Figure,
  type MeasuredMailing,
} from "../tracking/index.ts";
import {
  complaintsOfRuns,
  enoughAnonymous,
  finishedCounts,
  mailingsSince,
  measuredMailings,
  personalCounts,
  pixelCounts,
  snapshotFacts,
  unsubscribesIn,
  type LeavingWindow,
  type SentMailing,
} from "./account-mailings.store.ts";
import { dayIn, hourIn, periodOf, weekdayOf } from "./account-report-periods.ts";
import { firstMoment } from "./account-report.store.ts";
import { rhythmOf, type RhythmMailing } from "./account-report-rhythm.ts";
import { partFigure } from "./permission-report.ts";
import { rateOf } from "./proportions.ts";

/** The latest mailings that are looked at; more would make no chart clearer. */
const MOST = 100;
/** Heads of mailings read to find where each one's time ends. */
const MOST_HEADS = 2000;

export interface Viewer {
  seesPersons: boolean;
  now: Date;
}

interface MailingFigures {
  mailing: SentMailing;
  measuring: MeasuredMailing | undefined;
  counts: Counts;
  complaints: number;
  unsubscribed: number | null;
  /** Those who agreed, as far as the viewer may see them (TRK-12). */
  personal: { base: number; openers: number; clickers: number } | null;
  anonymousOpens: Figure | null;
}

/**
 * The mailings of a period in one line each, how their rates developed, and on which weekday and at which hour they are
 * opened most. Personal figures are about those who permit it now; fewer than k people are left out for whoever may not
 * see single persons. Anonymous figures are the published ones and never by list (TRK-09), so the filter leaves them out.
 */
export async function accountMailings(
  tx: Tx,
  accountId: number,
  asked: { period: ReportPeriod; listId: number | null },
  viewer: Viewer,
): Promise<AccountMailings> {
  const { timezone } = await getAccount(tx);
  const period = periodOf(asked.period, viewer.now, timezone, await firstMoment(tx));
  const heads = await mailingsSince(tx, period, viewer.now, MOST_HEADS);
  // Figures of an audience chosen by behaviour are figures about behaviour (TRK-12).
  const own = heads.filter(
    (each) =>
      (asked.listId === null || each.listIds.includes(asked.listId)) &&
      (viewer.seesPersons || !each.byBehaviour),
  );
  const figures = await figuresOf(tx, accountId, own.slice(0, MOST), heads, viewer);
  const names = new Map((await allLists(tx, { archived: true })).map((one) => [one.id, one.name]));
  const rhythm = (keyOf: (at: Date) => number) =>
    rhythmOf(figures.flatMap((each) => rhythmMailing(each, keyOf, asked.listId !== null)));
  return {
    mailings: figures.map((each) => present(each, names)).reverse(),
    furtherMailings: Math.max(0, own.length - MOST),
    weekdays: rhythm((at) => weekdayOf(dayIn(timezone, at))),
    hours: rhythm((at) => hourIn(timezone, at)),
  };
}

async function figuresOf(
  tx: Tx,
  accountId: number,
  mailings: readonly SentMailing[],
  heads: readonly SentMailing[],
  viewer: Viewer,
): Promise<MailingFigures[]> {
  const first = mailings.at(-1);
  if (!first) return [];
  const ids = mailings.map((each) => each.id);
  const measured = new Map((await measuredMailings(tx, ids)).map((row) => [row.mailingId, row]));
  const kept = new Map((await snapshotFacts(tx, ids)).map((row) => [row.mailingId, row]));
  const live = mailings.filter((each) => !kept.has(each.id));
  const runIds = live.map((each) => each.runId);
  const counts = await countsOf(tx, accountId, runIds);
  const complaints = new Map(
    (await complaintsOfRuns(tx, runIds, first.startedAt)).map((row) => [row.runId, row.count]),
  );
  const people = new Map(
    (
      await personalCounts(
        tx,
        mailings
          .filter(({ id, expired }) => !expired && measured.has(id))
          .flatMap(({ id }) => (kept.get(id)?.personal ? [] : id)),
      )
    ).map((row) => [row.mailingId, row]),
  );
  const left = new Map(
    (await unsubscribesIn(tx, windowsOf(mailings, heads, measured, viewer.now))).map((row) => [
      row.mailingId,
      row.count,
    ]),
  );
  const opens = await publishedOpens(tx, mailings, measured, viewer.now);
  return mailings.map((mailing) => {
    const measuring = measured.get(mailing.id);
    const { expired } = mailing;
    const personal = kept.get(mailing.id)?.personal ?? people.get(mailing.id);
    const mayBeShown =
      !expired && personal && measuring && (viewer.seesPersons || personal.base >= measuring.kMin);
    return {
      mailing,
      measuring,
      counts: kept.get(mailing.id)?.counts ?? counts.get(mailing.runId) ?? NOTHING,
      complaints: kept.get(mailing.id)?.complaints ?? complaints.get(mailing.runId) ?? 0,
      unsubscribed: left.get(mailing.id) ?? null,
      personal: mayBeShown ? personal : null,
      anonymousOpens: opens.get(mailing.id) ?? null,
    };
  });
}

type Counts = Pick<RunCounts, "accepted" | "rejected">;
const NOTHING: Counts = { accepted: 0, rejected: 0 };

/** Nearly all runs are over and have their sums; only those under way are looked at mail by mail. */
async function countsOf(
  tx: Tx,
  accountId: number,
  runIds: number[],
): Promise<ReadonlyMap<number, Counts>> {
  const counts = new Map<number, Counts>(
    (await finishedCounts(tx, runIds)).map((row) => [row.runId, row]),
  );
  const open = runIds.filter((id) => !counts.has(id));
  for (const [id, found] of await countsOfRuns(tx, accountId, open)) counts.set(id, found);
  return counts;
}

/** As in a mailing's own report: until the next mailing to one of its lists, at most while measuring is open. */
function windowsOf(
  mailings: readonly SentMailing[],
  heads: readonly SentMailing[],
  measured: ReadonlyMap<number, MeasuredMailing>,
  now: Date,
): LeavingWindow[] {
  return mailings.flatMap((mailing) => {
    const measuring = measured.get(mailing.id);
    if (!measuring) return [];
    const next = heads.findLast(
      (other) =>
        other.id !== mailing.id &&
        other.startedAt > mailing.startedAt &&
        other.listIds.some((id) => mailing.listIds.includes(id)),
    );
    const ends = [measuring.closesAt, now, ...(next ? [next.startedAt] : [])];
    const to = new Date(Math.min(...ends.map((end) => end.getTime())));
    return [{ mailingId: mailing.id, listIds: mailing.listIds, from: mailing.startedAt, to }];
  });
}

/** What is published of the loads of each mailing's shared pixel: the same portions as in its own report (TRK-08). */
async function publishedOpens(
  tx: Tx,
  mailings: readonly SentMailing[],
  measured: ReadonlyMap<number, MeasuredMailing>,
  now: Date,
): Promise<Map<number, Figure>> {
  const counted = mailings.flatMap((mailing) => {
    const measuring = measured.get(mailing.id);
    const countsOpens = measuring && ["shared", "unique"].includes(measuring.level);
    return countsOpens && measuring.anonymousBase >= measuring.kMin ? [{ mailing, measuring }] : [];
  });
  const enough = new Map(
    (
      await enoughAnonymous(
        tx,
        counted.map(({ mailing, measuring }) => ({
          runId: mailing.runId,
          least: measuring.kMin,
        })),
      )
    ).map((row) => [row.runId, row.enough]),
  );
  const counts = Map.groupBy(
    await pixelCounts(
      tx,
      counted.map(({ mailing }) => mailing.id),
    ),
    (row) => row.mailingId,
  );
  return new Map(
    counted.map(({ mailing, measuring }): [number, Figure] => {
      // Whether there are k of them is all that decides; how many exactly costs a look at every mail.
      const accepted = enough.get(mailing.runId) ? measuring.anonymousBase : 0;
      const options = publishOptions(measuring, accepted, now, mailing.finishedAt !== null);
      const { opens } = anonymousReport(counts.get(mailing.id) ?? [], [], options);
      return [mailing.id, opens];
    }),
  );
}

function present(each: MailingFigures, names: ReadonlyMap<number, string>): MailingLine {
  const { mailing, measuring, counts, personal } = each;
  const frozen = measuring ? measuring.personalBase + measuring.anonymousBase : null;
  return {
    id: mailing.publicId,
    name: mailing.name,
    startedAt: mailing.startedAt.toISOString(),
    lists: mailing.listIds.flatMap((id) => names.get(id) ?? []),
    level: measuring?.level ?? null,
    accepted: counts.accepted,
    rejected: counts.rejected,
    unsubscribed: each.unsubscribed === null ? null : rateOf(each.unsubscribed, counts.accepted),
    complaints: each.complaints,
    permitted:
      measuring && frozen !== null && frozen > 0
        ? partFigure(measuring.personalBase, frozen, measuring.kMin)
        : null,
    recipients: frozen,
    opened: personal && rateOf(personal.openers, personal.base),
    clicked: personal && rateOf(personal.clickers, personal.base),
    expired: mailing.expired,
  };
}

/** A mailing as the verdict on weekdays and hours sees it; none without a rate that may be shown. */
function rhythmMailing(
  { mailing, measuring, personal, anonymousOpens }: MailingFigures,
  keyOf: (at: Date) => number,
  isFiltered: boolean,
): RhythmMailing[] {
  if (!measuring || !personal || personal.base === 0) return [];
  return [
    {
      key: keyOf(mailing.startedAt),
      lists: [...mailing.listIds].sort((a, b) => a - b).join(","),
      ...personal,
      anonymous:
        isFiltered || !anonymousOpens || anonymousOpens.hidden
          ? null
          : { base: measuring.anonymousBase, opens: anonymousOpens.value },
    },
  ];
}
