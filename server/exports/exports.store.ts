import type { ExportState } from "../../contract/exports.ts";
import type { ExportSubject } from "../../contract/export-subjects.ts";
import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { Export } from "./export.ts";

const COLUMNS = sql.raw(
  "e.id, e.public_id, e.what, e.state, e.format, e.filter, e.reason, e.locale, e.total, e.written, e.error, e.file_id, e.key_sealed, e.password_sealed, e.size_bytes, e.actor, e.created_at, e.finished_at, e.expires_at, e.downloads",
);

export function insertExport(
  tx: Tx,
  accountId: number,
  made: Pick<
    Export,
    | "publicId"
    | "what"
    | "state"
    | "format"
    | "filter"
    | "reason"
    | "locale"
    | "total"
    | "passwordSealed"
    | "actor"
    | "createdAt"
  >,
): Promise<Export> {
  return one<Export>(
    tx,
    sql`insert into contact_exports as e (account_id, public_id, what, state, format, filter, reason, locale, total, password_sealed, actor, created_by, created_at)
        values (${accountId}, ${made.publicId}, ${made.what}, ${made.state}, ${made.format}, ${JSON.stringify(made.filter)}::jsonb, ${made.reason}, ${made.locale}, ${made.total}, ${made.passwordSealed},
          ${JSON.stringify(made.actor)}::jsonb, ${made.actor.operatorId ?? null}, ${made.createdAt})
        returning ${COLUMNS}`,
  );
}

export function findExport(tx: Tx, publicId: string): Promise<Export | undefined> {
  return maybe<Export>(
    tx,
    sql`select ${COLUMNS} from contact_exports e where e.account_id = app_account() and e.public_id = ${publicId}`,
  );
}

export function lockExport(tx: Tx, id: number): Promise<Export | undefined> {
  return maybe<Export>(
    tx,
    sql`select ${COLUMNS} from contact_exports e where e.account_id = app_account() and e.id = ${id} for update`,
  );
}

/** Exports of these subjects, the newest first. */
export function listExports(
  tx: Tx,
  page: { of: readonly ExportSubject[]; after?: number; limit: number },
): Promise<Export[]> {
  return rows<Export>(
    tx,
    sql`select ${COLUMNS} from contact_exports e where e.account_id = app_account() and e.what = any(${[...page.of]}::text[])
          and (${page.after ?? null}::bigint is null or e.id < ${page.after ?? null})
        order by e.id desc limit ${page.limit}`,
  );
}

export async function setState(
  tx: Tx,
  id: number,
  to: { state: ExportState; error?: string; finishedAt?: Date },
): Promise<void> {
  await run(
    tx,
    sql`update contact_exports e set state = ${to.state}, error = ${to.error ?? null}, finished_at = coalesce(${to.finishedAt ?? null}, e.finished_at),
          written = case when ${to.state} = 'running' then 0 else e.written end,
          password_sealed = case when ${to.state} in ('failed', 'cancelled', 'refused') then null else e.password_sealed end
        where e.account_id = app_account() and e.id = ${id}`,
  );
}

/**
 * Notes how many are written; gives the state, by which the worker sees that it was stopped. Nobody waits for the disk:
 * after a crash the export begins anew.
 */
export async function noteWritten(
  tx: Tx,
  id: number,
  written: number,
): Promise<ExportState | undefined> {
  await sql`set local synchronous_commit = off`.execute(tx);
  const found = await maybe<{ state: ExportState }>(
    tx,
    sql`update contact_exports e set written = ${written} where e.account_id = app_account() and e.id = ${id} returning e.state`,
  );
  return found?.state;
}

/**
 * Whether contact `c` may have been in export `e`, for whoever asks who got their data (Art. 15 and 19 GDPR): rather a
 * recipient too many than one too few, so of a report whoever the mailing went to, permitted or not.
 */
export const MAY_HAVE_HELD = sql`
  case e.what
    when 'contacts' then true
    when 'report_persons' then exists (select 1 from deliveries d join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
      join mailings m on m.account_id = r.account_id and m.id = r.mailing_id
      where d.account_id = e.account_id and d.contact_id = c.id and m.public_id = e.filter #>> '{persons,mailing}')
    when 'evidence' then exists (select 1 from subscriptions s join lists l on l.account_id = s.account_id and l.id = s.list_id
      where s.account_id = e.account_id and s.contact_id = c.id and l.public_id = e.filter #>> '{evidence,list}')
    else exists (select 1 from suppressions s where s.account_id = e.account_id and s.created_at <= e.created_at
      and (s.contact_id = c.id or s.address_hash = c.address_hash))
  end`;

/** False where it was stopped meanwhile. */
export async function completeExport(
  tx: Tx,
  id: number,
  done: {
    written: number;
    fileId: number;
    keySealed: Buffer;
    sizeBytes: number;
    finishedAt: Date;
    expiresAt: Date;
  },
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update contact_exports e set state = 'done', written = ${done.written}, file_id = ${done.fileId}, key_sealed = ${done.keySealed},
          size_bytes = ${done.sizeBytes}, finished_at = ${done.finishedAt}, expires_at = ${done.expiresAt}
        where e.account_id = app_account() and e.id = ${id} and e.state = 'running'`,
  );
  return changed === 1;
}

/** The file is gone; that there was one, for what and by whom, stays. */
export async function forgetFile(tx: Tx, id: number, state: ExportState): Promise<void> {
  await run(
    tx,
    sql`update contact_exports e set state = ${state}, file_id = null, key_sealed = null, password_sealed = null where e.account_id = app_account() and e.id = ${id}`,
  );
}

export async function countDownload(tx: Tx, id: number): Promise<void> {
  await run(
    tx,
    sql`update contact_exports e set downloads = e.downloads + 1 where e.account_id = app_account() and e.id = ${id}`,
  );
}

export async function countContacts(tx: Tx, condition: RawBuilder<unknown>): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from contacts c where ${condition}`,
  );
  return found.count;
}

/** A contact with all that is exported of it. */
export interface ExportedContact {
  id: number;
  publicId: string;
  pot: string;
  email: string;
  salutation: string;
  title: string;
  firstName: string;
  lastName: string;
  company: string;
  locale: string | null;
  stage: string;
  responsible: string | null;
  custom: Record<string, string>;
  origins: Record<string, { source: string; at: string; detail?: string }>;
  tags: string[];
  lists: {
    name: string;
    state: string;
    proof: string | null;
    flag: string | null;
    confirmedAt: string | null;
    source: string;
  }[];
  profiling: string;
  suppressed: string[];
  restricted: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/**
 * The next contacts of an export, in the order in which they came in. Whatever stands beside a contact is looked up through
 * its index, contact by contact: joined, each page would read the tables anew from their beginning. Nobody under Art. 18
 * GDPR leaves in a file (DSR-07).
 */
export function nextContacts(
  tx: Tx,
  condition: RawBuilder<unknown>,
  after: number,
  limit: number,
): Promise<ExportedContact[]> {
  return rows<ExportedContact>(
    tx,
    sql`with page as materialized (
          select c.* from contacts c where ${condition} and c.id > ${after} and c.restricted_at is null order by c.id limit ${limit})
        select c.id, c.public_id, c.pot, c.email, c.salutation, c.title, c.first_name, c.last_name, c.company, c.locale, c.stage,
          (select o.name from operators o where o.id = c.responsible_id) as responsible, c.custom, contact_origins(c.origins) as origins,
          coalesce((select json_agg(t.name order by lower(t.name)) from contact_tagged g join contact_tags t on t.account_id = g.account_id and t.id = g.tag_id
            where g.account_id = c.account_id and g.contact_id = c.id), '[]') as tags,
          coalesce((select json_agg(json_build_object('name', l.name, 'state', s.state, 'proof', s.proof, 'flag', s.flag, 'confirmedAt', s.confirmed_at, 'source', s.source) order by l.name)
            from subscriptions s join lists l on l.account_id = s.account_id and l.id = s.list_id where s.account_id = c.account_id and s.contact_id = c.id), '[]') as lists,
          coalesce((select p.state from profiling_permissions p where p.account_id = c.account_id and p.email_normalised = c.email_normalised), 'unknown') as profiling,
          coalesce((select json_agg(distinct x.scope) from suppressions x
            where x.account_id = c.account_id and x.lifted_at is null and x.address_hash = c.address_hash), '[]') as suppressed,
          c.restricted_at is not null as restricted, c.created_at, c.updated_at
        from page c order by c.id`,
  );
}
