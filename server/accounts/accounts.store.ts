import {
  maybe,
  one,
  rows,
  run,
  sql,
  type Database,
  type Locale,
  type Tx,
} from "../platform/index.ts";
import type { Account } from "./account.ts";
import type { OwnRole } from "./permissions.ts";

const columns = sql.raw(
  "a.id, a.public_id, a.parent_account_id, a.name, a.legal_form, a.mode, a.locale, a.timezone, a.imprint, a.privacy, a.processing, a.theme, a.responsibility, a.counting_level, a.counting_choice, a.counting_assessment, a.k_min, a.complaints_address, a.created_at",
);

/** The account of this transaction. */
export function getAccount(tx: Tx): Promise<Account> {
  return one<Account>(tx, sql`select ${columns} from accounts a where a.id = app_account()`);
}

export function findAccountById(tx: Tx, id: number): Promise<Account | undefined> {
  return maybe<Account>(tx, sql`select ${columns} from accounts a where a.id = ${id}`);
}

/** An account by its public id. In an instance transaction any, in an account's only its own. */
export function findAccountByPublicId(tx: Tx, publicId: string): Promise<Account | undefined> {
  return maybe<Account>(
    tx,
    sql`select ${columns} from accounts a where a.public_id = ${publicId} and a.suspended_at is null`,
  );
}

/** The accounts of an operator with their roles, for the account switcher. */
export function listAccountsOf(
  tx: Tx,
  operatorId: number,
): Promise<(Account & { roles: string[]; ownRoles: OwnRole[]; trainingDueOn: string })[]> {
  return rows(
    tx,
    sql`select ${columns}, m.roles, own_roles(a.id, m.roles) as own_roles, m.training_due_on::text as training_due_on from memberships m join accounts a on a.id = m.account_id
         where m.operator_id = ${operatorId} and a.suspended_at is null order by lower(a.name), a.id`,
  );
}

/** Ids of the accounts in live operation, in an instance transaction. */
export async function listLiveAccountIds(tx: Tx): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select a.id from accounts a where a.mode = 'live' and a.suspended_at is null order by a.id`,
  );
  return found.map((row) => row.id);
}

/** Ids of all accounts that are not suspended, for workers that go through all of them. */
export function listAccountIds(db: Database): Promise<number[]> {
  return db.worker(async (tx) => {
    const found = await rows<{ id: number }>(
      tx,
      sql`select a.id from accounts a where a.suspended_at is null order by a.id`,
    );
    return found.map((row) => row.id);
  });
}

export function insertAccount(
  tx: Tx,
  account: { name: string; locale: Locale; timezone: string; now: Date },
): Promise<Account> {
  return one<Account>(
    tx,
    sql`insert into accounts as a (name, locale, timezone, created_at, updated_at)
        values (${account.name}, ${account.locale}, ${account.timezone}, ${account.now}, ${account.now}) returning ${columns}`,
  );
}

/** Locks the account's settings so that two changes at once do not lose one another. */
export function lockAccount(tx: Tx): Promise<Account> {
  return one<Account>(
    tx,
    sql`select ${columns} from accounts a where a.id = app_account() for update`,
  );
}

/** Writes all settings of the account. */
export async function updateAccount(tx: Tx, account: Account, now: Date): Promise<void> {
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  await run(
    tx,
    sql`update accounts set name = ${account.name}, legal_form = ${account.legalForm}, locale = ${account.locale},
               timezone = ${account.timezone}, k_min = ${account.kMin}, imprint = ${json(account.imprint)},
               privacy = ${json(account.privacy)}, processing = ${json(account.processing)}, theme = ${json(account.theme)},
               responsibility = ${account.responsibility === null ? null : json(account.responsibility)},
               counting_level = ${account.countingLevel},
               counting_choice = ${account.countingChoice === null ? null : json(account.countingChoice)},
               counting_assessment = ${account.countingAssessment === null ? null : json(account.countingAssessment)},
               updated_at = ${now}
         where id = ${account.id}`,
  );
}

/** Sets the address of `X-CSA-Complaints`, or removes it. */
export async function setComplaintsAddress(
  tx: Tx,
  address: string | null,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update accounts set complaints_address = ${address}, updated_at = ${now} where id = app_account()`,
  );
}

/** Switches between sandbox and live. Whoever calls has run the checks (CHK-A1). */
export async function setMode(tx: Tx, mode: Account["mode"], now: Date): Promise<void> {
  await run(
    tx,
    sql`update accounts set mode = ${mode}, updated_at = ${now} where id = app_account()`,
  );
}
