import { html, type PageTheme } from "../pages/index.ts";
import type { Locale } from "../platform/index.ts";
import type { Form, FormVersion } from "./form.ts";
import { signupFields } from "./pages/index.ts";
import { signupTexts } from "./pages/texts.ts";

/**
 * The form as plain HTML for an own website: no script, no look of its own, every declaration word for word, nothing
 * ticked (CON-02), the way to withdraw in the fieldset before the boxes (CON-03), the privacy notice linked (DSR-01).
 */
export function embedForm(input: {
  form: Form;
  version: FormVersion;
  locale: Locale;
  theme: PageTheme;
  pagesUrl: string;
}): string {
  const { form, version, locale, theme, pagesUrl } = input;
  const { settings, shown } = version.definition;
  const words = signupTexts[locale].form;
  const texts = shown[locale]!;
  const id = (name: string) => `kp-${name}`;
  const privacy = html`<a href="${texts.privacyNotice.url}">${words.privacyLink}</a>`;
  const optional = (name: string, label: string, autocomplete: string) =>
    html` <p>
      <label for="${id(name)}">${label} (${words.optional})</label>
      <input
        type="text"
        id="${id(name)}"
        name="${name}"
        maxlength="100"
        autocomplete="${autocomplete}"
      />
    </p>`;
  const choices = texts.lists.map(
    (list, index) =>
      html` <p>
        <input
          type="checkbox"
          id="${id(`list-${index}`)}"
          name="${signupFields.lists}"
          value="${list.publicId}"
          aria-describedby="kp-withdraw"
        />
        <label for="${id(`list-${index}`)}"
          ><strong>${list.name}</strong><br />${list.declaration.text}</label
        >
      </p>`,
  );
  const markup = html`<form
    method="post"
    action="${pagesUrl}/f/${form.publicId}?lang=${locale}"
    lang="${locale}"
  >
    <input type="hidden" name="version" value="${String(version.version)}" />
    <fieldset>
      <legend>${texts.lists.length === 1 ? words.oneList : words.lists}</legend>
      <p id="kp-withdraw">
        ${words.withdraw}${texts.contact === "" ? "" : `${words.withdrawContact}${texts.contact}`}.
      </p>
      ${choices}
      <p>${words.proof} ${privacy}</p>
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
    ${
      settings.fields.salutation
        ? html` <p>
            <label for="kp-salutation">${words.salutation} (${words.optional})</label>
            <select id="kp-salutation" name="${signupFields.salutation}">
              ${Object.entries(words.salutations).map(([value, label]) => html`<option value="${value}">${label}</option>`)}
            </select>
          </p>`
        : ""
    }
    ${settings.fields.firstName ? optional(signupFields.firstName, words.firstName, "given-name") : ""}
    ${settings.fields.lastName ? optional(signupFields.lastName, words.lastName, "family-name") : ""}
    ${
      texts.tracking === null
        ? ""
        : html` <fieldset>
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
              <label for="kp-tracking">${texts.tracking.text}</label>
            </p>
          </fieldset>`
    }
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
    <p>
      <button>${words.submit}</button>
    </p>
    <p>${words.after}</p>
    <p>${words.responsible(theme.legalName)} ${privacy}</p>
  </form>`.markup;
  return `${markup.trim().replace(/\s*\n\s*/g, "\n")}\n`;
}
