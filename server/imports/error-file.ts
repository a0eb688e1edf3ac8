import { csvRow, csvStart, type Database } from "../platform/index.ts";
import { labelOf } from "./counts.ts";
import type { Import } from "./import.ts";
import { rejectedLines, type RejectedLine } from "./lines.store.ts";

const PAGE = 1000;

/**
 * The rejected lines as a CSV that German spreadsheets open by a double click: byte order mark, semicolons, CRLF.
 * First line and reason, then the columns as they were.
 */
export async function* errorFile(
  db: Database,
  accountId: number,
  found: Import,
): AsyncGenerator<string> {
  yield csvStart(["Zeile / Line", "Grund", "Reason", ...found.format.columns]);
  for (let after = -1; ;) {
    const lines = await db.account(accountId, (tx) => rejectedLines(tx, found.id, after, PAGE));
    if (lines.length === 0) return;
    yield lines.map(lineRow).join("");
    after = lines.at(-1)!.line;
  }
}

function lineRow({ line, reason, detail }: RejectedLine): string {
  const { label } = labelOf(reason);
  const add = (text: string, words: [string, string, string]) => {
    const found =
      reason === "duplicate_in_file" && detail?.found
        ? ` (${words[2]} ${detail.found})`
        : (detail?.expected ? `; ${words[0]}: ${detail.expected}` : "") +
          (detail?.found ? `; ${words[1]}: ${detail.found}` : "");
    return text + found;
  };
  return csvRow([
    String(line),
    add(label.de, ["erwartet", "gefunden", "Zeile"]),
    add(label.en, ["expected", "found", "line"]),
    ...(detail?.raw ?? []),
  ]);
}
