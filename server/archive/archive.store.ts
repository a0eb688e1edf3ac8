import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { ListArchive } from "./archive.ts";
import type { ViewedMailing } from "./web-view.ts";

/** Whose mailing has this web view; asked without an account. */
export async function accountOfWebView(tx: Tx, key: string): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_web_view(${key}) as account_id`,
  );
  return found.accountId;
}

/** Whose archive this is; asked without an account. */
export async function accountOfArchive(tx: Tx, slug: string): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_archive(${slug}) as account_id`,
  );
  return found.accountId;
}

/**
 * What keeps a mailing out of the archives, as one expression over `mailings m left join web_views w`: pages, feed and
 * workplace cannot come to different answers. Left out are mails that not every reader of a list got or that are about
 * single people: to existing customers, the tracking question, follow-ups chosen by behaviour, and what is not sent to
 * its end. A mailing to several lists is shown only if every one of them has a public archive.
 * @param ifOpen number of a list to be taken as open, to say what opening its archive would show
 */
function outside(ifOpen: number | null): RawBuilder<unknown> {
  return sql`case
      when m.kind <> 'newsletter' then 'customer_mail'
      when m.settings ? 'purpose' then 'question'
      when exists (
        select 1 from delivery_runs r
        where r.account_id = m.account_id and r.id = m.run_id and r.behaviour is not null) then 'follow_up'
      when m.state <> 'sent' or m.content_version_id is null or m.list_ids = '{}' then 'not_sent'
      when w.withdrawn_at is not null then 'withdrawn'
      when w.left_out then 'left_out'
      when exists (
        select 1 from unnest(m.list_ids) l(id)
        left join list_archives a on a.account_id = m.account_id and a.list_id = l.id
        where a.is_open is not true and l.id is distinct from ${ifOpen}::bigint) then 'list_not_public'
    end`;
}

const FROM = sql`mailings m left join web_views w on w.account_id = m.account_id and w.mailing_id = m.id`;

const viewed = sql`select m.id, m.public_id, m.web_view_key, m.locale, m.list_ids, m.content_version_id,
    m.basis_report is not null as begun, m.started_at, w.withdrawn_at, coalesce(w.left_out, false) as left_out,
    ${outside(null)} as outside,
    exists (select 1 from list_archives a where a.account_id = m.account_id and a.list_id = any(m.list_ids) and a.is_open and a.is_indexed) as indexed
  from ${FROM}`;

export function findByKey(tx: Tx, key: string): Promise<ViewedMailing | undefined> {
  return maybe(tx, sql`${viewed} where m.account_id = app_account() and m.web_view_key = ${key}`);
}

export function findViewed(tx: Tx, publicId: string): Promise<ViewedMailing | undefined> {
  return maybe(tx, sql`${viewed} where m.account_id = app_account() and m.public_id = ${publicId}`);
}

/** Mailings of a list's archive, the newest first. */
export function issuesOfList(
  tx: Tx,
  listId: number,
  page: { limit: number; offset: number },
): Promise<ViewedMailing[]> {
  return rows(
    tx,
    sql`${viewed} where m.account_id = app_account() and ${listId} = any(m.list_ids) and ${outside(null)} is null
        order by m.started_at desc, m.id desc limit ${page.limit} offset ${page.offset}`,
  );
}

/** How many mailings a list's archive holds, or would if it were open. */
export async function countIssues(tx: Tx, listId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from ${FROM}
        where m.account_id = app_account() and ${listId} = any(m.list_ids) and ${outside(listId)} is null`,
  );
  return found.count;
}

/** The archives a mailing would be in, by the names of their lists. */
export function archivesOfLists(
  tx: Tx,
  listIds: readonly number[],
): Promise<(ListArchive & { listPublicId: string; listName: string })[]> {
  return rows(
    tx,
    sql`select a.list_id, a.slug, a.is_open, a.is_indexed, a.opened_at, l.public_id as list_public_id, l.name as list_name
        from list_archives a join lists l on l.account_id = a.account_id and l.id = a.list_id
        where a.account_id = app_account() and a.list_id = any(${[...listIds]}::bigint[]) order by lower(l.name), l.id`,
  );
}

const ARCHIVE = sql.raw("a.list_id, a.slug, a.is_open, a.is_indexed, a.opened_at");

export function findArchive(tx: Tx, listId: number): Promise<ListArchive | undefined> {
  return maybe(
    tx,
    sql`select ${ARCHIVE} from list_archives a where a.account_id = app_account() and a.list_id = ${listId}`,
  );
}

export function findArchiveBySlug(tx: Tx, slug: string): Promise<ListArchive | undefined> {
  return maybe(
    tx,
    sql`select ${ARCHIVE} from list_archives a where a.account_id = app_account() and a.slug = ${slug}`,
  );
}

/** Opens, closes or marks an archive; the address of one that exists stays. */
export function saveArchive(
  tx: Tx,
  accountId: number,
  listId: number,
  change: { slug: string; isOpen: boolean; isIndexed: boolean; at: Date },
): Promise<ListArchive> {
  const openedAt = change.isOpen ? change.at : null;
  return one(
    tx,
    sql`insert into list_archives as a (account_id, list_id, slug, is_open, is_indexed, opened_at)
        values (${accountId}, ${listId}, ${change.slug}, ${change.isOpen}, ${change.isIndexed}, ${openedAt})
        on conflict (account_id, list_id) do update set is_open = excluded.is_open, is_indexed = excluded.is_indexed,
          opened_at = case when a.is_open and excluded.is_open then a.opened_at else excluded.opened_at end
        returning ${ARCHIVE}`,
  );
}

/** Notes what was decided about a mailing's public pages. */
export async function saveChoice(
  tx: Tx,
  accountId: number,
  mailingId: number,
  choice: { withdrawnAt: Date | null; leftOut: boolean },
): Promise<void> {
  await run(
    tx,
    sql`insert into web_views (account_id, mailing_id, withdrawn_at, left_out)
        values (${accountId}, ${mailingId}, ${choice.withdrawnAt}, ${choice.leftOut})
        on conflict (account_id, mailing_id) do update set withdrawn_at = excluded.withdrawn_at, left_out = excluded.left_out`,
  );
}
