import { one, run, sql, type Tx } from "../platform/index.ts";

/**
 * Locks a contact's data (Art. 18 GDPR, DSR-07), or lifts the lock with null: nothing is sent to the person, measured,
 * counted, exported or selected, and only who manages data protection sees them. What the person asks for takes the place
 * of a lock for want of the notice (DSR-02). False: it was so already.
 */
export async function setRestricted(tx: Tx, contactId: number, at: Date | null): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update contacts c set restricted_at = ${at}, notice_locked_at = null, updated_at = greatest(c.updated_at, coalesce(${at}::timestamptz, c.updated_at))
        where c.account_id = app_account() and c.id = ${contactId} and ((c.restricted_at is null) <> (${at}::timestamptz is null) or c.notice_locked_at is not null)`,
  );
  return changed > 0;
}

/** Whether somebody restricted has this address, also where row-level security hides them from the caller. */
export async function isLockedAddress(tx: Tx, emailNormalised: string): Promise<boolean> {
  const found = await one<{ locked: boolean }>(
    tx,
    sql`select app_is_locked_address(${emailNormalised}) as locked`,
  );
  return found.locked;
}
