import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export interface CountRow {
  accepted: number;
  deferred: number;
  soft: number;
  hard: number;
  policy: number;
  unknown: number;
  uncertain: number;
}

const SUMS = sql.raw(
  ["accepted", "deferred", "soft", "hard", "policy", "unknown", "uncertain"]
    .map((name) => `coalesce(sum(d.${name}), 0)::bigint as ${name}`)
    .join(", "),
);

/** Counts by provider, of the period or of the one before; the busiest first. */
export function countsByProvider(
  tx: Tx,
  from: string,
  before: string,
): Promise<(CountRow & { provider: string })[]> {
  return rows(
    tx,
    sql`select d.provider, ${SUMS} from delivery_days d
        where d.account_id = app_account() and d.day >= ${from}::date and d.day < ${before}::date
        group by d.provider order by sum(d.accepted + d.deferred + d.soft + d.hard + d.policy + d.unknown) desc, d.provider`,
  );
}

/** Days of some providers. */
export function daysOfProviders(
  tx: Tx,
  from: string,
  before: string,
  providers: string[],
): Promise<(CountRow & { provider: string; day: string })[]> {
  return rows(
    tx,
    sql`select d.provider, to_char(d.day, 'YYYY-MM-DD') as day, ${SUMS} from delivery_days d
        where d.account_id = app_account() and d.day >= ${from}::date and d.day < ${before}::date and d.provider = any(${providers}::text[])
        group by d.provider, d.day order by d.provider, d.day`,
  );
}

export function countsByDay(
  tx: Tx,
  from: string,
  before: string,
): Promise<(CountRow & { day: string })[]> {
  return rows(
    tx,
    sql`select to_char(d.day, 'YYYY-MM-DD') as day, ${SUMS} from delivery_days d
        where d.account_id = app_account() and d.day >= ${from}::date and d.day < ${before}::date group by d.day order by d.day`,
  );
}

export function countsByDomain(
  tx: Tx,
  from: string,
  before: string,
): Promise<(CountRow & { domain: string; stream: "marketing" | "opt_in" | "transactional" })[]> {
  return rows(
    tx,
    sql`select d.sender_domain as domain, d.stream, ${SUMS} from delivery_days d
        where d.account_id = app_account() and d.day >= ${from}::date and d.day < ${before}::date and d.sender_domain <> ''
        group by d.sender_domain, d.stream order by d.sender_domain, d.stream limit 100`,
  );
}

/** Complaints by day and domain of the address. */
export function complaintDays(
  tx: Tx,
  from: string,
  before: string,
  timezone: string,
): Promise<{ day: string; domain: string; count: number }[]> {
  return rows(
    tx,
    sql`select to_char(s.created_at at time zone ${timezone}, 'YYYY-MM-DD') as day, coalesce(split_part(s.email_normalised, '@', 2), '') as domain, count(*)::int as count
        from suppressions s
        where s.account_id = app_account() and s.scope = 'complaint'
          and s.created_at >= (${from}::date::timestamp at time zone ${timezone}) and s.created_at < (${before}::date::timestamp at time zone ${timezone})
        group by 1, 2`,
  );
}

export interface MeaningRow {
  meaning: string;
  count: number;
  providers: string[];
  senderDomains: string[];
  lastDay: string;
  sample: string | null;
  /** How much of it by provider, in the order of `providers`. */
  counts: number[];
}

/** Refusals of the SMTP session, and those that came as reports afterwards. */
const REFUSALS = sql`(select account_id, day, provider, sender_domain, meaning, count, sample from delivery_refusals
  union all select account_id, day, provider, sender_domain, meaning, count, sample from policy_refusals)`;

/** What refusals and delays meant, the most frequent first. */
export function refusalMeaningsOf(tx: Tx, from: string, before: string): Promise<MeaningRow[]> {
  return rows<MeaningRow>(
    tx,
    sql`with each as (
          select r.meaning, r.provider, sum(r.count) as count, max(r.day) as last_day, (array_agg(r.sample order by r.day desc) filter (where r.sample is not null))[1] as sample
          from ${REFUSALS} r where r.account_id = app_account() and r.day >= ${from}::date and r.day < ${before}::date group by r.meaning, r.provider)
        select e.meaning, sum(e.count)::bigint as count, (array_agg(e.provider order by e.count desc, e.provider))[1:8] as providers,
          (array_agg(e.count order by e.count desc, e.provider))[1:8]::int[] as counts, to_char(max(e.last_day), 'YYYY-MM-DD') as last_day,
          (array_agg(e.sample order by e.count desc) filter (where e.sample is not null))[1] as sample,
          coalesce((select array_agg(distinct r.sender_domain) from ${REFUSALS} r where r.account_id = app_account() and r.meaning = e.meaning
            and r.sender_domain <> '' and r.day >= ${from}::date and r.day < ${before}::date), '{}') as sender_domains
        from each e group by e.meaning order by sum(e.count) desc, e.meaning`,
  );
}

export interface SlowdownRow {
  provider: string;
  perSecond: number;
  beforePerSecond: number;
  since: Date;
  code: string;
}

export function slowdownsNow(tx: Tx): Promise<SlowdownRow[]> {
  return rows<SlowdownRow>(
    tx,
    sql`select p.provider, p.per_second, p.before_per_second, p.since, p.code from pace_slowdowns p
        where p.account_id = app_account() order by p.since, p.provider limit 50`,
  );
}

export function warmUpsNow(tx: Tx): Promise<{ domain: string; startedAt: Date }[]> {
  return rows(
    tx,
    sql`select w.domain, w.started_at from warm_ups w where w.account_id = app_account() and w.state = 'running' order by w.started_at desc, w.domain limit 50`,
  );
}

/** What receivers reported of mail and connections under our names. */
export function reportedFigures(
  tx: Tx,
  from: string,
  before: string,
): Promise<{ kind: "dmarc" | "tls"; domain: string; messages: number; failures: number }[]> {
  return rows(
    tx,
    sql`select r.kind, r.domain, sum(r.messages)::bigint as messages, sum(r.failures)::bigint as failures from domain_report_days r
        where r.account_id = app_account() and r.day >= ${from}::date and r.day < ${before}::date
        group by r.kind, r.domain order by r.kind, r.domain limit 100`,
  );
}

// Seed tests (SND-17)

export async function insertSeedTest(
  tx: Tx,
  accountId: number,
  test: { mailingId: number; subject: string; createdBy: number | null; at: Date },
  deliveries: readonly { id: number; provider: string }[],
): Promise<string> {
  const made = await one<{ id: number; publicId: string }>(
    tx,
    sql`insert into seed_tests (account_id, mailing_id, subject, created_by, created_at)
        values (${accountId}, ${test.mailingId}, ${test.subject}, ${test.createdBy}, ${test.at}) returning id, public_id`,
  );
  await run(
    tx,
    sql`insert into seed_results (account_id, seed_test_id, delivery_id, provider)
        select ${accountId}::int, ${made.id}::bigint, u.id, u.provider
        from unnest(${deliveries.map((each) => each.id)}::bigint[], ${deliveries.map((each) => each.provider)}::text[]) u(id, provider)`,
  );
  return made.publicId;
}

export interface SeedTestRow {
  id: number;
  publicId: string;
  subject: string;
  createdAt: Date;
  mailingPublicId: string | null;
  mailingName: string | null;
}

/** Tests, the newest first; of one mailing or of all. */
export function listSeedTests(
  tx: Tx,
  page: {
    mailing?: string | undefined;
    publicId?: string | undefined;
    before?: number | undefined;
    limit: number;
  },
): Promise<SeedTestRow[]> {
  return rows<SeedTestRow>(
    tx,
    sql`select t.id, t.public_id, t.subject, t.created_at, m.public_id as mailing_public_id, m.name as mailing_name
        from seed_tests t left join mailings m on m.account_id = t.account_id and m.id = t.mailing_id
        where t.account_id = app_account() and (${page.mailing ?? null}::text is null or m.public_id = ${page.mailing ?? null})
          and (${page.publicId ?? null}::text is null or t.public_id = ${page.publicId ?? null})
          and (${page.before ?? null}::bigint is null or t.id < ${page.before ?? null})
        order by t.id desc limit ${page.limit}`,
  );
}

export interface SeedResultRow {
  seedTestId: number;
  deliveryPublicId: string;
  email: string | null;
  provider: string;
  state: "open" | "accepted" | "deferred" | "rejected" | "excluded" | "uncertain" | "cancelled";
  smtpCode: number | null;
  reply: string | null;
  placement: "inbox" | "tab" | "spam" | "missing" | null;
  notedAt: Date | null;
}

/** Where the mails of these tests are now: the last word of each delivery. */
export function seedResults(tx: Tx, testIds: number[]): Promise<SeedResultRow[]> {
  return rows<SeedResultRow>(
    tx,
    sql`select r.seed_test_id, d.public_id as delivery_public_id, d.email, r.provider, coalesce(o.outcome, 'open') as state, o.smtp_code, o.reply, r.placement, r.noted_at
        from seed_results r join deliveries d on d.account_id = r.account_id and d.id = r.delivery_id
          left join lateral (select x.outcome, x.smtp_code, x.reply from delivery_outcomes x where x.account_id = r.account_id and x.delivery_id = r.delivery_id
            order by x.final desc, x.attempt desc limit 1) o on true
        where r.account_id = app_account() and r.seed_test_id = any(${testIds}::bigint[]) order by r.seed_test_id, r.provider, r.delivery_id`,
  );
}

/** Notes where a mail was seen. False when there is no such mail in the test. */
export async function setPlacement(
  tx: Tx,
  testPublicId: string,
  deliveryPublicId: string,
  placement: string | null,
  at: Date,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update seed_results r set placement = ${placement}, noted_at = ${placement === null ? null : at}
        from seed_tests t, deliveries d
        where t.account_id = app_account() and t.public_id = ${testPublicId} and d.account_id = app_account() and d.public_id = ${deliveryPublicId}
          and r.account_id = app_account() and r.seed_test_id = t.id and r.delivery_id = d.id`,
  );
  return changed > 0;
}

export async function lastSeedTest(tx: Tx): Promise<Date | null> {
  const found = await maybe<{ createdAt: Date }>(
    tx,
    sql`select t.created_at from seed_tests t where t.account_id = app_account() order by t.id desc limit 1`,
  );
  return found?.createdAt ?? null;
}
