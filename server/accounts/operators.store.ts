import { maybe, one, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";
import type { ThrottleState } from "./login-throttle.ts";
import type { OwnRole } from "./permissions.ts";

export interface Operator {
  id: number;
  publicId: string;
  email: string;
  name: string;
  passwordHash: string | null;
  locale: Locale;
  isAdministrator: boolean;
  disabledAt: Date | null;
}

const columns = sql.raw(
  "o.id, o.public_id, o.email, o.name, o.password_hash, o.locale, o.is_administrator, o.disabled_at",
);

export function findOperatorByEmail(
  tx: Tx,
  emailNormalised: string,
): Promise<Operator | undefined> {
  return maybe<Operator>(
    tx,
    sql`select ${columns} from operators o where o.email_normalised = ${emailNormalised}`,
  );
}

export function getOperator(tx: Tx, id: number): Promise<Operator> {
  return one<Operator>(tx, sql`select ${columns} from operators o where o.id = ${id}`);
}

export async function hasOperators(tx: Tx): Promise<boolean> {
  return (await one<{ found: boolean }>(tx, sql`select exists (select from operators) as found`))
    .found;
}

/** Serialises the creation of the first operator; held to the end of the transaction. */
export async function lockSetup(tx: Tx): Promise<void> {
  await run(tx, sql`select pg_advisory_xact_lock(731120260002)`);
}

export function insertOperator(
  tx: Tx,
  operator: {
    email: string;
    emailNormalised: string;
    name: string;
    /** Null: the person comes in by the house's sign-on. */
    passwordHash: string | null;
    locale: Locale;
    isAdministrator: boolean;
    now: Date;
  },
): Promise<Operator> {
  return one<Operator>(
    tx,
    sql`insert into operators as o (email, email_normalised, name, password_hash, locale, is_administrator, created_at)
        values (${operator.email}, ${operator.emailNormalised}, ${operator.name}, ${operator.passwordHash},
                ${operator.locale}, ${operator.isAdministrator}, ${operator.now})
        returning ${columns}`,
  );
}

export async function updateOperator(
  tx: Tx,
  id: number,
  change: { name?: string | undefined; locale?: Locale | undefined },
): Promise<void> {
  await run(
    tx,
    sql`update operators set name = coalesce(${change.name ?? null}, name),
               locale = coalesce(${change.locale ?? null}, locale) where id = ${id}`,
  );
}

export async function updatePassword(tx: Tx, id: number, passwordHash: string): Promise<void> {
  await run(tx, sql`update operators set password_hash = ${passwordHash} where id = ${id}`);
}

/** Removes a person who works in no account any more; administrators stay. */
export async function deleteOperatorWithoutAccounts(tx: Tx, id: number): Promise<void> {
  await run(
    tx,
    sql`delete from operators where id = ${id} and not is_administrator
         and not exists (select from memberships m where m.operator_id = ${id})`,
  );
}

// Members of an account

export interface Member {
  id: number;
  publicId: string;
  name: string;
  email: string;
  roles: string[];
  /** Those of the account's own among them. */
  ownRoles: OwnRole[];
  since: Date;
  trainingDueOn: string;
  locale: Locale;
  isAdministrator: boolean;
  hasSecondFactor: boolean;
}

export function listMembers(tx: Tx, accountId: number): Promise<Member[]> {
  return rows<Member>(
    tx,
    sql`select o.id, o.public_id, o.name, o.email, m.roles, own_roles(m.account_id, m.roles) as own_roles, m.created_at as since, m.training_due_on::text as training_due_on, o.locale, o.is_administrator,
               (exists (select from operator_factors f where f.operator_id = o.id and f.confirmed_at is not null)
                or exists (select from operator_identities i join identity_provider p on p.issuer = i.issuer
                            where i.operator_id = o.id and p.enabled and p.mfa_counts)) as has_second_factor
          from memberships m join operators o on o.id = m.operator_id
         where m.account_id = ${accountId} order by lower(o.name), o.id`,
  );
}

/** Notes until when somebody has to take the course again (ORG-14). */
export async function setTrainingDue(
  tx: Tx,
  accountId: number,
  operatorId: number,
  dueOn: string,
): Promise<void> {
  await run(
    tx,
    sql`update memberships set training_due_on = ${dueOn}::date where account_id = ${accountId} and operator_id = ${operatorId}`,
  );
}

/** The operators who answer for an account. */
export async function listOwnerIds(tx: Tx, accountId: number): Promise<number[]> {
  const found = await rows<{ operatorId: number }>(
    tx,
    sql`select m.operator_id from memberships m join operators o on o.id = m.operator_id
         where m.account_id = ${accountId} and 'owner' = any (m.roles) and o.disabled_at is null order by m.operator_id`,
  );
  return found.map((row) => row.operatorId);
}

/** Everybody who works in this installation, with what the command line shows; in an instance transaction. */
export function listAllOperators(tx: Tx): Promise<
  {
    publicId: string;
    name: string;
    email: string;
    isAdministrator: boolean;
    disabledAt: Date | null;
    factors: number;
    sessions: number;
  }[]
> {
  return rows(
    tx,
    sql`select o.public_id, o.name, o.email, o.is_administrator, o.disabled_at,
               (select count(*) from operator_factors f where f.operator_id = o.id and f.confirmed_at is not null) as factors,
               (select count(*) from sessions s where s.operator_id = o.id and s.expires_at > now()) as sessions
          from operators o order by lower(o.name), o.id`,
  );
}

/** The members who work in other accounts too; in an instance transaction. */
export async function membersElsewhere(tx: Tx, accountId: number): Promise<Set<number>> {
  const found = await rows<{ operatorId: number }>(
    tx,
    sql`select distinct m.operator_id from memberships m
         where m.account_id <> ${accountId}
           and m.operator_id in (select here.operator_id from memberships here where here.account_id = ${accountId})`,
  );
  return new Set(found.map((row) => row.operatorId));
}

/** A member's own record, for the copy they may ask for. */
export function findMemberByEmail(
  tx: Tx,
  emailNormalised: string,
): Promise<{ name: string; email: string; roles: string[]; since: Date } | undefined> {
  return maybe(
    tx,
    sql`select o.name, o.email, m.roles, m.created_at as since
          from operators o join memberships m on m.operator_id = o.id and m.account_id = app_account()
         where o.email_normalised = ${emailNormalised}`,
  );
}

/** The public id of a member of the transaction's account. */
export async function findMemberPublicId(tx: Tx, id: number): Promise<string | undefined> {
  const found = await maybe<{ publicId: string }>(
    tx,
    sql`select o.public_id from operators o where o.id = ${id}`,
  );
  return found?.publicId;
}

/** All members with their rows locked, so that two changes at once cannot remove the last owner. */
export function lockMembers(
  tx: Tx,
  accountId: number,
): Promise<{ operatorId: number; publicId: string; roles: string[]; ownRoles: OwnRole[] }[]> {
  return rows(
    tx,
    sql`select m.operator_id, o.public_id, m.roles, own_roles(m.account_id, m.roles) as own_roles from memberships m join operators o on o.id = m.operator_id
         where m.account_id = ${accountId} order by m.operator_id for update of m`,
  );
}

export async function upsertMembership(
  tx: Tx,
  membership: { operatorId: number; accountId: number; roles: string[]; now: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into memberships (operator_id, account_id, roles, created_at)
        values (${membership.operatorId}, ${membership.accountId}, ${membership.roles}, ${membership.now})
        on conflict (operator_id, account_id) do update set roles = excluded.roles`,
  );
}

export async function deleteMembership(
  tx: Tx,
  operatorId: number,
  accountId: number,
): Promise<void> {
  await run(
    tx,
    sql`delete from memberships where operator_id = ${operatorId} and account_id = ${accountId}`,
  );
}

// Failed sign-ins

/** The state under a key, locked; a row is made when there is none. */
export async function lockThrottle(
  tx: Tx,
  key: Buffer,
  now: Date,
): Promise<ThrottleState | undefined> {
  await run(
    tx,
    sql`insert into login_throttles (key, failures, last_at) values (${key}, 0, ${now}) on conflict do nothing`,
  );
  return maybe<ThrottleState>(
    tx,
    sql`select failures, blocked_until, last_at from login_throttles where key = ${key} for update`,
  );
}

export async function saveThrottle(tx: Tx, key: Buffer, state: ThrottleState): Promise<void> {
  await run(
    tx,
    sql`update login_throttles set failures = ${state.failures}, blocked_until = ${state.blockedUntil},
               last_at = ${state.lastAt} where key = ${key}`,
  );
}

export async function clearThrottle(tx: Tx, key: Buffer): Promise<void> {
  await run(tx, sql`delete from login_throttles where key = ${key}`);
}

/** Takes one counted try back. */
export async function forgiveTry(tx: Tx, key: Buffer): Promise<void> {
  await run(
    tx,
    sql`update login_throttles set failures = greatest(0, failures - 1), blocked_until = null where key = ${key}`,
  );
}

export async function deleteOldThrottles(tx: Tx, before: Date): Promise<number> {
  return run(tx, sql`delete from login_throttles where last_at < ${before}`);
}
