import { rows, run, sql, type Tx } from "../platform/index.ts";
import type { ArrivalSource } from "./arrival.ts";

export type ReportedClass = "hard" | "soft" | "policy" | "unknown" | "complaint";

/** False when this was reported before: each class counts once for a delivery. */
export async function insertReported(
  tx: Tx,
  accountId: number,
  made: {
    deliveryId: number;
    class: ReportedClass;
    status: string | null;
    text: string | null;
    source: ArrivalSource;
    at: Date;
  },
): Promise<boolean> {
  const inserted = await run(
    tx,
    sql`insert into delivery_bounces (account_id, delivery_id, class, status, text, source, at)
        values (${accountId}, ${made.deliveryId}, ${made.class}, ${made.status}, ${made.text}, ${made.source}, ${made.at})
        on conflict (account_id, delivery_id, class) do nothing`,
  );
  return inserted === 1;
}

/** What was reported about the mails to a person, for the copy of their data. */
export function exportReported(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select b.class, b.status, b.text, b.at from delivery_bounces b
          join deliveries d on d.account_id = b.account_id and d.id = b.delivery_id
        where b.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})`,
  );
}

/** The words leave, the class stays in the sums. In a retention transaction. */
export function eraseReported(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`update delivery_bounces b set text = null from deliveries d
        where b.account_id = app_account() and b.text is not null and d.account_id = b.account_id and d.id = b.delivery_id
          and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})`,
  );
}

/** The same after their time. */
export function minimiseOldReported(tx: Tx, before: Date, most: number): Promise<number> {
  return run(
    tx,
    sql`update delivery_bounces b set text = null where b.account_id = app_account() and (b.delivery_id, b.class) in (
          select o.delivery_id, o.class from delivery_bounces o
          where o.account_id = app_account() and o.at < ${before} and o.text is not null
            and not exists (select 1 from deliveries d where d.account_id = o.account_id and d.id = o.delivery_id and person_held(d.account_id, d.contact_id, d.email_normalised)) limit ${most})`,
  );
}
