import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Sender } from "./sender.ts";

const columns = sql.raw(
  "s.id, s.public_id, s.from_name, s.from_address, s.domain, s.reply_to, s.is_default, s.warnings_acknowledged_at, s.created_at",
);

/** A sender by its id, archived ones too: mails of finished mailings still name them. */
export function findSenderById(tx: Tx, id: number): Promise<Sender | undefined> {
  return maybe<Sender>(
    tx,
    sql`select ${columns} from senders s where s.account_id = app_account() and s.id = ${id}`,
  );
}

/** A sender that may be chosen, by its public id. */
export function findSender(tx: Tx, publicId: string): Promise<Sender | undefined> {
  return maybe<Sender>(
    tx,
    sql`select ${columns} from senders s where s.account_id = app_account() and s.public_id = ${publicId} and s.archived_at is null`,
  );
}

export function findDefaultSender(tx: Tx): Promise<Sender | undefined> {
  return maybe<Sender>(
    tx,
    sql`select ${columns} from senders s where s.account_id = app_account() and s.is_default and s.archived_at is null`,
  );
}

export function listSenders(tx: Tx): Promise<Sender[]> {
  return rows<Sender>(
    tx,
    sql`select ${columns} from senders s where s.account_id = app_account() and s.archived_at is null order by s.is_default desc, lower(s.from_name), s.id`,
  );
}

type SenderFields = Pick<
  Sender,
  "fromName" | "fromAddress" | "domain" | "replyTo" | "isDefault" | "warningsAcknowledgedAt"
>;

export function insertSender(
  tx: Tx,
  accountId: number,
  sender: SenderFields,
  now: Date,
): Promise<Sender> {
  return one<Sender>(
    tx,
    sql`insert into senders as s (account_id, from_name, from_address, domain, reply_to, is_default, warnings_acknowledged_at, created_at, updated_at)
        values (${accountId}, ${sender.fromName}, ${sender.fromAddress}, ${sender.domain}, ${sender.replyTo}, ${sender.isDefault},
                ${sender.warningsAcknowledgedAt}, ${now}, ${now})
        returning ${columns}`,
  );
}

export function updateSender(tx: Tx, id: number, sender: SenderFields, now: Date): Promise<Sender> {
  return one<Sender>(
    tx,
    sql`update senders s set from_name = ${sender.fromName}, from_address = ${sender.fromAddress}, domain = ${sender.domain},
               reply_to = ${sender.replyTo}, is_default = ${sender.isDefault},
               warnings_acknowledged_at = ${sender.warningsAcknowledgedAt}, updated_at = ${now}
         where s.account_id = app_account() and s.id = ${id} returning ${columns}`,
  );
}

/** Makes room for another default. */
export async function clearDefault(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`update senders set is_default = false where account_id = app_account() and is_default`,
  );
}

export async function archiveSender(tx: Tx, id: number, now: Date): Promise<void> {
  await run(
    tx,
    sql`update senders set archived_at = ${now}, is_default = false where account_id = app_account() and id = ${id}`,
  );
}
