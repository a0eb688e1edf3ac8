import type { OwnRole } from "./permissions.ts";
import { maybe, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";

export interface SessionRow {
  publicId: string;
  userAgent: string | null;
  method: "password" | "passkey" | "provider";
  withFactor: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  tokenHash: Buffer;
}

/** A session with its operator and everywhere this operator may work, in one look. */
export interface SignedInRow {
  operatorId: number;
  operatorPublicId: string;
  name: string;
  locale: Locale;
  isAdministrator: boolean;
  lastSeenAt: Date;
  withFactor: boolean;
  provedAt: Date;
  memberships: {
    accountId: number;
    publicId: string;
    mode: "sandbox" | "live";
    roles: string[];
    ownRoles: OwnRole[];
    /** `2026-12-22`: until when the course is to be taken. */
    trainingDueOn: string;
  }[];
}

export async function insertSession(
  tx: Tx,
  session: {
    tokenHash: Buffer;
    operatorId: number;
    userAgent: string | null;
    method: SessionRow["method"];
    withFactor: boolean;
    now: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into sessions (token_hash, operator_id, user_agent, method, second_factor_at, proved_at, created_at, last_seen_at, expires_at)
        values (${session.tokenHash}, ${session.operatorId}, ${session.userAgent}, ${session.method},
                ${session.withFactor ? session.now : null}, ${session.now}, ${session.now}, ${session.now}, ${session.expiresAt})`,
  );
}

/** The live session of a token: not past its end, seen since `seenAfter`, its operator not disabled. */
export function findSession(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
  seenAfter: Date,
): Promise<SignedInRow | undefined> {
  return maybe<SignedInRow>(
    tx,
    sql`select o.id as operator_id, o.public_id as operator_public_id, o.name, o.locale, o.is_administrator, s.last_seen_at,
               s.second_factor_at is not null as with_factor, s.proved_at,
               coalesce((select jsonb_agg(jsonb_build_object('accountId', a.id, 'publicId', a.public_id, 'mode', a.mode, 'roles', m.roles, 'ownRoles', own_roles(a.id, m.roles), 'trainingDueOn', m.training_due_on) order by a.id)
                           from memberships m join accounts a on a.id = m.account_id
                          where m.operator_id = o.id and a.suspended_at is null), '[]') as memberships
          from sessions s join operators o on o.id = s.operator_id
         where s.token_hash = ${tokenHash} and s.expires_at > ${now} and s.last_seen_at > ${seenAfter} and o.disabled_at is null`,
  );
}

export async function touchSession(tx: Tx, tokenHash: Buffer, now: Date): Promise<void> {
  await run(tx, sql`update sessions set last_seen_at = ${now} where token_hash = ${tokenHash}`);
}

export function listSessions(
  tx: Tx,
  operatorId: number,
  now: Date,
  seenAfter: Date,
): Promise<SessionRow[]> {
  return rows<SessionRow>(
    tx,
    sql`select public_id, user_agent, method, second_factor_at is not null as with_factor, created_at, last_seen_at, token_hash from sessions
         where operator_id = ${operatorId} and expires_at > ${now} and last_seen_at > ${seenAfter}
         order by last_seen_at desc`,
  );
}

export async function deleteSession(tx: Tx, tokenHash: Buffer): Promise<void> {
  await run(tx, sql`delete from sessions where token_hash = ${tokenHash}`);
}

export function deleteSessionByPublicId(
  tx: Tx,
  operatorId: number,
  publicId: string,
): Promise<number> {
  return run(
    tx,
    sql`delete from sessions where operator_id = ${operatorId} and public_id = ${publicId}`,
  );
}

/** Ends all sessions of an operator but the one with this hash, if any. */
export function deleteOtherSessions(
  tx: Tx,
  operatorId: number,
  keep: Buffer | null,
): Promise<number> {
  return run(
    tx,
    sql`delete from sessions where operator_id = ${operatorId} and (${keep}::bytea is null or token_hash <> ${keep})`,
  );
}

/** Notes a proof of presence; `withFactor` says whether the session has a second factor now, undefined: as before. */
export async function markProved(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
  withFactor: boolean | undefined,
): Promise<void> {
  await run(
    tx,
    sql`update sessions set proved_at = ${now},
               second_factor_at = case ${withFactor ?? null}::boolean when true then ${now}::timestamptz when false then null else second_factor_at end
         where token_hash = ${tokenHash}`,
  );
}

/** Gives a running session a new token. */
export async function replaceToken(tx: Tx, oldHash: Buffer, newHash: Buffer): Promise<void> {
  await run(tx, sql`update sessions set token_hash = ${newHash} where token_hash = ${oldHash}`);
}

export function deleteEndedSessions(tx: Tx, now: Date, seenBefore: Date): Promise<number> {
  return run(
    tx,
    sql`delete from sessions where expires_at <= ${now} or last_seen_at <= ${seenBefore}`,
  );
}
