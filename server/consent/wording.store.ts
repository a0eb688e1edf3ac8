import { maybe, one, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";
import type { ConsentPurpose, LedgerDocument } from "./ledger.ts";
import type { WordingVersion } from "./wording.ts";

export interface Wording {
  id: number;
  publicId: string;
  purpose: ConsentPurpose;
  name: string;
  createdAt: Date;
}

const WORDING = sql.raw("w.id, w.public_id, w.purpose, w.name, w.created_at");
const VERSION = sql.raw(
  `v.id, v.public_id, v.wording_id, w.purpose, v.version, v.locale, v.text, v.sha256, v.material, v.techniques, v.uses, v.channels,
   v.annex_title, v.annex_text, v.annex_url, v.changes, v.created_at, v.approved_at, v.approved_by, v.retired_at
   from wording_versions v join wordings w on w.account_id = v.account_id and w.id = v.wording_id`,
);

export function insertWording(
  tx: Tx,
  accountId: number,
  wording: { purpose: ConsentPurpose; name: string; at: Date },
): Promise<Wording> {
  return one<Wording>(
    tx,
    sql`insert into wordings as w (account_id, purpose, name, created_at) values (${accountId}, ${wording.purpose}, ${wording.name}, ${wording.at}) returning ${WORDING}`,
  );
}

/** What every newsletter needs comes first. */
export function listWordings(tx: Tx): Promise<Wording[]> {
  return rows<Wording>(
    tx,
    sql`select ${WORDING} from wordings w where w.account_id = app_account() order by array_position(array['newsletter', 'profiling'], w.purpose) nulls last, w.purpose, w.id`,
  );
}

/** Locks the wording, so that two new versions at once get two numbers. */
export function lockWording(tx: Tx, publicId: string): Promise<Wording | undefined> {
  return maybe<Wording>(
    tx,
    sql`select ${WORDING} from wordings w where w.account_id = app_account() and w.public_id = ${publicId} for update`,
  );
}

export async function nextVersion(tx: Tx, wordingId: number): Promise<number> {
  const found = await one<{ next: number }>(
    tx,
    sql`select coalesce(max(v.version), 0) + 1 as next from wording_versions v where v.account_id = app_account() and v.wording_id = ${wordingId}`,
  );
  return found.next;
}

export interface NewVersion {
  wordingId: number;
  version: number;
  locale: Locale;
  text: string;
  sha256: Buffer;
  material: boolean;
  techniques: string[];
  uses: string[];
  channels: string[];
  annexTitle: string;
  annexText: string;
  changes: string[];
  createdBy: number | null;
  at: Date;
}

export async function insertVersion(
  tx: Tx,
  accountId: number,
  v: NewVersion & { publicId: string; annexUrl: string },
): Promise<void> {
  await run(
    tx,
    sql`insert into wording_versions (account_id, public_id, wording_id, version, locale, text, sha256, material, techniques, uses, channels, annex_title, annex_text, annex_url, changes, created_by, created_at)
        values (${accountId}, ${v.publicId}, ${v.wordingId}, ${v.version}, ${v.locale}, ${v.text}, ${v.sha256}, ${v.material}, ${v.techniques}::text[], ${v.uses}::text[],
          ${v.channels}::text[], ${v.annexTitle}, ${v.annexText}, ${v.annexUrl}, ${v.changes}::text[], ${v.createdBy}, ${v.at})`,
  );
}

export function listVersions(tx: Tx): Promise<WordingVersion[]> {
  return rows<WordingVersion>(
    tx,
    sql`select ${VERSION} where v.account_id = app_account() order by v.wording_id, v.version desc, v.locale`,
  );
}

export function findVersion(tx: Tx, publicId: string): Promise<WordingVersion | undefined> {
  return maybe<WordingVersion>(
    tx,
    sql`select ${VERSION} where v.account_id = app_account() and v.public_id = ${publicId}`,
  );
}

export function findVersionById(tx: Tx, id: number): Promise<WordingVersion | undefined> {
  return maybe<WordingVersion>(
    tx,
    sql`select ${VERSION} where v.account_id = app_account() and v.id = ${id}`,
  );
}

/** The account of a version, for readers of its annex, who bring nothing else. */
export async function accountOfVersion(tx: Tx, publicId: string): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_wording_version(${publicId}) as account_id`,
  );
  return found.accountId;
}

/** The newest approved version of a purpose in a language, not retired; of one wording if it is named. */
export function findCurrentVersion(
  tx: Tx,
  purpose: ConsentPurpose,
  locale: Locale,
  wordingId: number | null,
): Promise<WordingVersion | undefined> {
  return maybe<WordingVersion>(
    tx,
    sql`select ${VERSION}
        where v.account_id = app_account() and w.purpose = ${purpose} and v.locale = ${locale} and v.approved_at is not null and v.retired_at is null
          and (${wordingId}::bigint is null or w.id = ${wordingId})
        order by w.id, v.version desc limit 1`,
  );
}

/** Sets the approval of a version that has none yet; false when it had. */
export async function approveVersion(
  tx: Tx,
  id: number,
  by: number | null,
  at: Date,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update wording_versions v set approved_at = ${at}, approved_by = ${by}
        where v.account_id = app_account() and v.id = ${id} and v.approved_at is null and v.retired_at is null`,
  );
  return changed === 1;
}

export async function retireVersion(tx: Tx, id: number, at: Date): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update wording_versions v set retired_at = ${at} where v.account_id = app_account() and v.id = ${id} and v.retired_at is null`,
  );
  return changed === 1;
}

/** Consents given per version: grants, not withdrawals. */
export function countConsents(tx: Tx): Promise<{ versionId: number; consents: number }[]> {
  return rows(
    tx,
    sql`select p.wording_version_id as version_id, count(*) as consents
        from ledger_payloads p join ledger_entries e on e.account_id = p.account_id and e.id = p.entry_id
        where p.account_id = app_account() and p.wording_version_id is not null
          and e.kind in ('consent_granted', 'profiling_granted', 'imported_with_evidence')
        group by p.wording_version_id`,
  );
}

/** What an entry says about its wordings, by internal id. */
export async function versionsForProof(
  tx: Tx,
  ids: number[],
): Promise<Map<number, NonNullable<LedgerDocument["wording"]>>> {
  const found = await rows<WordingVersion>(
    tx,
    sql`select ${VERSION} where v.account_id = app_account() and v.id = any(${ids}::bigint[])`,
  );
  return new Map(
    found.map((v) => [
      v.id,
      // Members in the order of the canonical text, as everything in a proof of an import.
      Object.freeze({
        id: v.publicId,
        locale: v.locale,
        sha256: v.sha256.toString("hex"),
        version: v.version,
      }),
    ]),
  );
}
