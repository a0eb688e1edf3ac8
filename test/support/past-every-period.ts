import type pg from "pg";
import type { App } from "../../server/app.ts";
import { manualClock } from "../../server/platform/index.ts";
import { personalDataMap } from "../../server/privacy/index.ts";
import { runAllRetention } from "./all-retention.ts";

const DAY_MS = 86_400_000;

/**
 * Ends everything that binds some people of an account to it, lets every period pass, and looks for them in all tables that
 * the personal-data map claims. The people are taken so that each table that names any names one of them.
 */
export async function pastEveryPeriod(
  app: Pick<App, "db" | "keys" | "log" | "deps" | "clock">,
  owner: pg.Client,
  accountId: number,
): Promise<{ filled: string[]; left: string[]; leftInWords: string[] }> {
  const ask = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await owner.query<R>(text, values)).rows;
  // The tables were just filled, and nobody has counted them.
  await ask("analyze");
  const map = personalDataMap({ keys: app.keys, clock: app.clock });
  const claimed = map.flatMap((one) => [...one.tables, ...one.retention.map(({ table }) => table)]);
  const columns = new Map(
    (
      await ask<{ name: string; columns: string[] }>(
        "select table_name as name, array_agg(column_name::text) as columns from information_schema.columns where table_schema = 'public' group by 1",
      )
    ).map((one) => [one.name, new Set(one.columns)]),
  );
  const tables = [...new Set(claimed)].filter((name) => columns.get(name)?.has("account_id"));

  interface Person {
    id: string;
    publicId: string;
    email: string;
  }
  const people = new Map<string, Person>();
  for (const table of tables) {
    const by = ["contact_id", "email_normalised"].find((name) => columns.get(table)!.has(name));
    if (by === undefined) continue;
    const found = await ask<Person>(
      `select c.id, c.public_id as "publicId", c.email_normalised as email
        from (select distinct x.${by} as key from ${table} x where x.account_id = $1) x
        join contacts c on c.account_id = $1 and c.${by === "contact_id" ? "id" : by} = x.key order by c.id limit 1`,
      [accountId],
    );
    for (const one of found) people.set(one.id, one);
  }
  const ids = [...people.keys()];
  const marks = [...people.values()].flatMap(({ email, publicId }) => [
    `%${email}%`,
    `%${publicId}%`,
  ]);
  /** Tables with an address or public id of theirs, or the internal number where numbers are given. */
  const named = async (numbers: string[]): Promise<string[]> => {
    const found: string[] = [];
    for (const table of tables) {
      const number = columns.get(table)!.has("contact_id") ? "x.contact_id" : "null";
      const rows = await ask(
        `select 1 from ${table} x where x.account_id = $1 and (x::text like any($2) or ${number} = any($3::bigint[])) limit 1`,
        [accountId, marks, numbers],
      );
      if (rows.length > 0) found.push(table);
    }
    return found.toSorted();
  };
  const filled = await named(ids);
  const emails = [...people.values()].map(({ email }) => email);
  for (const text of [
    "update subscriptions set state = 'unsubscribed', unsubscribed_at = now() where account_id = $1 and contact_id = any($2)",
    "update contacts set stage = '', restricted_at = null, kept_until = null where account_id = $1 and id = any($2)",
    "update reply_tasks set state = 'decided', decision = 'none', decided_at = now() where account_id = $1 and contact_id = any($2)",
    "update core_withdrawals set acknowledged_at = now() where account_id = $1 and contact_id = any($2)",
  ])
    await ask(text, [accountId, ids]);
  await ask(
    "update data_requests set state = 'closed', ended_at = now() where account_id = $1 and (contact_id = any($2) or email_normalised = any($3))",
    [accountId, ids, emails],
  );
  const clock = manualClock(app.clock.now());
  // Consents end when nothing holds the contact any more, and their proofs four years later; the rest goes on the way.
  for (const days of [8, 40, 10 * 366, 31]) {
    clock.advance(days * DAY_MS);
    await runAllRetention(app, clock);
  }
  return { filled, left: await named(ids), leftInWords: await named([]) };
}
