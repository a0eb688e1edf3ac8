import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { ArrivalSource } from "./arrival.ts";
import type { TaughtClass } from "./rule.ts";

/** A message nobody understood. */
export interface UnknownMessage {
  id: number;
  publicId: string;
  /** At most its first megabyte, sealed; null once decided. */
  sealed: Buffer | null;
  sizeBytes: number;
  email: string | null;
  subject: string;
  /** The delivery its address names. */
  deliveryId: number | null;
  ruleId: number | null;
  source: ArrivalSource;
  state: "waiting" | "decided";
  decision: TaughtClass | null;
  decidedAt: Date | null;
  receivedAt: Date;
}

const COLUMNS = sql.raw(
  "u.id, u.public_id, u.sealed, u.size_bytes, u.email, u.subject, u.delivery_id, u.rule_id, u.source, u.state, u.decision, u.decided_at, u.received_at",
);

export function insertUnknown(
  tx: Tx,
  accountId: number,
  made: {
    messageKey: Buffer;
    mailboxId: number | null;
    source: ArrivalSource;
    sealed: Buffer;
    sizeBytes: number;
    email: string | null;
    emailNormalised: string | null;
    subject: string;
    deliveryId: number | null;
    ruleId: number | null;
    at: Date;
  },
): Promise<number> {
  return run(
    tx,
    sql`insert into unknown_messages (account_id, message_key, mailbox_id, source, sealed, size_bytes, email, email_normalised, subject, delivery_id, rule_id, received_at)
        values (${accountId}, ${made.messageKey}, ${made.mailboxId}, ${made.source}, ${made.sealed}, ${made.sizeBytes}, ${made.email}, ${made.emailNormalised},
          ${made.subject}, ${made.deliveryId}, ${made.ruleId}, ${made.at})
        on conflict (account_id, message_key) do nothing`,
  );
}

/** The newest first, without their content. */
export function listUnknown(
  tx: Tx,
  filter: { state: "waiting" | "decided"; before?: number; limit: number },
): Promise<
  (Omit<UnknownMessage, "sealed"> & { deciderName: string | null; ruleClass: TaughtClass | null })[]
> {
  return rows(
    tx,
    sql`select u.id, u.public_id, u.size_bytes, u.email, u.subject, u.delivery_id, u.rule_id, u.source, u.state, u.decision, u.decided_at, u.received_at,
          (select o.name from operators o where o.id = u.decided_by) as decider_name,
          (select r.class from message_rules r where r.account_id = u.account_id and r.id = u.rule_id) as rule_class
        from unknown_messages u where u.account_id = app_account() and u.state = ${filter.state}
          and (${filter.before ?? null}::bigint is null or u.id < ${filter.before ?? null}::bigint)
        order by u.id desc limit ${filter.limit}`,
  );
}

/** For a decision: nobody else decides at the same time. */
export function findUnknown(tx: Tx, publicId: string): Promise<UnknownMessage | undefined> {
  return maybe(
    tx,
    sql`select ${COLUMNS} from unknown_messages u where u.account_id = app_account() and u.public_id = ${publicId} for update`,
  );
}

/** Messages that wait, the oldest first. */
export function waitingUnknown(tx: Tx, most: number): Promise<UnknownMessage[]> {
  return rows(
    tx,
    sql`select ${COLUMNS} from unknown_messages u where u.account_id = app_account() and u.state = 'waiting' and u.sealed is not null
        order by u.id limit ${most} for update skip locked`,
  );
}

/** Its content goes with the decision. */
export function decideUnknown(
  tx: Tx,
  id: number,
  made: { decision: TaughtClass; by: number | null; ruleId: number | null; at: Date },
): Promise<number> {
  return run(
    tx,
    sql`update unknown_messages u set state = 'decided', decision = ${made.decision}, decided_by = ${made.by}, decided_at = ${made.at},
          rule_id = coalesce(${made.ruleId}::bigint, u.rule_id), sealed = null
        where u.account_id = app_account() and u.id = ${id}`,
  );
}

export function countUnknown(tx: Tx): Promise<{ waiting: number }> {
  return one(
    tx,
    sql`select count(*)::int as waiting from unknown_messages u where u.account_id = app_account() and u.state = 'waiting'`,
  );
}

/** How many came since a time, so that a flood is put off. */
export function unknownSince(tx: Tx, since: Date): Promise<{ count: number }> {
  return one(
    tx,
    sql`select count(*)::int as count from unknown_messages u where u.account_id = app_account() and u.received_at > ${since}`,
  );
}

/** Whether decided or not. */
export function deleteOldUnknown(tx: Tx, before: Date, most: number): Promise<number> {
  return run(
    tx,
    sql`delete from unknown_messages u where u.account_id = app_account() and u.id in (
          select o.id from unknown_messages o where o.account_id = app_account() and o.received_at < ${before}
            and not person_held(o.account_id, null, o.email_normalised) order by o.id limit ${most})`,
  );
}

export function exportUnknown(tx: Tx, emailNormalised: string): Promise<unknown[]> {
  return rows(
    tx,
    sql`select u.email, u.subject, u.received_at, u.decision from unknown_messages u
        where u.account_id = app_account() and u.email_normalised = ${emailNormalised}`,
  );
}

/** From this person, or about a mail to them. */
export function eraseUnknown(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`delete from unknown_messages u where u.account_id = app_account() and (u.email_normalised = ${emailNormalised}
          or u.delivery_id in (select d.id from deliveries d where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})))`,
  );
}
