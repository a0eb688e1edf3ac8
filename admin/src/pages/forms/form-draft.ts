import type { FormView, NewFormInput } from "../../../../contract/signup.ts";

type Locale = "de" | "en";

/** A form as it is being edited: everything as the fields hold it. */
export interface FormDraft {
  name: string;
  /** Public ids in the order of the page. */
  lists: string[];
  salutation: boolean;
  names: boolean;
  askTracking: boolean;
  locales: Locale[];
  title: Record<Locale, string>;
  intro: Record<Locale, string>;
  exchange: boolean;
  notice: Record<Locale, string>;
  reason: string;
  /** One origin a line. */
  origins: string;
  hidden: HiddenDraft[];
  minAge: 14 | 16 | null;
  proofOfWork: boolean;
}

/** A field visitors do not see. Without `fixed` its value is the address parameter of the name. */
export interface HiddenDraft {
  name: string;
  fixed: boolean;
  value: string;
}

/** What a new form starts with: nothing asked beyond the address. */
export function emptyDraft(lists: string[]): FormDraft {
  return {
    name: "",
    lists,
    salutation: false,
    names: false,
    askTracking: false,
    locales: ["de"],
    title: { de: "", en: "" },
    intro: { de: "", en: "" },
    exchange: false,
    notice: { de: "", en: "" },
    reason: "",
    origins: "",
    hidden: [],
    minAge: null,
    proofOfWork: false,
  };
}

export function draftOf(form: FormView): FormDraft {
  const both = (texts: { de?: string; en?: string } | undefined): Record<Locale, string> => ({
    de: texts?.de ?? "",
    en: texts?.en ?? "",
  });
  return {
    name: form.name,
    lists: form.lists.map((list) => list.id),
    salutation: form.fields.salutation,
    names: form.fields.firstName || form.fields.lastName,
    askTracking: form.askTracking,
    locales: form.locales,
    title: both(form.title),
    intro: both(form.intro),
    exchange: form.exchange !== null,
    notice: both(form.exchange?.notice),
    reason: form.exchange?.reason ?? "",
    origins: form.embeddedOn.join("\n"),
    hidden: form.hidden.map(({ name, value }) => ({
      name,
      fixed: value !== null,
      value: value ?? "",
    })),
    minAge: form.minAge,
    proofOfWork: form.proofOfWork,
  };
}

/** What is sent to the server. Texts of languages that are not offered stay behind. */
export function inputOf(draft: FormDraft): NewFormInput {
  const offered = (texts: Record<Locale, string>): Partial<Record<Locale, string>> =>
    Object.fromEntries(
      draft.locales.flatMap((locale) => {
        const text = texts[locale].trim();
        return text === "" ? [] : [[locale, text]];
      }),
    );
  return {
    name: draft.name.trim(),
    lists: draft.lists,
    fields: {
      salutation: draft.salutation,
      firstName: draft.names,
      lastName: draft.names,
    },
    askTracking: draft.askTracking,
    locales: draft.locales,
    title: offered(draft.title),
    intro: offered(draft.intro),
    exchange: draft.exchange
      ? { notice: offered(draft.notice), reason: draft.reason.trim() }
      : null,
    embeddedOn: draft.origins
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    hidden: draft.hidden
      .filter(({ name }) => name.trim() !== "")
      .map(({ name, fixed, value }) => ({
        name: name.trim(),
        value: fixed ? value.trim() : null,
      })),
    minAge: draft.minAge,
    proofOfWork: draft.proofOfWork,
  };
}

/** CON-10: what is given in return is named in every language and reasoned. */
export function isExchangeComplete(draft: FormDraft): boolean {
  return (
    !draft.exchange ||
    (draft.reason.trim().length >= 10 &&
      draft.locales.every((locale) => draft.notice[locale].trim() !== ""))
  );
}
