import type { ImportCountsView, ImportOptions, MappingInput } from "../../contract/imports.ts";
import type { AuditActor } from "../accounts/index.ts";
import { changeImport } from "./change-import.ts";
import { checkImport } from "./check-import.ts";
import { noCounts, presentCounts } from "./counts.ts";
import type { ImportDeps } from "./import.ts";
import { findImport } from "./imports.store.ts";
import { failImport } from "./imports.jobs.ts";
import { runImport } from "./run-import.ts";
import { startCheck, startRun } from "./start-import.ts";
import { uploadImport } from "./upload-import.ts";

/**
 * Imports a file in one go, for the command line: upload, check, import. Nothing is written before the whole file
 * could be read. Without a mapping the headings decide. Throws as the single steps do.
 */
export async function importCsv(
  deps: ImportDeps,
  accountId: number,
  input: {
    stream: AsyncIterable<Buffer>;
    fileName: string;
    mapping?: MappingInput;
    options: ImportOptions;
    actor: AuditActor;
  },
): Promise<{ importId: string; counts: ImportCountsView }> {
  const { actor, mapping, options } = input;
  const { id, publicId } = await uploadImport(deps, accountId, input);
  await changeImport(
    deps,
    accountId,
    publicId,
    { options, ...(mapping === undefined ? {} : { mapping }) },
    actor,
  );
  await startCheck(deps, accountId, publicId, actor);
  try {
    await checkImport(deps, accountId, id);
    await startRun(deps, accountId, publicId, actor);
    await runImport(deps, accountId, id);
  } catch (error) {
    await failImport(deps, accountId, id, { code: "internal", line: null });
    throw error;
  }
  const done = await deps.db.account(accountId, (tx) => findImport(tx, publicId));
  return { importId: publicId, counts: presentCounts(done?.counts ?? noCounts()) };
}
