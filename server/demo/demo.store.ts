import type pg from "pg";
import type { Contact } from "../contacts/index.ts";
import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";

/** Whether the example is there already: it is made once. */
export async function demoExists(tx: Tx): Promise<boolean> {
  return (
    (await maybe<{ key: string }>(
      tx,
      sql`select s.key from instance_settings s where s.key = 'demo'`,
    )) !== undefined
  );
}

export async function rememberDemo(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`insert into instance_settings (key, value) values ('demo', 'true'::jsonb) on conflict do nothing`,
  );
}

export interface DemoContactRow {
  email: string;
  hash: Buffer;
  salutation: string;
  firstName: string;
  lastName: string;
  sortKey: string;
  createdAt: Date;
}

/** Contacts in one statement; gives their ids by address. */
export function insertDemoContacts(
  tx: Tx,
  accountId: number,
  people: DemoContactRow[],
): Promise<{ id: number; email: string }[]> {
  return rows(
    tx,
    sql`insert into contacts (account_id, email, email_normalised, address_hash, salutation, first_name, last_name, sort_key, origins, created_at, updated_at)
        select ${accountId}::int, u.email, u.email, u.hash, u.salutation, u.first_name, u.last_name, u.sort_key,
          jsonb_build_object('email', jsonb_build_object('source', 'form', 'at', u.at), 'firstName', jsonb_build_object('source', 'form', 'at', u.at), 'lastName', jsonb_build_object('source', 'form', 'at', u.at)),
          u.at, u.at
        from unnest(${people.map((p) => p.email)}::text[], ${people.map((p) => p.hash)}::bytea[], ${people.map((p) => p.salutation)}::text[],
          ${people.map((p) => p.firstName)}::text[], ${people.map((p) => p.lastName)}::text[], ${people.map((p) => p.sortKey)}::text[],
          ${people.map((p) => p.createdAt)}::timestamptz[]) u(email, hash, salutation, first_name, last_name, sort_key, at)
        returning id, email`,
  );
}

export interface DemoSubscriptionRow {
  listId: number;
  email: string;
  contactId: number;
  state: "pending" | "confirmed" | "unsubscribed";
  entryId: number | null;
  wordingVersionId: number | null;
  at: Date;
  endedAt: Date | null;
}

export async function insertDemoSubscriptions(
  tx: Tx,
  accountId: number,
  list: DemoSubscriptionRow[],
): Promise<void> {
  await run(
    tx,
    sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, wording_version_id, source, requested_at, confirmed_at, unsubscribed_at)
        select ${accountId}::int, u.list_id, u.email, u.contact_id, u.state, case when u.entry_id is null then null else 'double_opt_in' end, u.entry_id, u.wording_id, 'form',
          u.at, case when u.entry_id is null then null else u.at end, u.ended_at
        from unnest(${list.map((s) => s.listId)}::bigint[], ${list.map((s) => s.email)}::text[], ${list.map((s) => s.contactId)}::bigint[], ${list.map((s) => s.state)}::text[],
          ${list.map((s) => s.entryId)}::bigint[], ${list.map((s) => s.wordingVersionId)}::bigint[], ${list.map((s) => s.at)}::timestamptz[], ${list.map((s) => s.endedAt)}::timestamptz[])
          u(list_id, email, contact_id, state, entry_id, wording_id, at, ended_at)`,
  );
}

export async function insertDemoPermissions(
  tx: Tx,
  accountId: number,
  list: {
    email: string;
    state: string;
    wordingVersionId: number;
    entryId: number;
    contactId: number;
    at: Date;
  }[],
): Promise<void> {
  await run(
    tx,
    sql`insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids, source, changed_at)
        select ${accountId}::int, u.email, u.state, u.wording_id, u.entry_id, case when u.state = 'granted' then array[u.contact_id] else '{}' end, 'form', u.at
        from unnest(${list.map((p) => p.email)}::text[], ${list.map((p) => p.state)}::text[], ${list.map((p) => p.wordingVersionId)}::bigint[],
          ${list.map((p) => p.entryId)}::bigint[], ${list.map((p) => p.contactId)}::bigint[], ${list.map((p) => p.at)}::timestamptz[])
          u(email, state, wording_id, entry_id, contact_id, at)`,
  );
}

/** What a day's readers add to the anonymous counters. */
export interface DemoTotal {
  link: number;
  day: string;
  agent: number;
  hits: number;
  uniques: number;
}

export interface DemoDelivery {
  id: number;
  batchId: number;
  contactId: number;
  email: string;
  personal: boolean;
}

/** Cleared deliveries of a prepared run, with whether the person may be measured. */
export function clearedDeliveries(tx: Tx, runId: number): Promise<DemoDelivery[]> {
  return rows<DemoDelivery>(
    tx,
    sql`select d.id, d.batch_id, d.contact_id, d.email_normalised as email, coalesce(p.state = 'granted', false) as personal
        from deliveries d left join profiling_permissions p on p.account_id = d.account_id and p.email_normalised = d.email_normalised
        where d.account_id = app_account() and d.run_id = ${runId}
          and not exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id) order by d.id`,
  );
}

/** The same of a campaign, whose records are measured by their own value (CRM-10). */
export function clearedRecords(tx: Tx, runId: number): Promise<DemoDelivery[]> {
  return rows<DemoDelivery>(
    tx,
    sql`select d.id, d.batch_id, d.contact_id, r.measured_as as email, r.profiling as personal
        from deliveries d join core_records r on r.account_id = d.account_id and r.contact_id = d.contact_id
        where d.account_id = app_account() and d.run_id = ${runId}
          and not exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id) order by d.id`,
  );
}

export async function insertDemoOutcomes(
  tx: Tx,
  accountId: number,
  runId: number,
  list: { delivery: DemoDelivery; outcome: "accepted" | "rejected"; at: Date }[],
): Promise<void> {
  const deliveries = list.map((entry) => entry.delivery);
  await run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, basis, measured, smtp_code, enhanced_code, reply, at)
        select ${accountId}::int, u.id, 1, u.batch_id, ${runId}::bigint, u.outcome, true, case when u.outcome = 'rejected' then 'hard' end, 'consent',
          case when u.personal then 'personal' else 'anonymous' end, case when u.outcome = 'accepted' then 250 else 550 end,
          case when u.outcome = 'accepted' then '2.0.0' else '5.1.1' end, case when u.outcome = 'accepted' then 'Ok: queued' else 'User unknown' end, u.at
        from unnest(${deliveries.map((d) => d.id)}::bigint[], ${deliveries.map((d) => d.batchId)}::bigint[], ${list.map((e) => e.outcome)}::text[],
          ${deliveries.map((d) => d.personal)}::boolean[], ${list.map((e) => e.at)}::timestamptz[]) u(id, batch_id, outcome, personal, at)`,
  );
  const personal = list.filter((entry) => entry.delivery.personal && entry.outcome === "accepted");
  await run(
    tx,
    sql`insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised, handed_over_at)
        select ${accountId}::int, u.id, r.mailing_id, u.contact_id, u.email, u.at
        from unnest(${personal.map((e) => e.delivery.id)}::bigint[], ${personal.map((e) => e.delivery.contactId)}::bigint[], ${personal.map((e) => e.delivery.email)}::text[],
          ${personal.map((e) => e.at)}::timestamptz[]) u(id, contact_id, email, at), delivery_runs r where r.account_id = ${accountId} and r.id = ${runId}`,
  );
}

/** Ends run, batches and mailing as the dispatcher would have, at their time in the past. */
export async function closeDemoRun(
  tx: Tx,
  runId: number,
  mailingId: number,
  startedAt: Date,
  finishedAt: Date,
): Promise<void> {
  await run(
    tx,
    sql`update delivery_batches b set state = 'done', done_at = ${finishedAt}, counts = b.counts || (
          select jsonb_object_agg(c.outcome, c.count) from (select o.outcome, count(*) as count from delivery_outcomes o where o.account_id = b.account_id and o.batch_id = b.id and o.final group by 1) c)
        where b.account_id = app_account() and b.run_id = ${runId}`,
  );
  await run(
    tx,
    sql`update delivery_runs set state = 'done', started_at = ${startedAt}, finished_at = ${finishedAt}, created_at = ${startedAt} where account_id = app_account() and id = ${runId}`,
  );
  await run(
    tx,
    sql`update mailings set state = 'sent', started_at = ${startedAt}, finished_at = ${finishedAt}, scheduled_at = ${startedAt}, created_at = ${startedAt}, updated_at = ${finishedAt}, test_sent_at = ${startedAt}
        where account_id = app_account() and id = ${mailingId}`,
  );
}

/** How many the mailing's block asked for the permission to analyse, and what they answered (CON-26). */
export async function insertDemoAnswers(
  tx: Tx,
  accountId: number,
  mailingId: number,
  answers: { asked: number; granted: number; refused: number },
): Promise<void> {
  await run(
    tx,
    sql`insert into question_totals (account_id, mailing_id, asked, granted, refused)
        values (${accountId}, ${mailingId}, ${answers.asked}, ${answers.granted}, ${answers.refused})`,
  );
}

/**
 * What the simulated readers did, as the hit pipeline would have left it. As the owner of the tables, because no role of
 * the application may write a personal event past the pipeline.
 */
export async function insertDemoHits(
  owner: pg.Client,
  accountId: number,
  mailingId: number,
  personal: { deliveryId: number; link: number; hour: Date; agent: number }[],
  totals: DemoTotal[],
): Promise<void> {
  await owner.query(
    `insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent)
     select $1::int, $2::bigint, u.* from unnest($3::bigint[], $4::smallint[], $5::timestamptz[], $6::smallint[]) u`,
    [
      accountId,
      mailingId,
      personal.map((h) => h.deliveryId),
      personal.map((h) => h.link),
      personal.map((h) => h.hour),
      personal.map((h) => h.agent),
    ],
  );
  await owner.query(
    `insert into anonymous_totals (account_id, mailing_id, link, day, agent, hits, uniques)
     select $1::int, $2::bigint, u.* from unnest($3::smallint[], $4::date[], $5::smallint[], $6::bigint[], $7::bigint[]) u`,
    [
      accountId,
      mailingId,
      totals.map((t) => t.link),
      totals.map((t) => t.day),
      totals.map((t) => t.agent),
      totals.map((t) => t.hits),
      totals.map((t) => t.uniques),
    ],
  );
}

/** Confirmed subscribers whom nothing keeps from mail, the longest first. */
export function someSubscribers(
  tx: Tx,
  listId: number,
  count: number,
): Promise<{ email: string; contactId: number }[]> {
  return rows(
    tx,
    sql`select s.email_normalised as email, s.contact_id from subscriptions s
        where s.account_id = app_account() and s.list_id = ${listId} and s.state = 'confirmed'
          and not exists (select 1 from suppressions x where x.account_id = s.account_id and x.email_normalised = s.email_normalised and x.lifted_at is null)
        order by s.confirmed_at, s.email_normalised limit ${count}`,
  );
}

/** The first people of the newsletter, in the order of the directory. */
export function someDemoContacts(tx: Tx, limit: number): Promise<Contact[]> {
  return rows<Contact>(
    tx,
    sql`select c.id, c.public_id, c.email from contacts c where c.account_id = app_account() and c.pot = 'newsletter' order by c.sort_key, c.id limit ${limit}`,
  );
}

/** Values of own fields, each with the same origin. */
export async function setDemoValues(
  tx: Tx,
  people: { id: number; custom: Record<string, string> }[],
  origin: { source: string; at: string },
): Promise<void> {
  await run(
    tx,
    sql`update contacts c set custom = c.custom || n.custom::jsonb, origins = c.origins || n.origins::jsonb
        from unnest(${people.map((one) => one.id)}::bigint[], ${people.map((one) => JSON.stringify(one.custom))}::text[],
          ${people.map((one) => JSON.stringify(Object.fromEntries(Object.keys(one.custom).map((key) => [`custom.${key}`, origin]))))}::text[]) as n(id, custom, origins)
        where c.account_id = app_account() and c.id = n.id`,
  );
}

/** Dates of a recurring mailing that lie behind it. */
export async function insertDemoOccurrences(
  tx: Tx,
  accountId: number,
  recurringId: number,
  past: {
    local: string;
    dueAt: Date;
    state: "skipped";
    detail: Record<string, string>;
  }[],
): Promise<void> {
  for (const { local, dueAt, state, detail } of past)
    await run(
      tx,
      sql`insert into recurring_occurrences (account_id, recurring_id, local, due_at, state, detail, at)
          values (${accountId}, ${recurringId}, ${local}, ${dueAt}, ${state}, ${JSON.stringify(detail)}, ${dueAt})`,
    );
}

/** Customers and prospects nobody looks after yet. */
export async function contactsWithoutAdviser(tx: Tx, limit: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select c.id from contacts c where c.account_id = app_account() and c.pot = 'newsletter' and c.responsible_id is null and c.stage <> '' order by c.id limit ${limit}`,
  );
  return found.map((contact) => contact.id);
}
