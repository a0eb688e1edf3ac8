import { rows, run, sql, type SecurityEvent, type Tx } from "../platform/index.ts";

/** Account of what belongs to no account: the installation's own. */
export const INSTALLATION = 0;

/** Equal events of a few seconds. */
export interface NotedEvents {
  event: SecurityEvent;
  at: Date;
  lastAt: Date;
  times: number;
  /** Only their number is kept, because there were too many. */
  summed: boolean;
}

/** Needs the worker's role: one statement for all accounts. */
export async function insertSecurityEvents(tx: Tx, noted: readonly NotedEvents[]): Promise<void> {
  const lines = noted.map(({ event, at, lastAt, times, summed }) => ({
    account_id: event.accountId ?? INSTALLATION,
    at: at.toISOString(),
    last_at: lastAt.toISOString(),
    times,
    event: event.event,
    code: event.code,
    method: event.method,
    route: event.route,
    request_id: event.requestId,
    operator_id: event.operatorId,
    api_key_id: event.apiKeyId,
    who: event.who,
    network: event.network,
    summed,
  }));
  await run(
    tx,
    sql`insert into security_events (account_id, at, last_at, times, event, code, method, route, request_id, operator_id, api_key_id, who, network, summed)
        select n.* from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
          as n (account_id int, at timestamptz, last_at timestamptz, times int, event text, code text, method text, route text,
                request_id text, operator_id bigint, api_key_id bigint, who text, network text, summed boolean)`,
  );
}

export interface SecurityRow {
  id: number;
  publicId: string;
  at: Date;
  lastAt: Date;
  times: number;
  event: SecurityEvent["event"];
  code: string;
  method: string | null;
  route: string | null;
  requestId: string | null;
  operatorId: number | null;
  actorKind: "operator" | "api_key" | null;
  actorName: string | null;
  who: string | null;
  network: string | null;
  summed: boolean;
}

/** The newest first, `limit` of them, older than the one with the id `before`. */
export function listSecurityEvents(
  tx: Tx,
  accountId: number,
  filter: { event?: string | undefined; before: number | null; limit: number },
): Promise<SecurityRow[]> {
  const conditions = [sql`s.account_id = ${accountId}`];
  if (filter.before !== null) conditions.push(sql`s.id < ${filter.before}`);
  if (filter.event !== undefined) conditions.push(sql`s.event = ${filter.event}`);
  return rows<SecurityRow>(
    tx,
    sql`select s.id, s.public_id, s.at, s.last_at, s.times, s.event, s.code, s.method, s.route, s.request_id, s.operator_id,
               case when s.api_key_id is not null then 'api_key' when s.operator_id is not null then 'operator' end as actor_kind,
               case when s.api_key_id is not null then k.name else o.name end as actor_name, s.who, s.network, s.summed
          from security_events s
          left join operators o on o.id = s.operator_id
          left join api_keys k on k.account_id = s.account_id and k.id = s.api_key_id
         where ${sql.join(conditions, sql` and `)}
         order by s.id desc limit ${filter.limit}`,
  );
}

/**
 * RET-08: the security log is kept for twelve months. Needs the retention role, which any account's turn has for the rows of
 * the installation too. Gives how many rows went.
 */
export function deleteOldSecurityEvents(
  tx: Tx,
  accountId: number,
  now: Date,
  limit: number,
): Promise<number> {
  return run(
    tx,
    sql`delete from security_events e where e.account_id = ${accountId}
          and e.id in (select o.id from security_events o where o.account_id = ${accountId}
                         and o.last_at < ${now}::timestamptz - interval '12 months' order by o.last_at limit ${limit})`,
  );
}
