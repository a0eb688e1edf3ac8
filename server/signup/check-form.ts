import type { FormChangeInput, NewFormInput } from "../../contract/signup.ts";
import { AppError, invalid, type FieldError, type Locale } from "../platform/index.ts";
import { readHiddenFields } from "./check-hidden.ts";
import type { FormSettings, PerLocale } from "./form.ts";

type FormInput = Omit<NewFormInput, "name"> | Omit<FormChangeInput, "name" | "archived">;

const empty: FormSettings = {
  lists: [],
  fields: { salutation: false, firstName: false, lastName: false },
  askTracking: false,
  locales: ["de"],
  title: {},
  intro: {},
  exchange: null,
  embeddedOn: [],
};

/**
 * Takes over what an operator sets, and refuses what no form may have: a preset consent (CON-02), a service
 * tied to consent without saying so (CON-10), a required field beside the address (CON-11), an enabled
 * language with missing texts (A11Y-06). Parts left out stay as they were.
 */
export function readSettings(input: FormInput, before: FormSettings = empty): FormSettings {
  refusePreset(input);
  refuseRequired(input);
  const settings: FormSettings = {
    lists: input.lists?.map((list) => (typeof list === "string" ? list : list.id)) ?? before.lists,
    fields: { ...before.fields, ...readFields(input) },
    askTracking: input.askTracking ?? before.askTracking,
    locales: input.locales ?? before.locales,
    title: input.title === undefined ? before.title : texts(input.title),
    intro: input.intro === undefined ? before.intro : texts(input.intro),
    exchange:
      input.exchange === undefined
        ? before.exchange
        : input.exchange && {
            notice: texts(input.exchange.notice),
            reason: input.exchange.reason.trim(),
          },
    embeddedOn: input.embeddedOn?.map(originOf) ?? before.embeddedOn,
    ...readExtras(input, before),
  };
  if (new Set(settings.lists).size !== settings.lists.length)
    throw invalid("form_list_twice", "A newsletter stands in the form twice.");
  if (input.consentRequired === true && settings.exchange === null)
    throw refusal(
      "consent_tied",
      "CON-10",
      "A service may not be tied to consent without saying so.",
      {
        hint: "Leave out `consentRequired`, or give `exchange` with the notice above the button and the reason.",
      },
    );
  refuseGaps(settings);
  return settings;
}

/** What most forms do without. What is off leaves no trace, so that older versions keep their hash. */
function readExtras(
  input: FormInput,
  before: FormSettings,
): Pick<FormSettings, "hidden" | "minAge" | "proofOfWork"> {
  const hidden = input.hidden === undefined ? before.hidden : readHiddenFields(input.hidden);
  const minAge = input.minAge === undefined ? before.minAge : (input.minAge ?? undefined);
  const work = input.proofOfWork ?? before.proofOfWork === true;
  return {
    ...(hidden === undefined || hidden.length === 0 ? {} : { hidden }),
    ...(minAge === undefined ? {} : { minAge }),
    ...(work ? { proofOfWork: true as const } : {}),
  };
}

function refusePreset(input: FormInput): void {
  const preset = input.lists?.some((list) => typeof list !== "string" && list.checked === true);
  if (preset === true || input.trackingChecked === true)
    throw refusal("consent_preset", "CON-02", "A consent box is never ticked beforehand.", {
      hint: "Leave out `checked`: silence and pre-ticked boxes are no consent (CJEU C-673/17).",
    });
}

function refuseRequired(input: FormInput): void {
  const required = Object.entries(input.fields ?? {}).filter(
    ([, field]) => typeof field === "object" && field.required === true,
  );
  if (required.length > 0)
    throw refusal("field_required", "CON-11", "Only the e-mail address may be required.", {
      hint: "Salutation and name can be offered, never demanded (CJEU C-394/23).",
      errors: required.map(([name]) => ({
        path: `body/fields/${name}/required`,
        message: "must not be true",
      })),
    });
}

/** A11Y-06: a language is complete or it is not offered. */
function refuseGaps({ locales, title, intro, exchange }: FormSettings): void {
  const errors: FieldError[] = [];
  const parts: [string, PerLocale][] = [
    ["title", title],
    ["intro", intro],
    ...(exchange === null ? [] : [["exchange/notice", exchange.notice] as [string, PerLocale]]),
  ];
  for (const [path, texts] of parts) {
    const mustExist = path === "exchange/notice" || Object.keys(texts).length > 0;
    for (const locale of locales)
      if (mustExist && texts[locale] === undefined)
        errors.push({ path: `body/${path}/${locale}`, message: "is missing in this language" });
  }
  if (errors.length > 0)
    throw refusal("form_language_gap", "A11Y-06", "An enabled language lacks a text.", {
      hint: "Give the text in every language of the form, or leave it out everywhere.",
      errors,
    });
}

function readFields(input: FormInput): Partial<FormSettings["fields"]> {
  return Object.fromEntries(
    Object.entries(input.fields ?? {}).map(([name, field]) => [name, field !== false]),
  );
}

function texts(given: PerLocale): PerLocale {
  return Object.fromEntries(
    (["de", "en"] as Locale[]).flatMap((locale) => {
      const text = given[locale]?.replace(/\s+/g, " ").trim();
      return text ? [[locale, text]] : [];
    }),
  );
}

function originOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin;
  throw invalid("form_origin_invalid", `This is no origin of a website: ${text.slice(0, 80)}.`, {
    hint: "Expected a form such as https://www.example.org.",
  });
}

/** 422 with the rule that refuses (see `npm run rules`). */
export function refusal(
  code: string,
  rule: string,
  message: string,
  options: { hint?: string; errors?: FieldError[]; extra?: Record<string, unknown> } = {},
): AppError {
  const { extra, ...rest } = options;
  return new AppError(code, 422, `${rule}: ${message}`, { ...rest, extra: { rule, ...extra } });
}
