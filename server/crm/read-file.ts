import { CORE_FILE_LIMITS } from "../../contract/crm.ts";
import { readTable } from "../imports/index.ts";
import { AppError, type Call } from "../platform/index.ts";
import { readMapping } from "./core-file.ts";
import type { CoreFile } from "./import-core-list.ts";

/** The file of a request, read into a table. Throws 400 `file_missing`, 413, and what is wrong with the file. */
export async function fileOf(
  call: Pick<Call, "request">,
  query: { mapping?: string; manual?: boolean },
): Promise<CoreFile> {
  const part = call.request.isMultipart()
    ? await call.request.file({ limits: { fileSize: CORE_FILE_LIMITS.bytes } })
    : undefined;
  if (!part)
    throw new AppError("file_missing", 400, "There is no file in this request.", {
      hint: "Send the file as multipart/form-data: CSV, TSV or XLSX up to 25 MB.",
    });
  const table = await readTable(await part.toBuffer());
  const fileName =
    (part.filename.split(/[\\/]/).at(-1) ?? "")
      .replace(/\p{C}+/gu, "")
      .trim()
      .slice(0, 200)
      .toWellFormed() || "liste.csv";
  return {
    fileName,
    table,
    mapping: readMapping(query.mapping, table.columns),
    manual: query.manual ?? false,
  };
}
