import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export interface EndedSubscription {
  listId: number;
  emailNormalised: string;
  contactId: number;
}

/** Subscriptions that ended before the day their data have to go (UNS-15, RET-04); held ones wait. */
export function endedSubscriptions(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<EndedSubscription[]> {
  return rows<EndedSubscription>(
    tx,
    sql`select s.list_id, s.email_normalised, s.contact_id from subscriptions s
        where s.account_id = app_account() and s.state = 'unsubscribed' and s.unsubscribed_at < ${before}
          and not person_held(s.account_id, s.contact_id, s.email_normalised) limit ${limit}`,
  );
}

/** The list forgets the person; its suppression keeps the address. */
export async function deleteSubscription(tx: Tx, ended: EndedSubscription): Promise<void> {
  await run(
    tx,
    sql`delete from subscriptions where account_id = app_account() and list_id = ${ended.listId} and email_normalised = ${ended.emailNormalised} and state = 'unsubscribed'`,
  );
}

export interface OwnPeriod {
  class: string;
  days: number;
  reason: string;
  setBy: string;
  setAt: Date;
}

export function ownPeriods(tx: Tx): Promise<OwnPeriod[]> {
  return rows<OwnPeriod>(
    tx,
    sql`select p.class, p.days, p.reason, p.set_by, p.set_at from retention_periods p where p.account_id = app_account()`,
  );
}

export async function savePeriod(tx: Tx, accountId: number, period: OwnPeriod): Promise<void> {
  await run(
    tx,
    sql`insert into retention_periods (account_id, class, days, reason, set_by, set_at)
        values (${accountId}, ${period.class}, ${period.days}, ${period.reason}, ${period.setBy}, ${period.setAt})
        on conflict (account_id, class) do update set days = excluded.days, reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at`,
  );
}

interface MonthCount {
  class: string;
  done: number;
  held: number;
  lastAt: Date;
}

/** Counts of a month ("2026-11-01"). */
export function monthCounts(tx: Tx, month: string): Promise<MonthCount[]> {
  return rows<MonthCount>(
    tx,
    sql`select c.class, c.done, c.held, c.last_at from retention_counts c where c.account_id = app_account() and c.month = ${month}::date order by c.class`,
  );
}

export interface Protocol {
  publicId: string;
  month: string;
  counts: Record<string, { done: number; held: number }>;
  holds: number;
  madeAt: Date;
  seal: Buffer;
}

const PROTOCOL = sql.raw(
  "p.public_id, p.month::text as month, p.counts, p.holds, p.made_at, p.seal",
);

export function listProtocols(tx: Tx): Promise<Protocol[]> {
  return rows<Protocol>(
    tx,
    sql`select ${PROTOCOL} from retention_protocols p where p.account_id = app_account() order by p.month desc limit 60`,
  );
}

export function findProtocol(tx: Tx, publicId: string): Promise<Protocol | undefined> {
  return maybe<Protocol>(
    tx,
    sql`select ${PROTOCOL} from retention_protocols p where p.account_id = app_account() and p.public_id = ${publicId}`,
  );
}

export async function hasProtocol(tx: Tx, month: string): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as there from retention_protocols p where p.account_id = app_account() and p.month = ${month}::date`,
  );
  return found !== undefined;
}

export async function insertProtocol(
  tx: Tx,
  accountId: number,
  protocol: Omit<Protocol, "publicId">,
): Promise<void> {
  await run(
    tx,
    sql`insert into retention_protocols (account_id, month, counts, holds, made_at, seal)
        values (${accountId}, ${protocol.month}, ${JSON.stringify(protocol.counts)}::jsonb, ${protocol.holds}, ${protocol.madeAt}, ${protocol.seal})
        on conflict do nothing`,
  );
}

export interface ConceptVersion {
  version: number;
  sha256: Buffer;
  madeAt: Date;
  madeBy: string;
}

export function newestConcept(tx: Tx): Promise<ConceptVersion | undefined> {
  return maybe<ConceptVersion>(
    tx,
    sql`select d.version, d.sha256, d.made_at, d.made_by from deletion_concepts d where d.account_id = app_account() order by d.version desc limit 1`,
  );
}

export function insertConcept(
  tx: Tx,
  accountId: number,
  concept: { content: unknown; sha256: Buffer; at: Date; by: string },
): Promise<{ version: number }> {
  return one(
    tx,
    sql`insert into deletion_concepts (account_id, version, content, sha256, made_at, made_by)
        select ${accountId}, coalesce(max(d.version), 0) + 1, ${JSON.stringify(concept.content)}::jsonb, ${concept.sha256}, ${concept.at}, ${concept.by}
        from deletion_concepts d where d.account_id = ${accountId} returning version`,
  );
}

/** Lists that the automatic deletion after 180 days leaves out, without a rule of their own (RET-03). None can be made. */
export async function listsWithoutRule(tx: Tx): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from core_lists l where l.account_id = app_account() and (l.keep_days is null or l.keep_days > 730)`,
  );
  return found.count;
}
