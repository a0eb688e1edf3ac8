import { setTimeout as sleep } from "node:timers/promises";
import type {
  FormatChange,
  ImportCountsView,
  ImportOptions,
  MappingInput,
} from "../../contract/imports.ts";
import type { AuditActor } from "../accounts/index.ts";
import { changeImport } from "./change-import.ts";
import { checkImport } from "./check-import.ts";
import { noCounts, presentCounts } from "./counts.ts";
import { notFound } from "../platform/index.ts";
import type { Import, ImportDeps } from "./import.ts";
import { findImport } from "./imports.store.ts";
import { failImport } from "./imports.jobs.ts";
import { runImport } from "./run-import.ts";
import type { Mapping } from "./mapping.ts";
import { removeImport, startCheck, startRun } from "./start-import.ts";
import { uploadImport } from "./upload-import.ts";

const WAIT_MS = 200;

/**
 * Imports a file in one go, for the command line: upload, check, import. Nothing is written before the whole file
 * could be read. With `checkOnly` the counts are those of the check and nothing stays; nothing stays either of a file whose
 * decisions are refused. Throws as the single steps do.
 */
export async function importCsv(
  deps: ImportDeps,
  accountId: number,
  input: {
    stream: AsyncIterable<Buffer>;
    fileName: string;
    /** Holds for the columns it names; the headings decide about the others. */
    columns?: MappingInput;
    /** Holds instead of the headings. */
    mapping?: MappingInput;
    /** Holds instead of what is found in the file. */
    format?: FormatChange;
    options: ImportOptions;
    checkOnly?: boolean;
    actor: AuditActor;
  },
): Promise<{ importId: string; counts: ImportCountsView }> {
  const { actor, options } = input;
  const uploaded = await uploadImport(deps, accountId, input);
  const { id, publicId } = uploaded;
  try {
    const { format } = input;
    const { mapping } =
      format === undefined
        ? uploaded
        : await changeImport(deps, accountId, publicId, { format }, actor);
    const chosen = input.mapping ?? withColumns(mapping, input.columns ?? []);
    await changeImport(deps, accountId, publicId, { options, mapping: chosen }, actor);
    await startCheck(deps, accountId, publicId, actor);
  } catch (error) {
    await removeImport(deps, accountId, publicId, actor);
    throw error;
  }
  try {
    await checkImport(deps, accountId, id);
    const checked = await ended(deps, accountId, publicId, "checking");
    if (input.checkOnly) {
      await removeImport(deps, accountId, publicId, actor);
      return { importId: publicId, counts: presentCounts(checked.checkCounts ?? noCounts()) };
    }
    await startRun(deps, accountId, publicId, actor);
    await runImport(deps, accountId, id);
  } catch (error) {
    await failImport(deps, accountId, id, { code: "internal", line: null });
    throw error;
  }
  const done = await ended(deps, accountId, publicId, "running");
  return { importId: publicId, counts: presentCounts(done.counts ?? noCounts()) };
}

/** Another worker of the same database may have taken the step over; then this waits for it. */
async function ended(
  deps: ImportDeps,
  accountId: number,
  publicId: string,
  step: Import["state"],
): Promise<Import> {
  for (;;) {
    const found = await deps.db.account(accountId, (tx) => findImport(tx, publicId));
    if (!found) throw notFound("import");
    if (found.state !== step) return found;
    await sleep(WAIT_MS);
  }
}

/** The suggested mapping with what was said otherwise. */
function withColumns(suggested: Mapping, columns: MappingInput): MappingInput {
  const said = new Set(columns.map((one) => one.field));
  const kept = suggested.flatMap((field, column) =>
    field === null || said.has(field) ? [] : [{ column, field: field as string }],
  );
  return [...kept, ...columns];
}
