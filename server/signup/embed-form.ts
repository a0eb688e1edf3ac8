import { html, type PageTheme, pageVoice, type SafeHtml } from "../pages/index.ts";
import type { Locale } from "../platform/index.ts";
import type { Form, FormVersion, ShownForm } from "./form.ts";
import { withdrawSentence } from "./form-parts.ts";
import { indentHtml } from "./indent-html.ts";
import { signupFields, workScriptPath } from "./pages/index.ts";
import { signupTexts, type SignupTexts } from "./pages/texts.ts";

interface Embedded {
  form: Form;
  version: FormVersion;
  locale: Locale;
  theme: PageTheme;
  pagesUrl: string;
}

type Words = SignupTexts["form"];

/**
 * The form as plain HTML for an own website: no look of its own, every declaration word for word, nothing ticked
 * (CON-02), the way to withdraw in the fieldset before the boxes (CON-03), the privacy notice linked (DSR-01). It
 * has no script, unless the form asks for a computing task.
 */
export function embedForm(input: Embedded): string {
  const { form, version, locale, theme, pagesUrl } = input;
  const { settings, shown } = version.definition;
  const texts = shown[locale]!;
  const words: Words = { ...signupTexts[pageVoice(input)].form, ...texts.words };
  const privacy = html`<a href="${texts.privacyNotice.url}">${words.privacyLink}</a>`;
  const markup = html`<form
      method="post"
      action="${pagesUrl}/f/${form.publicId}?lang=${locale}"
      lang="${locale}"
    >
      <input type="hidden" name="version" value="${String(version.version)}" />
      ${(settings.hidden ?? []).map(({ name, value }) =>
        value === null ? html`<input type="hidden" name="${name}" value="" />` : "",
      )}
      <fieldset>
        <legend>${texts.lists.length === 1 ? words.oneList : words.lists}</legend>
        <p id="kp-withdraw">${withdrawSentence(texts, locale)}</p>
        ${listChoices(texts)}
        <p>${words.proof}${settings.hidden === undefined ? "" : ` ${words.origin}`} ${privacy}</p>
      </fieldset>
      <p>
        <label for="kp-email">${words.email}</label>
        <input
          type="email"
          id="kp-email"
          name="${signupFields.email}"
          maxlength="254"
          autocomplete="email"
          required
        />
      </p>
      ${optionalFields(settings.fields, words)} ${ageQuestion(texts, words)}
      ${trackingChoice(texts, words)}
      <p hidden aria-hidden="true">
        <label for="kp-website">${words.honeypot}</label>
        <input
          type="text"
          id="kp-website"
          name="${signupFields.honeypot}"
          tabindex="-1"
          autocomplete="off"
        />
      </p>
      ${settings.exchange === null ? "" : html`<p>${settings.exchange.notice[locale]}</p>`}
      ${settings.proofOfWork ? computingTask(input, words) : ""}
      <p><button>${words.submit}</button></p>
      <p>${words.after}</p>
      <p>${words.responsible(theme.legalName)} ${privacy}</p>
    </form>
    ${settings.proofOfWork ? html`<script src="${pagesUrl}${workScriptPath}" defer></script>` : ""}`;
  return indentHtml(markup.markup);
}

function listChoices({ lists }: ShownForm): SafeHtml[] {
  return lists.map(
    (list, index) =>
      html`<p>
        <input
          type="checkbox"
          id="kp-list-${String(index)}"
          name="${signupFields.lists}"
          value="${list.publicId}"
          aria-describedby="kp-withdraw"
        />
        <label for="kp-list-${String(index)}"
          ><strong>${list.name}</strong><br />${list.declaration.text}</label
        >
      </p>`,
  );
}

function optionalFields(
  asked: { salutation: boolean; firstName: boolean; lastName: boolean },
  words: Words,
): SafeHtml {
  const text = (name: string, label: string, autocomplete: string) =>
    html`<p>
      <label for="kp-${name}">${label} (${words.optional})</label>
      <input
        type="text"
        id="kp-${name}"
        name="${name}"
        maxlength="100"
        autocomplete="${autocomplete}"
      />
    </p>`;
  const salutation = html`<p>
    <label for="kp-salutation">${words.salutation} (${words.optional})</label>
    <select id="kp-salutation" name="${signupFields.salutation}">
      ${Object.entries(words.salutations).map(
        ([value, label]) => html`<option value="${value}">${label}</option>`,
      )}
    </select>
  </p>`;
  return html`${asked.salutation ? salutation : ""}
  ${asked.firstName ? text(signupFields.firstName, words.firstName, "given-name") : ""}
  ${asked.lastName ? text(signupFields.lastName, words.lastName, "family-name") : ""}`;
}

/** CON-22, as on the hosted page: two answers, none of them chosen. */
function ageQuestion({ age }: ShownForm, words: Words): SafeHtml | "" {
  if (age === undefined) return "";
  const answer = (value: string, label: string) =>
    html`<p>
      <input
        type="radio"
        id="kp-age-${value}"
        name="${signupFields.age}"
        value="${value}"
        aria-describedby="kp-age-hint"
      />
      <label for="kp-age-${value}">${label}</label>
    </p>`;
  return html`<fieldset>
    <legend>${age.question}</legend>
    ${answer("older", age.older)} ${answer("younger", age.younger)}
    <p id="kp-age-hint">${words.ageHint}</p>
  </fieldset>`;
}

function trackingChoice({ tracking }: ShownForm, words: Words): SafeHtml | "" {
  if (tracking === null) return "";
  return html`<fieldset>
    <legend>${words.tracking} (${words.optional})</legend>
    <p id="kp-withdraw-tracking">${words.trackingNote}</p>
    <p>
      <input
        type="checkbox"
        id="kp-tracking"
        name="${signupFields.profiling}"
        value="1"
        aria-describedby="kp-withdraw-tracking"
      />
      <label for="kp-tracking">${tracking.text}</label>
    </p>
  </fieldset>`;
}

function computingTask({ form, theme, pagesUrl }: Embedded, words: Words): SafeHtml {
  const contact =
    theme.contactEmail === undefined ? "" : `${words.workContact}${theme.contactEmail}`;
  return html`<noscript><p>${words.workNoScript}${contact}.</p></noscript>
    <input
      type="hidden"
      name="${signupFields.work}"
      data-challenge-url="${pagesUrl}/api/v1/forms/${form.publicId}/challenge"
    />
    <p
      role="status"
      data-work
      data-waiting="${words.workWaiting}"
      data-done="${words.workDone}"
      data-failed="${words.workFailed}${contact}."
    >
      ${words.work}
    </p>`;
}
