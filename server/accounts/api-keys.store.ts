import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export interface ApiKeyRow {
  publicId: string;
  name: string;
  purpose: string;
  scopes: string[];
  createdAt: Date;
  createdBy: string | null;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedOn: string | null;
}

export interface LiveKey {
  id: number;
  accountId: number;
  accountPublicId: string;
  name: string;
  scopes: string[];
  /** `2026-11-21`, in UTC. */
  lastUsedOn: string | null;
}

/** The key of a secret's hash when it may be used now. */
export function findLiveKey(tx: Tx, secretHash: Buffer, now: Date): Promise<LiveKey | undefined> {
  return maybe<LiveKey>(
    tx,
    sql`select k.id, k.account_id, a.public_id as account_public_id, k.name, k.scopes, k.last_used_on::text as last_used_on
          from api_keys k join accounts a on a.id = k.account_id
         where k.secret_hash = ${secretHash} and k.revoked_at is null and k.expires_at > ${now} and a.suspended_at is null`,
  );
}

export async function markKeyUsed(tx: Tx, id: number, day: string): Promise<void> {
  await run(tx, sql`update api_keys set last_used_on = ${day}::date where id = ${id}`);
}

/** Keys that end before `until` and whose owners have not been told. */
export function listEndingKeys(
  tx: Tx,
  now: Date,
  until: Date,
): Promise<{ id: number; accountId: number; name: string; expiresAt: Date }[]> {
  return rows(
    tx,
    sql`select k.id, k.account_id, k.name, k.expires_at from api_keys k join accounts a on a.id = k.account_id
         where k.revoked_at is null and k.warned_at is null and k.expires_at > ${now} and k.expires_at <= ${until}
           and a.suspended_at is null order by k.account_id, k.id limit 500`,
  );
}

export async function markKeyWarned(tx: Tx, id: number, now: Date): Promise<void> {
  await run(tx, sql`update api_keys set warned_at = ${now} where id = ${id}`);
}

/** The person who acts: for a key, whoever made it; null when nobody knows any more. */
export async function personBehind(
  tx: Tx,
  { operatorId, apiKeyId }: { operatorId?: number | undefined; apiKeyId?: number | undefined },
): Promise<number | null> {
  if (operatorId !== undefined || apiKeyId === undefined) return operatorId ?? null;
  const found = await maybe<{ createdBy: number | null }>(
    tx,
    sql`select k.created_by from api_keys k where k.account_id = app_account() and k.id = ${apiKeyId}`,
  );
  return found?.createdBy ?? null;
}

const columns = sql.raw(
  "k.public_id, k.name, k.purpose, k.scopes, k.created_at, (select o.name from operators o where o.id = k.created_by) as created_by, k.expires_at, k.revoked_at, k.last_used_on::text as last_used_on",
);

export function insertApiKey(
  tx: Tx,
  key: {
    accountId: number;
    name: string;
    purpose: string;
    secretHash: Buffer;
    scopes: string[];
    createdBy: number | null;
    now: Date;
    expiresAt: Date;
  },
): Promise<ApiKeyRow> {
  return one<ApiKeyRow>(
    tx,
    sql`insert into api_keys as k (account_id, name, purpose, secret_hash, scopes, created_by, created_at, expires_at)
        values (${key.accountId}, ${key.name}, ${key.purpose}, ${key.secretHash}, ${key.scopes}, ${key.createdBy}, ${key.now}, ${key.expiresAt})
        returning ${columns}`,
  );
}

export function listApiKeys(tx: Tx, accountId: number): Promise<ApiKeyRow[]> {
  return rows<ApiKeyRow>(
    tx,
    sql`select ${columns} from api_keys k where k.account_id = ${accountId} order by k.revoked_at nulls first, k.created_at desc`,
  );
}

export function revokeApiKey(
  tx: Tx,
  accountId: number,
  publicId: string,
  now: Date,
): Promise<number> {
  return run(
    tx,
    sql`update api_keys set revoked_at = ${now} where account_id = ${accountId} and public_id = ${publicId} and revoked_at is null`,
  );
}
