import { run, sql, type Tx } from "../platform/index.ts";

/** Keeps what a person corrected, with the value before (Art. 16 GDPR, DSR-05). */
export async function insertCorrection(
  tx: Tx,
  accountId: number,
  made: { contactId: number; field: string; oldValue: string; newValue: string; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into field_corrections (account_id, contact_id, field, old_value, new_value, source, at)
        values (${accountId}, ${made.contactId}, ${made.field}, ${made.oldValue}, ${made.newValue}, 'preferences', ${made.at})`,
  );
}
