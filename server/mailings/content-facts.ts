import type { BlockDocument, MjmlSource, SourceKind } from "../../contract/blocks.ts";
import { type Account, accountVoice, imprintLines, imprintProblems } from "../accounts/index.ts";
import { allFields } from "../contacts/index.ts";
import {
  addressesIn,
  ANSWER_LIMITS,
  answersOf,
  compileContent,
  type CompileResult,
  type ContentAddress,
  type ContentFacts,
  type ContentSource,
  customerReason,
  feedsForContent,
  feedsIn,
  type Finding,
  type LetterLint,
  lintContent,
  type LintInput,
  placedInSource,
  plainTextOf,
} from "../content/index.ts";
import { expiredImages } from "../images/index.ts";
import { listTexts, type List } from "../lists/index.ts";
import type { Locale, Tx } from "../platform/index.ts";
import type { Sender } from "../senders/index.ts";
import { objectionOf, type ChosenOffer } from "./customer-offer.ts";
import type { MailingKind, MailingSettings } from "./mailing.ts";
import { withoutSentEntries } from "./recurring/entries.ts";

/** An author's text as it stands in a draft. */
export interface DraftContent {
  locale: Locale;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  textIsEdited: boolean;
  notPersonalLinks: string[];
  sourceKind?: SourceKind;
  source?: BlockDocument | MjmlSource | null;
}

/**
 * What the content says about the account, frozen with the version. `day` is the day of sending in the account's time
 * zone; `webView` the address that all mails of the mailing share.
 */
export function contentFacts(
  account: Account,
  lists: readonly List[],
  locale: Locale,
  day: string,
  webView: string,
  offer?: ChosenOffer,
  extras: ContentExtras = {},
): ContentFacts {
  const objection = objectionOf(account, offer);
  return {
    locale,
    accountName: account.name,
    // Who bought something knows the house, not a newsletter.
    listName: objection
      ? account.name
      : lists.map((list) => listTexts(list, locale).name).join(", "),
    imprintLines: imprintLines(account, locale),
    imprintUrl: account.imprint.imprintUrl,
    privacyUrl: account.privacy.noticeUrl ?? "",
    mailingDate: day,
    webViewUrl: webView,
    colour: account.theme.colour,
    salutation: account.theme.salutation,
    ...extras,
    ...(objection === undefined
      ? {}
      : { objection, reason: customerReason(objection.company, accountVoice(account, locale)) }),
  };
}

export type ContentExtras = Pick<ContentFacts, "fieldTypes" | "feeds">;

/** The account's own contact fields, and the feeds that a draft names, as they are now. */
export async function contentExtras(
  tx: Tx,
  draft: Pick<DraftContent, "subject" | "preheader" | "html" | "text"> & {
    settings?: MailingSettings;
  },
): Promise<ContentExtras> {
  const sources = [draft.subject, draft.preheader, draft.html, draft.text];
  const fields = sources.some((source) => source.includes("contact.custom."))
    ? await allFields(tx)
    : [];
  const wanted = feedsIn(...sources);
  const found = wanted.length === 0 ? {} : await feedsForContent(tx, wanted);
  const feeds = await withoutSentEntries(tx, draft.settings, found);
  return {
    ...(fields.length > 0 && {
      fieldTypes: Object.fromEntries(fields.map((field) => [field.key, field.type])),
    }),
    ...(wanted.length > 0 && { feeds }),
  };
}

/** The day it is in the account's time zone, as `2026-11-21`. */
export function dayIn(timezone: string, at: Date): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
}

/** The draft with its plain text: the author's own, or made from the HTML. */
export function contentSource(draft: DraftContent): ContentSource {
  return {
    subject: draft.subject,
    preheader: draft.preheader,
    html: draft.html,
    text: draft.textIsEdited ? draft.text : plainTextOf(draft.html),
    notPersonalUrls: draft.notPersonalLinks,
  };
}

export function compileDraft(draft: DraftContent, facts: ContentFacts): CompileResult {
  return compileContent(contentSource(draft), facts);
}

export type LintKnowledge = Pick<LintInput, "answers" | "expiredImages">;

/** What is known of a draft's addresses: the last check of its links, and pictures whose licence has ended (CNT-10). */
export async function lintKnowledge(
  tx: Tx,
  draft: DraftContent,
  facts: ContentFacts,
  now: Date,
): Promise<LintKnowledge> {
  return knowledgeOf(tx, addressesIn(contentSource(draft), facts), facts, now);
}

/** What is known of these addresses. */
export async function knowledgeOf(
  tx: Tx,
  addresses: readonly ContentAddress[],
  facts: ContentFacts,
  now: Date,
): Promise<LintKnowledge> {
  const images = addresses.filter(({ kind }) => kind === "image").map(({ url }) => url);
  return {
    answers: await answersOf(
      tx,
      addresses.map(({ url }) => url),
      new Date(now.getTime() - ANSWER_LIMITS.ageMs),
    ),
    expiredImages: await expiredImages(tx, images, facts.mailingDate),
  };
}

/** The content lint over a draft with what the account brings (CNT-*). */
export function lintDraft(
  draft: DraftContent,
  facts: ContentFacts,
  account: Account,
  sender: Sender | undefined,
  kind: MailingKind,
  known: LintKnowledge = {},
): Finding[] {
  const findings = lintContent({
    ...lintOf(facts, account, sender, kind, known),
    ...contentSource(draft),
    textIsEdited: draft.textIsEdited,
    facts,
  });
  return placedInSource(findings, draft);
}

/** What the lint looks at beside the letter. */
export function lintOf(
  facts: ContentFacts,
  account: Account,
  sender: Sender | undefined,
  kind: MailingKind,
  known: LintKnowledge,
): LetterLint {
  // Logo and images of the library come from the host of the web view.
  const ownHost = URL.parse(facts.webViewUrl ?? "")?.host;
  return {
    ...known,
    kind,
    sender: sender && {
      name: sender.fromName,
      address: sender.fromAddress,
      replyTo: sender.replyTo,
    },
    brands: [account.name],
    imprintMissing: imprintProblems(account).map((problem) => problem.message),
    ...(ownHost ? { ownHosts: [ownHost] } : {}),
  };
}
