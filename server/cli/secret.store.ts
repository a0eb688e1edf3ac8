import { maybe, run, sql, type Tx } from "../platform/index.ts";

/** Remembers a value made with the secret key at the first start and compares it at every other. */
export async function checkSecret(tx: Tx, value: string): Promise<boolean> {
  await run(
    tx,
    sql`insert into instance_settings (key, value) values ('secret_check', ${JSON.stringify(value)}::jsonb) on conflict do nothing`,
  );
  const found = await maybe<{ value: string }>(
    tx,
    sql`select s.value #>> '{}' as value from instance_settings s where s.key = 'secret_check'`,
  );
  return found?.value === value;
}
