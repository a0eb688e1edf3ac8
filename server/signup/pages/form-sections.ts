import {
  described,
  fieldError,
  html,
  mailLink,
  note,
  safeUrl,
  type FieldProblem,
  type PageContext,
  type SafeHtml,
} from "../../pages/index.ts";
import { signupFields } from "./field-names.ts";
import type { SignupFormModel, Words } from "./form-page.ts";

/** Address and optional names; only the address is required (CON-11). The trap for programs is out of reach of people. */
export function addressSection(
  model: SignupFormModel,
  words: Words,
  problems: readonly FieldProblem[],
): SafeHtml {
  const values = model.values ?? {};
  const text = (id: string, name: string, label: string, autocomplete: string, value?: string) =>
    html`<div>
      <label class="l" for="${id}">${label} <span class="vh">(${words.optional})</span></label
      ><input
        type="text"
        id="${id}"
        name="${name}"
        maxlength="100"
        autocomplete="${autocomplete}"
        value="${value}"
        ${described(problems, id)}
      />${fieldError(problems, id)}
    </div>`;
  const asked = model.askSalutation === true || model.askNames === true;
  const salutation = html`<div>
    <label class="l" for="anrede"
      >${words.salutation} <span class="vh">(${words.optional})</span></label
    ><select
      id="anrede"
      name="${signupFields.salutation}"
      autocomplete="honorific-prefix"
      ${described(problems, "anrede")}
    >
      ${Object.entries(words.salutations).map(
        ([value, label]) =>
          html`<option
            value="${value}"
            ${values.salutation === value && value !== "" ? html` selected` : ""}
          >
            ${label}
          </option>`,
      )}</select
    >${fieldError(problems, "anrede")}
  </div>`;
  return html`<div class="sec">
    <fieldset class="stack">
      <legend>${words.address}</legend>
      <div>
        <label class="l" for="email">${words.email}</label>
        <input
          type="email"
          id="email"
          name="${signupFields.email}"
          maxlength="254"
          autocomplete="email"
          required
          inputmode="email"
          spellcheck="false"
          value="${values.email}"
          ${described(problems, "email", "email-hinweis")}
        />
        ${fieldError(problems, "email")}
        <p class="hint" id="email-hinweis">${words.emailHint}</p>
      </div>
      ${
        asked
          ? html`<div class="grid3">
                ${model.askSalutation === true ? salutation : ""}${
                  model.askNames === true
                    ? html`${text("vorname", signupFields.firstName, words.firstName, "given-name", values.firstName)}${text("nachname", signupFields.lastName, words.lastName, "family-name", values.lastName)}`
                    : ""
                }
              </div>
              <p class="hint m1">${words.namesHint}</p>`
          : ""
      }
      <div class="hp" aria-hidden="true">
        <label for="website">${words.honeypot}</label
        ><input
          type="text"
          id="website"
          name="${signupFields.honeypot}"
          tabindex="-1"
          autocomplete="off"
        />
      </div>
      <input type="hidden" name="${signupFields.started}" value="${model.startedToken}" />
    </fieldset>
  </div>`;
}

/** The question for tracking: a box of its own, optional, with its own words of withdrawal (CON-03, CON-08). */
export function trackingSection(
  context: PageContext,
  model: SignupFormModel,
  words: Words,
): SafeHtml {
  if (model.tracking === undefined) return html``;
  const privacy = context.theme.privacyUrl;
  return html`<div class="sec">
    <fieldset class="stack">
      <legend>${words.tracking} <span class="tag">${words.optional}</span></legend>
      ${note("chart", words.trackingNote, "widerruf-auswertung")}
      <label class="choice" for="auswertung"
        ><input
          type="checkbox"
          id="auswertung"
          name="${signupFields.profiling}"
          value="1"
          aria-describedby="widerruf-auswertung"
        /><span class="w">${model.tracking.wording}</span></label
      >
      ${privacy === undefined ? "" : html`<p class="small muted">${words.trackingDetails}<a href="${safeUrl(privacy)}">${words.trackingDetailsLink}</a>.</p>`}
    </fieldset>
  </div>`;
}

/** CON-22: one question, two answers of the same look, none of them chosen. */
export function ageSection(
  model: SignupFormModel,
  words: Words,
  problems: readonly FieldProblem[],
): SafeHtml {
  if (model.age === undefined) return html``;
  const answer = (id: string, value: string, label: string) =>
    html`<label class="choice" for="${id}"
      ><input
        type="radio"
        id="${id}"
        name="${signupFields.age}"
        value="${value}"
        ${described(problems, "alter", "alter-hinweis")}
      /><span>${label}</span></label
    >`;
  return html`<div class="sec">
    <fieldset class="stack">
      <legend>${words.age}</legend>
      <p>${model.age.question}</p>
      <div class="two">
        ${answer("alter", "older", model.age.older)}
        ${answer("alter-nein", "younger", model.age.younger)}
      </div>
      ${fieldError(problems, "alter")}
      <p class="hint" id="alter-hinweis">${words.ageHint}</p>
    </fieldset>
  </div>`;
}

/** The computing task: what it is for and how long it takes, read out when it changes; and a way for those without scripts. */
export function workSection(context: PageContext, model: SignupFormModel, words: Words): SafeHtml {
  if (model.work === undefined) return html``;
  const contact = context.theme.contactEmail;
  const orWrite = contact === undefined ? "." : `${words.workContact}${contact}.`;
  return html`<div class="stack-s">
    <noscript>
      ${note("warning", html`${words.workNoScript}${contact === undefined ? "" : html`${words.workContact}${mailLink(contact)}`}.`)}
    </noscript>
    <p
      class="small muted"
      role="status"
      data-work
      data-waiting="${words.workWaiting}"
      data-done="${words.workDone}"
      data-failed="${words.workFailed}${orWrite}"
    >
      ${words.work}
    </p>
    <input type="hidden" name="${signupFields.work}" data-challenge="${model.work.challenge}" />
  </div>`;
}
