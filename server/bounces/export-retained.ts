import { refusalMeanings, type RefusalMeaning } from "../../contract/refusal-meanings.ts";
import type { FilePage, Locale, Tx } from "../platform/index.ts";
import { countRetained, retainedAddresses, type RetainedAddress } from "./retained.store.ts";

const HEADINGS: Record<Locale, string[]> = {
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

/** Retained addresses as rows of a file, or those of one reason. Nobody under Art. 18 GDPR leaves in it (DSR-07). */
export function retainedForFile({ reason }: { reason: string | undefined }, locale: Locale) {
  const filter = { reason, forFile: true };
  return {
    count: (tx: Tx): Promise<number> => countRetained(tx, filter),
    headings: async (_tx: Tx): Promise<string[]> => HEADINGS[locale],
    async page(tx: Tx, after: number, limit: number): Promise<FilePage> {
      return (await retainedAddresses(tx, { ...filter, after, limit })).map((row) => ({
        id: row.id,
        cells: () => Object.values(record(row, locale)).map((cell) => cell ?? ""),
        record: () => record(row, locale),
      }));
    },
  };
}

const record = (row: RetainedAddress, locale: Locale): Record<string, string | null> => ({
  address: row.emailNormalised,
  reason: row.reason,
  meaning:
    row.meaning !== null && Object.hasOwn(refusalMeanings, row.meaning)
      ? refusalMeanings[row.meaning as RefusalMeaning].label[locale]
      : null,
  code: [row.code, row.enhanced].filter((part) => part !== null).join(" "),
  reply: row.reply,
  mailings: String(row.mailings),
  since: row.createdAt.toISOString(),
  endsAt: row.pausedUntil?.toISOString() ?? null,
});
