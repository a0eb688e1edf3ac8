import { allFields } from "../contacts/index.ts";
import { retainedForFile } from "../bounces/index.ts";
import { blocksForFile } from "../suppression/index.ts";
import type { FilePage, Locale, Tx } from "../platform/index.ts";
import { cellsOf, headingsOf, recordOf } from "./contact-cells.ts";
import type { Export, ExportDeps } from "./export.ts";
import { countContacts, nextContacts } from "./exports.store.ts";

type Deps = Pick<ExportDeps, "conditionOf">;
type Asked = Pick<Export, "what" | "filter" | "locale" | "actor">;

/** What stands in a file, and where its rows come from. */
export interface Content {
  count(tx: Tx): Promise<number>;
  headings(tx: Tx): Promise<string[]>;
  /** The rows after this number, those that came in first before the others. */
  page(tx: Tx, after: number, limit: number): Promise<FilePage>;
}

/** How contacts, blocks or retained addresses are written to a file. */
export function contentOf(deps: Deps, asked: Asked): Content {
  const { what, filter, locale } = asked;
  if (what === "blocks") return blocksForFile({ scope: filter.scope }, locale);
  if (what === "retained") return retainedForFile({ reason: filter.retainedFor }, locale);
  return contacts(deps, asked);
}

function contacts(deps: Deps, { filter, locale, actor }: Asked): Content {
  const condition = (tx: Tx) => deps.conditionOf(tx, filter, actor.operatorId);
  return {
    count: async (tx) => countContacts(tx, await condition(tx)),
    headings: async (tx) => headingsOf(await allFields(tx), locale),
    async page(tx, after, limit) {
      const fields = await allFields(tx);
      return (await nextContacts(tx, await condition(tx), after, limit)).map((one) => ({
        id: one.id,
        cells: () => cellsOf(one, fields, locale),
        record: () => recordOf(one),
      }));
    },
  };
}

const WORDS: Record<Locale, Record<Export["what"], { file: string; sheet: string }>> = {
  de: {
    contacts: { file: "kontakte", sheet: "Kontakte" },
    blocks: { file: "sperren", sheet: "Sperren" },
    retained: { file: "zurueckgehalten", sheet: "Zurückgehalten" },
  },
  en: {
    contacts: { file: "kontakte", sheet: "Kontakte" },
    blocks: { file: "blocks", sheet: "Blocks" },
    retained: { file: "retained", sheet: "Retained" },
  },
};
/** `kontakte-2026-11-22.csv`: what a person finds in the ZIP, and the ZIP itself. */
export const fileNameOf = (
  { what, locale, createdAt }: Pick<Export, "what" | "locale" | "createdAt">,
  ending: string,
): string => `${WORDS[locale][what].file}-${createdAt.toISOString().slice(0, 10)}.${ending}`;

export const sheetOf = ({ what, locale }: Pick<Export, "what" | "locale">): string =>
  WORDS[locale][what].sheet;
