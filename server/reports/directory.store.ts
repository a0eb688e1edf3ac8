import { one, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { Stage, TagColour } from "../contacts/index.ts";
import type { SubscriptionState } from "../lists/index.ts";
import type { ProfilingState } from "../consent/index.ts";

/** Reads across slices, never writes. */

export interface DirectoryFilter {
  /** Only these contacts (a search). */
  ids?: number[];
  listId?: number;
  state?: SubscriptionState;
  profiling?: ProfilingState;
  suppressed?: boolean;
  tagId?: number;
  stage?: Stage;
  /** Operator; null: nobody is responsible. */
  responsibleId?: number | null;
  /** RET-06. */
  orphaned?: boolean;
  /** Only the people of a segment. */
  segment?: RawBuilder<unknown>;
  after?: { sortKey: string; id: number };
  limit: number;
}

export interface DirectoryRow {
  contactId: number;
  publicId: string;
  pot: "newsletter" | "core";
  email: string;
  emailNormalised: string;
  firstName: string;
  lastName: string;
  company: string;
  sortKey: string;
  restrictedAt: Date | null;
  stage: Stage;
  responsible: { id: string; name: string } | null;
  tags: { id: string; name: string; colour: TagColour }[];
  orphanedAt: Date | null;
  keptUntil: string | null;
  createdAt: Date;
  profiling: ProfilingState;
  suppressed: boolean;
  lists: { id: number; state: SubscriptionState }[];
}

const SUPPRESSED = sql`exists (
  select 1 from suppressions x where x.account_id = c.account_id and x.lifted_at is null
    and (x.address_hash = c.address_hash or x.contact_id = c.id or x.domain = split_part(c.email_normalised, '@', -1)))`;

/** The same for a filter over everybody: three small sets instead of a question for each contact. */
const IN_SUPPRESSED = sql`(
  c.address_hash in (select x.address_hash from suppressions x where x.account_id = app_account() and x.lifted_at is null and x.address_hash is not null)
  or c.id in (select x.contact_id from suppressions x where x.account_id = app_account() and x.lifted_at is null and x.contact_id is not null)
  or split_part(c.email_normalised, '@', -1) in (select x.domain from suppressions x where x.account_id = app_account() and x.lifted_at is null and x.domain is not null))`;

/** Only the conditions asked for are in the statement, so that each keeps its index. */
export function conditionsOf(filter: Omit<DirectoryFilter, "limit">): RawBuilder<unknown> {
  const where: RawBuilder<unknown>[] = [sql`c.account_id = app_account()`];
  if (filter.ids) where.push(sql`c.id = any(${filter.ids}::bigint[])`);
  if (filter.listId !== undefined || filter.state !== undefined) {
    const conditions = [sql`s.account_id = c.account_id and s.contact_id = c.id`];
    if (filter.listId !== undefined) conditions.push(sql`s.list_id = ${filter.listId}`);
    if (filter.state !== undefined) conditions.push(sql`s.state = ${filter.state}`);
    where.push(
      sql`exists (select 1 from subscriptions s where ${sql.join(conditions, sql` and `)})`,
    );
  }
  if (filter.profiling === "unknown")
    where.push(
      sql`not exists (select 1 from profiling_permissions p where p.account_id = c.account_id and p.email_normalised = c.email_normalised and p.state <> 'unknown')`,
    );
  else if (filter.profiling)
    where.push(
      sql`exists (select 1 from profiling_permissions p where p.account_id = c.account_id and p.email_normalised = c.email_normalised and p.state = ${filter.profiling})`,
    );
  if (filter.suppressed === true) where.push(IN_SUPPRESSED);
  if (filter.suppressed === false) where.push(sql`not ${IN_SUPPRESSED}`);
  if (filter.tagId !== undefined)
    where.push(
      sql`exists (select 1 from contact_tagged g where g.account_id = c.account_id and g.contact_id = c.id and g.tag_id = ${filter.tagId})`,
    );
  // The literal conditions are those of the partial indexes.
  if (filter.stage !== undefined)
    where.push(
      filter.stage === "" ? sql`c.stage = ''` : sql`c.stage = ${filter.stage} and c.stage <> ''`,
    );
  if (filter.responsibleId !== undefined)
    where.push(
      filter.responsibleId === null
        ? sql`c.responsible_id is null`
        : sql`c.responsible_id = ${filter.responsibleId}`,
    );
  if (filter.orphaned !== undefined)
    where.push(filter.orphaned ? sql`c.orphaned_at is not null` : sql`c.orphaned_at is null`);
  if (filter.segment) where.push(filter.segment);
  if (filter.after)
    where.push(sql`(c.sort_key, c.id) > (${filter.after.sortKey}, ${filter.after.id})`);
  return sql.join(where, sql` and `);
}

const likePrefix = (text: string): string => `${text.replace(/[\\%_]/g, "\\$&")}%`;

/** A condition narrowed to whom a search finds, all of them. */
export function foundBy(
  condition: RawBuilder<unknown>,
  text: string,
  folded: string,
): RawBuilder<unknown> {
  return sql`${condition} and c.id in (select s.id from search_contacts(${likePrefix(text)}, ${likePrefix(folded)}, 2147483647) s(id))`;
}

/** The directory in German order. */
export function directoryPage(tx: Tx, filter: DirectoryFilter): Promise<DirectoryRow[]> {
  return rows<DirectoryRow>(
    tx,
    sql`with page as materialized (
          select c.* from contacts c where ${conditionsOf(filter)} order by c.sort_key, c.id limit ${filter.limit})
        select c.id as contact_id, c.public_id, c.pot, c.email, c.email_normalised, c.first_name, c.last_name, c.company, c.sort_key, c.restricted_at, c.created_at,
          c.stage, c.orphaned_at, c.kept_until::text as kept_until,
          (select json_build_object('id', o.public_id, 'name', o.name) from operators o where o.id = c.responsible_id) as responsible,
          coalesce((select json_agg(json_build_object('id', t.public_id, 'name', t.name, 'colour', t.colour) order by lower(t.name))
                    from contact_tagged g join contact_tags t on t.account_id = g.account_id and t.id = g.tag_id
                    where g.account_id = c.account_id and g.contact_id = c.id), '[]') as tags,
          coalesce(p.state, 'unknown') as profiling, ${SUPPRESSED} as suppressed,
          coalesce((select json_agg(json_build_object('id', s.list_id, 'state', s.state) order by s.list_id) from subscriptions s
                    where s.account_id = c.account_id and s.contact_id = c.id), '[]') as lists
        from page c left join profiling_permissions p on p.account_id = c.account_id and p.email_normalised = c.email_normalised
        order by c.sort_key, c.id`,
  );
}

/** How many contacts a filter means. */
export async function countDirectory(
  tx: Tx,
  filter: Omit<DirectoryFilter, "limit">,
): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from contacts c where ${conditionsOf(filter)}`,
  );
  return found.count;
}

/** The contacts a filter means, at most `limit`. */
export async function directoryIds(tx: Tx, filter: DirectoryFilter): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select c.id from contacts c where ${conditionsOf(filter)} limit ${filter.limit}`,
  );
  return found.map((row) => row.id);
}

/** The numbers of contacts named by their public ids. */
export async function idsOfContacts(tx: Tx, publicIds: readonly string[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select c.id from contacts c where c.account_id = app_account() and c.public_id = any(${[...publicIds]}::text[])`,
  );
  return found.map((row) => row.id);
}
