import type { BlockDocument, MailingSource, MjmlSource } from "../../contract/blocks.ts";
import { getAccount } from "../accounts/index.ts";
import { brokenLocks, compileBlocks, compileMjml } from "../content/index.ts";
import { brandKitOf } from "../editing/index.ts";
import { conflict, invalid, type Locale, type Tx } from "../platform/index.ts";
import type { Mailing } from "./mailing.ts";
import { blockDrafts, setHtml } from "./mailings.store.ts";

type SourceFields = Pick<Mailing, "html" | "sourceKind" | "source">;

/** What is stored of a source: the HTML made of it, empty while it does not compile. */
export async function sourceAsHtml(
  tx: Tx,
  draft: { html: string; locale: Locale },
  input: MailingSource,
  pagesUrl: string,
): Promise<SourceFields> {
  if (input.kind === "html") return { html: draft.html, sourceKind: "html", source: null };
  if (input.kind === "mjml") {
    const result = compileMjml(input.source.mjml, draft.locale);
    return { html: result.ok ? result.html : "", sourceKind: "mjml", source: input.source };
  }
  requireUniqueIds(input.source);
  const kit = await brandKitOf(tx, await getAccount(tx), pagesUrl);
  const html = compileBlocks(input.source, kit, draft.locale);
  return { html, sourceKind: "blocks", source: input.source };
}

/** A change of content: the HTML itself, or a source of which the HTML is made. */
export async function withSource(
  tx: Tx,
  known: SourceFields & { locale: Locale },
  input: { html?: string; source?: MailingSource; locale?: Locale },
  pagesUrl: string,
): Promise<SourceFields> {
  const locale = input.locale ?? known.locale;
  const source = input.source ?? (locale === known.locale ? undefined : presentSource(known));
  const kind = source?.kind ?? known.sourceKind;
  if (kind !== "html" && input.html !== undefined && input.html !== known.html)
    throw conflict("html_is_derived", `The HTML of this mailing is made of its ${kind}.`, {
      hint: 'Give `source`; or `source: {"kind":"html"}` with the HTML to go on in HTML.',
    });
  const html = input.html ?? known.html;
  if (source === undefined) return { html, sourceKind: known.sourceKind, source: known.source };
  return sourceAsHtml(tx, { html, locale }, source, pagesUrl);
}

/** What the author writes in, as the API gives and takes it. */
export function presentSource({
  sourceKind,
  source,
}: Pick<Mailing, "sourceKind" | "source">): MailingSource {
  if (sourceKind === "mjml" && source) return { kind: "mjml", source: source as MjmlSource };
  if (sourceKind === "blocks" && source) return { kind: "blocks", source: source as BlockDocument };
  return { kind: "html" };
}

/** Throws 422 where two sections or two blocks have the same id. */
export function requireUniqueIds(document: BlockDocument): void {
  const ids = document.sections.flatMap((section) => [
    `s ${section.id}`,
    ...section.columns.flatMap((column) => column.blocks.map((block) => `b ${block.id}`)),
  ]);
  if (new Set(ids).size === ids.length) return;
  throw invalid("block_ids_not_unique", "Two sections or two blocks have the same id.", {
    hint: "Give each section and each block an id of its own.",
  });
}

/** Sections that a template locked stay as they are, but for the fields it left open. */
export function requireLocksKept(before: SourceFields, after: SourceFields): void {
  if (before.sourceKind !== "blocks") return;
  const document = before.source as BlockDocument;
  const next: BlockDocument =
    after.sourceKind === "blocks"
      ? (after.source as BlockDocument)
      : { version: 1, settings: {}, sections: [] };
  const [broken] = brokenLocks(document, next);
  if (!broken) return;
  throw conflict(
    "section_locked",
    `The section ${broken.name ?? broken.id} is locked by its template.`,
    { hint: "Only fields that the template leaves open can be changed." },
  );
}

/** Makes the HTML of all drafts of blocks anew, after the look of the account changed. */
export async function followBrandKit(tx: Tx, pagesUrl: string): Promise<void> {
  const kit = await brandKitOf(tx, await getAccount(tx), pagesUrl);
  for (const draft of await blockDrafts(tx))
    await setHtml(tx, draft.id, compileBlocks(draft.source, kit, draft.locale));
}
