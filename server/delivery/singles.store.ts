import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Batch } from "./delivery.ts";
import type { OutcomeRow } from "./ledger.store.ts";

/** A single mail with its own batch; it may leave at once. */
export async function insertSingle(
  tx: Tx,
  accountId: number,
  made: {
    priority: number;
    kind: string;
    contactId: number | null;
    listId: number | null;
    senderId: number | null;
    email: string;
    emailNormalised: string;
    referenceType: string | null;
    referenceId: number | null;
    sealed: Buffer;
    at: Date;
  },
): Promise<{ id: number; publicId: string }> {
  return one(
    tx,
    sql`with batch as (
          insert into delivery_batches (account_id, priority, state, size, not_before, created_at) values (${accountId}, ${made.priority}, 'ready', 1, ${made.at}, ${made.at}) returning id),
        delivery as (
          insert into deliveries (account_id, batch_id, kind, contact_id, list_id, sender_id, email, email_normalised, reference_type, reference_id, created_at)
          select ${accountId}, b.id, ${made.kind}, ${made.contactId}, ${made.listId}, ${made.senderId}, ${made.email}, ${made.emailNormalised},
            ${made.referenceType}, ${made.referenceId}, ${made.at} from batch b
          returning id, public_id),
        message as (insert into delivery_messages (account_id, delivery_id, sealed) select ${accountId}, d.id, ${made.sealed} from delivery d)
        select d.id, d.public_id from delivery d`,
  );
}

/**
 * Ends a single mail: its outcome, and its body goes. False where the ledger has another end, or the next holder of the
 * batch decides about this attempt (`OutcomeRow.fence`).
 */
export async function endSingle(tx: Tx, row: OutcomeRow): Promise<boolean> {
  const stored = await run(
    tx,
    sql`with held as materialized (
          select b.fence from delivery_batches b where b.account_id = ${row.accountId} and b.id = ${row.batchId} and ${row.fence}::bigint is not null for share)
        insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, basis, measured, smtp_code, enhanced_code, reply, message_id, at)
        select ${row.accountId}::int, ${row.deliveryId}::bigint, ${row.attempt}::smallint, ${row.batchId}::bigint, null::bigint, ${row.outcome}, true, ${row.reason}, ${row.basis}, ${row.measured},
          ${row.smtpCode}::smallint, ${row.enhancedCode}, ${row.reply}, ${row.messageId}, ${row.at}::timestamptz
        where ${row.fence}::bigint is null
          or exists (select 1 from held h where h.fence = ${row.fence}::bigint)
          or exists (select 1 from delivery_marks m where m.account_id = ${row.accountId} and m.delivery_id = ${row.deliveryId} and m.attempt = ${row.attempt} and m.fence = ${row.fence}::bigint)
        on conflict do nothing`,
  );
  if (stored === 0) return false;
  await run(
    tx,
    sql`delete from delivery_messages where account_id = ${row.accountId} and delivery_id = ${row.deliveryId}`,
  );
  return true;
}

export async function sealedMessage(
  tx: Tx,
  accountId: number,
  deliveryId: number,
): Promise<Buffer | undefined> {
  const found = await maybe<{ sealed: Buffer }>(
    tx,
    sql`select m.sealed from delivery_messages m where m.account_id = ${accountId} and m.delivery_id = ${deliveryId}`,
  );
  return found?.sealed;
}

/** Takes the bodies of mails that will not leave. */
export async function deleteMessages(tx: Tx, deliveryIds: number[]): Promise<void> {
  await run(
    tx,
    sql`delete from delivery_messages where account_id = app_account() and delivery_id = any(${deliveryIds}::bigint[])`,
  );
}

/** How single mails ended; one that is still on its way has no row. */
export function endsOfSingles(
  tx: Tx,
  deliveryIds: number[],
): Promise<{ deliveryId: number; outcome: string; reason: string | null; at: Date }[]> {
  return rows(
    tx,
    sql`select o.delivery_id, o.outcome, o.reason, o.at from delivery_outcomes o
        where o.account_id = app_account() and o.delivery_id = any(${deliveryIds}::bigint[]) and o.final`,
  );
}

/** Takes the bodies of mails of this batch that ended as uncertain, and tells whose they were. */
export function takeLostSingles(
  tx: Tx,
  batch: Pick<Batch, "accountId" | "id">,
): Promise<{ deliveryId: number; referenceType: string | null; referenceId: number | null }[]> {
  return rows(
    tx,
    sql`delete from delivery_messages m using deliveries d, delivery_outcomes o
        where m.account_id = ${batch.accountId} and d.account_id = m.account_id and d.id = m.delivery_id and d.batch_id = ${batch.id}
          and o.account_id = d.account_id and o.delivery_id = d.id and o.final and o.outcome = 'uncertain'
        returning d.id as delivery_id, d.reference_type, d.reference_id`,
  );
}
