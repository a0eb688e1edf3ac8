import { maybe, sql, type Tx } from "../platform/index.ts";

/** What became of a run's mail to a contact, or what it waits for (`queued`); undefined when the contact was no candidate. */
export function outcomeForContact(
  tx: Tx,
  runId: number,
  contactId: number,
): Promise<{ outcome: string; reason: string | null; at: Date } | undefined> {
  return maybe(
    tx,
    sql`select coalesce(o.outcome, 'queued') as outcome, o.reason, coalesce(o.at, d.created_at) as at
        from deliveries d left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
        where d.account_id = app_account() and d.run_id = ${runId} and d.contact_id = ${contactId}`,
  );
}
