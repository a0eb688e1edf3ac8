import {
  described,
  errorSummary,
  fieldError,
  type FieldProblem,
  type FormTarget,
  hiddenFields,
  html,
  letterPage,
  note,
  type PageContext,
  pageVoice,
  postForm,
  renderPage,
  type SafeHtml,
  safeUrl,
  tabs,
  withLanguage,
} from "../../pages/index.ts";
import { preferenceTexts, type PreferenceTexts } from "./texts.ts";

/** Names of the access form's fields. */
export const accessFields = { email: "email", honeypot: "website", started: "started" } as const;

export type AccessProblem = keyof PreferenceTexts["access"]["errors"];

export interface AccessModel {
  target: FormTarget;
  signupUrl?: string | undefined;
  selfUrl: string;
  /** How long the link in the mail will hold. */
  linkMinutes: number;
  startedToken: string;
  email?: string | undefined;
  problems?: readonly AccessProblem[] | undefined;
}

/** The tab "Verwalten": asks for the address and promises a link, nothing else (DSR-11, DSR-17). */
export function accessPage(context: PageContext, model: AccessModel): string {
  const { theme, locale } = context;
  const words = preferenceTexts[pageVoice(context)].access;
  const problems = (model.problems ?? []).map((code): FieldProblem => ({
    fieldId: code.startsWith("email") ? "email" : "absenden",
    message: words.errors[code],
  }));
  return renderPage({
    theme,
    locale,
    title: words.title,
    failed: problems.length > 0,
    body: html`<div class="wrap cols">
      <div class="aside">
        <h1>${words.heading}</h1>
        <p class="lead m2">${words.lead}</p>
      </div>
      <div>
        ${tabs(context, "manage", { signUp: model.signupUrl, manage: model.selfUrl })}
        <form
          class="card"
          method="post"
          action="${safeUrl(withLanguage(model.target.action, locale))}"
        >
          ${hiddenFields(model.target)}<input
            type="hidden"
            name="${accessFields.started}"
            value="${model.startedToken}"
          />
          <div class="sec stack-l">
            ${errorSummary(words.summary, problems)}
            <h2>${words.request}</h2>
            <div>
              <label class="l" for="email">${words.email}</label>
              <input
                type="email"
                id="email"
                name="${accessFields.email}"
                maxlength="254"
                autocomplete="email"
                required
                inputmode="email"
                spellcheck="false"
                value="${model.email}"
                ${described(problems, "email", "email-hinweis")}
              />
              ${fieldError(problems, "email")}
              <p class="hint" id="email-hinweis">${words.hint(model.linkMinutes)}</p>
            </div>
            <div class="hp" aria-hidden="true">
              <label for="website">${words.honeypot}</label
              ><input
                type="text"
                id="website"
                name="${accessFields.honeypot}"
                tabindex="-1"
                autocomplete="off"
              />
            </div>
            <button class="btn big" id="absenden">${words.button}</button>
            ${note("shield", words.neutral)}
          </div>
        </form>
      </div>
    </div>`,
  });
}

/** The neutral answer to the access form; it takes nothing that could tell known from unknown (DSR-11, T-7). */
export function accessSentPage(context: PageContext, model: { accessUrl: string }): string {
  const words = preferenceTexts[pageVoice(context)].access;
  return letterPage(context, {
    title: words.sentTitle,
    heading: words.sentTitle,
    stamp: "key",
    answer: true,
    lead: words.sentLead,
    content: html`<p class="muted m2">${words.sentHint}</p>
      <div class="m4">${note("shield", words.neutral)}</div>
      <p class="small m3">
        <a href="${safeUrl(withLanguage(model.accessUrl, context.locale))}">${words.again}</a>
      </p>`,
  });
}

export interface StaleLinkModel {
  /** Sends a fresh link to the token's own address (DSR-13). */
  renew: FormTarget;
  trackingOff?: FormTarget | undefined;
  leave?: FormTarget | undefined;
}

/**
 * A mail's link after 30 days: no data of the person, but a fresh link without typing, and the two things
 * that never expire, switching the analysis off and leaving the newsletter (DSR-13, TRK-15).
 */
export function staleLinkPage(context: PageContext, model: StaleLinkModel): string {
  const { locale } = context;
  const words = preferenceTexts[pageVoice(context)].stale;
  const row = (title: string, text: string, button: string, target: FormTarget): SafeHtml =>
    html`<li class="row act">
      <div>
        <h3>${title}</h3>
        <p class="d">${text}</p>
      </div>
      ${postForm(locale, target, html`<button class="btn plain sm">${button}</button>`)}
    </li>`;
  const rows = [
    model.trackingOff &&
      row(words.trackingTitle, words.trackingText, words.trackingButton, model.trackingOff),
    model.leave && row(words.leaveTitle, words.leaveText, words.leaveButton, model.leave),
  ].filter((each) => each !== undefined);
  return letterPage(context, {
    title: words.title,
    heading: words.title,
    stamp: "key",
    lead: words.lead,
    content: html`<p class="muted m2">${words.text}</p>
      ${postForm(locale, model.renew, html`<button class="btn big">${words.button}</button>`, "m4")}
      ${
        rows.length === 0
          ? ""
          : html`<hr class="rule" />
              <h2>${words.always}</h2>
              <ul class="rows m2">
                ${rows}
              </ul>`
      }`,
  });
}

/** The answer to "Neuen Link zusenden". */
export function freshLinkSentPage(context: PageContext): string {
  const words = preferenceTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.stale.sentTitle,
    heading: words.stale.sentTitle,
    stamp: "letter",
    answer: true,
    lead: words.stale.sentLead,
    content: html`<p class="muted m2">${words.access.sentHint}</p>`,
  });
}
