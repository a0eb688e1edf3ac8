import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import { MOST_RULES, type MessageRule, type TaughtClass } from "./rule.ts";

const COLUMNS = sql.raw(
  "r.id, r.public_id, r.sender, r.subject, r.fragment, r.class, r.applied, r.last_applied_at, r.created_at",
);

/** The newest first: who taught something more precise meant it. */
export function listRules(tx: Tx): Promise<MessageRule[]> {
  return rows(
    tx,
    sql`select ${COLUMNS} from message_rules r where r.account_id = app_account() order by r.id desc limit ${MOST_RULES}`,
  );
}

export function findRule(tx: Tx, publicId: string): Promise<MessageRule | undefined> {
  return maybe(
    tx,
    sql`select ${COLUMNS} from message_rules r where r.account_id = app_account() and r.public_id = ${publicId}`,
  );
}

export function insertRule(
  tx: Tx,
  accountId: number,
  made: {
    sender: string | null;
    subject: string | null;
    fragment: string | null;
    class: TaughtClass;
    by: number | null;
    at: Date;
  },
): Promise<MessageRule> {
  return one(
    tx,
    sql`insert into message_rules as r (account_id, sender, subject, fragment, class, created_by, created_at)
        values (${accountId}, ${made.sender}, ${made.subject}, ${made.fragment}, ${made.class}, ${made.by}, ${made.at}) returning ${COLUMNS}`,
  );
}

export function countApplied(tx: Tx, id: number, at: Date): Promise<number> {
  return run(
    tx,
    sql`update message_rules r set applied = r.applied + 1, last_applied_at = ${at} where r.account_id = app_account() and r.id = ${id}`,
  );
}

export function deleteRule(tx: Tx, id: number): Promise<number> {
  return run(
    tx,
    sql`delete from message_rules r where r.account_id = app_account() and r.id = ${id}`,
  );
}
