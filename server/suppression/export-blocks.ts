import { csvRow, csvStart, type Database, type Locale } from "../platform/index.ts";
import type { Suppression } from "./suppression.ts";
import { listSuppressions, type SuppressionFilter } from "./suppression.store.ts";

const PAGE = 1000;
const HEADERS: Record<Locale, string[]> = {
  de: [
    "Umfang",
    "Adresse",
    "Domain",
    "Liste",
    "Grund",
    "Herkunft",
    "Zuständig",
    "Seit",
    "Prüfen am",
  ],
  en: ["Scope", "Address", "Domain", "List", "Reason", "Origin", "Owner", "Since", "Review on"],
};

/** All entries in force as a CSV that spreadsheets open by a double click; texts that look like formulas are made harmless. */
export async function* exportBlocks(
  db: Database,
  accountId: number,
  filter: Omit<SuppressionFilter, "limit" | "after">,
  locale: Locale,
): AsyncGenerator<string> {
  yield csvStart(HEADERS[locale]);
  for (let after: number | undefined; ;) {
    const found = await db.account(accountId, (tx) =>
      listSuppressions(tx, { ...filter, ...(after === undefined ? {} : { after }), limit: PAGE }),
    );
    if (found.length === 0) return;
    yield found.map((row) => csvRow(cells(row))).join("");
    after = found.at(-1)!.id;
  }
}

const cells = (row: Suppression): string[] => [
  row.scope,
  row.emailNormalised ?? "",
  row.domain ?? "",
  row.listName ?? "",
  row.reason,
  row.origin,
  row.ownerName ?? "",
  row.createdAt.toISOString(),
  row.reviewOn?.toISOString().slice(0, 10) ?? "",
];
