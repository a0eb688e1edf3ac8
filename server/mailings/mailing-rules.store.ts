import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";

/** What an account decided for all its mailings. */
export interface MailingRules {
  cap: { max: number; days: number } | null;
  /** Above this many recipients a second person approves (CNT-18). */
  approvalAbove: number;
}

const DEFAULT_APPROVAL_ABOVE = 1000;

export async function mailingRules(tx: Tx): Promise<MailingRules> {
  const found = await maybe<{
    capMax: number | null;
    capDays: number | null;
    approvalAbove: number;
  }>(
    tx,
    sql`select cap_max, cap_days, approval_above from mailing_rules where account_id = app_account()`,
  );
  if (!found) return { cap: null, approvalAbove: DEFAULT_APPROVAL_ABOVE };
  const { capMax, capDays, approvalAbove } = found;
  return {
    cap: capMax === null || capDays === null ? null : { max: capMax, days: capDays },
    approvalAbove,
  };
}

async function saveMailingRules(
  tx: Tx,
  accountId: number,
  { cap, approvalAbove }: MailingRules,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into mailing_rules (account_id, cap_max, cap_days, approval_above, changed_at)
        values (${accountId}, ${cap?.max ?? null}, ${cap?.days ?? null}, ${approvalAbove}, ${at})
        on conflict (account_id) do update set cap_max = excluded.cap_max, cap_days = excluded.cap_days, approval_above = excluded.approval_above, changed_at = excluded.changed_at`,
  );
}

export interface ListCap {
  listId: number;
  publicId: string;
  name: string;
  max: number;
  days: number;
}

/** Lists with a cap of their own. */
export function listCaps(tx: Tx): Promise<ListCap[]> {
  return rows<ListCap>(
    tx,
    sql`select c.list_id, l.public_id, l.name, c.cap_max as max, c.cap_days as days
        from list_caps c join lists l on l.account_id = c.account_id and l.id = c.list_id
        where c.account_id = app_account() order by lower(l.name), l.id`,
  );
}

/** Replaces the caps of all lists. */
async function saveListCaps(
  tx: Tx,
  accountId: number,
  caps: readonly Pick<ListCap, "listId" | "max" | "days">[],
): Promise<void> {
  await run(tx, sql`delete from list_caps where account_id = app_account()`);
  await run(
    tx,
    sql`insert into list_caps (account_id, list_id, cap_max, cap_days)
        select ${accountId}::int, * from unnest(${caps.map((cap) => cap.listId)}::bigint[], ${caps.map((cap) => cap.max)}::smallint[], ${caps.map((cap) => cap.days)}::smallint[])`,
  );
}

/** Writes rules and caps together. */
export async function saveRules(
  tx: Tx,
  accountId: number,
  rules: MailingRules,
  caps: readonly Pick<ListCap, "listId" | "max" | "days">[],
  at: Date,
): Promise<void> {
  await saveMailingRules(tx, accountId, rules, at);
  await saveListCaps(tx, accountId, caps);
}
