import {
  contactHint,
  formatList,
  formatTime,
  type FormTarget,
  html,
  icon,
  letterPage,
  type PageContext,
  pageVoice,
  postForm,
  type SafeHtml,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { preferenceTexts } from "./texts.ts";

/** Which kind of mail the link came from; it decides what leaving means (M-2). */
export type LeavingKind = "newsletter" | "campaign" | "customer";

export interface UnsubscribeModel {
  /** Only an address, no fields: the page has one button and no input (UNS-03, UNS-05). */
  action: string;
  kind: LeavingKind;
  listName?: string | undefined;
  /**
   * Adds the script that presses the button. Leave it off within three minutes of hand-over and for
   * scanner networks (UNS-04); the page is the same otherwise.
   */
  autoSubmit: boolean;
}

/** Where the script below is served. */
export const unsubscribeScriptPath = "/assets/unsubscribe.js";

/**
 * Presses "Jetzt abmelden" for people with scripts, so that one click in the mail is enough (UNS-03).
 * It waits until a person can see the page, and not after "back", which would undo an undo.
 */
export const unsubscribeScript = `"use strict";
(function () {
  var form = document.querySelector("form[data-auto-submit]");
  var entry = performance.getEntriesByType("navigation")[0];
  if (!form || (entry && entry.type === "back_forward")) return;
  var sent = false;
  function send() {
    if (sent || document.visibilityState !== "visible" || document.prerendering) return;
    sent = true;
    form.submit();
  }
  document.addEventListener("visibilitychange", send);
  document.addEventListener("prerenderingchange", send);
  send();
})();
`;

/** The page behind the unsubscribe link. A GET of it changes nothing. */
export function unsubscribePage(context: PageContext, model: UnsubscribeModel): string {
  const words = preferenceTexts[pageVoice(context)].unsubscribe;
  const action = safeUrl(withLanguage(model.action, context.locale));
  const heading = {
    newsletter: words.heading(model.listName),
    campaign: words.campaignHeading,
    customer: words.customerHeading,
  }[model.kind];
  return letterPage(context, {
    title: {
      newsletter: words.title,
      campaign: words.campaignTitle,
      customer: words.customerTitle,
    }[model.kind],
    heading,
    stamp: "letter",
    lead: model.kind === "campaign" ? words.campaignLead : words.lead,
    script: model.autoSubmit ? unsubscribeScriptPath : undefined,
    content: html`<form
        class="m4"
        method="post"
        action="${action}"
        ${model.autoSubmit ? html` data-auto-submit` : ""}
      >
        <button class="btn big">${words.button}</button>
      </form>
      <p class="small muted m3">${words.keep}</p>`,
  });
}

export interface UnsubscribedModel {
  kind: LeavingKind;
  listName?: string | undefined;
  /** The list is gone, so the address was taken off every newsletter (UNS-22). */
  allNewsletters?: boolean | undefined;
  /** The account's approved T-3 or T-4 instead of the product's words (A11Y-07). */
  approvedText?: string | undefined;
  /** Undo with the page's nonce, and until when (UNS-04: 30 minutes). */
  undo?: { target: FormTarget; until: Date } | undefined;
  /** Names of the newsletters that continue; leave out when they may not be shown any more (DSR-13). */
  remaining?: readonly string[] | undefined;
  leaveAll?: FormTarget | undefined;
  object?: FormTarget | undefined;
  manageUrl?: string | undefined;
}

/** T-3 and T-4: what has ended, how to take it back, and what else can be ended with one click (UNS-07 to UNS-09). */
export function unsubscribedPage(context: PageContext, model: UnsubscribedModel): string {
  const { locale } = context;
  const words = preferenceTexts[pageVoice(context)].unsubscribed;
  const heading = {
    newsletter: words.heading(model.listName),
    campaign: words.campaignHeading,
    customer: words.customerHeading,
  }[model.kind];
  const text = {
    newsletter: model.allNewsletters === true ? words.newsletterAll : words.newsletter,
    campaign: words.campaign,
    customer: words.customer,
  }[model.kind];
  const undo =
    model.undo === undefined
      ? ""
      : html`${postForm(locale, model.undo.target, html`<button class="btn line" aria-describedby="frist">${icon("back")}${words.undo}</button>`, "m4")}
          <p class="hint m2" id="frist">
            ${{
              newsletter: words.undoHint,
              campaign: words.campaignUndoHint,
              customer: words.customerUndoHint,
            }[model.kind](formatTime(model.undo.until, context))}
          </p>`;
  return letterPage(context, {
    title: model.kind === "customer" ? words.customerTitle : words.title,
    heading,
    stamp: "check",
    answer: true,
    lead: model.approvedText ?? text,
    content: html`<p class="muted m2">
        ${words.noMail} ${model.kind === "newsletter" ? words.thanks : ""}
      </p>
      ${undo}${moreOptions(context, model)}`,
  });
}

function moreOptions(context: PageContext, model: UnsubscribedModel): SafeHtml {
  const { locale } = context;
  const words = preferenceTexts[pageVoice(context)].unsubscribed;
  const row = (title: string, text: string, button: string, target: FormTarget): SafeHtml =>
    html`<li class="row act">
      <div>
        <h3>${title}</h3>
        <p class="d">${text}</p>
      </div>
      ${postForm(locale, target, html`<button class="btn plain sm">${button}</button>`)}
    </li>`;
  const names = model.remaining?.map((name) => (locale === "de" ? `„${name}“` : `“${name}”`)) ?? [];
  const nothingLeft = model.remaining !== undefined && names.length === 0;
  const rows = [
    model.leaveAll === undefined || nothingLeft || model.allNewsletters === true
      ? undefined
      : row(
          words.allTitle,
          names.length === 0 ? words.allTextUnknown : words.allText(formatList(names, locale)),
          words.allButton,
          model.leaveAll,
        ),
    model.object === undefined
      ? undefined
      : row(words.objectTitle, words.objectText, words.objectButton, model.object),
  ].filter((each) => each !== undefined);
  const settings =
    model.manageUrl === undefined
      ? ""
      : html`<p class="small m4">
          <a href="${safeUrl(withLanguage(model.manageUrl, locale))}">${words.settings}</a>
        </p>`;
  if (rows.length === 0) return html`${settings}`;
  return html`<hr class="rule" />
    <h2>${words.more}</h2>
    <ul class="rows m2">
      ${rows}
    </ul>
    ${settings}`;
}

/** The answer to "Rückgängig machen" in time. */
export function undonePage(
  context: PageContext,
  model: {
    kind?: LeavingKind;
    listName?: string | undefined;
    manageUrl?: string | undefined;
  },
): string {
  const words = preferenceTexts[pageVoice(context)].undone;
  const [title, heading, lead, text] = {
    newsletter: [words.title, words.heading(model.listName), words.lead, words.text],
    campaign: [words.campaignTitle, words.campaignHeading, words.campaignLead, words.campaignText],
    customer: [words.customerTitle, words.customerHeading, words.customerLead, words.customerText],
  }[model.kind ?? "newsletter"] as [string, string, string, string];
  return letterPage(context, {
    title,
    heading,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead,
    content: html`<p class="muted m2">${text}</p>
      ${
        model.manageUrl === undefined
          ? ""
          : html`<p class="m4">
              <a class="btn line" href="${safeUrl(withLanguage(model.manageUrl, context.locale))}"
                >${preferenceTexts[pageVoice(context)].receipt.settings}</a
              >
            </p>`
      }`,
  });
}

/** The answer to "Rückgängig machen" after the 30 minutes. */
export function undoTooLatePage(
  context: PageContext,
  model: { kind?: LeavingKind; signupUrl?: string | undefined },
): string {
  const words = preferenceTexts[pageVoice(context)].undone;
  return letterPage(context, {
    title: words.tooLateTitle,
    heading: words.tooLateTitle,
    stamp: "clock",
    tone: "quiet",
    answer: true,
    lead: {
      newsletter: words.tooLateLead,
      campaign: words.campaignTooLate,
      customer: words.customerTooLate,
    }[model.kind ?? "newsletter"],
    content:
      model.signupUrl === undefined || (model.kind ?? "newsletter") !== "newsletter"
        ? contactHint(context)
        : html`<p class="m4">
            <a class="btn big" href="${safeUrl(withLanguage(model.signupUrl, context.locale))}"
              >${words.signUp}</a
            >
          </p>`,
  });
}
