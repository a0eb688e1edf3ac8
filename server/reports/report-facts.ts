import { classifyRefusal } from "../bounces/index.ts";
import { reasonCounts, runCounts, type RunCounts } from "../delivery/index.ts";
import type { Mailing } from "../mailings/index.ts";
import { providerOf, type Tx } from "../platform/index.ts";
import type { MeasuredMailing } from "../tracking/index.ts";
import {
  acceptedByMeasure,
  domainCounts,
  laterBounces,
  personalFacts,
  refusalGroups,
  type PersonalFacts,
} from "./facts.store.ts";

/**
 * What is counted of a mailing over single rows, before anything is hidden: totals of what happened to its mails, and
 * of what those who permit it did. The anonymous counters are not in here. Large mailings keep it in a snapshot.
 */
export interface ReportFacts {
  counts: RunCounts;
  /** Accepted mails by how they were measured at hand-over. */
  accepted: { personal: number; anonymous: number };
  reasons: { outcome: string; reason: string | null; phase: string | null; count: number }[];
  /** What the receivers did, the largest first; `provider` is null for all the small ones together. */
  providers: ProviderCounts[];
  /** What refusals meant; `later` came as reports after the mail had been accepted. */
  bounces: { meaning: string; later: boolean; count: number }[];
  complaints: number;
  /** Null in a snapshot where few people are measured: then it is counted when it is asked for. */
  personal: PersonalFacts | null;
}

export interface ProviderCounts {
  provider: string | null;
  accepted: number;
  refused: number;
  bounced: number;
}

const NOTHING_SENT: RunCounts = {
  candidates: 0,
  open: 0,
  deferred: 0,
  accepted: 0,
  rejected: 0,
  excluded: 0,
  uncertain: 0,
  cancelled: 0,
};

/** Providers with a line of their own. */
const SHOWN_PROVIDERS = 12;

/** Counts everything about what was sent; one pass over the mails of the run. */
export async function countDeliveries(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
): Promise<Omit<ReportFacts, "personal">> {
  const { runId } = mailing;
  if (runId === null)
    return {
      counts: NOTHING_SENT,
      accepted: { personal: 0, anonymous: 0 },
      reasons: [],
      providers: [],
      bounces: [],
      complaints: 0,
    };
  const counts = await runCounts(tx, accountId, runId);
  const later = mailing.startedAt ? await laterBounces(tx, runId, mailing.startedAt) : [];
  const bounced = later.filter((row) => row.class !== "complaint");
  return {
    counts,
    accepted: await acceptedByMeasure(tx, runId),
    reasons: await reasonCounts(tx, runId),
    providers: byProvider(await domainCounts(tx, runId), bounced),
    bounces: byMeaning([
      ...(await refusalGroups(tx, runId)).map((row) => ({ ...row, later: false })),
      ...bounced.map((row) => ({ ...row, code: 0, later: true, count: 1 })),
    ]),
    complaints: later.length - bounced.length,
  };
}

/** Counts what those did who permit it now. */
export function countPersonal(tx: Tx, measuring: MeasuredMailing): Promise<PersonalFacts> {
  return personalFacts(tx, measuring.mailingId, measuring.timezone);
}

function byProvider(
  domains: readonly { domain: string; accepted: number; refused: number }[],
  bounced: readonly { domain: string }[],
): ProviderCounts[] {
  const found = new Map<string, ProviderCounts>();
  const of = (domain: string): ProviderCounts => {
    // Addresses leave after 90 days (RET-08); what remains has no domain.
    const provider = domain === "" ? "" : providerOf(domain);
    let row = found.get(provider);
    if (!row)
      found.set(
        provider,
        (row = { provider: provider || null, accepted: 0, refused: 0, bounced: 0 }),
      );
    return row;
  };
  for (const { domain, accepted, refused } of domains) {
    const row = of(domain);
    row.accepted += accepted;
    row.refused += refused;
  }
  for (const { domain } of bounced) of(domain).bounced += 1;
  const sorted = [...found.values()]
    .filter((row) => row.provider !== null)
    .sort((a, b) => b.accepted + b.refused - a.accepted - a.refused);
  const rest = [
    ...sorted.slice(SHOWN_PROVIDERS),
    ...[...found.values()].filter((row) => row.provider === null),
  ];
  const shown = sorted.slice(0, SHOWN_PROVIDERS);
  if (rest.length > 0)
    shown.push(
      rest.reduce<ProviderCounts>(
        (sum, row) => ({
          provider: null,
          accepted: sum.accepted + row.accepted,
          refused: sum.refused + row.refused,
          bounced: sum.bounced + row.bounced,
        }),
        { provider: null, accepted: 0, refused: 0, bounced: 0 },
      ),
    );
  return shown;
}

function byMeaning(
  refusals: readonly {
    code: number;
    enhanced: string | null;
    text: string;
    later: boolean;
    count: number;
  }[],
): ReportFacts["bounces"] {
  const found = new Map<string, ReportFacts["bounces"][number]>();
  for (const { code, enhanced, text, later, count } of refusals) {
    const { meaning } = classifyRefusal({ code, enhanced: enhanced ?? undefined, text });
    const key = `${meaning} ${later}`;
    const row = found.get(key);
    if (row) row.count += count;
    else found.set(key, { meaning, later, count });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
