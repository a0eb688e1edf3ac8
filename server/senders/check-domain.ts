import { audit, type AuditActor } from "../accounts/index.ts";
import type { DomainRecord } from "../../contract/domains.ts";
import { notFound, parseMailDomain, type Tx } from "../platform/index.ts";
import type { SendersDeps } from "./deps.ts";
import { dkimRecord } from "./dkim-keys.ts";
import { listDkimKeys, markPublished, type DkimRow } from "./dkim-keys.store.ts";
import { findZone } from "./dns-host.ts";
import { examineDomain, type DomainPlan } from "./domain-records.ts";
import { findDomain, insertPastCheck, saveDomainResult } from "./domains.store.ts";
import { reportAddressOf } from "./report-address.ts";

/** A domain of this account with its keys; 404 for every other one. */
export async function requireDomain(
  tx: Tx,
  given: string,
): Promise<{ domain: string; keys: DkimRow[] }> {
  const domain = parseMailDomain(given);
  const keys = domain === undefined ? [] : await listDkimKeys(tx, domain);
  if (domain === undefined || keys.length === 0) throw notFound("sender domain");
  return { domain, keys };
}

/** What decides about the records of a domain. */
export async function planDomain(
  tx: Tx,
  deps: Partial<Pick<SendersDeps, "keys" | "sendingWays" | "inboundDomain">>,
  accountId: number,
  domain: string,
): Promise<DomainPlan> {
  const inboundDomain = deps.inboundDomain ?? null;
  return {
    domain,
    keys: await listDkimKeys(tx, domain),
    ways: (await deps.sendingWays?.(tx)) ?? [],
    bounceDomain: (await findDomain(tx, domain))?.bounceDomain ?? null,
    inboundDomain,
    reportAddress: deps.keys ? reportAddressOf(deps.keys, accountId, inboundDomain) : null,
  };
}

/**
 * Looks for all records of a domain in the DNS and keeps what was found: the records, when keys were first seen,
 * whether the bounce domain can be used, and a line for the history. The DNS may take seconds; no transaction waits
 * for it. 404 for a domain that is not the account's.
 */
export async function checkDomain(
  deps: Pick<
    SendersDeps,
    "db" | "clock" | "keys" | "lookUp" | "fetch" | "sendingWays" | "inboundDomain"
  >,
  accountId: number,
  given: string,
  by: { actor: AuditActor; automatic: boolean },
): Promise<DomainRecord[]> {
  const plan = await deps.db.account(accountId, async (tx) =>
    planDomain(tx, deps, accountId, (await requireDomain(tx, given)).domain),
  );
  const { domain } = plan;
  const [records, zone] = await Promise.all([
    examineDomain(plan, deps),
    findZone(domain, deps.lookUp),
  ]);
  const passed = (kind: DomainRecord["kind"]): boolean =>
    records.some((record) => record.kind === kind && record.status === "passed");
  const checkedAt = deps.clock.now();
  await deps.db.account(accountId, async (tx) => {
    await saveDomainResult(tx, accountId, {
      domain,
      records,
      checkedAt,
      foundDnsHost: zone?.host ?? null,
      zone: zone?.zone ?? null,
      bounceReady: passed("bounce_mx") && passed("bounce_spf"),
    });
    await markPublished(tx, domain, publishedSelectors(plan.keys as DkimRow[], records), checkedAt);
    const found = summary(records);
    await insertPastCheck(tx, accountId, domain, { checkedAt, automatic: by.automatic, found });
    if (!by.automatic)
      await audit(tx, accountId, by.actor, "sender_domain.checked", {
        objectType: "sender_domain",
        objectId: domain,
        detail: found,
      });
  });
  return records;
}

function publishedSelectors(keys: readonly DkimRow[], records: readonly DomainRecord[]): string[] {
  const seen = new Set(
    records.filter((one) => one.kind === "dkim" && one.status === "passed").map((one) => one.name),
  );
  return keys
    .filter((key) => key.state !== "revoked" && seen.has(dkimRecord(key).name))
    .map((key) => key.selector);
}

/** The worst status of each kind of record that has to be there or was found. */
function summary(records: readonly DomainRecord[]): Record<string, DomainRecord["status"]> {
  const order = ["passed", "not_checked", "failed"] as const;
  const found: Record<string, DomainRecord["status"]> = {};
  for (const { kind, status, required } of records) {
    if (!required && status === "failed") continue;
    const before = found[kind] ?? "passed";
    found[kind] = order.indexOf(status) > order.indexOf(before) ? status : before;
  }
  return found;
}

/**
 * The records a domain needs now, with what was found when somebody last looked. What was planned since then is not
 * checked yet.
 */
export function mergeFound(
  planned: readonly DomainRecord[],
  found: readonly DomainRecord[],
): DomainRecord[] {
  return planned.map((record) => {
    const before = found.find(
      (one) =>
        one.kind === record.kind &&
        one.name === record.name &&
        one.type === record.type &&
        (record.kind !== "dkim" || one.value === record.value),
    );
    return before ? { ...before, required: record.required } : record;
  });
}
