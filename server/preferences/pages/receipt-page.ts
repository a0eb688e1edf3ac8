import {
  formatCount,
  formatList,
  formatMoment,
  html,
  type HtmlValue,
  letterPage,
  type PageContext,
  pageVoice,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { preferenceTexts, type PreferenceTexts } from "./texts.ts";

interface ReceiptBase {
  at: Date;
  /** Only where the link may still show it. */
  address?: string | undefined;
  /** Public id of the ledger entry, for later questions. */
  number?: string | undefined;
  manageUrl?: string | undefined;
}

/** What a person has ended or objected to. */
export type Receipt = ReceiptBase &
  (
    | { kind: "all_unsubscribed"; lists: readonly string[] }
    | { kind: "objected" }
    /** Counts of what was deleted; without them the page promises deletion within a minute. */
    | {
        kind: "tracking_withdrawn";
        deleted?: { opens: number; clicks: number; others: number } | undefined;
      }
  );

/** The receipt of a withdrawal or objection, on paper if one likes: no mail is sent about it (UNS-10). */
export function receiptPage(context: PageContext, receipt: Receipt): string {
  const words = preferenceTexts[pageVoice(context)].receipt;
  const [title, heading, lead] = titles(words, receipt.kind);
  const facts: [string, HtmlValue][] = [
    [words.time, formatMoment(receipt.at, context)],
    ...(receipt.address === undefined
      ? []
      : [[words.address, receipt.address] as [string, string]]),
    ...details(context, receipt, words),
    ...(receipt.number === undefined ? [] : [[words.number, receipt.number] as [string, string]]),
  ];
  return letterPage(context, {
    title,
    heading,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead,
    content: html`${receipt.kind === "objected" ? html`<p class="muted m2">${words.objectText}</p>` : ""}
      <dl class="facts m4">
        ${facts.map(
          ([term, value]) =>
            html`<dt>${term}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <p class="small muted m3">${words.keep}</p>
      ${
        receipt.manageUrl === undefined
          ? ""
          : html`<p class="m4">
              <a class="btn line" href="${safeUrl(withLanguage(receipt.manageUrl, context.locale))}"
                >${words.settings}</a
              >
            </p>`
      }`,
  });
}

type Words = PreferenceTexts["receipt"];

function titles(words: Words, kind: Receipt["kind"]): [string, string, string] {
  switch (kind) {
    case "all_unsubscribed":
      return [words.allTitle, words.allHeading, words.allLead];
    case "objected":
      return [words.objectTitle, words.objectHeading, words.objectLead];
    case "tracking_withdrawn":
      return [words.trackingTitle, words.trackingHeading, words.trackingLead];
  }
}

function details(context: PageContext, receipt: Receipt, words: Words): [string, HtmlValue][] {
  const { locale } = context;
  if (receipt.kind === "all_unsubscribed") {
    return receipt.lists.length === 0 ? [] : [[words.allEnded, formatList(receipt.lists, locale)]];
  }
  if (receipt.kind === "objected") return [];
  const { deleted } = receipt;
  const counts =
    deleted === undefined
      ? words.deletedSoon
      : deleted.opens + deleted.clicks + deleted.others === 0
        ? words.deletedNothing
        : formatList(
            [
              formatCount(deleted.opens, locale, ...words.opens),
              formatCount(deleted.clicks, locale, ...words.clicks),
              ...(deleted.others === 0
                ? []
                : [formatCount(deleted.others, locale, ...words.others)]),
            ],
            locale,
          );
  return [
    [words.deleted, counts],
    [words.kept, words.keptText],
  ];
}
