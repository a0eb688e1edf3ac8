import type { MailingSource } from "../../contract/blocks.ts";
import type { PreviewAnswer } from "../../contract/mailings.ts";
import { getAccount, type Account } from "../accounts/index.ts";
import {
  bindVariant,
  contentVoice,
  DESK_LIMITS,
  type Finding,
  type LetterLint,
  type LetterOnDesk,
  type MergeContact,
  mergeValues,
  personalise,
  type Piece,
  TOO_COSTLY,
  writePieces,
} from "../content/index.ts";
import { findContact, tagNames } from "../contacts/index.ts";
import { brandKitOf } from "../editing/index.ts";
import { findListsById } from "../lists/index.ts";
import { notFound, type Locale, type Tx } from "../platform/index.ts";
import { findSenderById } from "../senders/index.ts";
import { decideLevel } from "../tracking/index.ts";
import {
  compileDraft,
  contentExtras,
  contentFacts,
  dayIn,
  knowledgeOf,
  lintOf,
  type DraftContent,
} from "./content-facts.ts";
import { exampleReason, offerOfMailing } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import { webViewUrl, type Mailing } from "./mailing.ts";
import { presentSource, requireUniqueIds } from "./mailing-source.ts";

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

export interface PreviewRequest {
  permission: Permission;
  contactId?: string;
  draft?: Partial<Omit<DraftContent, "source" | "sourceKind">> & { source?: MailingSource };
}

/**
 * A draft as a person would receive it, in a state of their permission. Links lead to their targets and nothing is
 * measured; `data-` marks show where a token would stand (CNT-18). The letter is read in a worker, outside of any
 * transaction: one that takes longer than a second is answered with a finding.
 */
export async function previewMailing(
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  request: PreviewRequest,
): Promise<PreviewAnswer> {
  const { db, desk } = deps;
  const { letter, contact, lintBeside, measured } = await db.account(accountId, async (tx) =>
    collect(tx, deps, await getMailing(tx, publicId), request),
  );
  const addresses = await desk.ask<"addresses">(accountId, { kind: "addresses", letter });
  if (!addresses.ok) return { ...unread(letter, addresses), measured };
  const known = await db.account(accountId, (tx) =>
    knowledgeOf(tx, addresses.value, letter.facts, deps.clock.now()),
  );
  const read = await desk.ask<"read">(
    accountId,
    {
      ...{ kind: "read", letter, contact },
      lint: { ...lintBeside, ...known },
      exampleUrl: `${deps.pagesUrl}/beispiel/`,
    },
    DESK_LIMITS.wallMs - addresses.cost.ms,
  );
  return { ...(read.ok ? read.value : unread(letter, read)), measured };
}

/** Everything a preview needs to know beside the letter itself. */
async function collect(
  tx: Tx,
  deps: MailingDeps,
  mailing: Mailing,
  request: PreviewRequest,
): Promise<{
  letter: LetterOnDesk;
  contact: MergeContact;
  lintBeside: LetterLint;
  measured: PreviewAnswer["measured"];
}> {
  const account = await getAccount(tx);
  const lists = await findListsById(tx, mailing.listIds);
  const sender = mailing.senderId === null ? undefined : await findSenderById(tx, mailing.senderId);
  const { source = presentSource(mailing), ...typed } = request.draft ?? {};
  const draft = { ...mailing, ...typed };
  if (source.kind === "blocks") requireUniqueIds(source.source);
  const offer = await offerOfMailing(tx, mailing);
  const day = dayIn(account.timezone, mailing.startedAt ?? mailing.scheduledAt ?? deps.clock.now());
  const written = source.kind === "html" ? draft.html : JSON.stringify(source.source);
  const facts = contentFacts(
    account,
    lists,
    draft.locale,
    day,
    webViewUrl(deps.pagesUrl, mailing),
    offer,
    await contentExtras(tx, { ...draft, html: written }),
  );
  const asks = mailing.settings.purpose === "tracking_question";
  const { subject, preheader, html } = draft;
  return {
    letter: {
      ...{ subject, preheader, html, source, facts },
      text: draft.textIsEdited ? draft.text : null,
      notPersonalUrls: typed.notPersonalLinks ?? mailing.settings.notPersonalLinks ?? [],
      kit: await brandKitOf(tx, account, deps.pagesUrl),
    },
    contact: {
      ...(await personOf(tx, request.contactId, draft.locale)),
      mayBeAsked: asks || request.permission === "unknown",
      purchaseReason: exampleReason(offer, contentVoice(facts), day),
    },
    lintBeside: lintOf(facts, account, sender, mailing.kind, {}),
    measured: measuredAs(account, request.permission, asks),
  };
}

function measuredAs(
  account: Account,
  permission: Permission,
  asks: boolean,
): PreviewAnswer["measured"] {
  if (asks) return "none";
  if (permission === "granted") return "personal";
  const { level } = decideLevel(account.countingLevel, account.kMin * 100, 0, account.kMin, false);
  return level === "none" ? "none" : "anonymous";
}

/** The answer for a letter that was not read; a newer question says more than nothing. */
function unread(
  { subject, preheader }: LetterOnDesk,
  { reason }: { reason: "time" | "memory" | "template" | "closed" },
): RenderedPreview & { findings: Finding[] } {
  const finding: Finding = {
    rule: "LINT-TEMPLATE",
    severity: "block",
    part: "html",
    message: TOO_COSTLY,
  };
  const findings = reason === "closed" ? [] : [finding];
  return { subject, preheader, html: "", text: "", findings };
}

async function personOf(
  tx: Tx,
  publicId: string | undefined,
  locale: Locale,
): Promise<Omit<MergeContact, "mayBeAsked">> {
  if (publicId === undefined) return EXAMPLE[locale];
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  return { ...contact, tags: (await tagNames(tx, [contact.id])).get(contact.id) ?? [] };
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
