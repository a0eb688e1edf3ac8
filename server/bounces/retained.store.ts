import { one, rows, sql, type Tx } from "../platform/index.ts";
import { unrestricted } from "../suppression/index.ts";

/** A retained address with what the receiving servers said. */
export interface RetainedAddress {
  id: number;
  publicId: string;
  emailNormalised: string | null;
  reason: string;
  createdAt: Date;
  pausedUntil: Date | null;
  mailings: number;
  meaning: string | null;
  code: number | null;
  enhanced: string | null;
  reply: string | null;
  again: boolean;
  contactId: string | null;
}

export interface RetainedFilter {
  q?: string | undefined;
  reason?: string | undefined;
  after?: number | undefined;
  limit: number;
  /** What came in first before the others, and without those whose processing is restricted. */
  forFile?: boolean;
}

/** The condition over entry `s` that a filter means, without its page. */
function retained(filter: Omit<RetainedFilter, "after" | "limit">) {
  const q = filter.q?.trim().toLowerCase();
  const like = q === undefined || q === "" ? null : `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  const reason = filter.reason ?? null;
  return sql`s.account_id = app_account() and s.scope = 'retained' and s.lifted_at is null
          and (${reason}::text is null or s.reason = ${reason} or ${reason} = 'other' and s.reason not in ('unknown_user', 'hard_bounces', 'soft_paused'))
          and (${like}::text is null or s.email_normalised like ${like})
          ${filter.forFile ? unrestricted : sql``}`;
}

export async function countRetained(
  tx: Tx,
  filter: Omit<RetainedFilter, "after" | "limit">,
): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from suppressions s where ${retained(filter)}`,
  );
  return found.count;
}

/** Retained addresses in force, newest first unless they go to a file. */
export function retainedAddresses(tx: Tx, filter: RetainedFilter): Promise<RetainedAddress[]> {
  const after = filter.after ?? null;
  const page = filter.forFile
    ? sql`and s.id > coalesce(${after}::bigint, 0) order by s.id`
    : sql`and (${after}::bigint is null or s.id < ${after}) order by s.id desc`;
  return rows<RetainedAddress>(
    tx,
    sql`select s.id, s.public_id, s.email_normalised, s.reason, s.created_at, b.paused_until, coalesce(b.refused_mailings, 0) as mailings,
          b.last_meaning as meaning, nullif(b.last_code, 0) as code, nullif(b.last_enhanced, '') as enhanced, nullif(b.last_reply, '') as reply,
          coalesce(b.counts_from is not null and s.reason <> 'soft_paused', false) as again,
          (select c.public_id from contacts c where c.account_id = s.account_id and c.address_hash = s.address_hash order by c.id limit 1) as contact_id
        from suppressions s left join bounce_series b on b.account_id = s.account_id and b.address_hash = s.address_hash
        where ${retained(filter)} ${page} limit ${filter.limit}`,
  );
}
