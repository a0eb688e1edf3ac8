import type { FormPart } from "../../contract/signup.ts";
import type { Locale } from "../platform/index.ts";
import type { FormDefinition, ShownForm } from "./form.ts";
import { frameWords } from "./pages/index.ts";

/** One thing a visitor read in a version, or one setting behind it. */
export interface PartOfForm {
  part: FormPart;
  /** The newsletter it is about. */
  subject: string | null;
  text: string;
}

/** How to withdraw, as it stands before the boxes (CON-03). */
export function withdrawSentence({ words, contact }: ShownForm, locale: Locale): string {
  // Versions from before words were kept said Sie.
  const say = { ...frameWords(locale === "de" ? "sie" : "en"), ...words };
  return `${say.withdraw}${contact === "" ? "" : `${say.withdrawContact}${contact}`}.`;
}

/** What a version showed in one language, in the order of the page. Pure; for reading and for comparing. */
export function partsOf({ settings, shown }: FormDefinition, locale: Locale): PartOfForm[] {
  const texts = shown[locale];
  if (texts === undefined) return [];
  const say = texts.words ?? {};
  const parts: [FormPart, string | undefined, string?][] = [
    ["heading", settings.title[locale] ?? say.heading],
    ["intro", settings.intro[locale] ?? say.lead],
    ["withdraw", say.withdraw === undefined ? undefined : withdrawSentence(texts, locale)],
    ...texts.lists.flatMap((list): [FormPart, string, string][] => [
      ["list", joined([list.topics, list.frequency], " · "), list.name],
      ["declaration", list.declaration.text, list.name],
    ]),
    ["proof", say.proof],
    ["origin", settings.hidden === undefined ? undefined : say.origin],
    ["fields", fieldsOf(settings.fields, locale)],
    ["age", texts.age && `${texts.age.question} ${texts.age.older} / ${texts.age.younger}`],
    ["trackingNote", texts.tracking === null ? undefined : say.trackingNote],
    ["tracking", texts.tracking?.text],
    ["exchange", settings.exchange?.notice[locale]],
    ["submit", say.submit],
    ["after", say.after],
    ["responsible", joined([texts.sender, texts.contact], ", ")],
    ["privacyNotice", joined([texts.privacyNotice.url, texts.privacyNotice.version], ", ")],
    [
      "hidden",
      settings.hidden
        ?.map(({ name, value }) => (value === null ? name : `${name}=${value}`))
        .join(", "),
    ],
    ["proofOfWork", settings.proofOfWork ? "ALTCHA, PBKDF2/SHA-256" : undefined],
  ];
  return parts.flatMap(([part, text, subject = null]) =>
    text === undefined || text === "" ? [] : [{ part, subject, text }],
  );
}

const FIELD_NAMES = {
  de: { salutation: "Anrede", firstName: "Vorname", lastName: "Nachname", email: "E-Mail-Adresse" },
  en: {
    salutation: "title",
    firstName: "first name",
    lastName: "last name",
    email: "e-mail address",
  },
};

function fieldsOf(fields: FormDefinition["settings"]["fields"], locale: Locale): string {
  const names = FIELD_NAMES[locale];
  const optional = locale === "de" ? "freiwillig" : "optional";
  const asked = (["salutation", "firstName", "lastName"] as const).filter((name) => fields[name]);
  return [names.email, ...asked.map((name) => `${names[name]} (${optional})`)].join(", ");
}

const joined = (texts: string[], by: string): string => texts.filter(Boolean).join(by);
