import { inBothForms, type Informal, type Voice, type Words } from "../platform/index.ts";

const de = {
  form: "Ihre Anmeldung über unser Formular",
  import: "Übernahme aus einem Bestand unseres Hauses",
  staff: "Eintrag durch unser Haus",
  operator: "Eintrag durch unser Haus",
  intake: "Ihre Mitteilung an unser Haus",
  manage_page: "Ihre eigenen Angaben unter „Verwalten“",
  preferences: "Ihre eigenen Angaben unter „Verwalten“",
  question: "Ihre Antwort auf unsere Frage",
  core_system: "das Kernsystem unseres Hauses",
  api: "ein angeschlossenes System unseres Hauses",
} as const;

const du: Informal<typeof de> = {
  form: "deine Anmeldung über unser Formular",
  intake: "deine Mitteilung an unser Haus",
  manage_page: "deine eigenen Angaben unter „Verwalten“",
  preferences: "deine eigenen Angaben unter „Verwalten“",
  question: "deine Antwort auf unsere Frage",
};

const en: Words<typeof de> = {
  form: "your sign-up by our form",
  import: "a transfer from our organisation’s records",
  staff: "an entry by our staff",
  operator: "an entry by our staff",
  intake: "your message to our organisation",
  manage_page: "your own entries at “Manage”",
  preferences: "your own entries at “Manage”",
  question: "your answer to our question",
  core_system: "our organisation’s core system",
  api: "a connected system of ours",
};

export const sourceWords: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

/** A source in words for its reader: codes of the product in words, what people typed as it is. */
export function describeSource(source: string, voice: Voice): string {
  const [kind = ""] = source.split(":", 1);
  const words: Record<string, string> = sourceWords[voice];
  return Object.hasOwn(words, kind) ? words[kind]! : source;
}
