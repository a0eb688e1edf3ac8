import type { FilePage, Locale, Tx } from "../platform/index.ts";
import type { Suppression, SuppressionScope } from "./suppression.ts";
import { countSuppressions, listSuppressions } from "./suppression.store.ts";

const HEADINGS: Record<Locale, string[]> = {
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

/**
 * The entries in force as rows of a file, or those of one scope. Addresses stand in it in clear, because hashes are keyed
 * and so of no use to another system; that is why it leaves as contacts do. Nobody under Art. 18 GDPR does (DSR-07).
 */
export function blocksForFile({ scope }: { scope: string | undefined }, locale: Locale) {
  const filter = {
    forFile: true,
    ...(scope === undefined ? {} : { scope: scope as SuppressionScope }),
  };
  return {
    count: (tx: Tx): Promise<number> => countSuppressions(tx, filter),
    headings: async (_tx: Tx): Promise<string[]> => HEADINGS[locale],
    async page(tx: Tx, after: number, limit: number): Promise<FilePage> {
      return (await listSuppressions(tx, { ...filter, after, limit })).map((row) => ({
        id: row.id,
        cells: () => cells(row),
        record: () => record(row),
      }));
    },
  };
}

const cells = (row: Suppression): string[] => Object.values(record(row)).map((cell) => cell ?? "");

const record = (row: Suppression): Record<string, string | null> => ({
  scope: row.scope,
  address: row.emailNormalised,
  domain: row.domain,
  list: row.listName ?? null,
  reason: row.reason,
  origin: row.origin,
  owner: row.ownerName ?? null,
  since: row.createdAt.toISOString(),
  reviewOn: row.reviewOn?.toISOString().slice(0, 10) ?? null,
});
