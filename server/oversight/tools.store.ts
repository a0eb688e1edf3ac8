import type { DataClass, ToolKind } from "../../contract/oversight.ts";
import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";

/** What people said of a connected tool. */
export interface ToolNote {
  key: string;
  name: string | null;
  vendor: string | null;
  owner: string;
  purpose: string;
  dataClasses: DataClass[];
  canTrack: boolean;
  reviewOn: string;
  notedBy: string;
  notedAt: Date;
}

/** A tool as the live configuration knows it. */
export interface FoundTool {
  key: string;
  kind: ToolKind;
  name: string;
  target: string | null;
  purpose: string;
  owner: string;
  since: Date | null;
  /** Api keys: what they may do. */
  scopes: string[] | null;
}

const NOTE = sql.raw(
  "n.key, n.name, n.vendor, n.owner, n.purpose, n.data_classes, n.can_track, n.review_on::text as review_on, n.noted_by, n.noted_at",
);

export function toolNotes(tx: Tx): Promise<ToolNote[]> {
  return rows<ToolNote>(
    tx,
    sql`select ${NOTE} from tool_notes n where n.account_id = app_account() and n.ended_at is null order by lower(coalesce(n.name, n.key))`,
  );
}

export function findToolNote(tx: Tx, key: string): Promise<ToolNote | undefined> {
  return maybe<ToolNote>(
    tx,
    sql`select ${NOTE} from tool_notes n where n.account_id = app_account() and n.key = ${key} and n.ended_at is null`,
  );
}

export async function saveToolNote(tx: Tx, accountId: number, note: ToolNote): Promise<void> {
  await run(
    tx,
    sql`insert into tool_notes as n (account_id, key, name, vendor, owner, purpose, data_classes, can_track, review_on, noted_by, noted_at)
        values (${accountId}, ${note.key}, ${note.name}, ${note.vendor}, ${note.owner}, ${note.purpose}, ${note.dataClasses}::text[], ${note.canTrack},
                ${note.reviewOn}::date, ${note.notedBy}, ${note.notedAt})
        on conflict (account_id, key) do update set owner = excluded.owner, purpose = excluded.purpose, data_classes = excluded.data_classes,
               can_track = excluded.can_track, review_on = excluded.review_on, noted_by = excluded.noted_by, noted_at = excluded.noted_at, ended_at = null`,
  );
}

export async function endToolNote(tx: Tx, key: string, at: Date): Promise<void> {
  await run(
    tx,
    sql`update tool_notes set ended_at = ${at} where account_id = app_account() and key = ${key}`,
  );
}

/**
 * What is connected, from the live configuration: keys that may be used, ways out, mailboxes, webhooks, sign-on, feeds,
 * where contacts and core-system lists come from, websites that report goals (ORG-15).
 */
export function foundTools(tx: Tx, now: Date): Promise<FoundTool[]> {
  return rows<FoundTool>(
    tx,
    sql`select 'api_key:' || k.public_id as key, 'api_key' as kind, k.name, null as target, k.purpose, coalesce((select o.name from operators o where o.id = k.created_by), '') as owner, k.created_at as since, k.scopes
          from api_keys k where k.account_id = app_account() and k.revoked_at is null and k.expires_at > ${now}
        union all
        select 'relay:' || r.public_id, 'provider', r.name, coalesce(r.base_url, r.host), '', '', r.created_at, null from relays r where r.account_id = app_account() and r.archived_at is null and r.kind <> 'mx'
        union all
        select 'mailbox:' || m.public_id, 'mailbox', m.name, m.host, '', '', m.created_at, null from mailboxes m where m.account_id = app_account()
        union all
        select 'webhook:ledger', 'webhook', 'Webhook', a.webhook_url, '', '', a.updated_at, null from ledger_anchor_settings a where a.account_id = app_account() and a.webhook_url is not null
        union all
        select 'timestamp:ledger', 'webhook', 'RFC 3161', a.timestamp_url, '', '', a.updated_at, null from ledger_anchor_settings a where a.account_id = app_account() and a.timestamp_url is not null
        union all
        select 'sign_in:provider', 'sign_in', i.name, i.issuer, '', '', i.updated_at, null from identity_provider i where i.enabled
        union all
        select 'feed:' || f.public_id, 'feed', f.name, f.url, '', '', f.created_at, null from feeds f where f.account_id = app_account() and f.archived_at is null
        union all
        select 'core:' || md5(l.source_system), 'core_system', l.source_system, null, '', '', min(l.created_at), null from core_lists l where l.account_id = app_account() and l.ended_at is null group by l.source_system
        union all
        select 'import:' || md5(s.system), 'import', s.system, null, '', '', min(s.created_at), null
          from (select coalesce(nullif(i.options ->> 'source', ''), i.name) as system, i.created_at from imports i
                 where i.account_id = app_account() and i.state in ('running', 'done')) s group by s.system
        union all
        select 'website:' || md5(g.host), 'website', g.host, g.host, '', '', null, null from goal_sites g where g.account_id = app_account()
        order by 2, 3, 1`,
  );
}
