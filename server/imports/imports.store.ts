import type { ImportOptions, ImportState } from "../../contract/imports.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Counts } from "./counts.ts";
import type { FileFormat } from "./csv-dialect.ts";
import type { Import, Progress, StoredActor, UndoCounts } from "./import.ts";
import type { Mapping } from "./mapping.ts";

const COLUMNS = sql.raw(
  "i.id, i.public_id, i.name, i.remembered, i.state, i.file_id, i.format, i.mapping, i.options, i.check_counts, i.counts, i.run_line, i.progress, i.undo_counts, i.error, i.actor, i.created_at, i.finished_at, i.undone_at",
);
const json = (value: unknown) =>
  sql`${value === null || value === undefined ? null : JSON.stringify(value)}::jsonb`;

export function insertImport(
  tx: Tx,
  accountId: number,
  added: {
    name: string;
    fileId: number;
    format: FileFormat;
    mapping: Mapping;
    remembered: boolean;
    createdBy: number | null;
    at: Date;
  },
): Promise<Import> {
  return one<Import>(
    tx,
    sql`insert into imports as i (account_id, name, state, file_id, format, mapping, remembered, created_by, created_at)
        values (${accountId}, ${added.name}, 'uploaded', ${added.fileId}, ${json(added.format)}, ${json(added.mapping)}, ${added.remembered}, ${added.createdBy}, ${added.at})
        returning ${COLUMNS}`,
  );
}

export function findImport(tx: Tx, publicId: string): Promise<Import | undefined> {
  return maybe<Import>(
    tx,
    sql`select ${COLUMNS} from imports i where i.account_id = app_account() and i.public_id = ${publicId}`,
  );
}

/** Locks the import: whoever works on it looks at its state first. */
export function lockImport(tx: Tx, id: number): Promise<Import | undefined> {
  return maybe<Import>(
    tx,
    sql`select ${COLUMNS} from imports i where i.account_id = app_account() and i.id = ${id} for update`,
  );
}

export function listImports(tx: Tx, filter: { after?: number; limit: number }): Promise<Import[]> {
  return rows<Import>(
    tx,
    sql`select ${COLUMNS} from imports i where i.account_id = app_account() and (${filter.after ?? null}::bigint is null or i.id < ${filter.after ?? null})
        order by i.id desc limit ${filter.limit}`,
  );
}

/** Saves what was decided; a check of something else no longer counts. */
export async function saveSetup(
  tx: Tx,
  id: number,
  setup: {
    name: string;
    fileId: number | null;
    format: FileFormat;
    mapping: Mapping;
    options: ImportOptions;
  },
): Promise<void> {
  await run(
    tx,
    sql`update imports i set name = ${setup.name}, file_id = ${setup.fileId}, format = ${json(setup.format)}, mapping = ${json(setup.mapping)}, options = ${json(setup.options)},
          state = 'uploaded', check_counts = null, error = null, progress = '{}'
        where i.account_id = app_account() and i.id = ${id}`,
  );
}

export async function saveState(
  tx: Tx,
  id: number,
  to: {
    state: ImportState;
    error?: Import["error"];
    progress?: Progress;
    actor?: StoredActor;
    finishedAt?: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`update imports i set state = ${to.state}, error = ${json(to.error)}, progress = coalesce(${json(to.progress)}, i.progress),
          actor = coalesce(${json(to.actor)}, i.actor), finished_at = coalesce(${to.finishedAt ?? null}, i.finished_at)
        where i.account_id = app_account() and i.id = ${id}`,
  );
}

/** Notes how far the work is; gives the state, by which the worker sees that it was stopped. */
export async function saveProgress(
  tx: Tx,
  id: number,
  progress: Progress,
): Promise<ImportState | undefined> {
  const found = await maybe<{ state: ImportState }>(
    tx,
    sql`update imports i set progress = ${json(progress)} where i.account_id = app_account() and i.id = ${id} returning i.state`,
  );
  return found?.state;
}

export async function saveCheck(
  tx: Tx,
  id: number,
  counts: Counts,
  progress: Progress,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update imports i set state = 'checked', check_counts = ${json(counts)}, progress = ${json(progress)}
        where i.account_id = app_account() and i.id = ${id} and i.state = 'checking'`,
  );
  return changed === 1;
}

/** A batch is done: in the transaction that wrote it. */
export async function saveRun(
  tx: Tx,
  id: number,
  done: { runLine: number; counts: Counts; progress: Progress },
): Promise<void> {
  await run(
    tx,
    sql`update imports i set run_line = ${done.runLine}, counts = ${json(done.counts)}, progress = ${json(done.progress)}
        where i.account_id = app_account() and i.id = ${id}`,
  );
}

/** The import no longer needs its file. */
export async function forgetFile(tx: Tx, id: number): Promise<void> {
  await run(
    tx,
    sql`update imports i set file_id = null where i.account_id = app_account() and i.id = ${id}`,
  );
}

export async function saveUndo(
  tx: Tx,
  id: number,
  done: { state: ImportState; counts: UndoCounts; undoneAt: Date | null },
): Promise<void> {
  await run(
    tx,
    sql`update imports i set state = ${done.state}, undo_counts = ${json(done.counts)}, undone_at = ${done.undoneAt}
        where i.account_id = app_account() and i.id = ${id}`,
  );
}

export async function deleteImport(tx: Tx, id: number): Promise<void> {
  await run(tx, sql`delete from imports i where i.account_id = app_account() and i.id = ${id}`);
}

/** Imports whose file ran out before they were finished have none any more. */
export async function fileExists(tx: Tx, fileId: number): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as there from stored_files f where f.account_id = app_account() and f.id = ${fileId}`,
  );
  return found !== undefined;
}
