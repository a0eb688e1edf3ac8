import { rows, run, sql, type Tx } from "../platform/index.ts";
import type { ChangeHashes } from "./audit-change.ts";

export interface AuditRow {
  id: number;
  publicId: string;
  at: Date;
  actorKind: string;
  actorPublicId: string | null;
  actorName: string;
  action: string;
  objectType: string | null;
  objectId: string | null;
  detail: Record<string, unknown>;
  beforeHash: Buffer | null;
  afterHash: Buffer | null;
}

export async function insertAuditEntry(
  tx: Tx,
  entry: {
    accountId: number;
    actorKind: string;
    operatorId: number | null;
    apiKeyId: number | null;
    actorName: string;
    action: string;
    objectType: string | null;
    objectId: string | null;
    detail: Record<string, unknown>;
  } & Partial<ChangeHashes>,
): Promise<void> {
  await run(
    tx,
    sql`insert into audit_entries (account_id, actor_kind, operator_id, api_key_id, actor_name, action, object_type, object_id, detail, before_hash, after_hash)
        values (${entry.accountId}, ${entry.actorKind}, ${entry.operatorId}, ${entry.apiKeyId}, ${entry.actorName},
                ${entry.action}, ${entry.objectType}, ${entry.objectId}, ${JSON.stringify(entry.detail)}::jsonb,
                ${entry.beforeHash ?? null}, ${entry.afterHash ?? null})`,
  );
}

/** Lets a transaction on the instance's tables also write into the log of one account. */
export async function enterAccount(tx: Tx, accountId: number): Promise<void> {
  await run(tx, sql`select set_config('app.account', ${String(accountId)}, true)`);
}

export interface AuditFilter {
  objectType?: string | undefined;
  objectId?: string | undefined;
  operator?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** The newest entries first, `limit` of them, older than the entry with the id `before`. */
export function listAuditEntries(
  tx: Tx,
  accountId: number,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<AuditRow[]> {
  const conditions = [sql`e.account_id = ${accountId}`];
  if (before !== null) conditions.push(sql`e.id < ${before}`);
  if (filter.objectType !== undefined) conditions.push(sql`e.object_type = ${filter.objectType}`);
  if (filter.objectId !== undefined) conditions.push(sql`e.object_id = ${filter.objectId}`);
  if (filter.operator !== undefined)
    conditions.push(
      sql`(e.operator_id = (select o.id from operators o where o.public_id = ${filter.operator})
           or e.api_key_id = (select k.id from api_keys k where k.public_id = ${filter.operator}))`,
    );
  if (filter.action !== undefined)
    conditions.push(
      sql`(e.action = ${filter.action} or starts_with(e.action, ${`${filter.action}.`}))`,
    );
  if (filter.from !== undefined) conditions.push(sql`e.at >= ${filter.from}::timestamptz`);
  if (filter.to !== undefined) conditions.push(sql`e.at < ${filter.to}::timestamptz`);
  return rows<AuditRow>(
    tx,
    sql`select e.id, e.public_id, e.at, e.actor_kind, coalesce(o.public_id, k.public_id) as actor_public_id,
               e.actor_name, e.action, e.object_type, e.object_id, e.detail, e.before_hash, e.after_hash
          from audit_entries e
          left join operators o on o.id = e.operator_id
          left join api_keys k on k.account_id = e.account_id and k.id = e.api_key_id
         where ${sql.join(conditions, sql` and `)}
         order by e.id desc limit ${limit}`,
  );
}

/** RET-08: the log is kept for three years. Needs the retention role. Gives how many entries went. */
export function deleteOldAuditEntries(tx: Tx, before: Date, limit: number): Promise<number> {
  return run(
    tx,
    sql`delete from audit_entries e where e.account_id = app_account()
          and e.id in (select o.id from audit_entries o where o.account_id = app_account() and o.at < ${before} order by o.at limit ${limit})`,
  );
}
