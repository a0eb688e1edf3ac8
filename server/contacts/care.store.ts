import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";

/** A member of the account's staff, as far as contacts are concerned. */
export interface Adviser {
  id: number;
  publicId: string;
  name: string;
}

/** Everybody who may look after contacts: the account's members. */
export function allAdvisers(tx: Tx): Promise<Adviser[]> {
  return rows<Adviser>(
    tx,
    sql`select o.id, o.public_id, o.name from operators o join memberships m on m.operator_id = o.id and m.account_id = app_account()
        where o.disabled_at is null order by lower(o.name), o.id`,
  );
}

/** How many contacts the account has, or one of its members is responsible for. */
export async function countContacts(tx: Tx, responsibleId?: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from contacts c where c.account_id = app_account()
        ${responsibleId === undefined ? sql`` : sql`and c.responsible_id = ${responsibleId}`}`,
  );
  return found.count;
}

/** Also of one who left since. */
export function findAdviser(tx: Tx, id: number): Promise<Adviser | undefined> {
  return maybe<Adviser>(
    tx,
    sql`select o.id, o.public_id, o.name from operators o where o.id = ${id}`,
  );
}

/** A change of many contacts, with its numbers resolved. */
export type StoredAction =
  | { do: "tag" | "untag"; tagId: number }
  | { do: "stage"; stage: string }
  | { do: "responsible"; responsibleId: number | null };

export function insertBulk(
  tx: Tx,
  accountId: number,
  action: StoredAction,
  at: Date,
): Promise<{ id: number; publicId: string }> {
  return one(
    tx,
    sql`insert into contact_bulks as b (account_id, action, at) values (${accountId}, ${JSON.stringify(action)}, ${at}) returning b.id, b.public_id`,
  );
}

/** Notes which of the contacts the action changes, with what was there before; gives how many. */
export function noteBefore(
  tx: Tx,
  bulkId: number,
  action: StoredAction,
  ids: readonly number[],
): Promise<number> {
  const { before, differs } = conditions(action);
  return run(
    tx,
    sql`insert into contact_bulk_items (account_id, bulk_id, contact_id, before)
        select c.account_id, ${bulkId}, c.id, ${before} from contacts c
        where c.account_id = app_account() and c.id = any(${[...ids]}::bigint[]) and ${differs}`,
  );
}

/** What an action replaces, and whom it changes at all. */
function conditions(action: StoredAction): {
  before: RawBuilder<unknown>;
  differs: RawBuilder<unknown>;
} {
  const tagged = (tagId: number) =>
    sql`exists (select 1 from contact_tagged g where g.account_id = c.account_id and g.tag_id = ${tagId} and g.contact_id = c.id)`;
  switch (action.do) {
    case "tag":
      return { before: sql`null`, differs: sql`not ${tagged(action.tagId)}` };
    case "untag":
      return { before: sql`null`, differs: tagged(action.tagId) };
    case "stage":
      return { before: sql`c.stage`, differs: sql`c.stage <> ${action.stage}` };
    case "responsible":
      return {
        before: sql`c.responsible_id::text`,
        differs: sql`c.responsible_id is distinct from ${action.responsibleId}::bigint`,
      };
  }
}

/** Does the action to the contacts noted for it. */
export async function applyBulk(
  tx: Tx,
  bulkId: number,
  action: StoredAction,
  at: Date,
): Promise<void> {
  const items = sql`contact_bulk_items i`;
  const these = sql`i.account_id = app_account() and i.bulk_id = ${bulkId}`;
  switch (action.do) {
    case "tag":
      await run(
        tx,
        sql`insert into contact_tagged (account_id, tag_id, contact_id, at) select i.account_id, ${action.tagId}, i.contact_id, ${at} from ${items} where ${these} on conflict do nothing`,
      );
      return;
    case "untag":
      await run(
        tx,
        sql`delete from contact_tagged g using ${items} where ${these} and g.account_id = i.account_id and g.contact_id = i.contact_id and g.tag_id = ${action.tagId}`,
      );
      return;
    case "stage":
      await run(
        tx,
        sql`update contacts c set stage = ${action.stage}, updated_at = ${at} from ${items} where ${these} and c.account_id = i.account_id and c.id = i.contact_id`,
      );
      return;
    case "responsible":
      await run(
        tx,
        sql`update contacts c set responsible_id = ${action.responsibleId}, updated_at = ${at} from ${items} where ${these} and c.account_id = i.account_id and c.id = i.contact_id`,
      );
  }
}

export async function setChanged(tx: Tx, bulkId: number, changed: number): Promise<void> {
  await run(
    tx,
    sql`update contact_bulks b set changed = ${changed} where b.account_id = app_account() and b.id = ${bulkId}`,
  );
}

export interface Bulk {
  id: number;
  publicId: string;
  action: StoredAction;
  changed: number;
  at: Date;
  undoneAt: Date | null;
}

export function lockBulk(tx: Tx, publicId: string): Promise<Bulk | undefined> {
  return maybe<Bulk>(
    tx,
    sql`select b.id, b.public_id, b.action, b.changed, b.at, b.undone_at from contact_bulks b where b.account_id = app_account() and b.public_id = ${publicId} for update`,
  );
}

/** Takes an action back where nobody has changed the contact's value since; gives how many. */
export async function undoBulk(tx: Tx, bulk: Bulk, at: Date): Promise<number> {
  const { action } = bulk;
  const these = sql`i.account_id = app_account() and i.bulk_id = ${bulk.id}`;
  const same = sql`c.account_id = i.account_id and c.id = i.contact_id`;
  await run(
    tx,
    sql`update contact_bulks b set undone_at = ${at} where b.account_id = app_account() and b.id = ${bulk.id}`,
  );
  switch (action.do) {
    case "tag":
      return run(
        tx,
        sql`delete from contact_tagged g using contact_bulk_items i where ${these} and g.account_id = i.account_id and g.contact_id = i.contact_id and g.tag_id = ${action.tagId} and g.at = ${bulk.at}`,
      );
    case "untag":
      return run(
        tx,
        sql`insert into contact_tagged (account_id, tag_id, contact_id, at)
            select i.account_id, t.id, i.contact_id, ${at} from contact_bulk_items i join contact_tags t on t.account_id = i.account_id and t.id = ${action.tagId} where ${these} on conflict do nothing`,
      );
    case "stage":
      return run(
        tx,
        sql`update contacts c set stage = i.before, updated_at = ${at} from contact_bulk_items i where ${these} and ${same} and c.stage = ${action.stage}`,
      );
    case "responsible":
      return run(
        tx,
        sql`update contacts c set responsible_id = o.id, updated_at = ${at}
            from contact_bulk_items i left join operators o on o.id = i.before::bigint
            where ${these} and ${same} and c.responsible_id is not distinct from ${action.responsibleId}::bigint`,
      );
  }
}

/** What can no longer be taken back is forgotten. */
export function deleteOldBulks(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from contact_bulks b where b.account_id = app_account() and b.at < ${before}`,
  );
}

/** RET-06: keeps a contact that nothing else holds here, until a day, or lets it go again (nulls). */
export async function keepContact(
  tx: Tx,
  id: number,
  until: string | null,
  because: string,
): Promise<void> {
  await run(
    tx,
    sql`update contacts c set kept_until = ${until}::date, kept_because = ${because} where c.account_id = app_account() and c.id = ${id}`,
  );
}
