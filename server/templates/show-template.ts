import type { MailingSource, MjmlSource } from "../../contract/blocks.ts";
import type { TemplateSummary, TemplateView } from "../../contract/templates.ts";
import { addressesInformally, getAccount } from "../accounts/index.ts";
import {
  compileBlocks,
  STARTERS,
  startersFor,
  withPicture,
  type Design,
} from "../content/index.ts";
import { brandKitOf } from "../editing/index.ts";
import { addDrawing, draw, findDrawing, imagePath } from "../images/index.ts";
import { defaultColour, type Locale, type Tx } from "../platform/index.ts";
import {
  documentOf,
  lockedIds,
  sectionName,
  type Template,
  type TemplateContent,
  type TemplateDeps,
} from "./template.ts";
import { findOwnTemplate, findSharedTemplate } from "./templates.store.ts";

/** A design of Klarpost's own by its name. */
export function designOf(id: string): Design | undefined {
  return STARTERS.find((one) => one.id === id);
}

/** The designs as the transaction's account words them (A11Y-08). */
export async function designsOf(tx: Tx): Promise<readonly Design[]> {
  return startersFor({ informal: addressesInformally(await getAccount(tx)) });
}

/**
 * Draws what a design shows in the account's colour, if its library does not have it yet. Before the transaction that
 * begins a mailing, for files are stored in their own. Does nothing for other templates.
 */
export async function prepareTemplate(
  deps: Pick<TemplateDeps, "db" | "clock">,
  accountId: number,
  id: string,
): Promise<void> {
  const design = designOf(id);
  if (!design?.picture) return;
  const { scene } = design.picture;
  const colour = await deps.db.account(accountId, async (tx) => {
    const chosen = await colourOf(tx);
    return (await findDrawing(tx, drawingId(scene, chosen))) ? null : chosen;
  });
  if (colour === null) return;
  const drawn = await draw(scene, colour);
  const de = design.locale === "de";
  await addDrawing(deps, accountId, {
    id: drawingId(scene, colour),
    name: `${de ? "Zeichnung" : "Drawing"}: ${design.name[design.locale]}`,
    licence: de ? "Frei verwendbar (CC0)" : "Free to use (CC0)",
    ...drawn,
    bytes: Buffer.from(drawn.bytes),
  });
}

const drawingId = (scene: string, colour: string) => `${scene} ${colour.toLowerCase()}`;

async function colourOf(tx: Tx): Promise<string> {
  return (await getAccount(tx)).theme.colour ?? defaultColour;
}

/**
 * What a mailing is begun with: a design, an own template or one of the account above, in the account's own look.
 * Undefined when there is none of this id.
 */
export async function templateContent(
  tx: Tx,
  { pagesUrl }: Pick<TemplateDeps, "pagesUrl">,
  id: string,
): Promise<TemplateContent | undefined> {
  const design = (await designsOf(tx)).find((one) => one.id === id);
  if (!design) {
    const found = (await findOwnTemplate(tx, id)) ?? (await findSharedTemplate(tx, id));
    return found && inLook(tx, pagesUrl, found);
  }
  const drawing =
    design.picture && (await findDrawing(tx, drawingId(design.picture.scene, await colourOf(tx))));
  const { locale, subject, preheader, html } = design;
  const source = drawing ? withPicture(design, pagesUrl + imagePath(drawing)) : design.source;
  return inLook(tx, pagesUrl, { locale, subject, preheader, html, sourceKind: "blocks", source });
}

/** Blocks follow the look of the account they are used in. */
export async function inLook<T extends TemplateContent>(
  tx: Tx,
  pagesUrl: string,
  content: T,
): Promise<T> {
  const document = documentOf(content);
  if (!document) return content;
  const kit = await brandKitOf(tx, await getAccount(tx), pagesUrl);
  return { ...content, html: compileBlocks(document, kit, content.locale) };
}

export function presentDesign(design: Design, locale: Locale): TemplateSummary {
  return {
    id: design.id,
    origin: "design",
    locale: design.locale,
    name: design.name[locale],
    description: design.description[locale],
    subject: design.subject,
    ...(design.purpose === undefined ? {} : { purpose: design.purpose }),
    kind: "blocks",
    picture: `/designs/${design.id}.png`,
    lockedSections: 0,
    isShared: false,
    mayChange: false,
    revision: 0,
    updatedAt: null,
  };
}

export function presentTemplate(template: Template, origin: "own" | "shared"): TemplateSummary {
  return {
    id: template.publicId,
    origin,
    locale: template.locale,
    name: template.name,
    description: template.description,
    subject: template.subject,
    kind: template.sourceKind,
    picture: null,
    lockedSections: lockedIds(template).length,
    isShared: template.isShared,
    mayChange: origin === "own",
    revision: template.revision,
    updatedAt: template.updatedAt.toISOString(),
  };
}

/** The whole of it, for its own page. */
export function presentWhole(summary: TemplateSummary, content: TemplateContent): TemplateView {
  return {
    ...summary,
    preheader: content.preheader,
    source: sourceOf(content),
    html: content.html,
    sections: (documentOf(content)?.sections ?? []).map((section) => ({
      id: section.id,
      name: sectionName(section, content.locale),
      locked: section.locked === true,
    })),
  };
}

function sourceOf(content: TemplateContent): MailingSource {
  const document = documentOf(content);
  if (document) return { kind: "blocks", source: document };
  return content.sourceKind === "mjml"
    ? { kind: "mjml", source: content.source as MjmlSource }
    : { kind: "html" };
}
