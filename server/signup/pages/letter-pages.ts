import {
  contactHint,
  formatTime,
  formatWeekday,
  type FormTarget,
  html,
  icon,
  letterPage,
  mailLink,
  note,
  type PageContext,
  pageVoice,
  postForm,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { signupTexts } from "./texts.ts";

/**
 * T-7: the same page for new, waiting, confirmed and suppressed addresses; it takes nothing that could
 * tell them apart, not even the address (DOI-11). Of a domain that is probably mistyped it says so.
 */
export function signupThanksPage(
  context: PageContext,
  model: { formUrl: string; typo?: { found: string; likely: string } },
): string {
  const words = signupTexts[pageVoice(context)].thanks;
  return letterPage(context, {
    title: words.title,
    heading: words.title,
    stamp: "letter",
    answer: true,
    lead: words.lead,
    content: html`${model.typo === undefined ? "" : html`<div class="m3">${note("info", words.typo(model.typo.found, model.typo.likely))}</div>`}
      <ol class="steps m4">
        ${words.steps.map((step) => html`<li>${step}</li>`)}
      </ol>
      <p class="small muted m4">${words.hint}</p>
      <div class="m3">${note("shield", words.neutral)}</div>
      <p class="small m3">
        <a href="${safeUrl(withLanguage(model.formUrl, context.locale))}">${words.again}</a>
      </p>`,
  });
}

/** CON-22: kindly no, and nothing was kept. */
export function tooYoungPage(context: PageContext, model: { minAge: number }): string {
  const words = signupTexts[pageVoice(context)].tooYoung;
  const contact = context.theme.contactEmail;
  return letterPage(context, {
    title: words.title,
    heading: words.title,
    stamp: "letter",
    tone: "quiet",
    answer: true,
    lead: words.lead(model.minAge),
    content: html`<p class="m3">${words.text}</p>
      ${contact === undefined ? "" : html`<p class="small muted m3">${words.contact}${mailLink(contact)}.</p>`}`,
  });
}

export interface ConfirmedList {
  name: string;
  /** Topics and rhythm in one line. */
  description?: string | undefined;
}

export interface ConfirmLandingModel {
  /** POST with the one-time nonce in its fields (DOI-07). */
  target: FormTarget;
  address: string;
  lists: readonly ConfirmedList[];
  /** What was declared, each wording once, word for word. */
  wordings: readonly string[];
  /** Whether the optional tracking box was ticked (T-9 as amended). */
  tracking: boolean;
  expiresAt: Date;
  notMeUrl: string;
}

/** T-9: the page behind the link of the opt-in mail. It changes nothing; its one button does. */
export function confirmLandingPage(context: PageContext, model: ConfirmLandingModel): string {
  const { locale } = context;
  const words = signupTexts[pageVoice(context)].confirm;
  const until = `${formatWeekday(model.expiresAt, context)}, ${formatTime(model.expiresAt, context)}`;
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "letter",
    lead: words.lead,
    content: html`<ul class="ticks ruled m4">
        ${model.lists.map(
          (list) =>
            html`<li>
              ${icon("letter")}<b>${list.name}</b>${list.description === undefined ? "" : html`<span class="d">${list.description}</span>`}
            </li>`,
        )}${
          model.tracking
            ? html`<li>
                ${icon("chart")}<b>${words.tracking}</b><span class="d">${words.trackingText}</span>
              </li>`
            : ""
        }
      </ul>
      <p class="small muted">${words.for}</p>
      <p class="addr">${model.address}</p>
      ${postForm(locale, model.target, html`<button class="btn big">${words.button}</button>`, "m3")}
      ${
        model.wordings.length === 0
          ? ""
          : html`<details class="m4">
              <summary>${words.wording}</summary>
              <div class="stack-s">
                ${model.wordings.map((wording) => html`<p class="quote">${wording}</p>`)}
              </div>
            </details>`
      }
      <p class="small muted m3">
        ${words.until(until)} ${words.notMe}<a
          href="${safeUrl(withLanguage(model.notMeUrl, locale))}"
          >${words.notMeLink}</a
        >.
      </p>`,
  });
}

export interface ConfirmedModel {
  lists: readonly ConfirmedList[];
  tracking: boolean;
  /** The sender's address, for the reader's address book. */
  senderAddress?: string | undefined;
  manageUrl: string;
  /** What the person can keep of the ledger's entries. */
  receipt?: readonly { id: string; commitment: string }[] | undefined;
}

/** The answer to the confirming POST, and again, unchanged, to every later one (DOI-09). */
export function confirmedPage(context: PageContext, model: ConfirmedModel): string {
  const words = signupTexts[pageVoice(context)].confirmed;
  const [before, state, after] = model.tracking ? words.trackingOn : words.trackingOff;
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead: words.lead,
    content: html`<ul class="ticks ok m1">
        ${model.lists.map(
          (list) =>
            html`<li>
              ${icon("check")}<b>${list.name}</b>${list.description === undefined ? "" : html`<span class="d">${list.description}</span>`}
            </li>`,
        )}
      </ul>
      <hr class="rule" />
      <h2>${words.good}</h2>
      <ul class="ticks m1">
        <li>${icon("back")}<span class="d">${words.leave}</span></li>
        <li>${icon("chart")}<span class="d">${before}<strong>${state}</strong>${after}</span></li>
        ${
          model.senderAddress === undefined
            ? ""
            : html`<li>
                ${icon("letter")}<span class="d"
                  >${words.sender[0]}<span class="nowrap">${model.senderAddress}</span
                  >${words.sender[1]}</span
                >
              </li>`
        }
      </ul>
      <p class="m4">
        <a class="btn line" href="${safeUrl(withLanguage(model.manageUrl, context.locale))}"
          >${words.manage}</a
        >
      </p>
      ${
        model.receipt === undefined || model.receipt.length === 0
          ? ""
          : html`<details class="m4">
              <summary>${words.receipt}</summary>
              <div class="stack-s">
                <p class="small muted">${words.receiptText}</p>
                ${model.receipt.map(
                  ({ id, commitment }) =>
                    html`<p class="small">
                      ${words.receiptEntry} <code class="sum">${id}</code><br />${words.receiptSum}
                      <code class="sum">${commitment}</code>
                    </p>`,
                )}
              </div>
            </details>`
      }`,
  });
}

/** T-8: the link's time is over (410). Nothing was changed. */
export function confirmExpiredPage(
  context: PageContext,
  model: { formUrl?: string | undefined },
): string {
  const words = signupTexts[pageVoice(context)].expired;
  return letterPage(context, {
    title: words.title,
    heading: words.title,
    stamp: "clock",
    tone: "quiet",
    lead: words.lead,
    content:
      model.formUrl === undefined
        ? contactHint(context)
        : html`<p class="m2">${words.text}</p>
            <p class="m4">
              <a class="btn big" href="${safeUrl(withLanguage(model.formUrl, context.locale))}"
                >${words.button}</a
              >
            </p>`,
  });
}

/** "I did not sign up": the question, with one POST button (DOI-15). */
export function notMePage(context: PageContext, model: { target: FormTarget }): string {
  const words = signupTexts[pageVoice(context)].notMe;
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "question",
    tone: "quiet",
    lead: words.lead,
    content: html`<p class="m2">${words.text}</p>
      ${postForm(context.locale, model.target, html`<button class="btn big">${words.button}</button>`, "m4")}
      <p class="small muted m3">${words.keep}</p>`,
  });
}

/** The answer to "I did not sign up". */
export function notMeDonePage(context: PageContext): string {
  const words = signupTexts[pageVoice(context)].notMeDone;
  return letterPage(context, {
    title: words.title,
    heading: words.title,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead: words.lead,
    content: html`<p class="muted m2">${words.text}</p>`,
  });
}

/** A form that exists but takes no sign-ups, with the way to the settings kept open. */
export function formClosedPage(
  context: PageContext,
  model: { manageUrl?: string | undefined },
): string {
  const words = signupTexts[pageVoice(context)].closed;
  return letterPage(context, {
    title: words.title,
    heading: words.title,
    stamp: "letter",
    tone: "quiet",
    lead: words.lead,
    content:
      model.manageUrl === undefined
        ? contactHint(context)
        : html`<p class="m2">${words.manage}</p>
            <p class="m4">
              <a class="btn line" href="${safeUrl(withLanguage(model.manageUrl, context.locale))}"
                >${words.button}</a
              >
            </p>`,
  });
}
