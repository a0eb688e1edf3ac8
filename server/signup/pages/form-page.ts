import {
  described,
  errorSummary,
  fieldError,
  type FieldProblem,
  type FormTarget,
  hiddenFields,
  html,
  icon,
  type Icon,
  mailLink,
  note,
  type PageContext,
  pageVoice,
  renderPage,
  type SafeHtml,
  safeUrl,
  tabs,
  withLanguage,
} from "../../pages/index.ts";
import { signupFields } from "./field-names.ts";
import { addressSection, ageSection, trackingSection, workSection } from "./form-sections.ts";
import { signupTexts, type FrameWords, type SignupTexts } from "./texts.ts";
import { workScriptPath } from "./work-script.ts";

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
  /** The page's sentences as its version keeps them; without them, those of today. */
  words?: FrameWords | undefined;
  /** Fields nobody sees: where the visitor came from. */
  hidden?: Readonly<Record<string, string>> | undefined;
  /** The offer is directed at children (CON-22). */
  age?: { question: string; older: string; younger: string } | undefined;
  /** The task the browser solves; empty where the page is only shown. */
  work?: { challenge: string } | undefined;
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
  first_name_too_long: "vorname",
  first_name_invalid: "vorname",
  last_name_too_long: "nachname",
  last_name_invalid: "nachname",
  salutation_unknown: "anrede",
  age_missing: "alter",
  form_expired: "absenden",
  too_fast: "absenden",
  work_missing: "absenden",
  parameter_unknown: "absenden",
  page_unknown: "absenden",
};

const promiseIcons: readonly Icon[] = ["letter", "check", "back"];

/** The sign-up page with the tabs "Anmelden" and "Verwalten". */
export function signupFormPage(context: PageContext, model: SignupFormModel): string {
  const { theme, locale } = context;
  const words: Words = { ...signupTexts[pageVoice(context)].form, ...model.words };
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
      ${tabs(context, "signUp", { signUp: model.selfUrl, manage: model.manageUrl })}
      <form
        class="card"
        method="post"
        action="${safeUrl(withLanguage(model.target.action, locale))}"
        novalidate
      >
        ${hiddenFields({ ...model.target, fields: { ...model.hidden, ...model.target.fields } })}
        ${problems.length === 0 ? "" : html`<div class="sec">${errorSummary(words.summary, problems, html`<p class="small m1">${words.again}</p>`)}</div>`}
        ${listSection(context, model, words, problems)} ${addressSection(model, words, problems)}
        ${ageSection(model, words, problems)} ${trackingSection(context, model, words)}
        <div class="sec stack">
          ${model.exchangeNotice === undefined ? "" : note("info", model.exchangeNotice)}
          ${workSection(context, model, words)}
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
    script: model.work?.challenge ? workScriptPath : undefined,
    query: new URLSearchParams({ ...model.hidden }).toString(),
  });
}

export type Words = SignupTexts["form"];

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
      <p class="small muted">
        ${words.proof}${model.hidden === undefined ? "" : ` ${words.origin}`}${privacyLink(context, words.privacyLink)}
      </p>
    </fieldset>
  </div>`;
}

function privacyLink(context: PageContext, text: string): SafeHtml | "" {
  const url = context.theme.privacyUrl;
  return url === undefined ? "" : html` <a href="${safeUrl(url)}">${text}</a>`;
}
