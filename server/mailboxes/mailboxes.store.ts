import type { MailboxProblem } from "../../contract/mailbox-texts.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Mailbox, MailboxSettings } from "./mailbox.ts";

const COLUMNS = sql.raw(
  "m.id, m.public_id, m.account_id, m.name, m.protocol, m.host, m.port, m.tls, m.auth, m.username, m.secret, m.purpose, m.folder, m.done_folder, m.pattern, m.active, m.every_seconds, m.next_at, m.last_at, m.last_ok_at, m.last_count, m.failures, m.problem",
);

export function listMailboxes(tx: Tx): Promise<Mailbox[]> {
  return rows(
    tx,
    sql`select ${COLUMNS} from mailboxes m where m.account_id = app_account() order by m.id`,
  );
}

export function findMailbox(tx: Tx, publicId: string): Promise<Mailbox | undefined> {
  return maybe(
    tx,
    sql`select ${COLUMNS} from mailboxes m where m.account_id = app_account() and m.public_id = ${publicId}`,
  );
}

export function insertMailbox(
  tx: Tx,
  accountId: number,
  made: MailboxSettings,
  now: Date,
): Promise<Mailbox> {
  return one(
    tx,
    sql`insert into mailboxes as m (account_id, name, protocol, host, port, tls, auth, username, secret, purpose, folder, done_folder, pattern, active, every_seconds, next_at)
        values (${accountId}, ${made.name}, ${made.protocol}, ${made.host}, ${made.port}, ${made.tls}, ${made.auth}, ${made.username}, ${made.secret},
          ${made.purpose}, ${made.folder}, ${made.doneFolder}, ${made.pattern}, ${made.active}, ${made.everySeconds}, ${now})
        returning ${COLUMNS}`,
  );
}

/** Changed settings are tried at once, with a clean record. */
export function updateMailbox(
  tx: Tx,
  id: number,
  made: MailboxSettings,
  now: Date,
): Promise<Mailbox> {
  return one(
    tx,
    sql`update mailboxes m set name = ${made.name}, protocol = ${made.protocol}, host = ${made.host}, port = ${made.port}, tls = ${made.tls},
          auth = ${made.auth}, username = ${made.username}, secret = ${made.secret}, purpose = ${made.purpose}, folder = ${made.folder},
          done_folder = ${made.doneFolder}, pattern = ${made.pattern}, active = ${made.active}, every_seconds = ${made.everySeconds},
          next_at = ${now}, failures = 0, problem = null, updated_at = ${now}
        where m.account_id = app_account() and m.id = ${id} returning ${COLUMNS}`,
  );
}

export function deleteMailbox(tx: Tx, id: number): Promise<number> {
  return run(tx, sql`delete from mailboxes m where m.account_id = app_account() and m.id = ${id}`);
}

/** A provider may hand out a new refresh token with each access token. */
export function replaceSecret(tx: Tx, id: number, secret: Buffer): Promise<number> {
  return run(
    tx,
    sql`update mailboxes m set secret = ${secret} where m.account_id = app_account() and m.id = ${id}`,
  );
}

/** Takes mailboxes that are due, each for one reader until `until`; as worker, over all accounts. */
export function leaseDueMailboxes(
  tx: Tx,
  now: Date,
  until: Date,
  most: number,
): Promise<Mailbox[]> {
  return rows(
    tx,
    sql`update mailboxes m set lease_until = ${until}
        where (m.account_id, m.id) in (
          select d.account_id, d.id from mailboxes d
          where d.active and d.next_at <= ${now} and (d.lease_until is null or d.lease_until < ${now})
          order by d.next_at limit ${most} for update skip locked)
        returning ${COLUMNS}`,
  );
}

export function endVisit(
  tx: Tx,
  id: number,
  visit: {
    at: Date;
    nextAt: Date;
    count: number;
    failures: number;
    problem: MailboxProblem | null;
  },
): Promise<number> {
  return run(
    tx,
    sql`update mailboxes m set lease_until = null, last_at = ${visit.at}, next_at = ${visit.nextAt}, last_count = ${visit.count},
          failures = ${visit.failures}, problem = ${visit.problem},
          last_ok_at = case when ${visit.problem}::text is null then ${visit.at} else m.last_ok_at end
        where m.account_id = app_account() and m.id = ${id}`,
  );
}

/** Patterns of the mailboxes that are read and take bounces; one that answers comes first. */
export function bouncePatternsOfMailboxes(tx: Tx): Promise<{ pattern: string }[]> {
  return rows(
    tx,
    sql`select m.pattern from mailboxes m
        where m.account_id = app_account() and m.active and m.pattern is not null and m.purpose in ('bounces', 'all')
          and m.last_ok_at is not null
        order by m.failures, m.id limit 20`,
  );
}
