import type { MailingChangeInput, NewMailingInput } from "../../contract/mailings.ts";
import { getAccount } from "../accounts/index.ts";
import { STARTERS } from "../content/index.ts";
import { noteSave } from "../editing/index.ts";
import { findListsByPublicId } from "../lists/index.ts";
import { conflict, invalid, notFound, type AppError, type Tx } from "../platform/index.ts";
import { findSender, senderForMail } from "../senders/index.ts";
import { withCoreList } from "./core-list.ts";
import { requireOffer } from "./customer-offer.ts";
import { may, type Mailing, type MailingSettings } from "./mailing.ts";
import { requireNewsletterWording } from "./mailing-scope.ts";
import { requireLocksKept, withSource } from "./mailing-source.ts";
import { withSegment } from "./segment-of-mailing.ts";
import {
  findMailing,
  insertMailing,
  lockMailing,
  updateDraft,
  type DraftFields,
} from "./mailings.store.ts";
import { templateContent } from "../templates/index.ts";
import { findTranslated } from "./translations.store.ts";

/** Makes a draft: empty, from a starting template, or as a copy of an earlier mailing. */
export async function createMailing(
  tx: Tx,
  accountId: number,
  input: NewMailingInput,
  createdBy: number | null,
  at: Date,
  pagesUrl = "",
): Promise<Mailing> {
  const account = await getAccount(tx);
  const base = await baseDraft(tx, input, account.locale, pagesUrl);
  const sender = base.senderId === null ? await senderForMail(tx, account, null) : null;
  const draft = await applyChange(
    tx,
    { ...base, senderId: base.senderId ?? sender?.id ?? null },
    input,
    pagesUrl,
  );
  return insertMailing(tx, accountId, draft, createdBy, at);
}

async function baseDraft(
  tx: Tx,
  input: NewMailingInput,
  accountLocale: "de" | "en",
  pagesUrl: string,
): Promise<DraftFields> {
  const locale = input.locale ?? accountLocale;
  const kind = input.kind ?? "newsletter";
  if (kind !== "newsletter" && input.purpose !== undefined) throw onlyWithConsent();
  const empty: DraftFields = {
    kind,
    name: locale === "de" ? "Neues Mailing" : "New mailing",
    locale,
    senderId: null,
    listIds: [],
    subject: "",
    preheader: "",
    html: "",
    text: "",
    textIsEdited: false,
    sourceKind: "html",
    source: null,
    settings: {},
  };
  if (input.copyOf !== undefined) {
    const original = await findMailing(tx, input.copyOf);
    if (!original) throw notFound("mailing");
    const { name, senderId, listIds, subject, preheader, html, text, textIsEdited, settings } =
      original;
    const { sourceKind, source } = original;
    const copied = input.kind ?? original.kind;
    return {
      kind: copied,
      locale: original.locale,
      name: original.locale === "de" ? `Kopie von ${name}` : `Copy of ${name}`,
      senderId,
      listIds: copied === "newsletter" ? listIds : [],
      subject,
      preheader,
      html,
      text,
      textIsEdited,
      sourceKind,
      source,
      settings: copied === original.kind ? copiedSettings(settings) : {},
    };
  }
  const starterId = input.starter ?? (input.purpose && `tracking-question-${locale}`);
  if (starterId === undefined) return empty;
  const template = await templateContent(tx, { pagesUrl }, starterId);
  if (!template)
    throw invalid("no_such_starter", "There is no template with this id.", {
      hint: "GET /api/v1/templates lists them.",
    });
  const design = STARTERS.find((one) => one.id === starterId);
  const purpose = input.purpose ?? design?.purpose;
  if (kind !== "newsletter" && purpose !== undefined) throw onlyWithConsent();
  return {
    ...empty,
    ...(purpose === undefined || !design
      ? {}
      : { name: design.name[locale], settings: { purpose } }),
    ...template,
    // Whoever brings the HTML along goes on in HTML.
    ...(input.html === undefined || input.source ? {} : { sourceKind: "html", source: null }),
  };
}

/** A copy begins without the times its original was scheduled with. */
function copiedSettings({
  window: _window,
  perHour: _perHour,
  recipientTime: _recipientTime,
  recurring: _recurring,
  note: _note,
  ...rest
}: MailingSettings): MailingSettings {
  return rest;
}

const onlyWithConsent = () =>
  invalid("question_needs_consent", "Only people who agreed to mails are asked.", {
    hint: "Make it a newsletter.",
  });

/** Saves a change to a draft. The revision keeps two people from overwriting each other. */
export async function changeMailing(
  tx: Tx,
  publicId: string,
  input: MailingChangeInput,
  at: Date,
  by: { accountId: number; operatorId: number | null; pagesUrl: string },
): Promise<Mailing> {
  const known = await lockMailing(tx, publicId);
  if (!known) throw notFound("mailing");
  if (!may("edit", known.state))
    throw conflict("mailing_not_a_draft", `A mailing in state ${known.state} cannot be edited.`, {
      hint: "Take it back to draft first, or copy it.",
    });
  const main = await findTranslated(tx, known.id);
  if (main && !may("edit", main.state))
    throw conflict("mailing_not_a_draft", `The mailing this version belongs to is ${main.state}.`, {
      hint: "Take the mailing back to draft first.",
    });
  if (known.revision !== input.revision) throw revisionConflict(known.revision);
  const next = await applyChange(tx, known, input, by.pagesUrl);
  requireLocksKept(known, next);
  const saved = await updateDraft(tx, known.id, known.revision, next, at);
  if (!saved) throw revisionConflict(known.revision + 1);
  await noteSave(tx, by.accountId, known.id, known, saved, { operatorId: by.operatorId, at });
  return saved;
}

function revisionConflict(current: number): AppError {
  return conflict(
    "mailing_changed_meanwhile",
    "Somebody else saved this mailing in the meantime.",
    {
      hint: "Load it again and make your change on the newest revision.",
      extra: { currentRevision: current },
    },
  );
}

async function applyChange(
  tx: Tx,
  known: DraftFields,
  input: NewMailingInput,
  pagesUrl: string,
): Promise<DraftFields> {
  const senderId =
    input.senderId === undefined
      ? known.senderId
      : input.senderId === null
        ? null
        : await senderOf(tx, input.senderId);
  const listIds = input.listIds === undefined ? known.listIds : await listsOf(tx, input.listIds);
  requireFittingAudience(known.kind, listIds, input);
  return {
    kind: known.kind,
    name: input.name ?? known.name,
    locale: input.locale ?? known.locale,
    senderId,
    listIds,
    subject: input.subject ?? known.subject,
    preheader: input.preheader ?? known.preheader,
    ...(await withSource(tx, known, input, pagesUrl)),
    text: input.text ?? known.text,
    textIsEdited:
      input.textIsEdited ??
      (input.text !== undefined && input.text !== "" ? true : known.textIsEdited),
    settings: await changedSettings(tx, known.settings, input),
  };
}

/** LEG-01: one basis for each mailing. Lists are for people who agreed, an offer for those who bought. */
function requireFittingAudience(
  kind: DraftFields["kind"],
  listIds: readonly number[],
  { offer, wordingFrom, segmentId, coreListId }: NewMailingInput,
): void {
  const isCampaign = kind === "core_campaign";
  if (isCampaign && (listIds.length > 0 || wordingFrom || segmentId || offer))
    throw invalid(
      "campaign_has_core_list",
      "A campaign goes to the records of one core-system list, and to nobody else (CRM-01).",
      { hint: "Give `coreListId`; or make a newsletter." },
    );
  if (!isCampaign && coreListId)
    throw invalid(
      "core_list_needs_campaign",
      "Records of a core-system list get campaigns only; the two pots never mix (CRM-01).",
      { hint: "Make a mailing with kind `core_campaign`." },
    );
  if (kind === "customer_7_3" && (listIds.length > 0 || wordingFrom || segmentId))
    throw invalid(
      "customer_mail_has_no_lists",
      "A mailing to existing customers rests on their purchases, not on lists and consents (LEG-01).",
      { hint: "Give `offer`; or make a newsletter." },
    );
  if (kind === "newsletter" && offer)
    throw invalid(
      "newsletter_has_no_offer",
      "A newsletter rests on consent; what is advertised does not decide who may get it (LEG-01).",
      { hint: "Give `listIds`; or make a mailing with kind `customer_7_3`." },
    );
}

async function changedSettings(
  tx: Tx,
  known: MailingSettings,
  { notPersonalLinks, wordingFrom, offer, segmentId, coreListId }: NewMailingInput,
): Promise<MailingSettings> {
  let settings = segmentId === undefined ? { ...known } : await withSegment(tx, known, segmentId);
  if (coreListId) settings = await withCoreList(tx, settings, coreListId);
  if (offer) settings.offer = await requireOffer(tx, offer);
  if (notPersonalLinks !== undefined) settings.notPersonalLinks = notPersonalLinks;
  if (wordingFrom === null) delete settings.wordingFrom;
  else if (wordingFrom !== undefined) {
    await requireNewsletterWording(tx, wordingFrom);
    settings.wordingFrom = wordingFrom;
  }
  return settings;
}

async function senderOf(tx: Tx, publicId: string): Promise<number> {
  const sender = await findSender(tx, publicId);
  if (!sender)
    throw invalid("no_such_sender", "There is no such sender in this account.", {
      hint: "GET /api/v1/senders lists them.",
    });
  return sender.id;
}

async function listsOf(tx: Tx, publicIds: string[]): Promise<number[]> {
  const found = await findListsByPublicId(tx, publicIds);
  const missing = publicIds.filter((id) => !found.some((list) => list.publicId === id));
  if (missing.length > 0)
    throw invalid("no_such_list", `There is no such list in this account: ${missing.join(", ")}.`, {
      hint: "GET /api/v1/lists lists them.",
    });
  return publicIds.map((id) => found.find((list) => list.publicId === id)!.id);
}
