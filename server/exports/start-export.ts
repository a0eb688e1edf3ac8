import { XLSX_ROWS, type NewExport } from "../../contract/exports.ts";
import { audit, getAccount, type AuditActor } from "../accounts/index.ts";
import { AppError, conflict, deleteFile, enqueueJob, notFound } from "../platform/index.ts";
import { exportActorOf } from "./actor.ts";
import { RUN_JOB, type Export, type ExportDeps } from "./export.ts";
import {
  countContacts,
  findExport,
  forgetFile,
  insertExport,
  lockExport,
  setState,
} from "./exports.store.ts";

type Deps = Pick<ExportDeps, "db" | "clock" | "conditionOf">;

/**
 * Begins to write a file of contacts: all, or those a filter of the directory means. Throws 422 `export_empty` and
 * `too_many_for_xlsx`, 404 for a list or tag of the filter.
 */
export function startExport(
  deps: Deps,
  accountId: number,
  wanted: NewExport,
  actor: AuditActor,
): Promise<Export> {
  return deps.db.account(accountId, async (tx) => {
    const filter = wanted.filter ?? {};
    const stored = exportActorOf(actor);
    const total = await countContacts(tx, await deps.conditionOf(tx, filter, stored.operatorId));
    if (total === 0)
      throw new AppError("export_empty", 422, "The filter means nobody.", {
        hint: "Take another filter.",
      });
    if (wanted.format === "xlsx" && total > XLSX_ROWS)
      throw new AppError(
        "too_many_for_xlsx",
        422,
        `A sheet holds ${XLSX_ROWS} rows; these are ${total} contacts.`,
        { hint: "Take CSV, or narrow the filter." },
      );
    const now = deps.clock.now();
    const made = await insertExport(tx, accountId, {
      format: wanted.format,
      filter,
      reason: wanted.reason.trim(),
      locale: wanted.locale ?? (await getAccount(tx)).locale,
      total,
      actor: stored,
      createdAt: now,
    });
    await enqueueJob(tx, {
      kind: RUN_JOB,
      accountId,
      payload: { exportId: made.id },
      runAt: now,
      uniqueKey: `${accountId}:${made.id}`,
    });
    await audit(tx, accountId, actor, "contacts.export_started", {
      objectType: "export",
      objectId: made.publicId,
      detail: { reason: made.reason, format: made.format, filter: { ...filter }, people: total },
    });
    return made;
  });
}

/** Stops an export, or deletes its file before its time. Throws 404, and 409 where there is nothing to stop. */
export function cancelExport(
  deps: Pick<ExportDeps, "db" | "clock">,
  accountId: number,
  publicId: string,
  actor: AuditActor,
): Promise<Export> {
  return deps.db.account(accountId, async (tx) => {
    const known = await findExport(tx, publicId);
    const found = known && (await lockExport(tx, known.id));
    if (!found) throw notFound("export");
    if (found.state === "done") {
      if (found.fileId !== null) await deleteFile(tx, found.fileId);
      await forgetFile(tx, found.id, "expired");
    } else if (found.state === "waiting" || found.state === "running")
      await setState(tx, found.id, { state: "cancelled", finishedAt: deps.clock.now() });
    else throw conflict("nothing_to_cancel", `An export that is ${found.state} has no file.`);
    await audit(tx, accountId, actor, "contacts.export_cancelled", {
      objectType: "export",
      objectId: publicId,
    });
    return (await findExport(tx, publicId))!;
  });
}
