import { rows, run, sql, type Tx } from "../platform/index.ts";
import type { MailingState } from "./mailing.ts";

/** States in which a mailing's audience is still to be frozen, so that it needs its segment. */
const OPEN: readonly MailingState[] = ["draft", "scheduled", "missed"];

/** The mailings whose audience these segments narrow, the newest first, at most twenty of each. */
export async function mailingsOfSegments(
  tx: Tx,
  segmentIds: readonly number[],
): Promise<Map<number, { id: string; name: string; state: string; open: boolean }[]>> {
  const found = await rows<{ segmentId: number; id: string; name: string; state: MailingState }>(
    tx,
    sql`select u.* from (
          select (m.settings->'segment'->>'id')::bigint as segment_id, m.public_id as id, m.name, m.state,
            row_number() over (partition by m.settings->'segment'->>'id' order by m.updated_at desc, m.id desc) as no
          from mailings m where m.account_id = app_account() and m.archived_at is null
            and (m.settings->'segment'->>'id')::bigint = any(${[...segmentIds]}::bigint[])) u
        where u.no <= 20 or u.state = any(${[...OPEN]}::text[]) order by u.no`,
  );
  const uses = new Map<number, { id: string; name: string; state: string; open: boolean }[]>();
  for (const { segmentId, id, name, state } of found)
    uses.set(segmentId, [
      ...(uses.get(segmentId) ?? []),
      { id, name, state, open: OPEN.includes(state) },
    ]);
  return uses;
}

/** A segment in use asks what people did from now on, or no longer: its open mailings' figures are shown accordingly. */
export async function noteSegmentAsks(tx: Tx, segmentId: number, asks: boolean): Promise<void> {
  await run(
    tx,
    sql`update mailings set settings = jsonb_set(settings, '{segment,behaviour}', to_jsonb(${asks}::boolean))
        where account_id = app_account() and (settings->'segment'->>'id')::bigint = ${segmentId} and state = any(${[...OPEN]}::text[])`,
  );
}
