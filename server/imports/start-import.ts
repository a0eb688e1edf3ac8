import { audit, type AuditActor } from "../accounts/index.ts";
import { conflict, enqueueJob, notFound, deleteFile, type Tx } from "../platform/index.ts";
import { storedActor } from "./actor.ts";
import { requireOpen } from "./change-import.ts";
import type { Import, ImportDeps } from "./import.ts";
import { deleteImport, findImport, lockImport, saveState } from "./imports.store.ts";
import { hasUndoDetail } from "./lines.store.ts";
import { prepareRecipe } from "./recipe.ts";
import { rememberMapping } from "./remembered-mapping.ts";

export const CHECK_JOB = "imports.check";
export const RUN_JOB = "imports.run";
export const UNDO_JOB = "imports.undo";
export const EXPIRE_JOB = "imports.expire";

type Deps = Pick<ImportDeps, "db" | "clock">;

/** Begins to read the whole file without writing anything. Throws 404, 409 `import_incomplete` and others. */
export function startCheck(
  deps: Deps,
  accountId: number,
  publicId: string,
  actor: AuditActor,
): Promise<Import> {
  return begin(deps, accountId, publicId, actor, async (tx, found) => {
    requireOpen(found);
    await prepareRecipe(tx, deps, accountId, found, { store: false });
    return { state: "checking", job: CHECK_JOB, action: "import.check_started" };
  });
}

/** Begins to import a checked file, or goes on with one that was stopped. Throws 409 `import_not_checked`. */
export function startRun(
  deps: Deps,
  accountId: number,
  publicId: string,
  actor: AuditActor,
): Promise<Import> {
  return begin(deps, accountId, publicId, actor, async (tx, found) => {
    const stopped = ["cancelled", "failed"].includes(found.state) && found.runLine > 0;
    if (found.state !== "checked" && !stopped)
      throw conflict("import_not_checked", `An import that is ${found.state} cannot be run.`, {
        hint: "Check the file first, with the mapping and options it will be imported with.",
      });
    await prepareRecipe(tx, deps, accountId, found, { store: false });
    await rememberMapping(tx, accountId, found.format, found.mapping, deps.clock.now());
    return { state: "running", job: RUN_JOB, action: "import.started" };
  });
}

/** Begins to take a whole import back. Throws 409 `undo_not_possible`. */
export function startUndo(
  deps: Deps,
  accountId: number,
  publicId: string,
  actor: AuditActor,
): Promise<Import> {
  return begin(deps, accountId, publicId, actor, async (tx, found) => {
    const ended = ["done", "cancelled", "failed"].includes(found.state);
    if (!ended || found.runLine === 0 || !(await hasUndoDetail(tx, found.id)))
      throw conflict("undo_not_possible", "There is nothing to undo.", {
        hint: "An import can be undone once it ended, for 30 days.",
      });
    return { state: "undoing", job: UNDO_JOB, action: "import.undo_started" };
  });
}

/** Stops a check or an import after the batch at hand. What is imported stays, and can be undone or gone on with. */
export function cancelImport(
  deps: Deps,
  accountId: number,
  publicId: string,
  actor: AuditActor,
): Promise<Import> {
  return begin(deps, accountId, publicId, actor, async (_tx, found) => {
    if (found.state !== "checking" && found.state !== "running")
      throw conflict("nothing_to_cancel", `An import that is ${found.state} cannot be cancelled.`);
    return { state: "cancelled", action: "import.cancelled" };
  });
}

/** Removes an import with its file. The contacts stay; it can no longer be undone. Throws 409 while it works. */
export async function removeImport(
  deps: Deps,
  accountId: number,
  publicId: string,
  actor: AuditActor,
): Promise<void> {
  await deps.db.account(accountId, async (tx) => {
    const found = await findLocked(tx, publicId);
    if (["checking", "running", "undoing"].includes(found.state))
      throw conflict("import_under_way", "This file is being worked on.", {
        hint: "Cancel it first.",
      });
    await deleteFiles(tx, found);
    await deleteImport(tx, found.id);
    await audit(tx, accountId, actor, "import.deleted", {
      objectType: "import",
      objectId: publicId,
      detail: { state: found.state },
    });
  });
}

/** The file of an import, and the workbook its rows came from. */
export async function deleteFiles(tx: Tx, { fileId, format }: Import): Promise<void> {
  if (fileId !== null) await deleteFile(tx, fileId);
  if (format.originalFileId !== undefined) await deleteFile(tx, format.originalFileId);
}

async function findLocked(tx: Tx, publicId: string): Promise<Import> {
  const found = await findImport(tx, publicId);
  const locked = found && (await lockImport(tx, found.id));
  if (!locked) throw notFound("import");
  return locked;
}

function begin(
  deps: Deps,
  accountId: number,
  publicId: string,
  actor: AuditActor,
  decide: (
    tx: Tx,
    found: Import,
  ) => Promise<{ state: Import["state"]; job?: string; action: string }>,
): Promise<Import> {
  return deps.db.account(accountId, async (tx) => {
    const found = await findLocked(tx, publicId);
    const { state, job, action } = await decide(tx, found);
    await saveState(tx, found.id, {
      state,
      error: null,
      ...(job === undefined ? {} : { progress: {}, actor: storedActor(actor) }),
    });
    if (job !== undefined)
      await enqueueJob(tx, {
        kind: job,
        accountId,
        payload: { importId: found.id },
        runAt: deps.clock.now(),
        uniqueKey: `${accountId}:${found.id}`,
      });
    await audit(tx, accountId, actor, action, { objectType: "import", objectId: publicId });
    return (await findImport(tx, publicId))!;
  });
}
