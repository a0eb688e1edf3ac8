import type { ImportView } from "../../contract/imports.ts";
import { importProblems } from "../../contract/import-texts.ts";
import type { Account } from "../accounts/index.ts";
import { noticeDay, type ContactField } from "../contacts/index.ts";
import { presentCounts } from "./counts.ts";
import { describe } from "./file-error.ts";
import { problemsOf, type Import } from "./import.ts";
import { kitOf, suggestMapping } from "./mapping.ts";

/** An import as the API shows it. */
export function presentImport(
  found: Import,
  account: Pick<Account, "mode" | "processing"> & { fields: ReadonlyMap<string, ContactField> },
): ImportView {
  const { format, counts, error } = found;
  const suggested = suggestMapping(format.columns, account.fields.values());
  const kit = kitOf(format.columns);
  return {
    id: found.publicId,
    name: found.name,
    state: found.state,
    kit: kit ? { id: kit.id, name: kit.name } : null,
    remembered: found.remembered,
    format: {
      kind: format.kind ?? "csv",
      sheet: format.sheet ?? null,
      sheets: format.sheets ?? [],
      encoding: format.encoding,
      delimiter: format.delimiter,
      header: format.header,
      sizeBytes: format.sizeBytes,
      sha256: format.sha256,
    },
    columns: format.columns.map((heading, index) => ({
      index,
      heading,
      field: found.mapping[index] ?? null,
      suggested: suggested[index] ?? null,
    })),
    options: found.options,
    problems: problemsOf(found.mapping, found.options, {
      mode: account.mode,
      hasProcessorContract: account.processing.operation !== undefined,
      fields: account.fields,
    }).map((code) => ({ code, label: { ...importProblems[code].label } })),
    progress: presentProgress(found),
    check: found.checkCounts && presentCounts(found.checkCounts),
    result: counts && presentCounts(counts),
    undo: found.undoCounts,
    error: error && {
      code: error.code,
      line: error.line,
      label: describe(error.code, error.line, error.expected, error.found),
    },
    hasErrorFile: (counts?.rejected ?? 0) > 0,
    noticeDueOn: noticeDueOn(found),
    createdAt: found.createdAt.toISOString(),
    finishedAt: found.finishedAt?.toISOString() ?? null,
    undoneAt: found.undoneAt?.toISOString() ?? null,
  };
}

function presentProgress({ progress, checkCounts }: Import): ImportView["progress"] {
  const { rows = 0, share = 0, perSecond = 0 } = progress;
  const total = checkCounts?.rows ?? (share > 0 ? Math.round(rows / share) : 0);
  const left = Math.max(0, total - rows);
  return {
    rows,
    share,
    perSecond,
    secondsLeft: share < 1 && perSecond > 0 ? Math.ceil(left / perSecond) : null,
  };
}

/** Art. 14(3)(a) GDPR: who did not give the data themselves learns of it within 30 days of the import (DSR-02). */
function noticeDueOn(found: Import): string | null {
  if (found.options.origin?.collectedFrom !== "elsewhere" || found.finishedAt === null) return null;
  return noticeDay(found.finishedAt);
}
