import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

/** What kind of mail a key signs; see `Stream` of relays. */
export type KeyStream = "marketing" | "opt_in" | "transactional";

/** `new`: to be published; `active`: signs; `retiring`: replaced, still published; `revoked`: withdrawn. */
export type KeyState = "new" | "active" | "retiring" | "revoked";

export interface DkimRow {
  /** Domain of the senders that the key signs for. */
  domain: string;
  /** d= of the signature: the domain itself or a name below it. */
  signingDomain: string;
  selector: string;
  algorithm: "rsa" | "ed25519";
  /** Null: every stream without keys of its own. */
  stream: KeyStream | null;
  state: KeyState;
  privateKeySealed: Buffer;
  /** SubjectPublicKeyInfo in base64. */
  publicKey: string;
  createdAt: Date;
  /** When the key was first seen in the DNS. */
  publishedAt: Date | null;
  activatedAt: Date | null;
  /** When another key took its place. */
  retiredAt: Date | null;
  revokedAt: Date | null;
}

const columns = sql.raw(
  "k.domain, k.signing_domain, k.selector, k.algorithm, k.stream, k.state, k.private_key_sealed, k.public_key, k.created_at, k.published_at, k.activated_at, k.retired_at, k.revoked_at",
);

/** All keys of a domain, the oldest first. */
export function listDkimKeys(tx: Tx, domain: string): Promise<DkimRow[]> {
  return rows<DkimRow>(
    tx,
    sql`select ${columns} from dkim_keys k where k.account_id = app_account() and k.domain = ${domain} order by k.id`,
  );
}

/** The keys of a domain that sign now. */
export function listActiveKeys(tx: Tx, domain: string): Promise<DkimRow[]> {
  return rows<DkimRow>(
    tx,
    sql`select ${columns} from dkim_keys k
         where k.account_id = app_account() and k.domain = ${domain} and k.state = 'active' order by k.id`,
  );
}

export function findDkimKey(
  tx: Tx,
  domain: string,
  selector: string,
): Promise<DkimRow | undefined> {
  return maybe<DkimRow>(
    tx,
    sql`select ${columns} from dkim_keys k
         where k.account_id = app_account() and k.domain = ${domain} and k.selector = ${selector} for update`,
  );
}

export type NewKey = Pick<
  DkimRow,
  | "domain"
  | "signingDomain"
  | "selector"
  | "algorithm"
  | "stream"
  | "state"
  | "privateKeySealed"
  | "publicKey"
>;

export function insertDkimKey(tx: Tx, accountId: number, key: NewKey, now: Date): Promise<DkimRow> {
  return one<DkimRow>(
    tx,
    sql`insert into dkim_keys as k (account_id, domain, signing_domain, selector, algorithm, stream, state, private_key_sealed, public_key, created_at, activated_at)
        values (${accountId}, ${key.domain}, ${key.signingDomain}, ${key.selector}, ${key.algorithm}, ${key.stream}, ${key.state},
                ${key.privateKeySealed}, ${key.publicKey}, ${now}, ${key.state === "active" ? now : null})
        returning ${columns}`,
  );
}

/** Remembers when a key was first seen in the DNS. */
export async function markPublished(
  tx: Tx,
  domain: string,
  selectors: readonly string[],
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update dkim_keys set published_at = ${now}
         where account_id = app_account() and domain = ${domain} and selector = any(${[...selectors]}::text[]) and published_at is null`,
  );
}

export async function activateKey(
  tx: Tx,
  domain: string,
  selector: string,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update dkim_keys set state = 'active', activated_at = ${now}, published_at = coalesce(published_at, ${now})
         where account_id = app_account() and domain = ${domain} and selector = ${selector}`,
  );
}

/** The keys that another one of the same kind and stream replaces. */
export function retireOthers(tx: Tx, key: DkimRow, now: Date): Promise<{ selector: string }[]> {
  return rows<{ selector: string }>(
    tx,
    sql`update dkim_keys k set state = 'retiring', retired_at = ${now}
         where k.account_id = app_account() and k.domain = ${key.domain} and k.algorithm = ${key.algorithm}
           and k.stream is not distinct from ${key.stream} and k.state = 'active' and k.selector <> ${key.selector}
        returning k.selector`,
  );
}

export async function revokeKey(
  tx: Tx,
  domain: string,
  selector: string,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update dkim_keys set state = 'revoked', retired_at = coalesce(retired_at, ${now}), revoked_at = ${now}
         where account_id = app_account() and domain = ${domain} and selector = ${selector}`,
  );
}

/** Withdraws the keys that were replaced before a time. */
export function revokeRetired(
  tx: Tx,
  retiredBefore: Date,
  now: Date,
): Promise<{ domain: string; selector: string }[]> {
  return rows<{ domain: string; selector: string }>(
    tx,
    sql`update dkim_keys k set state = 'revoked', revoked_at = ${now}
         where k.account_id = app_account() and k.state = 'retiring' and k.retired_at <= ${retiredBefore}
        returning k.domain, k.selector`,
  );
}

export function deleteDkimKey(tx: Tx, domain: string, selector: string): Promise<number> {
  return run(
    tx,
    sql`delete from dkim_keys where account_id = app_account() and domain = ${domain} and selector = ${selector}`,
  );
}

/** Active keys older than a time whose owner was not reminded since then, marked as reminded. */
export function takeDueForReminder(
  tx: Tx,
  activatedBefore: Date,
  now: Date,
): Promise<{ domain: string; selector: string; activatedAt: Date }[]> {
  return rows<{ domain: string; selector: string; activatedAt: Date }>(
    tx,
    sql`update dkim_keys k set reminded_at = ${now}
         where k.account_id = app_account() and k.state = 'active' and k.activated_at <= ${activatedBefore}
           and (k.reminded_at is null or k.reminded_at <= ${activatedBefore})
        returning k.domain, k.selector, k.activated_at`,
  );
}

/** Selectors of the account with the domains they sign for, whatever their state. */
export function listSelectors(tx: Tx): Promise<{ signingDomain: string; selector: string }[]> {
  return rows<{ signingDomain: string; selector: string }>(
    tx,
    sql`select k.signing_domain, k.selector from dkim_keys k where k.account_id = app_account()`,
  );
}

export async function retireKey(
  tx: Tx,
  domain: string,
  selector: string,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update dkim_keys set state = 'retiring', retired_at = ${now}
         where account_id = app_account() and domain = ${domain} and selector = ${selector}`,
  );
}
