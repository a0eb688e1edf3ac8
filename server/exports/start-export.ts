import { exportSubjects, type ExportSubject } from "../../contract/export-subjects.ts";
import { XLSX_ROWS, type EvidenceOf, type NewEvidenceExport } from "../../contract/exports.ts";
import { audit, getAccount, type AuditActor } from "../accounts/index.ts";
import { askSecondPerson, withdrawFor, type SecondPersonAct } from "../guards/index.ts";
import {
  AppError,
  conflict,
  deleteFile,
  enqueueJob,
  invalid,
  newPublicId,
  notFound,
  type Clock,
  type Tx,
} from "../platform/index.ts";
import { exportActorOf } from "./actor.ts";
import {
  PASSWORD_LABEL,
  RUN_JOB,
  type Export,
  type ExportDeps,
  type ExportFilter,
  type Wanted,
} from "./export.ts";
import { findExport, forgetFile, insertExport, lockExport, setState } from "./exports.store.ts";
import { contentOf, requireMayRead } from "./subjects.ts";
import { newPassword } from "./zip-with-password.ts";

/**
 * Begins to write a file of contacts: all, or those a filter of the directory means; or of blocks, retained addresses,
 * people of a report, or the evidence of a list. Of many people it waits for a second person first. Throws 422
 * `export_empty` and `too_many_for_xlsx`, 404 for a list, tag or mailing that is not there, 400 for a filter of another
 * subject, 403 `permission_missing`, and 409 `second_person_missing`.
 */
export function startExport(
  deps: ExportDeps,
  accountId: number,
  wanted: Wanted,
  actor: AuditActor,
): Promise<Export> {
  return deps.db.account(accountId, async (tx) => {
    const what = wanted.what ?? "contacts";
    requireMayRead(what, actor);
    const now = deps.clock.now();
    const filter = filterOf(what, wanted, now);
    const stored = exportActorOf(actor);
    const locale = wanted.locale ?? (await getAccount(tx)).locale;
    const total = await contentOf(deps, { what, filter, locale, actor: stored }).count(tx);
    // That nobody agreed to anything can be shown, too.
    if (total === 0 && what !== "evidence")
      throw new AppError("export_empty", 422, "The filter means nobody.", {
        hint: "Take another filter.",
      });
    if (wanted.format === "xlsx" && total > XLSX_ROWS)
      throw new AppError(
        "too_many_for_xlsx",
        422,
        `A sheet holds ${XLSX_ROWS} rows; these are ${total}.`,
        { hint: "Take CSV, or narrow the filter." },
      );
    const publicId = newPublicId("exp");
    const reason = wanted.reason.trim();
    const second = await askSecondPerson(tx, deps.guards, accountId, actor, {
      kind: what === "evidence" ? "evidence" : "export",
      people: total,
      what,
      reason,
      objectId: publicId,
      alone: wanted.alone,
    });
    const made = await insertExport(tx, accountId, {
      publicId,
      what,
      state: second.need === "open" ? "held" : "waiting",
      format: wanted.format,
      filter,
      reason,
      locale,
      total,
      passwordSealed: deps.keys.seal(PASSWORD_LABEL, Buffer.from(newPassword(), "utf8")),
      actor: stored,
      createdAt: now,
    });
    if (made.state === "waiting") await enqueueRun(tx, accountId, made.id, now);
    await audit(tx, accountId, actor, "contacts.export_started", {
      objectType: "export",
      objectId: made.publicId,
      detail: {
        reason: made.reason,
        what,
        format: made.format,
        filter: { ...filter },
        people: total,
        secondPerson: second.need,
      },
    });
    return made;
  });
}

/** What is stored of the filter. A filter of another subject would be ignored in silence, and more would leave than meant. */
function filterOf(what: ExportSubject, wanted: Wanted, now: Date): ExportFilter {
  if (wanted.what === "evidence") return { evidence: evidenceOf(wanted, now) };
  const { filter, scope, retainedFor, persons } = wanted;
  const given: Partial<Record<ExportSubject, ExportFilter | undefined>> = {
    contacts: filter,
    blocks: scope === undefined ? undefined : { scope },
    retained: retainedFor === undefined ? undefined : { retainedFor },
    report_persons: persons === undefined ? undefined : { persons },
  };
  for (const other of exportSubjects)
    if (other !== what && Object.keys(given[other] ?? {}).length > 0)
      throw invalid("filter_of_another", `This filter is for ${other}, not for ${what}.`);
  if (what === "report_persons" && persons === undefined)
    throw invalid("mailing_missing", "Say of which mailing the people are.", {
      hint: 'Send `persons: { "mailing": "mlg_…" }`.',
    });
  return given[what] ?? {};
}

/** What comes in later is not in the evidence: so many people were counted, and a second person agreed to so many. */
function evidenceOf({ list, from, to }: NewEvidenceExport, now: Date): EvidenceOf {
  const until = Math.min(now.getTime() + 1, to === undefined ? Infinity : Date.parse(to));
  return { list, from: from ?? null, to: new Date(until).toISOString() };
}

function enqueueRun(tx: Tx, accountId: number, exportId: number, now: Date): Promise<void> {
  return enqueueJob(tx, {
    kind: RUN_JOB,
    accountId,
    payload: { exportId },
    runAt: now,
    uniqueKey: `${accountId}:${exportId}`,
  });
}

/** What becomes of an export that waits for a second person. */
export function heldExports({ clock }: { clock: Clock }): SecondPersonAct {
  const held = async (tx: Tx, publicId: string | null): Promise<Export | undefined> => {
    const known = publicId === null ? undefined : await findExport(tx, publicId);
    const found = known && (await lockExport(tx, known.id));
    return found?.state === "held" ? found : undefined;
  };
  return {
    async confirmed(tx, accountId, request) {
      const found = await held(tx, request.objectId);
      if (!found) throw conflict("export_gone", "This export is not waiting any more.");
      await setState(tx, found.id, { state: "waiting" });
      await enqueueRun(tx, accountId, found.id, clock.now());
      return { export: found.publicId, reason: found.reason };
    },
    async ended(tx, _accountId, request) {
      const found = await held(tx, request.objectId);
      if (found) await setState(tx, found.id, { state: "refused", finishedAt: clock.now() });
    },
  };
}

/**
 * Stops an export, or deletes its file before its time. Throws 404, also where the caller may not know of it (`isHere`), and
 * 409 where there is nothing to stop.
 */
export function cancelExport(
  deps: Pick<ExportDeps, "db" | "clock">,
  accountId: number,
  publicId: string,
  actor: AuditActor,
  isHere: (found: Export) => boolean = () => true,
): Promise<Export> {
  return deps.db.account(accountId, async (tx) => {
    const known = await findExport(tx, publicId);
    if (known && !isHere(known)) throw notFound("export");
    // What waits for a second person is locked in the order in which that person's answer locks it.
    if (known?.state === "held")
      await withdrawFor(tx, deps, publicId, "permissions" in actor ? actor : { name: actor.name });
    const found = known && (await lockExport(tx, known.id));
    if (!found) throw notFound("export");
    if (found.state === "done") {
      if (found.fileId !== null) await deleteFile(tx, found.fileId);
      await forgetFile(tx, found.id, "expired");
    } else if (["held", "waiting", "running"].includes(found.state)) {
      await setState(tx, found.id, { state: "cancelled", finishedAt: deps.clock.now() });
    } else throw conflict("nothing_to_cancel", `An export that is ${found.state} has no file.`);
    await audit(tx, accountId, actor, "contacts.export_cancelled", {
      objectType: "export",
      objectId: publicId,
    });
    return (await findExport(tx, publicId))!;
  });
}
