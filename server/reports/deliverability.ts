import type { Deliverability, ProviderView } from "../../contract/deliverability.ts";
import { refusalMeanings, type RefusalMeaning } from "../../contract/refusal-meanings.ts";
import { getAccount } from "../accounts/index.ts";
import { OTHER_DOMAINS } from "../delivery/index.ts";
import { providerName, providerOf, type Tx } from "../platform/index.ts";
import {
  complaintDays,
  countsByDay,
  countsByDomain,
  countsByProvider,
  daysOfProviders,
  lastSeedTest,
  refusalMeaningsOf,
  reportedFigures,
  slowdownsNow,
  warmUpsNow,
  type CountRow,
} from "./deliverability.store.ts";
import { COMPLAINT_LINES, todosOf } from "./deliverability-todos.ts";

/** Providers with a row of their own. */
const SHOWN = 25;
/** Decided mails below which a share says nothing. */
const ENOUGH = 20;
/** Accepted mails below which a complaint rate says nothing (one complaint in 100 is no 1 %). */
const ENOUGH_FOR_COMPLAINTS = 300;
/** Change of the accepted share that is more than chance. */
const TREND = 0.01;
const DAY_MS = 24 * 3_600_000;

type Counts = CountRow & { complaints: number };

/**
 * How receivers treat the account's mail: by provider, day and sending domain, with what refusals mean and what to do
 * next. Read from daily sums, so that it costs the same after ten mails and ten million.
 *
 * @param days days up to today, in the account's time zone
 */
export async function deliverability(tx: Tx, now: Date, days: number): Promise<Deliverability> {
  const { timezone, complaintsAddress } = await getAccount(tx);
  const today = dayIn(timezone, now);
  const before = addDays(today, 1);
  const from = addDays(before, -days);
  const providerRows = await countsByProvider(tx, from, before);
  const earlier = new Map(
    (await countsByProvider(tx, addDays(from, -days), from)).map((row) => [row.provider, row]),
  );
  const complaints = (await complaintDays(tx, from, before, timezone)).map((row) => ({
    ...row,
    provider: row.domain === "" ? OTHER_DOMAINS : providerOf(row.domain),
  }));
  const known = new Set(providerRows.map((row) => row.provider));
  // A complaint about a domain that was put together with others belongs to the others.
  for (const row of complaints) if (!known.has(row.provider)) row.provider = OTHER_DOMAINS;
  const complained = (provider?: string, day?: string) =>
    complaints
      .filter((row) => (provider ?? row.provider) === row.provider && (day ?? row.day) === row.day)
      .reduce((sum, row) => sum + row.count, 0);
  const shown = providerRows.slice(0, SHOWN);
  const providerDays = await daysOfProviders(
    tx,
    from,
    before,
    shown.map((row) => row.provider),
  );
  const providers = shown.map((row): ProviderView => {
    const counts = { ...pickCounts(row), complaints: complained(row.provider) };
    const rates = ratesOf(counts);
    const past = earlier.get(row.provider);
    return {
      id: row.provider,
      name: nameOf(row.provider),
      ...counts,
      ...rates,
      trend: trendOf(rates.acceptedRate, past && ratesOf({ ...past, complaints: 0 }).acceptedRate),
      days: providerDays
        .filter((each) => each.provider === row.provider)
        .map((each) => dayView(each.day, each, complained(row.provider, each.day))),
    };
  });
  const total = { ...sumOf(providerRows), complaints: complained() };
  const byDay = new Map((await countsByDay(tx, from, before)).map((row) => [row.day, row]));
  const series = Array.from({ length: days }, (_unused, at) => {
    const day = addDays(from, at);
    return dayView(day, byDay.get(day), complained(undefined, day));
  });
  const signals = (await refusalMeaningsOf(tx, from, before)).map((row) => {
    const meaning = refusalMeanings[row.meaning as RefusalMeaning] ?? refusalMeanings.unclear;
    return {
      meaning: row.meaning,
      label: meaning.label,
      text: meaning.text,
      count: row.count,
      providerIds: row.providers,
      providers: row.providers.map(nameOf),
      senderDomains: row.senderDomains,
      lastDay: row.lastDay,
      sample: row.sample,
    };
  });
  const seeded = await lastSeedTest(tx);
  const reports = await reportedFigures(tx, from, before);
  const totals = { ...total, ...ratesOf(total) };
  return {
    days,
    from,
    to: today,
    total: totals,
    series,
    providers,
    furtherProviders: Math.max(0, providerRows.length - SHOWN),
    domains: (await countsByDomain(tx, from, before)).map((row) => {
      // Complaints name no sending domain.
      const counts = { ...pickCounts(row), complaints: 0 };
      return {
        domain: row.domain,
        stream: row.stream,
        ...counts,
        ...ratesOf(counts),
        complaintRate: null,
      };
    }),
    signals: signals.map(({ providerIds: _ids, ...signal }) => signal),
    todos: todosOf({
      total: totals,
      providers,
      signals,
      reports,
      seedTestAge: seeded === null ? null : (now.getTime() - seeded.getTime()) / DAY_MS,
    }),
    slowdowns: (await slowdownsNow(tx)).map((row) => ({
      ...row,
      provider: nameOf(row.provider),
      since: row.since.toISOString(),
    })),
    warmUps: (await warmUpsNow(tx)).map((row) => ({
      domain: row.domain,
      startedAt: row.startedAt.toISOString(),
    })),
    reports,
    complaintLines: COMPLAINT_LINES,
    complaintsAddress,
    lastSeedTest: seeded?.toISOString() ?? null,
  };
}

/** A provider's name for people; that of small domains together is the page's. */
export function nameOf(provider: string): string {
  return provider === OTHER_DOMAINS ? OTHER_DOMAINS : providerName(provider);
}

function pickCounts(row: CountRow): CountRow {
  const { accepted, deferred, soft, hard, policy, unknown, uncertain } = row;
  return { accepted, deferred, soft, hard, policy, unknown, uncertain };
}

function sumOf(all: readonly CountRow[]): CountRow {
  const sum = { accepted: 0, deferred: 0, soft: 0, hard: 0, policy: 0, unknown: 0, uncertain: 0 };
  for (const row of all)
    for (const name of Object.keys(sum) as (keyof CountRow)[]) sum[name] += row[name];
  return sum;
}

/** Shares that say something; null where there are too few mails. Pure. */
export function ratesOf(counts: Counts) {
  const refused = counts.soft + counts.hard + counts.policy + counts.unknown;
  const decided = counts.accepted + refused;
  const attempts = decided + counts.deferred;
  const share = (part: number, of: number, least: number) => (of < least ? null : part / of);
  return {
    acceptedRate: share(counts.accepted, decided, ENOUGH),
    hardRate: share(counts.hard, decided, ENOUGH),
    policyRate: share(counts.policy, decided, ENOUGH),
    deferredRate: share(counts.deferred, attempts, ENOUGH),
    complaintRate: share(counts.complaints, counts.accepted, ENOUGH_FOR_COMPLAINTS),
  };
}

/** Against the period before, where both say something. Pure. */
export function trendOf(
  now: number | null,
  past: number | null | undefined,
): ProviderView["trend"] {
  if (now === null || past === null || past === undefined) return null;
  if (Math.abs(now - past) < TREND) return "same";
  return now > past ? "better" : "worse";
}

function dayView(day: string, row: CountRow | undefined, complaints: number) {
  return {
    day,
    accepted: row?.accepted ?? 0,
    refused: row ? row.soft + row.hard + row.policy + row.unknown : 0,
    deferred: row?.deferred ?? 0,
    complaints,
  };
}

function dayIn(timezone: string, at: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(at);
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
