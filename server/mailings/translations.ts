import type { LanguagesView } from "../../contract/mailing-languages.ts";
import type { ReadinessProblem } from "../../contract/mailings.ts";
import type { Finding } from "../content/index.ts";
import { conflict, type Locale, type Tx } from "../platform/index.ts";
import { may, type Mailing } from "./mailing.ts";
import { archiveMailing } from "./mailings.store.ts";
import { createMailing } from "./save-mailing.ts";
import { findTranslated, findTranslation, setTranslationOf } from "./translations.store.ts";

/** Names of languages in a sentence: "die englische Fassung", "the English version". */
const ADJECTIVES: Record<Locale, { de: string; en: string }> = {
  de: { de: "deutsche", en: "German" },
  en: { de: "englische", en: "English" },
};

/** The languages a mailing exists in. */
export async function languagesOf(tx: Tx, mailing: Mailing): Promise<LanguagesView> {
  const main = await findTranslated(tx, mailing.id);
  const other = main ? undefined : await findTranslation(tx, mailing.id);
  const present = (version: Mailing) => ({
    id: version.publicId,
    name: version.name,
    locale: version.locale,
    subject: version.subject,
    isEmpty: version.html.trim() === "",
  });
  return {
    locale: mailing.locale,
    main: main ? present(main) : null,
    other: other ? present(other) : null,
  };
}

/**
 * Adds the version in the other language: a copy of the draft to be translated. Who receives the mailing and from whom
 * stays the business of the mailing itself.
 */
export async function addTranslation(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  createdBy: number | null,
  at: Date,
): Promise<Mailing> {
  if (!may("edit", mailing.state))
    throw conflict("mailing_not_a_draft", `A mailing in state ${mailing.state} cannot be edited.`);
  if (await findTranslated(tx, mailing.id))
    throw conflict("mailing_is_translation", "This is a version of another mailing itself.");
  if (await findTranslation(tx, mailing.id))
    throw conflict("translation_exists", "There is a version in the other language already.");
  const locale = mailing.locale === "de" ? "en" : "de";
  const name = `${mailing.name.slice(0, 180)} (${locale === "en" ? "English" : "Deutsch"})`;
  const made = await createMailing(
    tx,
    accountId,
    { copyOf: mailing.publicId, locale, name, ...inLanguage(mailing, locale) },
    createdBy,
    at,
  );
  await setTranslationOf(tx, made.id, mailing.id);
  return made;
}

/** What the copied HTML says of its language; blocks and MJML are written anew in their mailing's language anyway. */
function inLanguage({ sourceKind, html }: Mailing, locale: Locale): { html?: string } {
  if (sourceKind !== "html") return {};
  return {
    html: html.replace(
      /(<html\b[^>]*?\slang\s*=\s*["'])(?:de|en)\b/i,
      (_all, before: string) => before + locale,
    ),
  };
}

/** Puts the version in the other language away. */
export async function removeTranslation(tx: Tx, mailing: Mailing, at: Date): Promise<void> {
  if (!may("edit", mailing.state))
    throw conflict("mailing_not_a_draft", `A mailing in state ${mailing.state} cannot be edited.`);
  const other = await findTranslation(tx, mailing.id);
  if (other) await archiveMailing(tx, other.id, at);
}

/** Refuses to bring a version back beside another one of the same mailing (409). */
export async function requireRoomForVersion(tx: Tx, mailing: Mailing): Promise<void> {
  const main = await findTranslated(tx, mailing.id);
  const other = main && (await findTranslation(tx, main.id));
  if (other && other.id !== mailing.id)
    throw conflict("translation_exists", "The mailing has got another version meanwhile.", {
      hint: "Remove that version first, or copy what you need from this one.",
    });
}

/** What the final check says of languages: a version is not sent by itself, and it must be as sound as the mailing. */
export async function languageProblems(
  tx: Tx,
  mailing: Mailing,
  lint: (version: Mailing) => Promise<Finding[]>,
): Promise<ReadinessProblem[]> {
  const main = await findTranslated(tx, mailing.id);
  if (main) {
    const { de, en } = ADJECTIVES[mailing.locale];
    return [
      {
        code: "is_translation",
        rule: "CNT-18",
        severity: "block",
        message: {
          de: `Das ist die ${de} Fassung von „${main.name}“ und wird mit diesem Mailing zusammen versendet.`,
          en: `This is the ${en} version of “${main.name}” and is sent together with that mailing.`,
        },
        path: `/mailings/${main.publicId}/check`,
      },
    ];
  }
  const other = await findTranslation(tx, mailing.id);
  if (!other) return [];
  const { de, en } = ADJECTIVES[other.locale];
  const path = `/mailings/${other.publicId}`;
  if (other.locale === mailing.locale)
    return [
      {
        code: "translation_same_language",
        rule: "CNT-18",
        severity: "block",
        message: {
          de: "Beide Fassungen sind in derselben Sprache angelegt. Ändern Sie die Sprache einer der beiden.",
          en: "Both versions are set up in the same language. Change the language of one of them.",
        },
        path,
      },
    ];
  const blocking = (await lint(other)).filter((finding) => finding.severity === "block");
  if (blocking.length === 0) return [];
  return [
    {
      code: "translation_blocked",
      rule: blocking[0]!.rule,
      severity: "block",
      message: {
        de: `In der ${de}n Fassung ${blocking.length === 1 ? "steht noch ein Punkt" : `stehen noch ${blocking.length} Punkte`} im Weg: ${blocking[0]!.message.de}`,
        en: `In the ${en} version ${blocking.length === 1 ? "one thing stands" : `${blocking.length} things stand`} in the way: ${blocking[0]!.message.en}`,
      },
      path,
    },
  ];
}
