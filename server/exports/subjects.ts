import type { ExportSubject } from "../../contract/export-subjects.ts";
import { allFields } from "../contacts/index.ts";
import { retainedForFile } from "../bounces/index.ts";
import type { AuditActor, Permission } from "../accounts/index.ts";
import { evidenceForFile } from "../consent/index.ts";
import { blocksForFile } from "../suppression/index.ts";
import { AppError, type Locale, type Tx } from "../platform/index.ts";
import { cellsOf, headingsOf, recordOf } from "./contact-cells.ts";
import type { Export, ExportDeps, RowContent } from "./export.ts";
import { countContacts, nextContacts } from "./exports.store.ts";

type Asked = Pick<Export, "what" | "filter" | "locale" | "actor">;

/** A table of people, or lines that are written as they come. */
type Content = RowContent | ReturnType<typeof evidenceForFile>;

/** How contacts, blocks, retained addresses, people of a report or evidence are written to a file. */
export function contentOf(deps: ExportDeps, asked: Asked): Content {
  const { what, filter, locale } = asked;
  if (what === "blocks") return blocksForFile({ scope: filter.scope }, locale);
  if (what === "retained") return retainedForFile({ reason: filter.retainedFor }, locale);
  if (what === "report_persons") return deps.personsForFile(filter.persons!, locale);
  if (what === "evidence") return evidenceForFile(deps, filter.evidence!);
  return contacts(deps, asked);
}

function contacts(deps: ExportDeps, { filter, locale, actor }: Asked): RowContent {
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

/** What a subject needs beside the right of the routes it is asked for at: what it shows is read by fewer than contacts. */
const FURTHER: Partial<Record<ExportSubject, Permission>> = {
  blocks: "suppression.read",
  retained: "suppression.read",
  report_persons: "tracking.read",
};

/** Whether the caller may read what is in such a file. */
export function mayRead(what: ExportSubject, actor: { permissions: ReadonlySet<string> }): boolean {
  const needed = FURTHER[what];
  return needed === undefined || actor.permissions.has(needed);
}

/** Throws 403 `permission_missing` for whoever may not read what is in such a file. */
export function requireMayRead(what: ExportSubject, actor: AuditActor): void {
  if (!("permissions" in actor) || mayRead(what, actor)) return;
  throw new AppError("permission_missing", 403, `This needs the permission ${FURTHER[what]}.`, {
    hint: "Ask somebody who manages the people of the account.",
  });
}

const WORDS: Record<Locale, Record<ExportSubject, { file: string; sheet: string }>> = {
  de: {
    contacts: { file: "kontakte", sheet: "Kontakte" },
    blocks: { file: "sperren", sheet: "Sperren" },
    retained: { file: "zurueckgehalten", sheet: "Zurückgehalten" },
    report_persons: { file: "personen", sheet: "Personen" },
    evidence: { file: "nachweise", sheet: "Nachweise" },
  },
  en: {
    contacts: { file: "kontakte", sheet: "Kontakte" },
    blocks: { file: "blocks", sheet: "Blocks" },
    retained: { file: "retained", sheet: "Retained" },
    report_persons: { file: "persons", sheet: "Persons" },
    evidence: { file: "evidence", sheet: "Evidence" },
  },
};
/** `kontakte-2026-11-22.csv`: what a person finds in the ZIP, and the ZIP itself. */
export const fileNameOf = (
  { what, locale, createdAt }: Pick<Export, "what" | "locale" | "createdAt">,
  ending: string,
): string => `${WORDS[locale][what].file}-${createdAt.toISOString().slice(0, 10)}.${ending}`;

export const sheetOf = ({ what, locale }: Pick<Export, "what" | "locale">): string =>
  WORDS[locale][what].sheet;
