import { refusalMeanings, type RefusalMeaning } from "../../contract/refusal-meanings.ts";
import { csvRow, csvStart, type Database, type Locale } from "../platform/index.ts";
import { retainedAddresses, type RetainedAddress } from "./retained.store.ts";

const PAGE = 1000;
const HEADERS: Record<Locale, string[]> = {
  de: [
    "Adresse",
    "Grund",
    "Bedeutung",
    "Code",
    "Antwort des Servers",
    "Mailings",
    "Seit",
    "Endet am",
  ],
  en: [
    "Address",
    "Reason",
    "Meaning",
    "Code",
    "Answer of the server",
    "Mailings",
    "Since",
    "Ends on",
  ],
};

/** All retained addresses as a CSV that spreadsheets open by a double click; texts that look like formulas are made harmless. */
export async function* exportRetained(
  db: Database,
  accountId: number,
  reason: string | undefined,
  locale: Locale,
): AsyncGenerator<string> {
  yield csvStart(HEADERS[locale]);
  for (let after: number | undefined; ;) {
    const found = await db.account(accountId, (tx) =>
      retainedAddresses(tx, { reason, after, limit: PAGE }),
    );
    if (found.length === 0) return;
    yield found.map((row) => csvRow(cells(row, locale))).join("");
    after = found.at(-1)!.id;
  }
}

const cells = (row: RetainedAddress, locale: Locale): string[] => [
  row.emailNormalised ?? "",
  row.reason,
  row.meaning !== null && Object.hasOwn(refusalMeanings, row.meaning)
    ? refusalMeanings[row.meaning as RefusalMeaning].label[locale]
    : "",
  [row.code, row.enhanced].filter((part) => part !== null).join(" "),
  row.reply ?? "",
  String(row.mailings),
  row.createdAt.toISOString(),
  row.pausedUntil?.toISOString() ?? "",
];
