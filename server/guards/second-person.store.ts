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

/** One at a time asks whether a second person is needed, so that two at once do not both stay below the number. */
export async function lockAsking(tx: Tx, accountId: number): Promise<void> {
  await run(tx, sql`select pg_advisory_xact_lock(hashtext('second person'), ${accountId}::int)`);
}

/** Where the audit log says how many people somebody took without a second person. */
const TAKEN = {
  export: { action: "contacts.export_started", people: "people" },
  // Whatever is in the files: what one person took in pieces counts as one.
  evidence: { action: "contacts.export_started", people: "people" },
  release: { action: "address.released", people: "addresses" },
} as const;

/** How many people somebody took this way since then without being asked for a second person, by themselves or by keys they made. */
export async function takenAlone(
  tx: Tx,
  kind: keyof typeof TAKEN,
  { operatorId, apiKeyId }: { operatorId: number | null; apiKeyId: number | null },
  since: Date,
): Promise<number> {
  const { action, people } = TAKEN[kind];
  const found = await one<{ people: number }>(
    tx,
    sql`select coalesce(sum((e.detail ->> ${people})::int), 0)::int as people from audit_entries e
        where e.account_id = app_account() and e.action = ${action} and e.at > ${since} and e.detail ->> 'secondPerson' = 'none'
          and (e.operator_id = ${operatorId}::bigint or e.api_key_id = ${apiKeyId}::bigint
            or e.api_key_id in (select k.id from api_keys k where k.account_id = app_account() and k.created_by = ${operatorId}::bigint))`,
  );
  return found.people;
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
