import { one, rows, run, sql, type Tx } from "../platform/index.ts";

/** An address that is retained because mail to it came back (SND-09, SND-10). */
export interface NewRetained {
  addressHash: Buffer;
  emailNormalised: string;
  reason: string;
}

/**
 * Retains addresses, many in one statement. One that only paused stays retained for its graver reason. Gives those that are
 * new, or new in their reason.
 */
export function retainAddresses(
  tx: Tx,
  accountId: number,
  entries: NewRetained[],
  at: Date,
): Promise<{ addressHash: Buffer; reason: string }[]> {
  return rows(
    tx,
    sql`with u as (select * from unnest(${entries.map((e) => e.addressHash)}::bytea[], ${entries.map((e) => e.emailNormalised)}::text[], ${entries.map((e) => e.reason)}::text[]) u(hash, email, reason)),
        graver as (
          update suppressions s set reason = u.reason, created_at = ${at} from u
          where s.account_id = ${accountId} and s.scope = 'retained' and s.lifted_at is null and s.address_hash = u.hash
            and s.reason = 'soft_paused' and u.reason <> 'soft_paused'
          returning s.address_hash, s.reason),
        fresh as (
          insert into suppressions (account_id, scope, email_normalised, address_hash, reason, origin, created_at)
          select ${accountId}, 'retained', u.email, u.hash, u.reason, 'bounce', ${at} from u order by u.hash
          on conflict do nothing
          returning address_hash, reason)
        select * from graver union all select * from fresh`,
  );
}

/** Ends pauses that are over. Addresses retained for a graver reason meanwhile stay. */
export async function endRetainedPauses(tx: Tx, hashes: Buffer[], at: Date): Promise<void> {
  await run(
    tx,
    sql`update suppressions s set lifted_at = ${at}, lift_reason = 'pause_ended'
        where s.account_id = app_account() and s.scope = 'retained' and s.lifted_at is null and s.reason = 'soft_paused' and s.address_hash = any(${hashes}::bytea[])`,
  );
}

/** How many addresses were retained for this reason since then. */
export async function countRetainedSince(tx: Tx, reason: string, since: Date): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from suppressions s
        where s.account_id = app_account() and s.scope = 'retained' and s.reason = ${reason} and s.created_at > ${since}`,
  );
  return found.count;
}

/** Ends retained entries by a person's decision; those that are none, or not in force, are left out of the answer. */
export function releaseRetained(
  tx: Tx,
  publicIds: readonly string[],
  decision: { at: Date; by: number | null; reason: string },
): Promise<{ publicId: string; addressHash: Buffer | null; emailNormalised: string | null }[]> {
  return rows(
    tx,
    sql`update suppressions s set lifted_at = ${decision.at}, lifted_by = ${decision.by}, lift_reason = ${decision.reason}
        where s.account_id = app_account() and s.scope = 'retained' and s.lifted_at is null and s.public_id = any(${[...publicIds]}::text[])
        returning s.public_id, s.address_hash, s.email_normalised`,
  );
}
