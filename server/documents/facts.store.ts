import { one, rows, sql, type Tx } from "../platform/index.ts";

/** From here on a number of people counts as large (ORG-13). */
export const LARGE = 10_000;

export interface ListFact {
  name: string;
  nameEn: string;
  topics: string;
  topicsEn: string;
  frequency: string;
  frequencyEn: string;
}

export function listsInUse(tx: Tx): Promise<ListFact[]> {
  return rows<ListFact>(
    tx,
    sql`select l.name, l.name_en, l.topics, l.topics_en, l.frequency, l.frequency_en from lists l
        where l.account_id = app_account() and l.archived_at is null order by lower(l.name), l.id`,
  );
}

export async function formsInUse(tx: Tx): Promise<string[]> {
  const found = await rows<{ name: string }>(
    tx,
    sql`select f.name from forms f where f.account_id = app_account() and f.archived_at is null order by lower(f.name), f.id`,
  );
  return found.map(({ name }) => name);
}

export interface FieldFact {
  label: string;
  purpose: string;
  legalBasis: string;
  retentionMonths: number | null;
}

/** Fields of the account's own, each with the purpose it was made for. */
export function ownFields(tx: Tx): Promise<FieldFact[]> {
  return rows<FieldFact>(
    tx,
    sql`select f.label, f.purpose, f.legal_basis, f.retention_months from contact_fields f
        where f.account_id = app_account() and f.archived_at is null order by lower(f.label), f.id`,
  );
}

/** Purposes with an approved wording in force. */
export async function purposesInForce(tx: Tx): Promise<string[]> {
  const found = await rows<{ purpose: string }>(
    tx,
    sql`select distinct w.purpose from wordings w join wording_versions v on v.account_id = w.account_id and v.wording_id = w.id
        where w.account_id = app_account() and v.approved_at is not null and v.retired_at is null order by w.purpose`,
  );
  return found.map(({ purpose }) => purpose);
}

export async function goalHosts(tx: Tx): Promise<string[]> {
  const found = await rows<{ host: string }>(
    tx,
    sql`select g.host from goal_sites g where g.account_id = app_account() order by g.host`,
  );
  return found.map(({ host }) => host);
}

export async function coreSources(tx: Tx): Promise<string[]> {
  const found = await rows<{ sourceSystem: string }>(
    tx,
    sql`select distinct c.source_system from core_lists c where c.account_id = app_account() and c.ended_at is null order by 1`,
  );
  return found.map(({ sourceSystem }) => sourceSystem);
}

export interface Use {
  /** More contacts than `LARGE`. */
  isLarge: boolean;
  hasContacts: boolean;
  hasPurchases: boolean;
  hasPermissions: boolean;
  hasPersonalMails: boolean;
  hasKeys: boolean;
}

/** What is in use, without numbers that change from day to day. */
export function inUse(tx: Tx): Promise<Use> {
  return one<Use>(
    tx,
    sql`select
      (select count(*) from (select 1 from contacts c where c.account_id = app_account() limit ${LARGE + 1}) counted) > ${LARGE} as is_large,
      exists (select 1 from contacts c where c.account_id = app_account()) as has_contacts,
      exists (select 1 from purchases p where p.account_id = app_account()) as has_purchases,
      exists (select 1 from profiling_permissions p where p.account_id = app_account() and p.state = 'granted') as has_permissions,
      exists (select 1 from correspondence_mails m where m.account_id = app_account()) as has_personal_mails,
      exists (select 1 from api_keys k where k.account_id = app_account() and k.revoked_at is null) as has_keys`,
  );
}

/** Ground and period of each kept list of blocks, as somebody decided them (UNS-17, UNS-24). */
export function keepingGrounds(tx: Tx): Promise<{ subject: string; basis: string }[]> {
  return rows(
    tx,
    sql`select g.subject, concat_ws(' ', g.ground, g.retention_months::text) as basis from suppression_grounds g where g.account_id = app_account()`,
  );
}

export interface BackupFact {
  nightly: boolean;
  maxAgeDays: number;
}

export function backupSettings(tx: Tx): Promise<BackupFact> {
  return one<BackupFact>(
    tx,
    sql`select b.nightly, b.max_age_days from backup_settings b where b.one`,
  );
}
