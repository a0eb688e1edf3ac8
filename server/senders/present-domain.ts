import type { DnsHost, DomainKeyView, DomainList, DomainView } from "../../contract/domains.ts";
import { dnsHosts } from "../../contract/domains.ts";
import type { Tx } from "../platform/index.ts";
import { mergeFound, planDomain, requireDomain } from "./check-domain.ts";
import type { SendersDeps } from "./deps.ts";
import { dkimRecord } from "./dkim-keys.ts";
import type { DkimRow } from "./dkim-keys.store.ts";
import { examineDomain } from "./domain-records.ts";
import { findDomain, listPastChecks, listSendingDomains } from "./domains.store.ts";
import { hasAlarm } from "./reports/read-reports.ts";

const DAY_MS = 24 * 3_600_000;
/** How long a replaced key stays published: mail signed with it may still be on its way (RFC 6376, 3.6.1). */
export const KEEP_MS = 7 * DAY_MS;
/** How old a key may get before a new one is due. */
export const RENEW_MS = 365 * DAY_MS;
/** Looks of the past that are shown. */
const HISTORY = 10;

type Deps = Pick<SendersDeps, "clock" | "keys" | "sendingWays" | "inboundDomain">;

/** Everything about a domain of the account; 404 for every other one. */
export async function presentDomain(
  tx: Tx,
  deps: Deps,
  accountId: number,
  given: string,
): Promise<DomainView> {
  const { domain, keys } = await requireDomain(tx, given);
  const plan = await planDomain(tx, deps, accountId, domain);
  const stored = await findDomain(tx, domain);
  const host = (name: string | null | undefined): DnsHost | null =>
    dnsHosts.find((one) => one === name) ?? null;
  return {
    domain,
    checkedAt: stored?.checkedAt?.toISOString() ?? null,
    records: mergeFound(await examineDomain(plan, {}), stored?.records ?? []),
    keys: keys.map(presentKey),
    history: (await listPastChecks(tx, domain, HISTORY)).map((check) => ({
      ...check,
      checkedAt: check.checkedAt.toISOString(),
    })),
    zone: stored?.zone ?? domain,
    dnsHost: host(stored?.dnsHost),
    foundDnsHost: host(stored?.foundDnsHost),
    canBounce: plan.inboundDomain !== null,
    bounceDomain: plan.bounceDomain,
    bounceInUse: plan.bounceDomain !== null && stored?.bounceSeenAt != null,
    reportAddress: plan.reportAddress,
    postmasterAt: stored?.postmasterAt?.toISOString() ?? null,
    alarm: await hasAlarm(tx, domain, deps.clock.now()),
  };
}

export function presentKey(key: DkimRow): DomainKeyView {
  const record = dkimRecord(key);
  const time = (at: Date | null): string | null => at?.toISOString() ?? null;
  const after = (at: Date | null, ms: number): string | null =>
    at === null ? null : new Date(at.getTime() + ms).toISOString();
  return {
    selector: key.selector,
    algorithm: key.algorithm,
    stream: key.stream,
    signingDomain: key.signingDomain,
    state: key.state,
    recordName: record.name,
    recordValue: record.value,
    createdAt: key.createdAt.toISOString(),
    publishedAt: time(key.publishedAt),
    activatedAt: time(key.activatedAt),
    keepUntil: key.state === "retiring" ? after(key.retiredAt, KEEP_MS) : null,
    renewFrom: key.state === "active" ? after(key.activatedAt, RENEW_MS) : null,
  };
}

/** The domains of all senders, with how many of the records they need were found. */
export async function presentDomains(tx: Tx, deps: Deps, accountId: number): Promise<DomainList> {
  const items: DomainList["items"] = [];
  for (const domain of await listSendingDomains(tx)) {
    const view = await presentDomain(tx, deps, accountId, domain);
    const count = (status: string): number =>
      view.records.filter((record) => record.required && record.status === status).length;
    items.push({
      domain,
      checkedAt: view.checkedAt,
      passed: count("passed"),
      failed: count("failed"),
      notChecked: count("not_checked"),
      alarm: view.alarm,
    });
  }
  return { items };
}
