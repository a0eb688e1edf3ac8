import type { PreviewRowView } from "../../contract/imports.ts";
import { notFound, readFile } from "../platform/index.ts";
import { exclusionLabel, labelOf } from "./counts.ts";
import { readRows } from "./row-reader.ts";
import { FileError } from "./file-error.ts";
import type { ImportDeps } from "./import.ts";
import { findImport } from "./imports.store.ts";
import { loadBatchFacts } from "./load-facts.ts";
import { planBatch, type PlannedLine } from "./plan-batch.ts";
import { readLine, type ParsedLine } from "./read-line.ts";
import { prepareRecipe } from "./recipe.ts";
import { SeenAddresses } from "./seen-addresses.ts";

const ROWS = 20;

/** The first 20 rows as they would be imported now, with what is decided so far. Writes nothing. */
export async function previewImport(
  deps: ImportDeps,
  accountId: number,
  publicId: string,
): Promise<PreviewRowView[]> {
  const { found, recipe } = await deps.db.account(accountId, async (tx) => {
    const found = await findImport(tx, publicId);
    if (!found) throw notFound("import");
    const recipe = await prepareRecipe(tx, deps, accountId, found, { store: false, lenient: true });
    return { found, recipe };
  });
  if (found.fileId === null) throw new FileError("file_gone");
  const now = deps.clock.now();
  const seen = new SeenAddresses();
  const lines: ParsedLine[] = [];
  const source = readFile(deps.db, accountId, found.fileId);
  for await (const records of readRows(source, found.format)) {
    for (const record of records.slice(0, ROWS - lines.length))
      lines.push(readLine(record, recipe, deps.keys, seen, now));
    if (lines.length >= ROWS) break;
  }
  return deps.db.account(accountId, async (tx) => {
    const facts = await loadBatchFacts(tx, deps, lines, recipe);
    return planBatch(lines, facts, recipe, now).map(presentRow);
  });
}

function presentRow(line: PlannedLine): PreviewRowView {
  const { parsed } = line;
  return {
    line: parsed.line,
    raw: parsed.raw,
    fields: fieldsOf(parsed),
    result: line.result,
    reason: line.reason === undefined ? null : labelOf(line.reason),
    mailable: line.mailable,
    notMailable: line.excluded === undefined ? null : exclusionLabel(line.excluded),
    remarks: line.remarks.map((remark) =>
      remark === "typo_domain" && parsed.typo ? typoLabel(parsed.typo) : labelOf(remark),
    ),
  };
}

/** The sentence of the remark with the domain that was probably meant; nothing is changed by itself. */
function typoLabel({ found, likely }: NonNullable<ParsedLine["typo"]>) {
  const { reason, label } = labelOf("typo_domain");
  return {
    reason,
    label: {
      de: `${label.de}: „${found}“, gemeint wohl „${likely}“`,
      en: `${label.en}: “${found}”, “${likely}” was probably meant`,
    },
  };
}

function fieldsOf({
  email,
  fields,
  consent,
  profiling,
  tags,
  stage,
}: ParsedLine): Record<string, string> {
  const { custom = {}, ...rest } = fields;
  return {
    ...(email === "" ? {} : { email }),
    ...(rest as Record<string, string>),
    ...Object.fromEntries(Object.entries(custom).map(([name, value]) => [`custom.${name}`, value])),
    ...(tags.length > 0 ? { tags: tags.join(", ") } : {}),
    ...(stage ? { stage } : {}),
    ...(consent.complete
      ? { "consent.date": consent.given.text, "consent.source": consent.source }
      : {}),
    ...(profiling
      ? {
          profiling: "1",
          "profiling.date": profiling.given.text,
          "profiling.source": profiling.source,
        }
      : {}),
  };
}
