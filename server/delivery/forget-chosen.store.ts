import { run, sql, type Tx } from "../platform/index.ts";

/** A mail that left, or may have: its delivery is the proof of it and stays as long as every other one. */
const MAY_HAVE_LEFT = sql`(
  exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and o.final and o.outcome in ('accepted', 'rejected', 'uncertain'))
  or exists (select 1 from delivery_marks m where m.account_id = d.account_id and m.delivery_id = d.id
    and not exists (select 1 from delivery_outcomes o where o.account_id = m.account_id and o.delivery_id = m.delivery_id and o.attempt = m.attempt)))`;

const FORGET = sql`update deliveries d set email = null, email_normalised = null, contact_id = null`;

/**
 * Takes an address out of every audience chosen by behaviour, where its mail has not left (TRK-14). Its open mails are
 * refused their mark from then on, as after an erasure. Needs the retention role.
 */
export function forgetChosenAddress(tx: Tx, emailNormalised: string): Promise<number> {
  return run(
    tx,
    sql`${FORGET} from delivery_runs r
        where r.account_id = app_account() and r.behaviour is not null and d.account_id = r.account_id and d.run_id = r.id
          and d.contact_id in (select c.id from contacts c where c.account_id = app_account() and c.email_normalised = ${emailNormalised})
          and not ${MAY_HAVE_LEFT}`,
  );
}

/** The same for whoever the gate left out of one run because nothing may be known of them any more. */
export function forgetUnmeasurable(tx: Tx, runId: number): Promise<number> {
  return run(
    tx,
    sql`${FORGET} from delivery_outcomes e
        where e.account_id = app_account() and e.run_id = ${runId} and e.outcome = 'excluded' and e.reason = 'not_measurable'
          and d.account_id = e.account_id and d.id = e.delivery_id and d.contact_id is not null`,
  );
}
