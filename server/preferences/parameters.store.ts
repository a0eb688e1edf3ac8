import { one, sql, type Tx } from "../platform/index.ts";

export async function readAccountSettings(tx: Tx): Promise<Record<string, unknown>> {
  const found = await one<{ settings: Record<string, unknown> }>(
    tx,
    sql`select a.settings from accounts a where a.id = app_account()`,
  );
  return found.settings;
}
