import { maybe, one, rows, run, sql, type Tx } from "../../platform/index.ts";
import type { Factor } from "./factor.ts";

const columns = sql.raw(
  "f.id, f.public_id, f.operator_id, f.kind, f.name, f.secret, f.last_step, f.credential_id, f.public_key, f.sign_count, f.transports, f.synced, f.created_at, f.confirmed_at, f.last_used_at",
);

/** The factors somebody can sign in with. */
export function listFactors(tx: Tx, operatorId: number): Promise<Factor[]> {
  return rows<Factor>(
    tx,
    sql`select ${columns} from operator_factors f
         where f.operator_id = ${operatorId} and f.confirmed_at is not null order by f.created_at, f.id`,
  );
}

export async function hasFactor(tx: Tx, operatorId: number): Promise<boolean> {
  const { found } = await one<{ found: boolean }>(
    tx,
    sql`select exists (select from operator_factors f where f.operator_id = ${operatorId} and f.confirmed_at is not null) as found`,
  );
  return found;
}

/** Serialises changes of a person's factors, so that only one of two at once is the first. */
export async function lockOperator(tx: Tx, operatorId: number): Promise<void> {
  await run(tx, sql`select 1 from operators where id = ${operatorId} for update`);
}

export function insertFactor(
  tx: Tx,
  factor: {
    operatorId: number;
    kind: Factor["kind"];
    name: string;
    secret?: Buffer;
    credentialId?: Buffer;
    publicKey?: Buffer;
    signCount?: number;
    transports?: string[];
    synced?: boolean;
    confirmed: boolean;
    now: Date;
  },
): Promise<Factor> {
  return one<Factor>(
    tx,
    sql`insert into operator_factors as f (operator_id, kind, name, secret, credential_id, public_key, sign_count, transports, synced, created_at, confirmed_at)
        values (${factor.operatorId}, ${factor.kind}, ${factor.name}, ${factor.secret ?? null}, ${factor.credentialId ?? null},
                ${factor.publicKey ?? null}, ${factor.signCount ?? 0}, ${factor.transports ?? []}, ${factor.synced ?? false},
                ${factor.now}, ${factor.confirmed ? factor.now : null})
        returning ${columns}`,
  );
}

export function findOpenFactor(
  tx: Tx,
  operatorId: number,
  publicId: string,
): Promise<Factor | undefined> {
  return maybe<Factor>(
    tx,
    sql`select ${columns} from operator_factors f
         where f.operator_id = ${operatorId} and f.public_id = ${publicId} and f.confirmed_at is null`,
  );
}

export async function confirmFactor(
  tx: Tx,
  id: number,
  change: { name: string; step: number; now: Date },
): Promise<void> {
  await run(
    tx,
    sql`update operator_factors set name = ${change.name}, last_step = ${change.step}, confirmed_at = ${change.now} where id = ${id}`,
  );
}

export function findPasskey(tx: Tx, credentialId: Buffer): Promise<Factor | undefined> {
  return maybe<Factor>(
    tx,
    sql`select ${columns} from operator_factors f where f.credential_id = ${credentialId} and f.confirmed_at is not null`,
  );
}

/** Takes the code of a time step, once: 0 rows when this or a later one was taken already. */
export function takeStep(tx: Tx, id: number, step: number, now: Date): Promise<number> {
  return run(
    tx,
    sql`update operator_factors set last_step = ${step}, last_used_at = ${now} where id = ${id} and last_step < ${step}`,
  );
}

export async function markPasskeyUsed(
  tx: Tx,
  id: number,
  signCount: number,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`update operator_factors set sign_count = ${signCount}, last_used_at = ${now} where id = ${id}`,
  );
}

export function renameFactor(
  tx: Tx,
  operatorId: number,
  publicId: string,
  name: string,
): Promise<number> {
  return run(
    tx,
    sql`update operator_factors set name = ${name}
         where operator_id = ${operatorId} and public_id = ${publicId} and confirmed_at is not null`,
  );
}

export function deleteFactor(tx: Tx, operatorId: number, publicId: string): Promise<number> {
  return run(
    tx,
    sql`delete from operator_factors where operator_id = ${operatorId} and public_id = ${publicId}`,
  );
}

/** Removes all factors and recovery codes of a person; gives the number of factors. */
export async function deleteFactors(tx: Tx, operatorId: number): Promise<number> {
  await deleteRecoveryCodes(tx, operatorId);
  return run(tx, sql`delete from operator_factors where operator_id = ${operatorId}`);
}

/** Removes enrolments that nobody finished. */
export function deleteOpenFactors(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from operator_factors where confirmed_at is null and created_at < ${before}`,
  );
}

// Recovery codes

export async function deleteRecoveryCodes(tx: Tx, operatorId: number): Promise<void> {
  await run(tx, sql`delete from recovery_codes where operator_id = ${operatorId}`);
}

export async function insertRecoveryCodes(
  tx: Tx,
  operatorId: number,
  hashes: Buffer[],
  now: Date,
): Promise<void> {
  const made = sql.join(
    hashes.map((hash) => sql`(${operatorId}::bigint, ${hash}::bytea, ${now}::timestamptz)`),
  );
  await run(
    tx,
    sql`insert into recovery_codes (operator_id, code_hash, created_at) values ${made}`,
  );
}

/** Uses a code: 0 rows when it is unknown or used. */
export function useRecoveryCode(
  tx: Tx,
  operatorId: number,
  hash: Buffer,
  now: Date,
): Promise<number> {
  return run(
    tx,
    sql`update recovery_codes set used_at = ${now} where operator_id = ${operatorId} and code_hash = ${hash} and used_at is null`,
  );
}

export async function countRecoveryCodes(tx: Tx, operatorId: number): Promise<number> {
  const { left } = await one<{ left: number }>(
    tx,
    sql`select count(*) as left from recovery_codes c where c.operator_id = ${operatorId} and c.used_at is null`,
  );
  return left;
}

// Between two requests

export type StepPurpose = "factor" | "passkey" | "register" | "prove" | "provider";

export async function insertStep(
  tx: Tx,
  step: {
    tokenHash: Buffer;
    purpose: StepPurpose;
    operatorId: number | null;
    sealed: Buffer;
    now: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into sign_in_steps (token_hash, purpose, operator_id, sealed, created_at, expires_at)
        values (${step.tokenHash}, ${step.purpose}, ${step.operatorId}, ${step.sealed}, ${step.now}, ${step.expiresAt})`,
  );
}

export function findStep(
  tx: Tx,
  tokenHash: Buffer,
  purpose: StepPurpose,
  now: Date,
): Promise<{ operatorId: number | null; sealed: Buffer } | undefined> {
  return maybe(
    tx,
    sql`select s.operator_id, s.sealed from sign_in_steps s
         where s.token_hash = ${tokenHash} and s.purpose = ${purpose} and s.expires_at > ${now}`,
  );
}

export async function updateStep(tx: Tx, tokenHash: Buffer, sealed: Buffer): Promise<void> {
  await run(tx, sql`update sign_in_steps set sealed = ${sealed} where token_hash = ${tokenHash}`);
}

/** Ends a step: 0 rows when another request was first. */
export function deleteStep(tx: Tx, tokenHash: Buffer): Promise<number> {
  return run(tx, sql`delete from sign_in_steps where token_hash = ${tokenHash}`);
}

export function deleteOldSteps(tx: Tx, now: Date): Promise<number> {
  return run(tx, sql`delete from sign_in_steps where expires_at <= ${now}`);
}

// Known browsers

/** Notes that somebody used a browser: `known` it was, or `first` of all they used. */
export async function noteDevice(
  tx: Tx,
  device: { operatorId: number; tokenHash: Buffer; now: Date },
): Promise<{ known: boolean; first: boolean }> {
  const { first } = await one<{ first: boolean }>(
    tx,
    sql`select not exists (select from operator_devices d where d.operator_id = ${device.operatorId}) as first`,
  );
  const { known } = await one<{ known: boolean }>(
    tx,
    sql`insert into operator_devices as d (operator_id, token_hash, created_at, last_seen_at)
        values (${device.operatorId}, ${device.tokenHash}, ${device.now}, ${device.now})
        on conflict (operator_id, token_hash) do update set last_seen_at = excluded.last_seen_at
        returning d.xmax <> 0 as known`,
  );
  return { known, first };
}

/** Remembers the network somebody signed in from; true when it is new to somebody who used another one before. */
export async function notePlace(
  tx: Tx,
  place: { operatorId: number; placeHash: Buffer; now: Date },
): Promise<boolean> {
  const { first } = await one<{ first: boolean }>(
    tx,
    sql`select not exists (select from operator_places p where p.operator_id = ${place.operatorId}) as first`,
  );
  const { known } = await one<{ known: boolean }>(
    tx,
    sql`insert into operator_places as p (operator_id, place_hash, last_seen_at)
        values (${place.operatorId}, ${place.placeHash}, ${place.now})
        on conflict (operator_id, place_hash) do update set last_seen_at = excluded.last_seen_at
        returning p.xmax <> 0 as known`,
  );
  return !known && !first;
}

/** Networks nobody came from for long. */
export function deleteOldPlaces(tx: Tx, before: Date): Promise<number> {
  return run(tx, sql`delete from operator_places where last_seen_at < ${before}`);
}

export function deleteOldDevices(tx: Tx, before: Date): Promise<number> {
  return run(tx, sql`delete from operator_devices where last_seen_at < ${before}`);
}
