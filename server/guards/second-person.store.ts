import type { SecondPersonKind, SecondPersonState } from "../../contract/guards.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { SecondPersonRequest } from "./second-person.ts";

const COLUMNS = sql.raw(
  "r.id, r.public_id, r.kind, r.state, r.object_id, r.act, r.people, r.reason, r.requested_by, r.requested_by_key, r.requested_name, r.requested_at, r.expires_at, r.decided_by, r.decided_name, r.decided_at, r.word",
);

export function insertRequest(
  tx: Tx,
  accountId: number,
  made: Pick<
    SecondPersonRequest,
    | "kind"
    | "state"
    | "objectId"
    | "act"
    | "people"
    | "reason"
    | "requestedBy"
    | "requestedByKey"
    | "requestedName"
    | "requestedAt"
    | "expiresAt"
    | "word"
  >,
): Promise<SecondPersonRequest> {
  return one<SecondPersonRequest>(
    tx,
    sql`insert into second_person_requests as r (account_id, kind, state, object_id, act, people, reason, requested_by, requested_by_key, requested_name, requested_at, expires_at, word)
        values (${accountId}, ${made.kind}, ${made.state}, ${made.objectId}, ${JSON.stringify(made.act)}::jsonb, ${made.people}, ${made.reason},
          ${made.requestedBy}, ${made.requestedByKey}, ${made.requestedName}, ${made.requestedAt}, ${made.expiresAt}, ${made.word})
        returning ${COLUMNS}`,
  );
}

export function lockRequest(
  tx: Tx,
  kind: SecondPersonKind,
  publicId: string,
): Promise<SecondPersonRequest | undefined> {
  return maybe<SecondPersonRequest>(
    tx,
    sql`select ${COLUMNS} from second_person_requests r where r.account_id = app_account() and r.kind = ${kind} and r.public_id = ${publicId} for update`,
  );
}

/** The open request about this thing. */
export function lockOpenOf(tx: Tx, objectId: string): Promise<SecondPersonRequest | undefined> {
  return maybe<SecondPersonRequest>(
    tx,
    sql`select ${COLUMNS} from second_person_requests r where r.account_id = app_account() and r.state = 'open' and r.object_id = ${objectId} for update`,
  );
}

export function listRequests(
  tx: Tx,
  page: {
    kinds: readonly SecondPersonKind[];
    open: boolean | undefined;
    after: number | undefined;
    limit: number;
  },
): Promise<SecondPersonRequest[]> {
  const { open = null, after = null } = page;
  return rows<SecondPersonRequest>(
    tx,
    sql`select ${COLUMNS} from second_person_requests r
        where r.account_id = app_account() and r.kind = any(${[...page.kinds]}::text[])
          and (${open}::boolean is null or (r.state = 'open') = ${open}::boolean)
          and (${after}::bigint is null or r.id < ${after}::bigint)
        order by r.id desc limit ${page.limit}`,
  );
}

/** Requests whose time is over. */
export function lockOverdue(tx: Tx, now: Date): Promise<SecondPersonRequest[]> {
  return rows<SecondPersonRequest>(
    tx,
    sql`select ${COLUMNS} from second_person_requests r
        where r.account_id = app_account() and r.state = 'open' and r.expires_at <= ${now} order by r.id limit 100 for update skip locked`,
  );
}

export async function settleRequest(
  tx: Tx,
  id: number,
  to: { state: SecondPersonState; by: number | null; name: string; at: Date; word?: string },
): Promise<void> {
  await run(
    tx,
    sql`update second_person_requests r set state = ${to.state}, decided_by = ${to.by}, decided_name = ${to.name}, decided_at = ${to.at}, word = ${to.word ?? ""}
        where r.account_id = app_account() and r.id = ${id}`,
  );
}
