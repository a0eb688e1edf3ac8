import { rows, run, sql, type Tx } from "../platform/index.ts";

export interface EndedSubscription {
  listId: number;
  emailNormalised: string;
  contactId: number;
}

/** Subscriptions that ended before the day their data have to go (UNS-15, RET-04). */
export function endedSubscriptions(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<EndedSubscription[]> {
  return rows<EndedSubscription>(
    tx,
    sql`select s.list_id, s.email_normalised, s.contact_id from subscriptions s
        where s.account_id = app_account() and s.state = 'unsubscribed' and s.unsubscribed_at < ${before} limit ${limit}`,
  );
}

/** The list forgets the person; its suppression keeps the address. A contact without any other list or basis goes too. */
export async function forgetEndedSubscription(tx: Tx, ended: EndedSubscription): Promise<void> {
  await run(
    tx,
    sql`delete from subscriptions where account_id = app_account() and list_id = ${ended.listId} and email_normalised = ${ended.emailNormalised} and state = 'unsubscribed'`,
  );
  await run(
    tx,
    sql`delete from contacts c where c.account_id = app_account() and c.id = ${ended.contactId} and c.pot = 'newsletter'
          and not exists (select 1 from subscriptions s where s.account_id = c.account_id and s.contact_id = c.id)`,
  );
}
