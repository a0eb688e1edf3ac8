import { maybe, one, rows, sql, type Tx } from "../platform/index.ts";
import type { CountryPolicy } from "./one-to-one.ts";

/**
 * What the gate reads about mails to one person. Like the other facts they come from tables of several slices, the
 * mails themselves (`correspondence`) included, because hand-over asks again when only the delivery is known.
 */
export interface LetterRow {
  id: number;
  operatorId: number | null;
  reasonGiven: boolean;
  originGiven: boolean;
  /** Day of the inquiry the mail answers; null also when it was deleted since. */
  inquiryOn: string | null;
  bodySketch: Buffer | null;
  legallyRequired: boolean;
}

/** The mail behind a delivery. */
export function findLetter(tx: Tx, id: number): Promise<LetterRow | undefined> {
  return maybe<LetterRow>(
    tx,
    sql`select m.id, m.operator_id, coalesce(m.reason_kind <> '' and m.reason_text <> '', false) as reason_given,
          coalesce(m.origin_source <> '' and m.origin_on is not null, false) as origin_given,
          (select i.received_on::text from inquiries i where i.account_id = m.account_id and i.id = m.inquiry_id and i.contact_id = m.contact_id) as inquiry_on,
          m.body_sketch, coalesce(m.category = 'legal' and m.law <> '', false) as legally_required
        from correspondence_mails m where m.account_id = app_account() and m.id = ${id}`,
  );
}

/** What a mail offers; null where it does not say. */
export async function offerOfLetter(
  tx: Tx,
  id: number,
): Promise<{ categoryId: number; entityId: number } | null> {
  const found = await maybe<{ categoryId: number | null; entityId: number | null }>(
    tx,
    sql`select m.offer_category_id as category_id, m.offer_entity_id as entity_id from correspondence_mails m where m.account_id = app_account() and m.id = ${id}`,
  );
  if (!found || found.categoryId === null || found.entityId === null) return null;
  return { categoryId: found.categoryId, entityId: found.entityId };
}

export async function inquiryDay(
  tx: Tx,
  contactId: number,
  inquiryId: number,
): Promise<string | null> {
  const found = await maybe<{ day: string }>(
    tx,
    sql`select i.received_on::text as day from inquiries i where i.account_id = app_account() and i.id = ${inquiryId} and i.contact_id = ${contactId}`,
  );
  return found?.day ?? null;
}

/** What decides the country of a contact. */
export function contactForPolicy(
  tx: Tx,
  contactId: number,
): Promise<{ pot: string; custom: Record<string, string> } | undefined> {
  return maybe(
    tx,
    sql`select c.pot, c.custom from contacts c where c.account_id = app_account() and c.id = ${contactId}`,
  );
}

export async function countryTable(tx: Tx): Promise<Map<string, CountryPolicy>> {
  const found = await rows<{ country: string; policy: CountryPolicy }>(
    tx,
    sql`select t.country, t.policy from one_to_one_countries t where t.account_id = app_account()`,
  );
  return new Map(found.map(({ country, policy }) => [country, policy]));
}

/**
 * Whether the last word of a person about personal contact was yes. An objection ends every consent to advertising,
 * whatever its purpose.
 */
export async function hasSalesConsent(tx: Tx, subjectHash: Buffer): Promise<boolean> {
  const last = await maybe<{ kind: string }>(
    tx,
    sql`select e.kind from ledger_subjects s
          join ledger_payloads p on p.account_id = s.account_id and p.subject_id = s.id
          join ledger_entries e on e.account_id = p.account_id and e.id = p.entry_id
        where s.account_id = app_account() and s.subject_hash = ${subjectHash} and s.sealed_until is null and s.destroyed_at is null
          and ((p.purpose = 'sales_1to1' and e.kind in ('consent_granted', 'imported_with_evidence', 'consent_withdrawn'))
            or (p.purpose is null and e.kind in ('objection', 'consent_withdrawn')))
        order by e.id desc limit 1`,
  );
  return last?.kind === "consent_granted" || last?.kind === "imported_with_evidence";
}

/** Mails of an operator on legitimate interest, on this day of the account, before the one in question. */
export async function sentToday(
  tx: Tx,
  operatorId: number,
  now: Date,
  beforeId: number | null,
): Promise<number> {
  const { count } = await one<{ count: number }>(
    tx,
    sql`select count(*) from correspondence_mails m join accounts a on a.id = m.account_id
        where m.account_id = app_account() and m.kind = 'one_to_one' and m.basis = 'one_to_one' and m.operator_id = ${operatorId}
          and (m.created_at at time zone a.timezone)::date = (${now}::timestamptz at time zone a.timezone)::date
          and (${beforeId}::bigint is null or m.id < ${beforeId}::bigint)`,
  );
  return count;
}

/** Sketches of what went to others on legitimate interest since then, before the one in question. */
export function sketchesOfOthers(
  tx: Tx,
  emailNormalised: string,
  since: Date,
  beforeId: number | null,
): Promise<{ emailNormalised: string; bodySketch: Buffer }[]> {
  return rows(
    tx,
    sql`select m.email_normalised, m.body_sketch from correspondence_mails m
        where m.account_id = app_account() and m.kind = 'one_to_one' and m.basis = 'one_to_one' and m.created_at >= ${since}
          and m.body_sketch is not null and m.email_normalised is not null and m.email_normalised <> ${emailNormalised}
          and (${beforeId}::bigint is null or m.id < ${beforeId}::bigint)`,
  );
}
