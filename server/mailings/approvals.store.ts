import type { PlannedSending } from "../../contract/approvals.ts";
import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Approval } from "./approval.ts";

const APPROVAL = sql.raw(
  "a.id, a.mailing_id, a.revision, a.state, a.requested_by, r.name as requested_by_name, a.requested_at, a.note, a.decided_by, d.name as decided_by_name, a.decided_at, a.comment, a.schedule from mailing_approvals a left join operators r on r.id = a.requested_by left join operators d on d.id = a.decided_by",
);

/** The last word on each of these mailings, by mailing. */
export async function latestApprovals(
  tx: Tx,
  mailingIds: readonly number[],
): Promise<Map<number, Approval>> {
  if (mailingIds.length === 0) return new Map();
  const found = await rows<Approval>(
    tx,
    sql`select distinct on (a.mailing_id) ${APPROVAL}
        where a.account_id = app_account() and a.mailing_id = any(${[...mailingIds]}::bigint[]) order by a.mailing_id, a.id desc`,
  );
  return new Map(found.map((row) => [row.mailingId, row]));
}

export async function latestApproval(tx: Tx, mailingId: number): Promise<Approval | undefined> {
  return (await latestApprovals(tx, [mailingId])).get(mailingId);
}

/** Everything that was asked and said about a mailing, the latest first. */
export function approvalHistory(tx: Tx, mailingId: number): Promise<Approval[]> {
  return rows<Approval>(
    tx,
    sql`select ${APPROVAL} where a.account_id = app_account() and a.mailing_id = ${mailingId} order by a.id desc limit 50`,
  );
}

export async function insertRequest(
  tx: Tx,
  accountId: number,
  asked: {
    mailingId: number;
    revision: number;
    by: number | null;
    note: string;
    schedule: PlannedSending | null;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into mailing_approvals (account_id, mailing_id, revision, state, requested_by, requested_at, note, schedule)
        values (${accountId}, ${asked.mailingId}, ${asked.revision}, 'requested', ${asked.by}, ${asked.at}, ${asked.note},
          ${asked.schedule === null ? null : JSON.stringify(asked.schedule)})`,
  );
}

interface Word {
  state: "approved" | "returned";
  by: number;
  comment: string;
  at: Date;
}

/** The answer to an open request. */
export async function answerRequest(tx: Tx, id: number, word: Word): Promise<void> {
  await run(
    tx,
    sql`update mailing_approvals set state = ${word.state}, decided_by = ${word.by}, decided_at = ${word.at}, comment = ${word.comment}
        where account_id = app_account() and id = ${id} and state = 'requested'`,
  );
}

/** A word that nobody had asked for. */
export async function insertWord(
  tx: Tx,
  accountId: number,
  about: { mailingId: number; revision: number },
  word: Word,
): Promise<void> {
  await run(
    tx,
    sql`insert into mailing_approvals (account_id, mailing_id, revision, state, decided_by, decided_at, comment)
        values (${accountId}, ${about.mailingId}, ${about.revision}, ${word.state}, ${word.by}, ${word.at}, ${word.comment})`,
  );
}

/** Mailings that wait for a second person, the longest waiting first. */
export function waitingApprovals(tx: Tx): Promise<
  {
    publicId: string;
    name: string;
    requestedBy: number | null;
    createdBy: number | null;
    at: Date;
  }[]
> {
  return rows(
    tx,
    sql`select m.public_id, m.name, a.requested_by, m.created_by, a.requested_at as at
        from mailings m cross join lateral (
          select x.* from mailing_approvals x where x.account_id = m.account_id and x.mailing_id = m.id order by x.id desc limit 1) a
        where m.account_id = app_account() and m.state = 'draft' and m.archived_at is null and a.state = 'requested' and a.revision = m.revision
        order by a.requested_at limit 20`,
  );
}

/** Whether the change that led to this revision took away what was asked or said about the one before. */
export async function voidsApproval(
  tx: Tx,
  { id, revision }: { id: number; revision: number },
): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 from mailing_approvals a where a.account_id = app_account() and a.mailing_id = ${id} and a.revision = ${revision - 1} and a.state in ('requested', 'approved')`,
  );
  return found !== undefined;
}
