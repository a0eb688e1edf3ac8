import { rows, sql, type Tx } from "../platform/index.ts";
import type { MailingState } from "./mailing.ts";

export interface CalendarRow {
  id: number;
  publicId: string;
  name: string;
  subject: string;
  state: MailingState;
  revision: number;
  at: Date;
  listIds: number[];
  campaignId: number | null;
}

/**
 * Mailings that began or are planned in a span, and drafts somebody asked to have approved for a time in it; the earliest
 * first.
 */
export function mailingsBetween(tx: Tx, from: Date, to: Date): Promise<CalendarRow[]> {
  const fields = sql.raw(
    "m.id, m.public_id, m.name, m.subject, m.state, m.revision, m.list_ids, m.campaign_id",
  );
  return rows<CalendarRow>(
    tx,
    sql`select ${fields}, coalesce(m.started_at, m.scheduled_at) as at from mailings m
        where m.account_id = app_account() and m.archived_at is null and m.state <> 'draft' and (m.state <> 'cancelled' or m.started_at is not null)
          and coalesce(m.started_at, m.scheduled_at) >= ${from} and coalesce(m.started_at, m.scheduled_at) < ${to}
        union all
        select ${fields}, (a.schedule->>'at')::timestamptz as at from mailings m cross join lateral (
          select x.* from mailing_approvals x where x.account_id = m.account_id and x.mailing_id = m.id order by x.id desc limit 1) a
        where m.account_id = app_account() and m.archived_at is null and m.state = 'draft' and a.state = 'requested' and a.revision = m.revision
          and (a.schedule->>'at')::timestamptz >= ${from} and (a.schedule->>'at')::timestamptz < ${to}
        order by at limit 2000`,
  );
}
