import { sql, type RawBuilder } from "../platform/index.ts";

/**
 * Of a contact `c`: nothing of what the house knows is a ground to keep it (RET-06). No list, no purchase, no customer, no
 * inquiry, no case about its data, nothing waiting for an answer; restricted ones are kept (Art. 18 GDPR), contacts of the
 * core system go by the rules of their lists. Consents that are in no list stand in the ledger: `peopleWithConsent`.
 */
export const WITHOUT_GROUND = sql`
  c.pot = 'newsletter' and c.restricted_at is null and c.stage <> 'customer'
  and not exists (select 1 from subscriptions s where s.account_id = c.account_id and s.contact_id = c.id)
  and not exists (select 1 from purchases p where p.account_id = c.account_id and p.contact_id = c.id)
  and not exists (select 1 from inquiries q where q.account_id = c.account_id and q.contact_id = c.id)
  and not exists (select 1 from data_requests d where d.account_id = c.account_id and d.state <> all (array['answered', 'refused', 'closed'])
    and (d.contact_id = c.id or d.email_normalised = c.email_normalised))
  and not exists (select 1 from consent_requests r where r.account_id = c.account_id and r.email_normalised = c.email_normalised and r.state = 'pending')
  and not exists (select 1 from preference_links l where l.account_id = c.account_id and l.contact_id = c.id and l.state = 'open')
  and not exists (select 1 from reply_tasks t where t.account_id = c.account_id and t.contact_id = c.id and t.state <> 'decided')`;

/** Of a contact `c`: nobody keeps it, neither until a day that includes today nor by a legal hold (RET-10). */
export const notKept = (today: Date): RawBuilder<unknown> => sql`
  (c.kept_until is null or c.kept_until < ${today}::date) and not person_held(c.account_id, c.id, c.email_normalised)`;
