import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

/** A merge that can still be taken back. */
export interface Merge {
  id: number;
  publicId: string;
  keptId: number;
  goneId: number;
  goneEmailNormalised: string;
  sealed: Buffer;
  mergedBy: string;
  mergedAt: Date;
}

/** Rows of the contact that goes, by table, and the contact itself, as `merge_snapshot` gives them. */
export type MergedRows = Record<string, unknown>;

const MERGE = sql.raw(
  "m.id, m.public_id, m.kept_id, m.gone_id, m.gone_email_normalised, m.sealed, m.merged_by, m.merged_at",
);

/** What a merge is about to move or delete. */
export async function snapshotOfMerge(
  tx: Tx,
  kept: number,
  gone: number,
  sameAddress: boolean,
): Promise<MergedRows> {
  const found = await one<{ snapshot: MergedRows }>(
    tx,
    sql`select merge_snapshot(${kept}, ${gone}, ${sameAddress}) as snapshot`,
  );
  return found.snapshot;
}

export async function unmergeRows(
  tx: Tx,
  merge: Pick<Merge, "keptId" | "goneId">,
  sameAddress: boolean,
  snapshot: MergedRows,
): Promise<void> {
  await run(
    tx,
    sql`select unmerge_contact(${merge.keptId}, ${merge.goneId}, ${sameAddress}, ${JSON.stringify(snapshot)}::jsonb)`,
  );
}

export async function insertMerge(
  tx: Tx,
  accountId: number,
  merge: Omit<Merge, "id" | "publicId">,
): Promise<string> {
  const made = await one<{ publicId: string }>(
    tx,
    sql`insert into contact_merges (account_id, kept_id, gone_id, gone_email_normalised, sealed, merged_by, merged_at)
        values (${accountId}, ${merge.keptId}, ${merge.goneId}, ${merge.goneEmailNormalised}, ${merge.sealed}, ${merge.mergedBy}, ${merge.mergedAt})
        returning public_id`,
  );
  return made.publicId;
}

export function findMerge(tx: Tx, publicId: string): Promise<Merge | undefined> {
  return maybe<Merge>(
    tx,
    sql`select ${MERGE} from contact_merges m where m.account_id = app_account() and m.public_id = ${publicId}`,
  );
}

/** Merges into a contact since a day, the newest first. */
export function mergesInto(tx: Tx, keptId: number, since: Date): Promise<Merge[]> {
  return rows<Merge>(
    tx,
    sql`select ${MERGE} from contact_merges m
        where m.account_id = app_account() and m.kept_id = ${keptId} and m.merged_at > ${since} order by m.id desc`,
  );
}

export async function deleteMerge(tx: Tx, id: number): Promise<void> {
  await run(
    tx,
    sql`delete from contact_merges m where m.account_id = app_account() and m.id = ${id}`,
  );
}

/** What can no longer be taken back is forgotten. */
export function deleteOldMerges(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from contact_merges m where m.account_id = app_account() and m.merged_at <= ${before}`,
  );
}

/** Both on one address had spoken for themselves (TRK-24); whoever stands alone again did so too, while nothing was decided since. */
export async function returnToPermission(
  tx: Tx,
  emailNormalised: string,
  gone: number,
  mergedAt: Date,
): Promise<void> {
  await run(
    tx,
    sql`update profiling_permissions p set contact_ids = p.contact_ids || ${gone}::bigint
        where p.account_id = app_account() and p.email_normalised = ${emailNormalised} and p.state = 'granted'
          and p.changed_at <= ${mergedAt} and ${gone}::bigint <> all (p.contact_ids)`,
  );
}
