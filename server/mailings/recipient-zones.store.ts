import { rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { ZoneValue } from "./recipient-zones.ts";

/** More different values than there are zones are no zones. */
const MOST_VALUES = 2_000;
const valueOf = (key: string) => sql`lower(replace(btrim(p.custom ->> ${key}), ' ', '_'))`;

/** What candidates (rows with `contact_id`) have in a field, and how many people there are. */
export async function zoneValues(
  tx: Tx,
  candidates: RawBuilder<unknown>,
  key: string,
): Promise<{ people: number; values: ZoneValue[] }> {
  const found = await rows<{ value: string | null; people: number }>(
    tx,
    sql`select u.value, count(*) as people
        from (select nullif(${valueOf(key)}, '') as value from (${candidates}) k join contacts p on p.account_id = app_account() and p.id = k.contact_id) u
        group by u.value order by (u.value is null) desc, 2 desc limit ${MOST_VALUES + 1}`,
  );
  return {
    people: found.reduce((sum, row) => sum + row.people, 0),
    values: found.flatMap(({ value, people }) => (value === null ? [] : [{ value, people }])),
  };
}

/** The wave of a candidate `k`, for freezing: by the value in the field, else the given one. */
export function waveCondition(
  key: string,
  waveOf: ReadonlyMap<string, number>,
  otherwise: number,
): RawBuilder<unknown> {
  const values = [...waveOf.keys()];
  return sql`coalesce((select w.no from contacts p join unnest(${values}::text[], ${[...waveOf.values()]}::int[]) w(value, no) on w.value = ${valueOf(key)}
    where p.account_id = app_account() and p.id = k.contact_id), ${otherwise}::int)`;
}
