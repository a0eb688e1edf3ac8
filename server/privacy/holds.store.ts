import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

type HoldScope = "person" | "class" | "account";

/** A legal hold (RET-10): deletions by time skip what it covers, and say so. */
export interface Hold {
  id: number;
  publicId: string;
  scope: HoldScope;
  contactId: number | null;
  emailNormalised: string | null;
  class: string | null;
  reason: string;
  reviewOn: string;
  endsOn: string;
  startedBy: string;
  startedAt: Date;
  endedBy: string | null;
  endedAt: Date | null;
  /** Only where holds are listed. */
  contactPublicId?: string | null;
}

const HOLD = sql.raw(
  "h.id, h.public_id, h.scope, h.contact_id, h.email_normalised, h.class, h.reason, h.review_on::text as review_on, h.ends_on::text as ends_on, h.started_by, h.started_at, h.ended_by, h.ended_at",
);

export function insertHold(
  tx: Tx,
  accountId: number,
  hold: Pick<
    Hold,
    "scope" | "contactId" | "emailNormalised" | "class" | "reason" | "reviewOn" | "endsOn"
  >,
  by: string,
  at: Date,
): Promise<{ publicId: string }> {
  return one(
    tx,
    sql`insert into retention_holds (account_id, scope, contact_id, email_normalised, class, reason, review_on, ends_on, started_by, started_at)
        values (${accountId}, ${hold.scope}, ${hold.contactId}, ${hold.emailNormalised}, ${hold.class}, ${hold.reason}, ${hold.reviewOn}, ${hold.endsOn}, ${by}, ${at})
        returning public_id`,
  );
}

/** Holds in force, and those that ended within a year, newest first. */
export function listHolds(tx: Tx, endedAfter: Date): Promise<Hold[]> {
  return rows<Hold>(
    tx,
    sql`select ${HOLD}, c.public_id as contact_public_id from retention_holds h
          left join contacts c on c.account_id = h.account_id and c.id = h.contact_id
        where h.account_id = app_account() and (h.ended_at is null or h.ended_at > ${endedAfter}) order by (h.ended_at is not null), h.id desc limit 500`,
  );
}

export async function countHolds(tx: Tx): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from retention_holds h where h.account_id = app_account() and h.ended_at is null`,
  );
  return found.count;
}

/** Ends a hold; whom it was about leaves it. Undefined when there is none in force. */
export function endHold(tx: Tx, publicId: string, by: string, at: Date): Promise<Hold | undefined> {
  return maybe<Hold>(
    tx,
    sql`update retention_holds h set ended_by = ${by}, ended_at = ${at}, contact_id = null, email_normalised = null
        where h.account_id = app_account() and h.public_id = ${publicId} and h.ended_at is null returning ${HOLD}`,
  );
}

/** Ends holds whose last day is over: ordinary retention resumes (RET-10). Gives how many. */
export function endDueHolds(tx: Tx, today: string, at: Date): Promise<number> {
  return run(
    tx,
    sql`update retention_holds h set ended_by = 'Klarpost', ended_at = ${at}, contact_id = null, email_normalised = null
        where h.account_id = app_account() and h.ended_at is null and h.ends_on < ${today}::date`,
  );
}

/** People under a hold in force, as the ledger knows them: by address, and by number those of the core system. */
export async function heldPeople(
  tx: Tx,
): Promise<({ emailNormalised: string } | { contactId: number })[]> {
  const found = await rows<{ contactId: number | null; emailNormalised: string | null }>(
    tx,
    sql`select h.contact_id, h.email_normalised from retention_holds h where h.account_id = app_account() and h.scope = 'person' and h.ended_at is null`,
  );
  return found.flatMap(({ contactId, emailNormalised }) => [
    ...(contactId === null ? [] : [{ contactId }]),
    ...(emailNormalised === null ? [] : [{ emailNormalised }]),
  ]);
}

/** Whether a hold keeps this person's data. */
export async function isHeld(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<boolean> {
  const found = await one<{ held: boolean }>(
    tx,
    sql`select person_held(app_account(), ${contactId}, ${emailNormalised}) as held`,
  );
  return found.held;
}

export function exportHolds(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select h.reason, h.started_at, h.ends_on::text as ends_on from retention_holds h
        where h.account_id = app_account() and h.scope = 'person' and (h.contact_id = ${contactId} or h.email_normalised = ${emailNormalised})`,
  );
}
