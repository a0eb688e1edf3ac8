import { rows, run, sql, type Tx } from "../platform/index.ts";

/** Of these messages, those whose result is committed, and whether they may leave the mailbox. */
export function seenAmong(
  tx: Tx,
  mailboxId: number,
  uids: string[],
): Promise<{ uid: string; remove: boolean }[]> {
  return rows(
    tx,
    sql`select s.uid, s.remove from mailbox_seen s
        where s.account_id = app_account() and s.mailbox_id = ${mailboxId} and s.uid = any(${uids}::text[])`,
  );
}

/** Written in the transaction of the message's result. */
export function insertSeen(
  tx: Tx,
  accountId: number,
  seen: { mailboxId: number; uid: string; messageKey: Buffer; remove: boolean; at: Date },
): Promise<number> {
  return run(
    tx,
    sql`insert into mailbox_seen (account_id, mailbox_id, uid, message_key, remove, at)
        values (${accountId}, ${seen.mailboxId}, ${seen.uid}, ${seen.messageKey}, ${seen.remove}, ${seen.at})
        on conflict (account_id, mailbox_id, uid) do nothing`,
  );
}

/** Forgets what is no longer in the mailbox; `present` is all that is. */
export function forgetGone(tx: Tx, mailboxId: number, present: string[]): Promise<number> {
  return run(
    tx,
    sql`delete from mailbox_seen s where s.account_id = app_account() and s.mailbox_id = ${mailboxId} and s.uid <> all(${present}::text[])`,
  );
}

export function forgetMailbox(tx: Tx, mailboxId: number): Promise<number> {
  return run(
    tx,
    sql`delete from mailbox_seen s where s.account_id = app_account() and s.mailbox_id = ${mailboxId}`,
  );
}
