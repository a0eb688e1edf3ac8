import type pg from "pg";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { StoredClick } from "../tracking/index.ts";
import type { Goal } from "./goal.ts";

const GOAL = sql.raw(
  "g.id, g.public_id, g.name, g.value_cents, g.window_days, g.tested_at, g.created_at, g.archived_at",
);

/** Open goals first, then by name. */
export function allGoals(tx: Tx): Promise<Goal[]> {
  return rows<Goal>(
    tx,
    sql`select ${GOAL} from goals g where g.account_id = app_account() order by g.archived_at is not null, lower(g.name), g.id`,
  );
}

export function findGoal(tx: Tx, publicId: string): Promise<Goal | undefined> {
  return maybe<Goal>(
    tx,
    sql`select ${GOAL} from goals g where g.account_id = app_account() and g.public_id = ${publicId}`,
  );
}

/** Undefined when an open goal has this name already. */
export function insertGoal(
  tx: Tx,
  accountId: number,
  goal: Pick<Goal, "name" | "valueCents" | "windowDays">,
  at: Date,
): Promise<Goal | undefined> {
  return maybe<Goal>(
    tx,
    sql`insert into goals as g (account_id, name, value_cents, window_days, created_at)
        values (${accountId}, ${goal.name}, ${goal.valueCents}, ${goal.windowDays}, ${at})
        on conflict do nothing returning ${GOAL}`,
  );
}

/** Undefined when another open goal has the name. */
export function updateGoal(
  tx: Tx,
  goal: Pick<Goal, "id" | "name" | "valueCents" | "windowDays" | "archivedAt">,
): Promise<Goal | undefined> {
  return maybe<Goal>(
    tx,
    sql`update goals g set name = ${goal.name}, value_cents = ${goal.valueCents}, window_days = ${goal.windowDays}, archived_at = ${goal.archivedAt}
        where g.account_id = app_account() and g.id = ${goal.id}
          and (${goal.archivedAt}::timestamptz is not null or not exists (
            select 1 from goals o where o.account_id = g.account_id and o.id <> g.id and o.archived_at is null and lower(o.name) = lower(${goal.name})))
        returning ${GOAL}`,
  );
}

export async function noteTest(tx: Tx, goalId: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update goals g set tested_at = ${at} where g.account_id = app_account() and g.id = ${goalId}`,
  );
}

export async function goalSites(tx: Tx): Promise<string[]> {
  const found = await rows<{ host: string }>(
    tx,
    sql`select s.host from goal_sites s where s.account_id = app_account() order by s.host`,
  );
  return found.map((row) => row.host);
}

export async function replaceGoalSites(
  tx: Tx,
  accountId: number,
  hosts: readonly string[],
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`delete from goal_sites s where s.account_id = app_account() and s.host <> all (${[...hosts]}::text[])`,
  );
  await run(
    tx,
    sql`insert into goal_sites (account_id, host, added_at) select ${accountId}::int, h, ${at}::timestamptz from unnest(${[...hosts]}::text[]) h on conflict do nothing`,
  );
}

/** People whose permission covers clicks and forms now. */
export async function coveredPeople(tx: Tx): Promise<number> {
  const found = await one<{ people: number }>(
    tx,
    sql`select count(*) as people from profiling_permissions p
        join wording_versions w on w.account_id = p.account_id and w.id = p.wording_version_id
        where p.account_id = app_account() and p.state = 'granted' and w.techniques @> array['click', 'form_use']
          and not exists (select 1 from contacts c where c.account_id = p.account_id and c.email_normalised = p.email_normalised and c.pot = 'newsletter'
                            and (c.id <> all (p.contact_ids) or c.restricted_at is not null))`,
  );
  return found.people;
}

/** The websites of every account that has an open goal. */
export async function sitesOfAccounts(
  pool: pg.Pool,
): Promise<{ accountId: number; hosts: string[] }[]> {
  const result = await pool.query<{ account_id: number; hosts: string[] }>({
    name: "goal_sites_of_accounts",
    text: `select s.account_id, array_agg(s.host) as hosts from goal_sites s
           where exists (select 1 from goals g where g.account_id = s.account_id and g.archived_at is null) group by 1`,
  });
  return result.rows.map((row) => ({ accountId: row.account_id, hosts: row.hosts }));
}

/** Whether a click that was stored for a person is one of somebody whose wording names forms too (CON-20). */
export async function clickMayCarryGoal(pool: pg.Pool, click: StoredClick): Promise<boolean> {
  const result = await pool.query({
    name: "click_may_carry_goal",
    text: `select 1 from measured_deliveries d
           join profiling_granted g on g.account_id = d.account_id and g.email_normalised = d.email_normalised
           where d.account_id = $1::int and d.delivery_id = $2::bigint and d.mailing_id = $3::bigint
             and 'click' = any (g.techniques) and 'form_use' = any (g.techniques)
             and exists (select 1 from personal_events e where e.account_id = d.account_id and e.delivery_id = d.delivery_id
                           and e.link = $4::smallint and e.hour = date_trunc('hour', $5::timestamptz) and e.agent in (0, 9))`,
    values: [click.accountId, click.deliveryId, click.mailingId, click.link, click.at],
  });
  return result.rows.length > 0;
}

/** Stores a conversion where permission is granted now and was at the click (TRK-01); false where nothing was stored. */
export async function recordConversion(
  tx: Tx,
  conversion: {
    goalId: number;
    click: StoredClick;
    number: bigint;
    at: Date;
    valueCents: number | null;
  },
): Promise<boolean> {
  const { click } = conversion;
  const found = await one<{ stored: boolean }>(
    tx,
    sql`select record_conversion(${conversion.goalId}::bigint, ${click.mailingId}::bigint, ${click.deliveryId}::bigint, ${click.link}::smallint,
          ${String(conversion.number)}::bigint, ${click.at}::timestamptz, ${conversion.at}::timestamptz, ${conversion.valueCents}::bigint) as stored`,
  );
  return found.stored;
}
