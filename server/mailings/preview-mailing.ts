import type { MailingSource } from "../../contract/blocks.ts";
import type { PreviewAnswer } from "../../contract/mailings.ts";
import { getAccount } from "../accounts/index.ts";
import {
  bindVariant,
  mergeValues,
  personalise,
  writePieces,
  type MergeContact,
  type Piece,
} from "../content/index.ts";
import { findContact } from "../contacts/index.ts";
import { findListsById } from "../lists/index.ts";
import { notFound, type Locale, type Tx } from "../platform/index.ts";
import { findSenderById } from "../senders/index.ts";
import { decideLevel } from "../tracking/index.ts";
import {
  compileDraft,
  contentExtras,
  contentFacts,
  dayIn,
  lintDraft,
  lintKnowledge,
  type DraftContent,
} from "./content-facts.ts";
import { exampleReason, offerOfMailing } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { webViewUrl, type Mailing } from "./mailing.ts";
import { sourceAsHtml } from "./mailing-source.ts";

type Permission = "granted" | "refused" | "unknown";

/** An example person for previews and test mails; never somebody's data. */
const EXAMPLE: Record<Locale, Omit<MergeContact, "mayBeAsked">> = {
  de: {
    salutation: "frau",
    title: "",
    firstName: "Maria",
    lastName: "Beispiel",
    company: "",
    email: "maria.beispiel@example.org",
    custom: {},
  },
  en: {
    salutation: "frau",
    title: "",
    firstName: "Mary",
    lastName: "Example",
    company: "",
    email: "mary.example@example.org",
    custom: {},
  },
};

export interface RenderedPreview {
  subject: string;
  preheader: string;
  html: string;
  text: string;
}

/**
 * A draft as a person would receive it, in a state of their permission. Links lead to their targets and nothing is
 * measured; `data-` marks show where a token would stand (CNT-18).
 */
export async function previewMailing(
  tx: Tx,
  deps: MailingDeps,
  mailing: Mailing,
  request: {
    permission: Permission;
    contactId?: string;
    draft?: Partial<Omit<DraftContent, "source" | "sourceKind">> & { source?: MailingSource };
  },
): Promise<PreviewAnswer> {
  const account = await getAccount(tx);
  const lists = await findListsById(tx, mailing.listIds);
  const sender = mailing.senderId === null ? undefined : await findSenderById(tx, mailing.senderId);
  const { source, ...typed } = request.draft ?? {};
  const content = { ...mailing, ...typed };
  const draft: DraftContent = {
    ...content,
    notPersonalLinks: typed.notPersonalLinks ?? mailing.settings.notPersonalLinks ?? [],
    ...(source === undefined ? {} : await sourceAsHtml(tx, content, source, deps.pagesUrl)),
  };
  const offer = await offerOfMailing(tx, mailing);
  const day = dayIn(account.timezone, mailing.startedAt ?? mailing.scheduledAt ?? deps.clock.now());
  const facts = contentFacts(
    account,
    lists,
    draft.locale,
    day,
    webViewUrl(deps.pagesUrl, mailing),
    offer,
    await contentExtras(tx, draft),
  );
  const known = await lintKnowledge(tx, draft, facts, deps.clock.now());
  const findings = lintDraft(draft, facts, account, sender, mailing.kind, known);
  const level = decideLevel(
    account.countingLevel,
    account.kMin * 100,
    0,
    account.kMin,
    false,
  ).level;
  const asks = mailing.settings.purpose === "tracking_question";
  const measured =
    asks || (request.permission !== "granted" && level === "none")
      ? "none"
      : request.permission === "granted"
        ? "personal"
        : "anonymous";
  const contact = await personOf(tx, request.contactId, draft.locale);
  const rendered = await renderDraft(deps, draft, facts, {
    ...contact,
    mayBeAsked: asks || request.permission === "unknown",
    purchaseReason: exampleReason(offer, draft.locale, day),
  });
  return { ...rendered, measured, findings };
}

async function personOf(
  tx: Tx,
  publicId: string | undefined,
  locale: Locale,
): Promise<Omit<MergeContact, "mayBeAsked">> {
  if (publicId === undefined) return EXAMPLE[locale];
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  return contact;
}

/** Renders for one person, untracked. A draft that does not compile renders empty; its findings say why. */
export async function renderDraft(
  deps: Pick<MailingDeps, "engine" | "pagesUrl">,
  draft: DraftContent,
  facts: Parameters<typeof compileDraft>[1],
  contact: MergeContact,
): Promise<RenderedPreview> {
  const compiled = compileDraft(draft, facts);
  if (!compiled.ok)
    return { subject: draft.subject, preheader: draft.preheader, html: "", text: "" };
  const values = mergeValues(contact, facts);
  const [result] = await personalise(compiled.content, deps.engine, [values]);
  if (!result!.ok)
    return { subject: draft.subject, preheader: draft.preheader, html: "", text: "" };
  const urls = {
    link: (_no: number, original: string) => original,
    pixel: () => undefined,
    system: (link: string) => `${deps.pagesUrl}/beispiel/${link}`,
  };
  const write = (pieces: readonly Piece[]) =>
    writePieces(bindVariant(pieces, { kind: "none" }), values, urls);
  const { subject, html, text } = result!.content;
  return {
    subject: write(subject),
    preheader: write(compiled.content.preheader.pieces),
    html: write(html),
    text: write(text),
  };
}

export function examplePerson(locale: Locale): Omit<MergeContact, "mayBeAsked"> {
  return EXAMPLE[locale];
}
