import { audit } from "../accounts/index.ts";
import {
  addressHash,
  cleanFields,
  deleteCoreContacts,
  originNames,
  sortKey,
  updateCoreContact,
} from "../contacts/index.ts";
import {
  AppError,
  conflict,
  notFound,
  outbox,
  parseEmailAddress,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import {
  endCoreList,
  lockCoreListById,
  measuredAs,
  withoutProfiling,
  type CoreList,
} from "../records/index.ts";
import { findCoreImport, updateRecord, type CoreImport } from "./core-imports.store.ts";
import type { CrmDeps } from "./deps.ts";
import {
  changedRecords,
  deleteChanges,
  deleteRefused,
  laterImports,
  mailedOfImport,
  markUndone,
  recordsOfImport,
  type ChangedRecord,
} from "./undo.store.ts";

/**
 * Takes a file back. Added records go, as long as none of them got a mail or is about to; changed ones get their old
 * values back where nothing changed them since. A list that the file made ends with it.
 * @throws AppError `import_not_found`, `import_undone`, `records_mailed`, `file_follows`
 */
export async function undoCoreImport(
  tx: Tx,
  deps: Pick<CrmDeps, "keys" | "clock">,
  accountId: number,
  actor: Actor,
  publicId: string,
): Promise<CoreImport> {
  const found = await findCoreImport(tx, publicId);
  const list = found && (await lockCoreListById(tx, found.listId));
  const made = found && (await findCoreImport(tx, publicId));
  if (!made || !list) throw notFound("import");
  if (made.undoneAt) throw conflict("import_undone", "This file was taken back already.");
  const done =
    made.kind === "update"
      ? await restoreValues(tx, deps, accountId, list, made)
      : await removeRecords(tx, list, made, deps.clock.now());
  await deleteRefused(tx, made.id);
  await markUndone(tx, made.id, actor.name, deps.clock.now());
  await audit(tx, accountId, actor, "core_list.import_undone", {
    objectType: "core_import",
    objectId: made.publicId,
    detail: { kind: made.kind, records: done },
  });
  return (await findCoreImport(tx, publicId))!;
}

async function removeRecords(tx: Tx, list: CoreList, made: CoreImport, now: Date): Promise<number> {
  const mailed = await mailedOfImport(tx, made.id);
  if (mailed > 0)
    throw new AppError("records_mailed", 409, `${mailed} records of this file were mailed.`, {
      hint: "What was sent belongs in the return file. Unsubscribe single records, or let the list reach its end.",
    });
  const later = made.kind === "create" ? await laterImports(tx, list.id, made.id) : 0;
  if (later > 0)
    throw conflict("file_follows", "Other files were taken into this list after this one.", {
      hint: "Take those back first.",
    });
  const ids = await recordsOfImport(tx, made.id);
  await deleteCoreContacts(tx, ids);
  if (made.kind === "create") await endCoreList(tx, list.id, now);
  return ids.length;
}

async function restoreValues(
  tx: Tx,
  deps: Pick<CrmDeps, "keys" | "clock">,
  accountId: number,
  list: CoreList,
  made: CoreImport,
): Promise<number> {
  const at = deps.clock.now();
  const records = await changedRecords(tx, made.id);
  const ended = await withoutProfiling(tx, list.sourceSystem, [
    ...new Set(records.map((one) => one.personNumber)),
  ]);
  for (const record of records) await restore(record);
  await deleteChanges(tx, made.id);
  return records.length;

  async function restore(record: ChangedRecord): Promise<void> {
    const old = Object.fromEntries(
      record.changes
        .filter((change) => textOf(record[change.field]) === change.new)
        .map((change) => [change.field, change.old]),
    );
    const text = (name: keyof ChangedRecord) => old[name] ?? textOf(record[name]);
    const fields = cleanFields({
      salutation: text("salutation") as "" | "frau" | "herr" | "divers",
      title: text("title"),
      firstName: text("firstName"),
      lastName: text("lastName"),
      company: text("company"),
      ...(text("locale") === "" ? {} : { locale: text("locale") as "de" | "en" }),
    });
    const email = text("email");
    const parsed = parseEmailAddress(email);
    const emailNormalised = parsed.ok ? parsed.normalised : record.emailNormalised;
    const origin = { source: "core_system", at: at.toISOString(), detail: list.sourceSystem };
    await updateCoreContact(tx, {
      id: record.contactId,
      email,
      emailNormalised,
      addressHash: addressHash(deps.keys, accountId, emailNormalised),
      sortKey: sortKey(fields, emailNormalised),
      fields,
      origins: Object.fromEntries(["email", ...originNames(fields)].map((name) => [name, origin])),
      at,
    });
    // What a person said since holds whatever a file says (CRM-10, TRK-14).
    const profiling =
      text("profiling") === "1" &&
      record.unsubscribedAt === null &&
      !ended.has(record.personNumber);
    await updateRecord(tx, {
      contactId: record.contactId,
      basis: text("basis"),
      basisReference: text("basisReference"),
      origin: text("origin"),
      profiling,
      at,
    });
    if (record.profiling && !profiling)
      await outbox.publish(tx, accountId, {
        type: "profiling.withdrawn",
        emailNormalised: measuredAs(record.contactId),
      });
  }
}

const textOf = (value: unknown): string =>
  value === true ? "1" : value === false ? "0" : String(value ?? "");
