import { maybe, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";

/** At most so many advertising mails to one address in so many days (LEAD-14); of all mailings, or of one list. */
export interface FrequencyCap {
  listId: number | null;
  max: number;
  days: number;
}

/** A cap that may be reached, with what has to be looked at: without enough mailings in its days nobody can have reached it. */
export interface FrequencyLimit extends FrequencyCap {
  since: Date;
  /** Runs that may have reached people since then. */
  runs: number[];
  /** Of them those under way that come first: their mails count before they have left. */
  ahead: number[];
}

/** What the caps say about a mail, asked before everybody's facts. */
export interface FrequencyQuery {
  listIds: readonly number[];
  /** The run the mail belongs to: what it sends itself does not count. */
  runId?: number;
  now: Date;
}

/**
 * The caps that hold for a mailing to these lists and could be reached. Personal, transactional and opt-in mails are in no
 * run and never count. Usually empty, and then no recipient is asked anything.
 */
export async function frequencyLimits(tx: Tx, query: FrequencyQuery): Promise<FrequencyLimit[]> {
  const { listIds, runId = null, now } = query;
  const found = await rows<FrequencyCap & { runId: number | null; isAhead: boolean }>(
    tx,
    sql`select c.list_id, c.max, c.days, r.id as run_id, coalesce(r.state = 'running' and (${runId}::bigint is null or r.id < ${runId}::bigint), false) as is_ahead
        from (select null::bigint as list_id, m.cap_max as max, m.cap_days as days from mailing_rules m where m.account_id = app_account() and m.cap_max is not null
              union all
              select l.list_id, l.cap_max, l.cap_days from list_caps l where l.account_id = app_account() and l.list_id = any(${[...listIds]}::bigint[])) c
        join delivery_runs r on r.account_id = app_account() and r.mailing_id is not null and r.kind in ('newsletter', 'customer_7_3') and r.started_at is not null
          and (r.finished_at is null or r.finished_at > ${now}::timestamptz - make_interval(days => c.days)) and r.id is distinct from ${runId}::bigint
          and (c.list_id is null or c.list_id = any(r.list_ids))`,
  );
  const limits = new Map<number | null, FrequencyLimit>();
  for (const { listId, max, days, runId: run, isAhead } of found) {
    let limit = limits.get(listId);
    if (!limit) {
      const since = new Date(now.getTime() - days * 86_400_000);
      limits.set(listId, (limit = { listId, max, days, since, runs: [], ahead: [] }));
    }
    limit.runs.push(run!);
    if (isAhead) limit.ahead.push(run!);
  }
  return [...limits.values()].filter((limit) => limit.runs.length >= limit.max);
}

/** Accepted since then, or on its way in a run that comes first. */
const counts = (limit: FrequencyLimit) =>
  sql`(o.outcome = 'accepted' and o.at > ${limit.since} or o.delivery_id is null and d.run_id = any(${limit.ahead}::bigint[]))`;

const mails = (limit: FrequencyLimit) => sql`
  deliveries d left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
  where d.account_id = app_account() and d.run_id = any(${limit.runs}::bigint[]) and ${counts(limit)}
    and ${limit.listId === null ? sql`true` : sql`d.list_id = ${limit.listId}::bigint`}`;

/**
 * Whether the address has got as much as a cap allows. `each`: through the index of each run's recipients, one step for
 * each run and contact on the address. `whole`: who has, once for everybody.
 */
export function frequencyReached(
  limits: readonly FrequencyLimit[],
  email: RawBuilder<unknown>,
  shape: "each" | "whole",
): RawBuilder<unknown> {
  const conditions = limits.map((limit) =>
    shape === "whole"
      ? sql`${email} in (select d.email_normalised from ${mails(limit)} and d.email_normalised is not null group by d.email_normalised having count(*) >= ${limit.max})`
      : sql`(select count(*) from ${mails(limit)} and d.email_normalised = ${email}
          and d.contact_id = any(array(select c.id from contacts c where c.account_id = app_account() and c.email_normalised = ${email}))) >= ${limit.max}`,
  );
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;
}

/** How far an address is from the caps, for people who ask why. */
export async function frequencyOf(
  tx: Tx,
  query: FrequencyQuery & { emailNormalised: string },
): Promise<{ cap: FrequencyCap; accepted: number; freeAt: Date | null } | undefined> {
  for (const limit of await frequencyLimits(tx, query)) {
    const found = await maybe<{ accepted: number; freeAt: Date | null }>(
      tx,
      sql`select count(*) as accepted, (array_agg(o.at order by o.at desc) filter (where o.at is not null))[${limit.max}::int] + make_interval(days => ${limit.days}) as free_at
          from ${mails(limit)} and d.email_normalised = ${query.emailNormalised}
            and d.contact_id = any(array(select c.id from contacts c where c.account_id = app_account() and c.email_normalised = ${query.emailNormalised}))
          having count(*) >= ${limit.max}`,
    );
    if (found) return { cap: limit, ...found };
  }
  return undefined;
}
