import type { DomainRecord } from "../../contract/domains.ts";
import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";

/** A domain that sends: what was set, and what was found when somebody last looked. */
export interface DomainRow {
  domain: string;
  records: DomainRecord[];
  checkedAt: Date | null;
  bounceDomain: string | null;
  /** When the records of the bounce domain were first found complete. */
  bounceSeenAt: Date | null;
  dnsHost: string | null;
  foundDnsHost: string | null;
  zone: string | null;
  /** When somebody declared that postmaster tools are set up. */
  postmasterAt: Date | null;
  alarmedAt: Date | null;
}

export function findDomain(tx: Tx, domain: string): Promise<DomainRow | undefined> {
  return maybe<DomainRow>(
    tx,
    sql`select d.domain, d.records, d.checked_at, d.bounce_domain, d.bounce_seen_at, d.dns_host, d.found_dns_host, d.zone, d.postmaster_at, d.alarmed_at
          from sender_domains d where d.account_id = app_account() and d.domain = ${domain}`,
  );
}

/** Domains of the senders that may be chosen, by name. */
export async function listSendingDomains(tx: Tx): Promise<string[]> {
  const found = await rows<{ domain: string }>(
    tx,
    sql`select distinct s.domain from senders s where s.account_id = app_account() and s.archived_at is null order by s.domain`,
  );
  return found.map((row) => row.domain);
}

export async function saveDomainSettings(
  tx: Tx,
  accountId: number,
  domain: string,
  settings: Pick<DomainRow, "bounceDomain" | "dnsHost" | "postmasterAt">,
): Promise<void> {
  await run(
    tx,
    sql`insert into sender_domains as d (account_id, domain, bounce_domain, dns_host, postmaster_at)
        values (${accountId}, ${domain}, ${settings.bounceDomain}, ${settings.dnsHost}, ${settings.postmasterAt})
        on conflict (account_id, domain) do update
           set bounce_seen_at = case when d.bounce_domain is not distinct from excluded.bounce_domain then d.bounce_seen_at end,
               bounce_domain = excluded.bounce_domain, dns_host = excluded.dns_host,
               postmaster_at = excluded.postmaster_at`,
  );
}

export async function saveDomainResult(
  tx: Tx,
  accountId: number,
  result: {
    domain: string;
    records: DomainRecord[];
    checkedAt: Date;
    foundDnsHost: string | null;
    zone: string | null;
    /** The bounce domain can be used as far as the DNS tells. */
    bounceReady: boolean;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into sender_domains as d (account_id, domain, records, checked_at, found_dns_host, zone)
        values (${accountId}, ${result.domain}, ${JSON.stringify(result.records)}::jsonb, ${result.checkedAt}, ${result.foundDnsHost}, ${result.zone})
        on conflict (account_id, domain) do update
           set records = excluded.records, checked_at = excluded.checked_at,
               found_dns_host = case when excluded.zone is null then d.found_dns_host else excluded.found_dns_host end,
               zone = coalesce(excluded.zone, d.zone),
               bounce_seen_at = case when d.bounce_domain is null then null
                                     when ${result.bounceReady} then coalesce(d.bounce_seen_at, excluded.checked_at)
                                     else d.bounce_seen_at end`,
  );
}

export async function markAlarmed(
  tx: Tx,
  accountId: number,
  domain: string,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into sender_domains (account_id, domain, alarmed_at) values (${accountId}, ${domain}, ${now})
        on conflict (account_id, domain) do update set alarmed_at = excluded.alarmed_at`,
  );
}

// Looks of the past

export interface PastCheck {
  checkedAt: Date;
  automatic: boolean;
  found: Record<string, DomainRecord["status"]>;
}

/** Notes a look and forgets all but the newest thirty of the domain. */
export async function insertPastCheck(
  tx: Tx,
  accountId: number,
  domain: string,
  check: PastCheck,
): Promise<void> {
  await run(
    tx,
    sql`insert into domain_checks (account_id, domain, checked_at, automatic, found)
        values (${accountId}, ${domain}, ${check.checkedAt}, ${check.automatic}, ${JSON.stringify(check.found)}::jsonb)`,
  );
  await run(
    tx,
    sql`delete from domain_checks c where c.account_id = app_account() and c.domain = ${domain} and c.id not in
        (select n.id from domain_checks n where n.account_id = app_account() and n.domain = ${domain} order by n.checked_at desc, n.id desc limit 30)`,
  );
}

export function listPastChecks(tx: Tx, domain: string, limit: number): Promise<PastCheck[]> {
  return rows<PastCheck>(
    tx,
    sql`select c.checked_at, c.automatic, c.found from domain_checks c
         where c.account_id = app_account() and c.domain = ${domain} order by c.checked_at desc, c.id desc limit ${limit}`,
  );
}
