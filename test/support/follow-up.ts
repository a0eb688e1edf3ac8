import type { Mailing } from "../../server/mailings/index.ts";
import { one, rows, sql, type Database } from "../../server/platform/index.ts";
import type { SeededNewsletter } from "./newsletter.ts";

/** What a test of follow-ups looks up in the database. */
export function followUpLooks(db: Database) {
  return {
    async contactOf(seeded: SeededNewsletter, email: string): Promise<number> {
      const found = await db.account(seeded.accountId, (tx) =>
        one<{ id: number }>(tx, sql`select id from contacts where email_normalised = ${email}`),
      );
      return found.id;
    },
    /** Everybody frozen for a mailing, with how it ended for them. */
    candidates: (seeded: SeededNewsletter, mailing: Mailing) =>
      db.account(seeded.accountId, (tx) =>
        rows<{ email: string | null; contactId: number | null; reason: string | null }>(
          tx,
          sql`select d.email_normalised as email, d.contact_id, o.reason from deliveries d
              left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
              where d.account_id = app_account() and d.run_id = ${mailing.runId} order by d.email_normalised`,
        ),
      ),
  };
}
