import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";

/** What was last seen of the bounce domain below a sender's domain. */
export interface BounceDomain {
  /** Domain of the sender. */
  domain: string;
  /** `bounce.` below it. */
  host: string;
  /** Its MX record leads here. */
  mx: boolean;
  /** It names who may send for it. */
  spf: boolean;
  checkedAt: Date;
}

export function findBounceDomain(tx: Tx, domain: string): Promise<BounceDomain | undefined> {
  return maybe(
    tx,
    sql`select b.domain, b.host, b.mx, b.spf, b.checked_at from bounce_domains b
        where b.account_id = app_account() and b.domain = ${domain}`,
  );
}

export function saveBounceDomain(tx: Tx, accountId: number, seen: BounceDomain): Promise<number> {
  return run(
    tx,
    sql`insert into bounce_domains (account_id, domain, host, mx, spf, checked_at)
        values (${accountId}, ${seen.domain}, ${seen.host}, ${seen.mx}, ${seen.spf}, ${seen.checkedAt})
        on conflict (account_id, domain) do update set host = excluded.host, mx = excluded.mx, spf = excluded.spf, checked_at = excluded.checked_at`,
  );
}

export function listBounceDomains(tx: Tx): Promise<BounceDomain[]> {
  return rows(
    tx,
    sql`select b.domain, b.host, b.mx, b.spf, b.checked_at from bounce_domains b where b.account_id = app_account() order by b.domain`,
  );
}

/** Patterns of the mailboxes that are read and take bounces; one that answers comes first. */
export function bouncePatternsOfMailboxes(tx: Tx): Promise<{ pattern: string }[]> {
  return rows(
    tx,
    sql`select m.pattern from mailboxes m
        where m.account_id = app_account() and m.active and m.pattern is not null and m.purpose in ('bounces', 'all')
          and m.last_ok_at is not null
        order by m.failures, m.id limit 20`,
  );
}
