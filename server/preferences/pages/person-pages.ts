import {
  formatTime,
  formatWeekday,
  type FormTarget,
  html,
  letterPage,
  type PageContext,
  pageVoice,
  postForm,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { preferenceTexts } from "./texts.ts";

export interface AddressConfirmModel {
  /** POST with the one-time nonce (DOI-07, DOI-14). */
  target: FormTarget;
  /** Masked by the caller where the link's owner need not see it in full. */
  oldAddress: string;
  newAddress: string;
  expiresAt: Date;
}

/** The page behind the link in the mail to the new address (DOI-14). */
export function addressConfirmPage(context: PageContext, model: AddressConfirmModel): string {
  const words = preferenceTexts[pageVoice(context)].address;
  const until = `${formatWeekday(model.expiresAt, context)}, ${formatTime(model.expiresAt, context)}`;
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "letter",
    lead: words.lead,
    content: html`<dl class="facts m4">
        <dt>${words.old}</dt>
        <dd>${model.oldAddress}</dd>
        <dt>${words.new}</dt>
        <dd>${model.newAddress}</dd>
      </dl>
      ${postForm(context.locale, model.target, html`<button class="btn big">${words.button}</button>`, "m4")}
      <p class="small muted m3">${words.until(until)} ${words.notMe}</p>`,
  });
}

/** The answer to the confirmed change. */
export function addressChangedPage(
  context: PageContext,
  model: { manageUrl?: string | undefined },
): string {
  const words = preferenceTexts[pageVoice(context)].address;
  return letterPage(context, {
    title: words.doneTitle,
    heading: `${words.doneTitle}.`,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead: words.doneLead,
    content:
      model.manageUrl === undefined
        ? undefined
        : html`<p class="m4">
            <a class="btn line" href="${safeUrl(withLanguage(model.manageUrl, context.locale))}"
              >${words.settings}</a
            >
          </p>`,
  });
}

export interface EraseModel {
  target: FormTarget;
  backUrl: string;
  /** What stays and why, one sentence each, for example the sealed proof and the suppression entry (DSR-06). */
  stays: readonly string[];
}

/** Before erasing: what goes, what stays and why, one button, one way back. */
export function erasePage(context: PageContext, model: EraseModel): string {
  const words = preferenceTexts[pageVoice(context)].erase;
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "question",
    tone: "quiet",
    lead: words.lead,
    content: html`<h2 class="m4">${words.goes}</h2>
      <ul class="m1">
        ${words.goesItems.map((item) => html`<li>${item}</li>`)}
      </ul>
      ${
        model.stays.length === 0
          ? ""
          : html`<h2 class="m4">${words.stays}</h2>
              <ul class="m1">
                ${model.stays.map((item) => html`<li>${item}</li>`)}
              </ul>`
      }
      <div class="acts m4">
        ${postForm(context.locale, model.target, html`<button class="btn danger">${words.button}</button>`)}
        <a class="btn plain" href="${safeUrl(withLanguage(model.backUrl, context.locale))}"
          >${words.back}</a
        >
      </div>`,
  });
}

/** Rows that are gone, in groups a person understands (DSR-06). */
export type ErasedCounts = Record<
  "details" | "lists" | "uses" | "mails" | "purchases" | "rest",
  number
>;

/** After erasing. The page knows no person any more. */
export function erasedPage(
  context: PageContext,
  model: { stays: readonly string[]; gone?: ErasedCounts | undefined },
): string {
  const words = preferenceTexts[pageVoice(context)].erase;
  const gone = Object.entries(model.gone ?? {}).filter(([, count]) => count > 0);
  return letterPage(context, {
    title: words.doneTitle,
    heading: `${words.doneTitle}.`,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead: words.doneLead,
    content: html`${
      gone.length === 0
        ? ""
        : html`<p class="m4">${words.doneGone}</p>
            <ul class="m1">
              ${gone.map(([group, count]) => html`<li>${words.counts[group as keyof ErasedCounts](count)}</li>`)}
            </ul>`
    }${
      model.stays.length === 0
        ? ""
        : html`<p class="m4">${words.doneStays}</p>
            <ul class="m1">
              ${model.stays.map((item) => html`<li>${item}</li>`)}
            </ul>`
    }`,
  });
}
