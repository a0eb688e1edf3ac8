import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Form, FormDefinition, FormVersion } from "./form.ts";

const FORM = sql.raw(
  "f.id, f.public_id, f.name, f.current_version_id, f.archived_at, f.created_at",
);
const VERSION = sql.raw("v.id, v.form_id, v.version, v.definition, v.sha256, v.created_at");

/** Whose form this is; the one question a visitor's request asks without an account. */
export async function accountOfForm(tx: Tx, publicId: string): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_form(${publicId}) as account_id`,
  );
  return found.accountId;
}

export function insertForm(tx: Tx, accountId: number, name: string, now: Date): Promise<Form> {
  return one<Form>(
    tx,
    sql`insert into forms as f (account_id, name, created_at, updated_at) values (${accountId}, ${name}, ${now}, ${now}) returning ${FORM}`,
  );
}

export function findForm(tx: Tx, publicId: string): Promise<Form | undefined> {
  return maybe<Form>(
    tx,
    sql`select ${FORM} from forms f where f.account_id = app_account() and f.public_id = ${publicId}`,
  );
}

export function findFormById(tx: Tx, id: number): Promise<Form | undefined> {
  return maybe<Form>(
    tx,
    sql`select ${FORM} from forms f where f.account_id = app_account() and f.id = ${id}`,
  );
}

/** The form, held until the transaction ends: two new versions at once follow one another. */
export function lockForm(tx: Tx, publicId: string): Promise<Form | undefined> {
  return maybe<Form>(
    tx,
    sql`select ${FORM} from forms f where f.account_id = app_account() and f.public_id = ${publicId} for update`,
  );
}

export function allForms(tx: Tx): Promise<Form[]> {
  return rows<Form>(
    tx,
    sql`select ${FORM} from forms f where f.account_id = app_account() order by f.archived_at is not null, lower(f.name), f.id`,
  );
}

/** The oldest form that is in use, one that offers any of the lists first. */
export function findFormForLists(
  tx: Tx,
  listPublicIds: readonly string[],
): Promise<{ publicId: string; offers: boolean } | undefined> {
  return maybe(
    tx,
    sql`select f.public_id, jsonb_exists_any(v.definition #> '{settings,lists}', ${[...listPublicIds]}::text[]) as offers
        from forms f join form_versions v on v.account_id = f.account_id and v.id = f.current_version_id
        where f.account_id = app_account() and f.archived_at is null order by offers desc, f.id limit 1`,
  );
}

export function changeForm(
  tx: Tx,
  id: number,
  change: { name?: string; archivedAt?: Date | null; now: Date },
): Promise<Form> {
  return one<Form>(
    tx,
    sql`update forms f set name = coalesce(${change.name ?? null}, f.name),
          archived_at = case when ${change.archivedAt === undefined} then f.archived_at else ${change.archivedAt ?? null}::timestamptz end,
          updated_at = ${change.now}
        where f.account_id = app_account() and f.id = ${id} returning ${FORM}`,
  );
}

/** Adds the next version and makes it the current one. */
export async function insertFormVersion(
  tx: Tx,
  accountId: number,
  made: {
    formId: number;
    definition: FormDefinition;
    sha256: Buffer;
    createdBy: number | null;
    now: Date;
  },
): Promise<FormVersion> {
  const version = await one<FormVersion>(
    tx,
    sql`insert into form_versions as v (account_id, form_id, version, definition, sha256, created_by, created_at)
        values (${accountId}, ${made.formId},
          (select coalesce(max(o.version), 0) + 1 from form_versions o where o.account_id = ${accountId} and o.form_id = ${made.formId}),
          ${JSON.stringify(made.definition)}, ${made.sha256}, ${made.createdBy}, ${made.now}) returning ${VERSION}`,
  );
  await run(
    tx,
    sql`update forms f set current_version_id = ${version.id}, updated_at = ${made.now} where f.account_id = app_account() and f.id = ${made.formId}`,
  );
  return version;
}

/** A version with who made it and when the next one took its place. */
export interface VersionInTime {
  id: number;
  version: number;
  definition: FormDefinition;
  sha256: Buffer;
  createdAt: Date;
  until: Date | null;
  /** Name of the operator; null when a changed list or wording made it. */
  by: string | null;
}

/** Versions of a form, the newest first; one of them if its number is given. */
export function versionsInTime(
  tx: Tx,
  formId: number,
  version: number | null = null,
): Promise<VersionInTime[]> {
  return rows<VersionInTime>(
    tx,
    sql`select v.id, v.version, v.definition, v.sha256, v.created_at, n.created_at as until, o.name as by
        from form_versions v
        left join form_versions n on n.account_id = v.account_id and n.form_id = v.form_id and n.version = v.version + 1
        left join operators o on o.id = v.created_by
        where v.account_id = app_account() and v.form_id = ${formId} and (${version}::int is null or v.version = ${version})
        order by v.version desc`,
  );
}

export function findVersionById(tx: Tx, id: number): Promise<FormVersion | undefined> {
  return maybe<FormVersion>(
    tx,
    sql`select ${VERSION} from form_versions v where v.account_id = app_account() and v.id = ${id}`,
  );
}

export function findVersion(
  tx: Tx,
  formId: number,
  version: number,
): Promise<FormVersion | undefined> {
  return maybe<FormVersion>(
    tx,
    sql`select ${VERSION} from form_versions v where v.account_id = app_account() and v.form_id = ${formId} and v.version = ${version}`,
  );
}

export interface SubmissionCounts {
  formId: number;
  requested: number;
  confirmed: number;
  waiting: number;
  expired: number;
  declined: number;
}

/** What became of the requests since a day, per form. Requests keep their state when the person's data are gone. */
export function countSubmissions(tx: Tx, since: Date, now: Date): Promise<SubmissionCounts[]> {
  return rows<SubmissionCounts>(
    tx,
    sql`select r.form_id, count(*) as requested, count(*) filter (where r.state = 'confirmed') as confirmed,
          count(*) filter (where r.state = 'pending' and r.expires_at > ${now}) as waiting,
          count(*) filter (where r.state = 'expired' or (r.state = 'pending' and r.expires_at <= ${now})) as expired,
          count(*) filter (where r.state = 'declined') as declined
        from consent_requests r where r.account_id = app_account() and r.created_at >= ${since} group by r.form_id`,
  );
}
