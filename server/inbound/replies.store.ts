import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { NewReply, Reply, ReplyDecision } from "./reply.ts";

const COLUMNS = sql.raw(
  "r.id, r.public_id, r.email, r.email_normalised, r.address_hash, r.contact_id, r.list_id, r.mailing_id, r.subject, r.own_text, r.matches, r.state, r.decision, r.note, r.receipt, r.received_at, r.due_at, r.decided_at, r.decided_by",
);

/** Undefined when this very message was stored before. */
export function insertReply(tx: Tx, accountId: number, made: NewReply): Promise<Reply | undefined> {
  return maybe<Reply>(
    tx,
    sql`insert into reply_tasks as r (account_id, message_key, email, email_normalised, address_hash, contact_id, list_id, mailing_id,
          subject, own_text, matches, state, decision, receipt, received_at, due_at, decided_at)
        values (${accountId}, ${made.messageKey}, ${made.email}, ${made.emailNormalised}, ${made.addressHash}, ${made.contactId}, ${made.listId}, ${made.mailingId},
          ${made.subject}, ${made.ownText}, ${JSON.stringify(made.matches)}::jsonb, ${made.state}, ${made.decision ?? null}, ${made.receipt ?? null},
          ${made.receivedAt}, ${made.dueAt}, ${made.decidedAt ?? null})
        on conflict (account_id, message_key) do nothing returning ${COLUMNS}`,
  );
}

export function findReply(tx: Tx, publicId: string): Promise<Reply | undefined> {
  return maybe<Reply>(
    tx,
    sql`select ${COLUMNS} from reply_tasks r where r.account_id = app_account() and r.public_id = ${publicId} for update`,
  );
}

/** What waits, the most urgent first; or what was decided, the newest first. */
export function listReplies(
  tx: Tx,
  filter: { waiting: boolean; after?: { at: string; id: number }; limit: number },
): Promise<(Reply & { contactPublicId: string | null; deciderName: string | null })[]> {
  const at = filter.after?.at ?? null;
  const id = filter.after?.id ?? null;
  const page = filter.waiting
    ? sql`r.state <> 'decided' and (${at}::timestamptz is null or (r.due_at, r.id) > (${at}::timestamptz, ${id}::bigint)) order by r.due_at, r.id`
    : sql`r.state = 'decided' and (${at}::timestamptz is null or (r.decided_at, r.id) < (${at}::timestamptz, ${id}::bigint)) order by r.decided_at desc, r.id desc`;
  return rows(
    tx,
    sql`select ${COLUMNS}, (select c.public_id from contacts c where c.account_id = r.account_id and c.id = r.contact_id) as contact_public_id,
          (select o.name from operators o where o.id = r.decided_by) as decider_name
        from reply_tasks r where r.account_id = app_account() and ${page} limit ${filter.limit}`,
  );
}

export function decideReplyRow(
  tx: Tx,
  id: number,
  change: {
    state: Reply["state"];
    decision: ReplyDecision | null;
    note: string | null;
    receipt: string | null;
    listId: number | null;
    at: Date | null;
    by: number | null;
  },
): Promise<Reply> {
  return one<Reply>(
    tx,
    sql`update reply_tasks r set state = ${change.state}, decision = ${change.decision}, note = ${change.note}, receipt = ${change.receipt},
          list_id = ${change.listId}, decided_at = ${change.at}, decided_by = ${change.by}
        where r.account_id = app_account() and r.id = ${id} returning ${COLUMNS}`,
  );
}

/** Other open replies for the same address: what they hold stays held. */
export function openRepliesOfAddress(
  tx: Tx,
  addressHash: Buffer,
): Promise<{ listId: number | null; emailNormalised: string }[]> {
  return rows(
    tx,
    sql`select distinct r.list_id, r.email_normalised from reply_tasks r where r.account_id = app_account() and r.address_hash = ${addressHash} and r.state = 'open'`,
  );
}

/** How many replies were stored lately, and how many of one author wait. */
export function recentReplies(
  tx: Tx,
  emailNormalised: string,
  since: Date,
): Promise<{ stored: number; waiting: number }> {
  return one(
    tx,
    sql`select (select count(*)::int from reply_tasks r where r.account_id = app_account() and r.received_at > ${since}) as stored,
          (select count(*)::int from reply_tasks r where r.account_id = app_account() and r.email_normalised = ${emailNormalised} and r.state = 'open') as waiting`,
  );
}

/** What waits for a decision, for the start page and the navigation. */
export function waitingReplies(
  tx: Tx,
  now: Date,
): Promise<{ waiting: number; overdue: number; nextDueAt: Date | null }> {
  return one(
    tx,
    sql`select count(*)::int as waiting, count(*) filter (where r.due_at < ${now})::int as overdue, min(r.due_at) as next_due_at
        from reply_tasks r where r.account_id = app_account() and r.state <> 'decided'`,
  );
}

export function exportReplies(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select r.email, r.subject, r.own_text, r.received_at, r.decision, r.decided_at, r.note from reply_tasks r
        where r.account_id = app_account() and (r.email_normalised = ${emailNormalised} or r.contact_id = ${contactId})`,
  );
}

/** Gives whose newsletters the erased replies held. */
export function eraseReplies(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<{ addressHash: Buffer | null }[]> {
  return rows(
    tx,
    sql`delete from reply_tasks r where r.account_id = app_account() and (r.email_normalised = ${emailNormalised} or r.contact_id = ${contactId}) returning r.address_hash`,
  );
}

/** Decided replies whose time is over. */
export function deleteOldReplies(tx: Tx, before: Date, most: number): Promise<number> {
  return run(
    tx,
    sql`delete from reply_tasks r where r.account_id = app_account() and r.id in (
          select o.id from reply_tasks o where o.account_id = app_account() and o.state = 'decided' and o.decided_at < ${before} limit ${most})`,
  );
}
