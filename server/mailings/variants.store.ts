import type { AutomaticWinner, VariantDecision, WinnerMeasure } from "../../contract/variants.ts";
import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";

/** A test of variants and the place of one mailing in it. */
export interface VariantTestRow {
  id: number;
  /** The mailing whose people are divided. */
  mailingId: number;
  sample: number;
  variants: number;
  winnerId: number | null;
  decidedAt: Date | null;
  /** How it decides by itself; null: a person decides. */
  measure: WinnerMeasure | null;
  waitHours: number | null;
  confidence: 90 | 95 | 99 | null;
  otherwise: "leader" | "person" | "first" | null;
  /** Who chose that, and in whose name the rest is scheduled. */
  decidesFor: number | null;
  decision: VariantDecision | null;
  /** Of the mailing asked about; null: it is the one whose people are divided. */
  position: number | null;
}

/** The test a mailing has or is in. */
export function testOfMailing(tx: Tx, mailingId: number): Promise<VariantTestRow | undefined> {
  return maybe<VariantTestRow>(
    tx,
    sql`select t.id, t.mailing_id, t.sample, t.variants, t.winner_id, t.decided_at, t.measure, t.wait_hours, t.confidence, t.otherwise, t.decides_for, t.decision, v.position
        from mailing_tests t left join mailing_variants v on v.account_id = t.account_id and v.test_id = t.id and v.mailing_id = ${mailingId}
        where t.account_id = app_account() and (t.mailing_id = ${mailingId} or v.mailing_id is not null)`,
  );
}

/** The mailings whose people are divided, the newest first. */
export async function mailingsWithTest(tx: Tx): Promise<number[]> {
  const found = await rows<{ mailingId: number }>(
    tx,
    sql`select t.mailing_id from mailing_tests t where t.account_id = app_account() order by t.id desc limit 200`,
  );
  return found.map((row) => row.mailingId);
}

/** The mailings of a test in the order of their letters. */
export async function variantIds(tx: Tx, testId: number): Promise<number[]> {
  const found = await rows<{ mailingId: number }>(
    tx,
    sql`select v.mailing_id from mailing_variants v where v.account_id = app_account() and v.test_id = ${testId} order by v.position`,
  );
  return found.map((row) => row.mailingId);
}

export async function insertTest(
  tx: Tx,
  accountId: number,
  made: { mailingId: number; sample: number; variants: readonly number[]; at: Date },
): Promise<void> {
  const { id } = await one<{ id: number }>(
    tx,
    sql`insert into mailing_tests (account_id, mailing_id, sample, variants, created_at)
        values (${accountId}, ${made.mailingId}, ${made.sample}, ${made.variants.length}, ${made.at}) returning id`,
  );
  await run(
    tx,
    sql`insert into mailing_variants (account_id, mailing_id, test_id, position)
        select ${accountId}::int, u.id, ${id}::bigint, u.no - 1 from unnest(${[...made.variants]}::bigint[]) with ordinality u(id, no)`,
  );
}

export async function deleteTest(tx: Tx, id: number): Promise<void> {
  await run(tx, sql`delete from mailing_tests where account_id = app_account() and id = ${id}`);
}

export async function setWinner(
  tx: Tx,
  id: number,
  winner: { mailingId: number; by: number | null; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`update mailing_tests set winner_id = ${winner.mailingId}, decided_by = ${winner.by}, decided_at = ${winner.at} where account_id = app_account() and id = ${id}`,
  );
}

/** How a test decides by itself from now on; null: a person decides. */
export async function setAutomatic(
  tx: Tx,
  id: number,
  chosen: Omit<AutomaticWinner, "confirmRecipients"> | null,
  by: number | null,
): Promise<void> {
  await run(
    tx,
    sql`update mailing_tests set measure = ${chosen?.measure ?? null}, wait_hours = ${chosen?.waitHours ?? null}, confidence = ${chosen?.confidence ?? null},
          otherwise = ${chosen?.otherwise ?? null}, decides_for = ${chosen ? by : null}
        where account_id = app_account() and id = ${id}`,
  );
}

/** Keeps what a test was decided by. */
export async function setDecision(tx: Tx, id: number, decision: VariantDecision): Promise<void> {
  await run(
    tx,
    sql`update mailing_tests set decision = ${JSON.stringify(decision)} where account_id = app_account() and id = ${id}`,
  );
}

/** Tests of all accounts whose waiting time is over and that nobody decided (role worker). */
export function dueTests(tx: Tx, now: Date): Promise<{ accountId: number; mailingId: number }[]> {
  return rows(
    tx,
    sql`select t.account_id, t.mailing_id from mailing_tests t
          join mailing_variants v on v.account_id = t.account_id and v.test_id = t.id
          join mailings m on m.account_id = v.account_id and m.id = v.mailing_id
        where t.measure is not null and ((t.decided_at is null and t.decision is null) or t.decision->>'rest' = 'pending')
        group by t.account_id, t.id, t.mailing_id, t.wait_hours
        having bool_and(m.started_at is not null) and max(m.started_at) + t.wait_hours * interval '1 hour' <= ${now}
        order by t.account_id, t.id limit 100`,
  );
}

/** Two conditions that both have to hold. */
export function bothOf(one: RawBuilder<unknown>, other: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${one}) and (${other})`;
}

const PARTS = 10_000;

/**
 * The people of contact row `c` that belong to this mailing of a test. An address always falls into the same of ten
 * thousand parts, so the parts of variants and rest never overlap; and whoever got one of the others, for example under
 * another address, is left out. `also` narrows it further, as a segment does.
 */
export function partCondition(
  test: VariantTestRow,
  mailingId: number,
  also: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  const width = Math.floor((test.sample * PARTS) / 100 / test.variants);
  const [from, to] =
    test.position === null
      ? [width * test.variants, PARTS]
      : [width * test.position, width * (test.position + 1)];
  const part = sql`mod(mod(hashtextextended(c.email_normalised, ${test.id}::bigint), ${sql.lit(PARTS)}) + ${sql.lit(PARTS)}, ${sql.lit(PARTS)})`;
  const others = sql`array(select m.run_id from mailings m where m.account_id = app_account() and m.run_id is not null and m.id <> ${mailingId}
    and (m.id = ${test.mailingId} or m.id in (select v.mailing_id from mailing_variants v where v.account_id = app_account() and v.test_id = ${test.id})))`;
  return sql`(${also}) and ${part} >= ${from} and ${part} < ${to}
    and not exists (select 1 from deliveries d where d.account_id = app_account() and d.run_id = any(${others}) and d.contact_id = c.id)`;
}
