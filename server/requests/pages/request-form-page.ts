import { requestKinds, type RequestKind } from "../../../contract/data-requests.ts";
import {
  described,
  errorSummary,
  fieldError,
  type FieldProblem,
  html,
  letterPage,
  note,
  type PageContext,
  pageVoice,
  renderPage,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { requestTexts, type RequestTexts } from "./request-texts.ts";

/** Names of the form's fields. */
export const requestFields = {
  kind: "kind",
  email: "email",
  name: "name",
  message: "message",
  honeypot: "website",
  started: "started",
} as const;

export type RequestProblem = keyof RequestTexts["errors"];

export interface RequestFormModel {
  selfUrl: string;
  /** The tab "Verwalten" of a form, where there is one. */
  manageUrl?: string | undefined;
  startedToken: string;
  entered?: { kind?: string; email?: string; name?: string; message?: string } | undefined;
  problems?: readonly RequestProblem[] | undefined;
}

const fieldOf: Record<RequestProblem, string> = {
  kind_missing: `anliegen-${requestKinds[0]}`,
  email_missing: "email",
  email_invalid: "email",
  message_too_long: "nachricht",
  form_expired: "absenden",
  too_fast: "absenden",
};

/** The account's form for requests about one's data (Art. 12(2) GDPR, DSR-16). Works without scripts. */
export function requestFormPage(context: PageContext, model: RequestFormModel): string {
  const { theme, locale } = context;
  const words = requestTexts[pageVoice(context)];
  const { entered = {} } = model;
  const problems = (model.problems ?? []).map((code): FieldProblem => ({
    fieldId: fieldOf[code],
    message: words.errors[code],
  }));
  const option = (kind: RequestKind) => {
    const [label, text] = words.kinds[kind];
    const id = `anliegen-${kind}`;
    return html`<label class="choice" for="${id}"
      ><input
        type="radio"
        id="${id}"
        name="${requestFields.kind}"
        value="${kind}"
        required
        ${entered.kind === kind ? html` checked` : ""}
      /><span><b>${label}</b><span class="d">${text}</span></span></label
    >`;
  };
  return renderPage({
    theme,
    locale,
    title: words.title,
    failed: problems.length > 0,
    body: html`<div class="wrap cols">
      <div class="aside">
        <h1>${words.heading}</h1>
        <p class="lead m2">${words.lead}</p>
        ${
          model.manageUrl === undefined
            ? ""
            : html`<p class="m3">${words.self}</p>
                <p class="m2">
                  <a class="btn line" href="${safeUrl(withLanguage(model.manageUrl, locale))}"
                    >${words.selfLink}</a
                  >
                </p>`
        }
      </div>
      <div>
        <form class="card" method="post" action="${safeUrl(withLanguage(model.selfUrl, locale))}">
          <input type="hidden" name="${requestFields.started}" value="${model.startedToken}" />
          <div class="sec stack-l">
            ${errorSummary(words.summary, problems)}
            <h2>${words.ask}</h2>
            <fieldset class="stack-s">
              <legend class="l">${words.kind}</legend>
              ${requestKinds.map(option)} ${fieldError(problems, fieldOf.kind_missing)}
            </fieldset>
            <div>
              <label class="l" for="email">${words.email}</label>
              <input
                type="email"
                id="email"
                name="${requestFields.email}"
                maxlength="254"
                autocomplete="email"
                required
                inputmode="email"
                spellcheck="false"
                value="${entered.email}"
                ${described(problems, "email", "email-hinweis")}
              />
              ${fieldError(problems, "email")}
              <p class="hint" id="email-hinweis">${words.emailHint}</p>
            </div>
            <div>
              <label class="l" for="name">${words.name}</label>
              <input
                type="text"
                id="name"
                name="${requestFields.name}"
                maxlength="200"
                autocomplete="name"
                value="${entered.name}"
              />
            </div>
            <div>
              <label class="l" for="nachricht">${words.message}</label>
              <textarea
                id="nachricht"
                name="${requestFields.message}"
                rows="5"
                maxlength="4000"
                ${described(problems, "nachricht", "nachricht-hinweis")}
              >
${entered.message ?? ""}</textarea>
              ${fieldError(problems, "nachricht")}
              <p class="hint" id="nachricht-hinweis">${words.messageHint}</p>
            </div>
            <div class="hp" aria-hidden="true">
              <label for="website">${words.honeypot}</label
              ><input
                type="text"
                id="website"
                name="${requestFields.honeypot}"
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

/** The one answer to the form, whoever asked (DSR-11). */
export function requestSentPage(context: PageContext, model: { formUrl: string }): string {
  const words = requestTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.doneTitle,
    heading: `${words.doneTitle}.`,
    stamp: "letter",
    answer: true,
    lead: words.doneLead,
    content: html`<p class="m2">${words.doneLink}</p>
      <div class="m4">${note("shield", words.neutral)}</div>
      <p class="small m3">
        <a href="${safeUrl(withLanguage(model.formUrl, context.locale))}">${words.again}</a>
      </p>`,
  });
}
