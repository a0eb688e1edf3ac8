import { one, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { WITHOUT_GROUND } from "./unheld.store.ts";

export interface Due {
  due: number;
  /** Of these, how many a hold on a person keeps. */
  held: number;
}

const DAY_MS = 86_400_000;
const none = sql`null`;

/** Rows of `from` whose time is over; `contact` and `email` say whose they are. */
function count(
  tx: Tx,
  from: RawBuilder<unknown>,
  contact: RawBuilder<unknown> = none,
  email: RawBuilder<unknown> = none,
): Promise<Due> {
  return one<Due>(
    tx,
    sql`select count(*) as due, count(*) filter (where person_held(app_account(), ${contact}::bigint, ${email}::text)) as held from ${from}`,
  );
}

/** How many months after a purchase no mail may rest on it. */
interface DueFacts {
  /** The moment that is asked about: now, or a day to come. */
  at: Date;
  days(name: string): number;
  purchaseMonths: number;
}

/**
 * What is due of a class at a moment: the dry run (RET-14). Each condition is the one its deletion works by. A class that is
 * not here has no rows of its own to count.
 */
export const dueCounts: Readonly<Record<string, (tx: Tx, facts: DueFacts) => Promise<Due>>> = {
  subscriptions: (tx, { at, days }) =>
    count(
      tx,
      sql`subscriptions s where s.account_id = app_account() and s.state = 'unsubscribed' and s.unsubscribed_at < ${before(at, days("subscriptions"))}`,
      sql`s.contact_id`,
      sql`s.email_normalised`,
    ),
  unconfirmed: (tx, { at }) =>
    count(
      tx,
      sql`consent_requests r where r.account_id = app_account() and r.state = 'pending' and r.expires_at <= ${before(at, 22 / 24)}`,
    ),
  orphans: (tx, { at }) =>
    count(
      tx,
      sql`contacts c where c.account_id = app_account() and c.orphaned_at < ${before(at, 30)} and (c.kept_until is null or c.kept_until < ${at}::date) and ${WITHOUT_GROUND}`,
      sql`c.id`,
      sql`c.email_normalised`,
    ),
  core_records: (tx, { at }) =>
    count(
      tx,
      sql`core_records r join core_lists l on l.account_id = r.account_id and l.id = r.list_id
          where r.account_id = app_account() and r.updated_at < ${at}::timestamptz - make_interval(days => l.keep_days)
            and not exists (select 1 from deliveries d where d.account_id = r.account_id and d.contact_id = r.contact_id
              and d.created_at >= ${at}::timestamptz - make_interval(days => l.keep_days))
            and not exists (select 1 from core_withdrawals x where x.account_id = r.account_id and x.contact_id = r.contact_id
              and x.acknowledged_at is null and x.undone_at is null)`,
      sql`r.contact_id`,
    ),
  delivery_log: (tx, { at, days }) =>
    count(
      tx,
      sql`deliveries d where d.account_id = app_account() and d.created_at < ${before(at, days("delivery_log"))} and d.email is not null
          and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and o.final)`,
      sql`d.contact_id`,
      sql`d.email_normalised`,
    ),
  correspondence: (tx, { at }) =>
    count(
      tx,
      sql`correspondence_mails m where m.account_id = app_account() and m.created_at < ${before(at, 90)}
          and (m.email_normalised is not null or m.subject is not null or m.body_sealed is not null)`,
      sql`m.contact_id`,
      sql`m.email_normalised`,
    ),
  replies: (tx, { at }) =>
    count(
      tx,
      sql`reply_tasks t where t.account_id = app_account() and t.state = 'decided' and t.decided_at < ${before(at, 90)}`,
      sql`t.contact_id`,
      sql`t.email_normalised`,
    ),
  purchases: (tx, { at, purchaseMonths }) =>
    count(
      tx,
      sql`purchases p where p.account_id = app_account() and p.concluded_on < (${at}::timestamptz - make_interval(months => ${purchaseMonths}, years => 3))::date`,
      sql`p.contact_id`,
      sql`p.email_normalised`,
    ),
  evidence: (tx, { at }) =>
    count(
      tx,
      sql`ledger_subjects s join accounts a on a.id = s.account_id
          where s.account_id = app_account() and s.sealed_until < (${at}::timestamptz at time zone a.timezone)::date and s.destroyed_at is null`,
    ),
  audit_log: (tx, { at, days }) =>
    count(
      tx,
      sql`audit_entries e where e.account_id = app_account() and e.at < ${before(at, days("audit_log"))}`,
    ),
  security_log: (tx, { at }) =>
    count(
      tx,
      sql`security_events s where s.account_id = app_account() and s.last_at < ${at}::timestamptz - interval '12 months'`,
    ),
  import_lines: (tx, { at }) =>
    count(
      tx,
      sql`import_lines l join imports i on i.account_id = l.account_id and i.id = l.import_id
          where l.account_id = app_account() and i.finished_at < ${before(at, 30)} and (l.detail is not null or l.email_normalised is not null)`,
      sql`l.contact_id`,
      sql`l.email_normalised`,
    ),
  files: (tx, { at }) =>
    count(tx, sql`stored_files f where f.account_id = app_account() and f.expires_at < ${at}`),
  answers: (tx, { at }) =>
    count(
      tx,
      sql`idempotency_keys k where k.account_id = app_account() and k.created_at < ${before(at, 1)}`,
    ),
  suppressions: (tx, { at }) =>
    count(
      tx,
      sql`suppressions s where s.account_id = app_account() and s.lifted_at is null and s.review_on <= ${at}::date`,
    ),
};

const before = (at: Date, days: number): Date => new Date(at.getTime() - days * DAY_MS);
