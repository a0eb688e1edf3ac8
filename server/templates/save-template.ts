import type { NewTemplate, TemplateChange } from "../../contract/templates.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { conflict, invalid, notFound, type Actor, type Tx } from "../platform/index.ts";
import { inLook, templateContent } from "./show-template.ts";
import {
  documentOf,
  emptyLetter,
  lockedIds,
  withLocks,
  type Template,
  type TemplateContent,
  type TemplateDeps,
} from "./template.ts";
import {
  deleteTemplate,
  findOwnTemplate,
  insertTemplate,
  updateTemplate,
} from "./templates.store.ts";

interface By {
  accountId: number;
  actor: Actor;
}

/** Keeps a mailing, another template or an empty letter as a template of the account. */
export async function addTemplate(
  tx: Tx,
  deps: TemplateDeps,
  { accountId, actor }: By,
  input: NewTemplate,
): Promise<Template> {
  const given = await contentFor(tx, deps, input);
  const content = await inLook(tx, deps.pagesUrl, lockedIn(given, input.locked));
  const { locale, subject, preheader, sourceKind, source, html } = content;
  const made = await insertTemplate(
    tx,
    accountId,
    {
      ...{ locale, subject, preheader, sourceKind, source, html },
      name: input.name.trim(),
      description: input.description?.trim() ?? "",
      isShared: input.isShared ?? false,
    },
    deps.clock.now(),
  );
  await audit(tx, accountId, actor, "template.added", {
    objectType: "template",
    objectId: made.publicId,
    detail: { name: made.name },
  });
  return made;
}

async function contentFor(
  tx: Tx,
  deps: TemplateDeps,
  { mailing, template, locale }: NewTemplate,
): Promise<TemplateContent> {
  if (mailing !== undefined) return requireMailing(tx, deps, mailing);
  if (template !== undefined) {
    const found = await templateContent(tx, deps, template);
    if (!found) throw notFound("template");
    return found;
  }
  const chosen = locale ?? (await getAccount(tx)).locale;
  const source = emptyLetter(chosen);
  return { locale: chosen, subject: "", preheader: "", sourceKind: "blocks", source, html: "" };
}

async function requireMailing(
  tx: Tx,
  deps: TemplateDeps,
  publicId: string,
): Promise<TemplateContent> {
  const found = await deps.contentOfMailing(tx, publicId);
  if (!found) throw notFound("mailing");
  return found;
}

/** Changes an own template: words, sharing, locks, or its whole content. Mailings made of it earlier stay as they are. */
export async function changeTemplate(
  tx: Tx,
  deps: TemplateDeps,
  { accountId, actor }: By,
  publicId: string,
  input: TemplateChange,
): Promise<Template> {
  const known = await findOwnTemplate(tx, publicId);
  if (!known) throw notFound("template");
  const content =
    input.mailing === undefined ? known : await requireMailing(tx, deps, input.mailing);
  const there = sectionIds(content);
  const kept = lockedIds(known).filter((id) => there.has(id));
  const { source } = lockedIn(content, input.locked ?? kept);
  const after = await inLook(tx, deps.pagesUrl, {
    ...known,
    locale: content.locale,
    subject: content.subject,
    preheader: content.preheader,
    html: content.html,
    sourceKind: content.sourceKind,
    source,
    name: input.name?.trim() ?? known.name,
    description: input.description?.trim() ?? known.description,
    isShared: input.isShared ?? known.isShared,
  });
  const saved = await updateTemplate(tx, known.id, input.revision, after, deps.clock.now());
  if (!saved)
    throw conflict("template_changed_meanwhile", "Somebody else saved this template meanwhile.", {
      hint: "Read it again and repeat your change.",
    });
  await audit(tx, accountId, actor, "template.changed", {
    objectType: "template",
    objectId: publicId,
    detail: { fields: Object.keys(input).filter((name) => name !== "revision") },
  });
  return saved;
}

/** The content with exactly these sections locked; as it is without a wish. Throws for sections it does not have. */
function lockedIn(
  content: TemplateContent,
  wanted: readonly string[] | undefined,
): TemplateContent {
  if (wanted === undefined) return content;
  const document = documentOf(content);
  const ids = sectionIds(content);
  if (!wanted.every((id) => ids.has(id)))
    throw invalid("no_such_section", "A section to be locked is not in this template.", {
      hint: "Only templates of blocks have sections; GET the template to see them.",
    });
  return document ? { ...content, source: withLocks(document, wanted) } : content;
}

function sectionIds(content: TemplateContent): Set<string> {
  return new Set(documentOf(content)?.sections.map((section) => section.id));
}

/** Deletes an own template; mailings made of it stay. */
export async function removeTemplate(
  tx: Tx,
  { accountId, actor }: By,
  publicId: string,
): Promise<void> {
  const known = await findOwnTemplate(tx, publicId);
  if (!known) throw notFound("template");
  await deleteTemplate(tx, known.id);
  await audit(tx, accountId, actor, "template.deleted", {
    objectType: "template",
    objectId: publicId,
    detail: { name: known.name },
  });
}
