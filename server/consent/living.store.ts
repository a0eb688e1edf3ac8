import { byteaArray, rows, sql, type Keys, type Tx } from "../platform/index.ts";
import { subjectHash } from "./record-entry.ts";

/**
 * Which of these addresses have a consent in force that no other table knows: not to newsletters, which are subscriptions,
 * nor to the analysis, which ends with the last of them (UNS-14). An objection ends every one.
 */
export async function peopleWithConsent(
  tx: Tx,
  keys: Keys,
  accountId: number,
  emails: readonly string[],
): Promise<Set<string>> {
  if (emails.length === 0) return new Set();
  const byHash = new Map(
    emails.map((emailNormalised) => [
      subjectHash(keys, accountId, { emailNormalised }).toString("base64"),
      emailNormalised,
    ]),
  );
  const sought = byteaArray([...byHash.keys()].map((text) => Buffer.from(text, "base64")));
  const found = await rows<{ subjectHash: Buffer }>(
    tx,
    sql`select s.subject_hash from ledger_subjects s
        where s.account_id = app_account() and s.subject_hash = any(${sought}::bytea[]) and s.sealed_until is null and s.destroyed_at is null
          and exists (select 1 from ledger_payloads p join ledger_entries e on e.account_id = p.account_id and e.id = p.entry_id
            where p.account_id = s.account_id and p.subject_id = s.id and p.purpose not in ('newsletter', 'profiling')
              and e.kind in ('consent_granted', 'imported_with_evidence')
              and not exists (select 1 from ledger_payloads q join ledger_entries z on z.account_id = q.account_id and z.id = q.entry_id
                where q.account_id = s.account_id and q.subject_id = s.id and q.entry_id > p.entry_id
                  and (z.kind = 'objection' or z.kind in ('consent_withdrawn', 'unsubscribed') and coalesce(q.purpose, p.purpose) = p.purpose)))`,
  );
  return new Set(found.map((row) => byHash.get(row.subjectHash.toString("base64"))!));
}
