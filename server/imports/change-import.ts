import type { ImportChange, ImportOptions } from "../../contract/imports.ts";
import { audit, type AuditActor } from "../accounts/index.ts";
import { allFields } from "../contacts/index.ts";
import { AppError, conflict, notFound, readFile, type Tx } from "../platform/index.ts";
import { detectDialect } from "./csv-dialect.ts";
import { FileError } from "./file-error.ts";
import { FILE_DAYS, isBought, type Import, type ImportDeps } from "./import.ts";
import { findImport, lockImport, saveSetup } from "./imports.store.ts";
import { resolveMapping, suggestMapping } from "./mapping.ts";
import { rereadWhole } from "./read-upload.ts";
import { findLists } from "./recipe.ts";

/**
 * Changes name, format, mapping or options of a file that is not imported yet. Throws 404, 409
 * `import_under_way` or `import_finished`, 400 `mapping_wrong`, 422 `purchased_list` (LEAD-12),
 * `profiling_default_refused` (TRK-03), `list_wrong`; 403 for what only owners decide (CON-13).
 */
export async function changeImport(
  deps: Pick<ImportDeps, "db" | "clock">,
  accountId: number,
  publicId: string,
  change: ImportChange,
  actor: AuditActor,
): Promise<Import> {
  const before = await deps.db.account(accountId, (tx) => findImport(tx, publicId));
  if (!before) throw notFound("import");
  requireOpen(before);
  const { fileId, format } = change.format ? await reread(deps, accountId, before, change) : before;
  const sameColumns = JSON.stringify(format.columns) === JSON.stringify(before.format.columns);
  const mapping = change.mapping
    ? resolveMapping(change.mapping, format.columns)
    : sameColumns
      ? before.mapping
      : suggestMapping(format.columns, await deps.db.account(accountId, (tx) => allFields(tx)));
  const options = { ...before.options, ...change.options };
  requireLawful(options, actor);
  return deps.db.account(accountId, async (tx) => {
    const now = await lockImport(tx, before.id);
    if (!now) throw notFound("import");
    requireOpen(now);
    await findLists(tx, options.listIds ?? []);
    await saveSetup(tx, before.id, {
      name: change.name ?? before.name,
      fileId,
      format,
      mapping,
      options,
    });
    await auditChange(tx, accountId, actor, publicId, change);
    return (await findImport(tx, publicId))!;
  });
}

/** Only what has not begun to be written may still be decided. */
export function requireOpen(found: Import): void {
  if (["checking", "running", "undoing"].includes(found.state))
    throw conflict("import_under_way", "This file is being worked on.", {
      hint: "Wait until it is done, or cancel it.",
    });
  if (found.runLine > 0 || found.state === "done" || found.state === "undone")
    throw conflict("import_finished", "This file is imported already, in part or in whole.", {
      hint: "Upload it again to import it another way; undo this import first if it was wrong.",
    });
}

const DAY_MS = 86_400_000;

async function reread(
  deps: Pick<ImportDeps, "db" | "clock">,
  accountId: number,
  found: Import,
  change: ImportChange,
): Promise<Pick<Import, "fileId" | "format">> {
  const { fileId } = found;
  if (fileId === null) throw new FileError("file_gone");
  if ((found.format.kind ?? "csv") !== "csv") {
    const expiresAt = new Date(found.createdAt.getTime() + FILE_DAYS * DAY_MS);
    const file = { fileId, format: found.format };
    return rereadWhole(deps.db, accountId, file, change.format!, expiresAt);
  }
  let sample: Buffer | undefined;
  for await (const chunk of readFile(deps.db, accountId, fileId)) {
    sample = chunk.subarray(0, 64 * 1024);
    break;
  }
  if (sample === undefined) throw new FileError("file_gone");
  const encoding = change.format?.encoding ?? found.format.encoding;
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  // With another encoding everything is looked at anew; otherwise what was found or chosen stays.
  const known =
    encoding === found.format.encoding
      ? { delimiter: found.format.delimiter, header: found.format.header }
      : {};
  return {
    fileId,
    format: { ...found.format, encoding, ...detectDialect(text, { ...known, ...change.format }) },
  };
}

function requireLawful(options: ImportOptions, actor: AuditActor): void {
  if (options.origin && isBought(options.origin.text))
    throw new AppError(
      "purchased_list",
      422,
      "Bought or rented addresses are not imported (LEAD-12).",
      {
        hint: "Whoever agreed to mail from somebody else did not agree to yours (§ 7(2) UWG).",
      },
    );
  if (options.profiling?.default === true)
    throw new AppError(
      "profiling_default_refused",
      422,
      "The permission to analyse has no default but no (TRK-03).",
      { hint: "Map a column that says it person by person, with its time and source." },
    );
  const owners = !("permissions" in actor) || actor.permissions.has("account.manage");
  if (options.consent?.evidence === "signed_declaration" && !owners)
    throw new AppError(
      "owner_decides",
      403,
      "Only an owner of the account may accept signed declarations as evidence (CON-13).",
      { hint: "Ask an owner to set this, with the reason." },
    );
}

function auditChange(
  tx: Tx,
  accountId: number,
  actor: AuditActor,
  publicId: string,
  change: ImportChange,
): Promise<void> {
  const { consent, origin, listIds } = change.options ?? {};
  return audit(tx, accountId, actor, "import.changed", {
    objectType: "import",
    objectId: publicId,
    detail: {
      parts: Object.keys(change),
      ...(listIds ? { lists: listIds } : {}),
      ...(origin ? { origin: origin.text } : {}),
      ...(consent ? { evidence: consent.evidence } : {}),
      ...(consent?.evidence === "signed_declaration" ? { reason: consent.reason } : {}),
    },
  });
}
