import { maybe, one, rows, sql, type Tx } from "../platform/index.ts";

/** What stayed of expired events: totals of groups that were large enough (TRK-18). */
export function expiredByLink(
  tx: Tx,
  mailingId: number,
): Promise<{ link: number; agent: number; hits: number }[]> {
  return rows(
    tx,
    sql`select t.link, t.agent, sum(t.hits)::bigint as hits from expired_totals t where t.account_id = app_account() and t.mailing_id = ${mailingId} group by 1, 2`,
  );
}

/** How many addresses a run was prepared for; 0 when there is none. */
export async function candidatesOfRun(tx: Tx, runId: number): Promise<number> {
  const found = await maybe<{ candidates: number }>(
    tx,
    sql`select r.candidates from delivery_runs r where r.account_id = app_account() and r.id = ${runId}`,
  );
  return found?.candidates ?? 0;
}

export interface StoredLink {
  no: number;
  url: string;
  label: string;
  part: "html" | "text";
  position: { line: number; column: number; offset: number; length: number } | null;
  notPersonal: boolean;
}

/** The links of the content that was sent, with their places. */
export async function contentLinks(tx: Tx, contentVersionId: number): Promise<StoredLink[]> {
  const found = await maybe<{ links: StoredLink[] }>(
    tx,
    sql`select v.links from content_versions v where v.account_id = app_account() and v.id = ${contentVersionId}`,
  );
  return found?.links ?? [];
}

/** When the next mailing to any of these lists began. */
export async function nextMailingAt(
  tx: Tx,
  mailingId: number,
  listIds: number[],
  after: Date,
): Promise<Date | null> {
  const found = await one<{ at: Date | null }>(
    tx,
    sql`select min(m.started_at) as at from mailings m where m.account_id = app_account() and m.id <> ${mailingId} and m.started_at > ${after} and m.list_ids && ${listIds}::bigint[]`,
  );
  return found.at;
}

/** Unsubscribes from these lists and withdrawals of profiling in a period, from the ledger, which names nobody. */
export function endedPermissions(
  tx: Tx,
  listIds: number[],
  from: Date,
  to: Date,
): Promise<{ unsubscribed: number; profilingWithdrawn: number }> {
  return one(
    tx,
    sql`select count(*) filter (where e.kind = 'unsubscribed' and (p.list_id = any(${listIds}::bigint[]) or p.list_id is null)) as unsubscribed,
          count(*) filter (where e.kind = 'profiling_withdrawn') as profiling_withdrawn
        from ledger_entries e left join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
        where e.account_id = app_account() and e.kind in ('unsubscribed', 'profiling_withdrawn') and e.at >= ${from} and e.at < ${to}`,
  );
}
