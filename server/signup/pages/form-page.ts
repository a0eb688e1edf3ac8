import {
  described,
  errorSummary,
  fieldError,
  hiddenFields,
  html,
  icon,
  mailLink,
  note,
  renderPage,
  safeUrl,
  tabs,
  withLanguage,
  type FieldProblem,
  type FormTarget,
  type Icon,
  type PageContext,
  type SafeHtml,
} from "../../pages/index.ts";
import { signupTexts, type SignupTexts } from "./texts.ts";

/** Names of the form's fields, as they arrive in the POST. */
export const signupFields = {
  lists: "lists",
  email: "email",
  salutation: "salutation",
  firstName: "firstName",
  lastName: "lastName",
  profiling: "profiling",
  honeypot: "website",
  started: "started",
} as const;

/** One newsletter to choose. `wording` is the whole consent text of its current version (CON-04, T-2). */
export interface OfferedList {
  /** Public id; it is the value of the checkbox. */
  id: string;
  name: string;
  topics?: string | undefined;
  frequency?: string | undefined;
  wording: string;
}

export type SignupProblem = keyof SignupTexts["form"]["errors"];

/**
 * What the sign-up page shows. There is deliberately no field for "ticked": consent boxes leave the server
 * empty, also after an error, so that no prefill trick can set one (CON-02).
 */
export interface SignupFormModel {
  target: FormTarget;
  /** Address of this page, for the tab. */
  selfUrl: string;
  manageUrl?: string | undefined;
  /** Words of the form itself instead of the product's. */
  heading?: string | undefined;
  intro?: string | undefined;
  lists: readonly OfferedList[];
  askSalutation?: boolean | undefined;
  askNames?: boolean | undefined;
  /** The approved wording of `profiling`; without it the question is not asked (CON-08, CON-09). */
  tracking?: { wording: string } | undefined;
  /** "Service for consent" must be said above the button (CON-10, T-20). */
  exchangeNotice?: string | undefined;
  /** Who sends on the account's behalf and where it is stored (DSR-01). */
  processor?: { name: string; storage: string } | undefined;
  /** Sealed time at which the page was made, for the timing check (DOI-11). */
  startedToken: string;
  values?:
    | { email?: string; salutation?: string; firstName?: string; lastName?: string }
    | undefined;
  problems?: readonly SignupProblem[] | undefined;
}

const fieldOf: Record<SignupProblem, string> = {
  email_missing: "email",
  email_invalid: "email",
  list_missing: "liste-1",
  list_unknown: "liste-1",
  name_too_long: "vorname",
  form_expired: "absenden",
  too_fast: "absenden",
};

const promiseIcons: readonly Icon[] = ["letter", "check", "back"];

/** The sign-up page with the tabs "Anmelden" and "Verwalten". */
export function signupFormPage(context: PageContext, model: SignupFormModel): string {
  const { theme, locale } = context;
  const words = signupTexts[locale].form;
  const problems = (model.problems ?? []).map((code): FieldProblem => ({
    fieldId: fieldOf[code],
    message: words.errors[code],
  }));
  const body = html`<div class="wrap cols flow">
    <div class="aside">
      <h1>${model.heading ?? words.heading}</h1>
      <p class="lead m2">${model.intro ?? words.lead}</p>
      <ul class="promise">
        ${words.promises.map(
          ([title, text], index) =>
            html`<li>
              ${icon(promiseIcons[index] ?? "check")}
              <div><strong>${title}</strong><span>${text}</span></div>
            </li>`,
        )}
      </ul>
    </div>
    <div>
      ${tabs(locale, "signUp", { signUp: model.selfUrl, manage: model.manageUrl })}
      <form
        class="card"
        method="post"
        action="${safeUrl(withLanguage(model.target.action, locale))}"
        novalidate
      >
        ${hiddenFields(model.target)}
        ${problems.length === 0 ? "" : html`<div class="sec">${errorSummary(words.summary, problems, html`<p class="small m1">${words.again}</p>`)}</div>`}
        ${listSection(context, model, words, problems)} ${addressSection(model, words, problems)}
        ${trackingSection(context, model, words)}
        <div class="sec stack">
          ${model.exchangeNotice === undefined ? "" : note("info", model.exchangeNotice)}
          <button class="btn big" id="absenden">${words.submit}</button>
          <p class="small muted">${words.after}</p>
          <p class="small muted">
            ${words.responsible(theme.legalName)}${model.processor === undefined ? "" : ` ${words.processor(model.processor.name, model.processor.storage)}`}${privacyLink(context, words.privacyLink)}
          </p>
        </div>
      </form>
    </div>
  </div>`;
  return renderPage({
    theme,
    locale,
    title: model.heading === undefined ? words.title : model.heading.replace(/\.$/, ""),
    body,
    failed: problems.length > 0,
  });
}

type Words = SignupTexts["form"];

/**
 * The newsletters with their consent wordings. The way to withdraw stands in the same fieldset before the
 * boxes and is named by each of them (CON-03, Art. 7(3) s. 3 GDPR).
 */
function listSection(
  context: PageContext,
  model: SignupFormModel,
  words: Words,
  problems: readonly FieldProblem[],
): SafeHtml {
  const contact = context.theme.contactEmail;
  const first = model.lists[0];
  const shared =
    first !== undefined && model.lists.every((list) => list.wording === first.wording)
      ? first.wording
      : undefined;
  const choices = model.lists.map((list, index) => {
    const id = `liste-${index + 1}`;
    const wordingId = shared === undefined ? `${id}-wortlaut` : "wortlaut";
    const hints = described(problems, id, "widerruf", wordingId);
    return html`<label class="choice" for="${id}"
      ><input
        type="checkbox"
        id="${id}"
        name="${signupFields.lists}"
        value="${list.id}"
        ${hints}
      /><span
        ><b>${list.name}</b
        >${list.topics === undefined ? "" : html`<span class="d">${list.topics}</span>`}${list.frequency === undefined ? "" : html`<span class="f">${list.frequency}</span>`}${shared === undefined ? html`<span class="s" id="${wordingId}">${list.wording}</span>` : ""}</span
      ></label
    >`;
  });
  return html`<div class="sec">
    <fieldset class="stack">
      <legend>${model.lists.length === 1 ? words.oneList : words.lists}</legend>
      ${note("info", html`${words.withdraw}${contact === undefined ? "" : html`${words.withdrawContact}${mailLink(contact)}`}.`, "widerruf")}
      ${choices} ${fieldError(problems, "liste-1")}
      ${
        shared === undefined
          ? ""
          : html`<div class="stack-s">
              <p class="small muted">${words.declare}</p>
              <p class="quote small" id="wortlaut">${shared}</p>
            </div>`
      }
      <p class="small muted">${words.proof}${privacyLink(context, words.privacyLink)}</p>
    </fieldset>
  </div>`;
}

/** Address and optional names; only the address is required (CON-11). The trap for programs is out of reach of people. */
function addressSection(
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
    ><select id="anrede" name="${signupFields.salutation}" autocomplete="honorific-prefix">
      ${Object.entries(words.salutations).map(
        ([value, label]) =>
          html`<option
            value="${value}"
            ${values.salutation === value && value !== "" ? html` selected` : ""}
          >
            ${label}
          </option>`,
      )}
    </select>
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
function trackingSection(context: PageContext, model: SignupFormModel, words: Words): SafeHtml {
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

function privacyLink(context: PageContext, text: string): SafeHtml | "" {
  const url = context.theme.privacyUrl;
  return url === undefined ? "" : html` <a href="${safeUrl(url)}">${text}</a>`;
}
