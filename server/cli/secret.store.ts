import { one, run, sql, type Tx } from "../platform/index.ts";

/**
 * Remembers a value made with each secret and compares at every start. The first secret is the one the data were begun
 * with; newer ones are added in front of it and may not be forgotten, because values are sealed with them.
 *
 * @param values one of each secret, the newest first
 * @returns whether these are all the secrets the data were written with, in the order they came
 */
export async function checkSecrets(tx: Tx, values: readonly string[]): Promise<boolean> {
  const [first, ...newer] = values.toReversed();
  await run(
    tx,
    sql`insert into instance_settings (key, value) values
      ('secret_check', ${JSON.stringify(first)}::jsonb),
      ('secret_checks_newer', '[]'::jsonb)
      on conflict do nothing`,
  );
  const known = await one<{ first: string; newer: string[] }>(
    tx,
    sql`select
        (select s.value #>> '{}' from instance_settings s where s.key = 'secret_check') as first,
        (select s.value from instance_settings s where s.key = 'secret_checks_newer' for update) as newer`,
  );
  if (known.first !== first || known.newer.some((value, at) => value !== newer[at])) return false;
  if (newer.length > known.newer.length)
    await run(
      tx,
      sql`update instance_settings set value = ${JSON.stringify(newer)}::jsonb where key = 'secret_checks_newer'`,
    );
  return true;
}
