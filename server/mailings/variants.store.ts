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
  /** Of the mailing asked about; null: it is the one whose people are divided. */
  position: number | null;
}

/** The test a mailing has or is in. */
export function testOfMailing(tx: Tx, mailingId: number): Promise<VariantTestRow | undefined> {
  return maybe<VariantTestRow>(
    tx,
    sql`select t.id, t.mailing_id, t.sample, t.variants, t.winner_id, t.decided_at, v.position
        from mailing_tests t left join mailing_variants v on v.account_id = t.account_id and v.test_id = t.id and v.mailing_id = ${mailingId}
        where t.account_id = app_account() and (t.mailing_id = ${mailingId} or v.mailing_id is not null)`,
  );
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
