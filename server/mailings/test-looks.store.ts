import { maybe, one, run, sql, type Tx } from "../platform/index.ts";

export interface TestLook {
  id: number;
  mailingId: number;
  mailingName: string;
  sentVia: "relay" | "mailbox";
  sentAt: Date;
  lookedAt: Date | null;
}

const LOOK = sql.raw(
  "t.id, t.mailing_id, coalesce(m.name, '') as mailing_name, t.sent_via, t.sent_at, t.looked_at",
);
const FROM = sql.raw(
  "test_mail_looks t left join mailings m on m.account_id = t.account_id and m.id = t.mailing_id",
);

export async function insertLook(
  tx: Tx,
  accountId: number,
  made: {
    tokenHash: Buffer;
    mailingId: number;
    sentVia: "relay" | "mailbox";
    sentBy: string;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into test_mail_looks (account_id, token_hash, mailing_id, sent_via, sent_by, sent_at)
        values (${accountId}, ${made.tokenHash}, ${made.mailingId}, ${made.sentVia}, ${made.sentBy}, ${made.at})`,
  );
}

/** The account of a link's token; for instance transactions. */
export async function accountOfLook(tx: Tx, tokenHash: Buffer): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_test_look(${tokenHash}) as account_id`,
  );
  return found.accountId;
}

export function findLook(tx: Tx, tokenHash: Buffer, since: Date): Promise<TestLook | undefined> {
  return maybe<TestLook>(
    tx,
    sql`select ${LOOK} from ${FROM} where t.account_id = app_account() and t.token_hash = ${tokenHash} and t.sent_at > ${since}`,
  );
}

export async function markLooked(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update test_mail_looks set looked_at = ${at} where account_id = app_account() and id = ${id} and looked_at is null`,
  );
}

/** The newest look at a test mail; with `travelled` only at one that left the house. */
export function newestLook(tx: Tx, travelled: boolean): Promise<TestLook | undefined> {
  return maybe<TestLook>(
    tx,
    sql`select ${LOOK} from ${FROM} where t.account_id = app_account() and t.looked_at is not null
          and (${!travelled} or t.sent_via = 'relay') order by t.looked_at desc limit 1`,
  );
}

/** When the newest test mail was sent that nobody said anything about yet. */
export async function newestUnseen(tx: Tx): Promise<Date | null> {
  const found = await one<{ at: Date | null }>(
    tx,
    sql`select max(t.sent_at) as at from test_mail_looks t where t.account_id = app_account() and t.looked_at is null`,
  );
  return found.at;
}
