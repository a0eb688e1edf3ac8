import { rows, run, sql, type Tx } from "../platform/index.ts";

/** Mails sent or kept back for a person, for a copy after Art. 15 GDPR. */
export function exportDeliveries(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select d.kind, d.created_at, o.outcome, o.reason, o.at, o.smtp_code, v.subject, r.behaviour is not null as chosen_by_behaviour
        from deliveries d
        left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
        left join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
        left join content_versions v on v.account_id = r.account_id and v.id = r.content_version_id
        where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})
        order by d.id desc limit 10000`,
  );
}

/** Takes the person out of deliveries; what is left counts in the sums of its run and says nothing about anybody. Needs the retention role. */
export async function eraseDeliveries(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  await run(
    tx,
    sql`update delivery_outcomes o set reply = null, message_id = null from deliveries d
        where o.account_id = app_account() and d.account_id = o.account_id and d.id = o.delivery_id and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})`,
  );
  await run(
    tx,
    sql`delete from delivery_messages m using deliveries d
        where m.account_id = app_account() and d.account_id = m.account_id and d.id = m.delivery_id and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})`,
  );
  return run(
    tx,
    sql`update deliveries d set email = null, email_normalised = null, contact_id = null
        where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})`,
  );
}

/**
 * RET-08: after 90 days a delivery no longer knows whom it went to. One of an audience chosen by behaviour does not know
 * the contact either, because it says what they did (TRK-14). Gives how many were minimised.
 */
export async function minimiseOldDeliveries(tx: Tx, before: Date, limit: number): Promise<number> {
  return run(
    tx,
    sql`with old as (
          select d.account_id, d.id from deliveries d
          where d.account_id = app_account() and d.created_at < ${before} and d.email is not null
            and not person_held(d.account_id, d.contact_id, d.email_normalised)
            and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and o.final) limit ${limit}),
        replies as (update delivery_outcomes o set reply = null, message_id = null from old where o.account_id = old.account_id and o.delivery_id = old.id)
        update deliveries d set email = null, email_normalised = null,
          contact_id = case when exists (select 1 from delivery_runs r where r.account_id = d.account_id and r.id = d.run_id and r.behaviour is not null) then null else d.contact_id end
        from old where d.account_id = old.account_id and d.id = old.id`,
  );
}
