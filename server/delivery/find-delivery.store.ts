import { maybe, sql, type Tx } from "../platform/index.ts";

/** Which mail to these contacts an answer means. */
export interface AnsweredDelivery {
  contactId: number;
  listId: number | null;
  mailingId: number | null;
  /** Null once the delivery is older than 90 days (RET-08). */
  emailNormalised: string | null;
}

/** The newest delivery to one of the contacts among these left parts of Message-IDs. */
export function findAnsweredDelivery(
  tx: Tx,
  contactIds: number[],
  messageKeys: string[],
): Promise<AnsweredDelivery | undefined> {
  return maybe<AnsweredDelivery>(
    tx,
    sql`select d.contact_id, d.list_id, r.mailing_id, d.email_normalised from deliveries d
          left join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
        where d.account_id = app_account() and d.contact_id = any(${contactIds}::bigint[])
          and d.public_id = any(${messageKeys.map((key) => `dlv_${key}`)}::text[])
        order by d.id desc limit 1`,
  );
}
