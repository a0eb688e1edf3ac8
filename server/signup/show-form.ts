import { pageTheme, type Account } from "../accounts/index.ts";
import { currentWording, renderWording, type WordingValues } from "../consent/index.ts";
import { findListsByPublicId, listTexts } from "../lists/index.ts";
import { AppError, voiceOf, type Locale, type Tx } from "../platform/index.ts";
import { refusal } from "./check-form.ts";
import type { FormDefinition, FormSettings, ShownDeclaration, ShownForm } from "./form.ts";
import { ageQuestion, frameWords } from "./pages/index.ts";

/**
 * Writes down what the form shows in each of its languages, from the approved wordings, the lists and the
 * account's settings of this moment. Throws 422 where something needed is missing: the privacy notice
 * (DSR-01), an approved wording (CON-09), a list, a text of an enabled language (A11Y-06).
 */
export async function defineForm(
  tx: Tx,
  account: Account,
  settings: FormSettings,
): Promise<FormDefinition> {
  if (!account.privacy.noticeUrl)
    throw refusal("privacy_notice_missing", "DSR-01", "The account has no privacy notice yet.", {
      hint: "Give its address in the settings; every form links it.",
    });
  const shown: FormDefinition["shown"] = {};
  for (const locale of settings.locales)
    shown[locale] = await showIn(tx, account, settings, locale);
  return { settings, shown };
}

async function showIn(
  tx: Tx,
  account: Account,
  settings: FormSettings,
  locale: Locale,
): Promise<ShownForm> {
  const theme = pageTheme(account, locale);
  const voice = voiceOf(locale, theme);
  const base: WordingValues = {
    sender: theme.legalName,
    contact: theme.contactEmail ?? "",
    privacyUrl: account.privacy.noticeUrl!,
  };
  const found = await findListsByPublicId(tx, settings.lists);
  const lists: ShownForm["lists"] = [];
  for (const publicId of settings.lists) {
    const list = found.find((each) => each.publicId === publicId);
    if (!list || list.archivedAt)
      throw refusal(
        "form_list_unknown",
        "CON-01",
        `There is no open list ${publicId.slice(0, 60)}.`,
        {
          hint: "Take the ids of lists that are not archived.",
        },
      );
    if (locale === "en" && list.nameEn === "")
      throw refusal("form_language_gap", "A11Y-06", `The list ${list.name} has no English texts.`, {
        hint: "Add the English name, topics and frequency of the list.",
      });
    const { name, topics, frequency } = listTexts(list, locale);
    const values = { ...base, lists: [name], topics: [topics], frequency: [frequency] };
    lists.push({
      listId: list.id,
      publicId,
      name,
      topics,
      frequency,
      declaration: await declare(tx, "newsletter", locale, values, `The list ${list.name}`),
    });
  }
  return {
    lists,
    tracking: settings.askTracking
      ? await declare(tx, "profiling", locale, base, "The question for the analysis")
      : null,
    sender: theme.legalName,
    contact: theme.contactEmail ?? "",
    privacyNotice: {
      url: account.privacy.noticeUrl!,
      version: account.privacy.noticeVersion ?? "",
    },
    words: frameWords(voice),
    ...(settings.minAge === undefined ? {} : { age: ageQuestion(voice, settings.minAge) }),
  };
}

async function declare(
  tx: Tx,
  purpose: "newsletter" | "profiling",
  locale: Locale,
  values: WordingValues,
  what: string,
): Promise<ShownDeclaration> {
  const version = await currentWording(tx, purpose, locale);
  if (!version)
    throw refusal(
      "wording_not_approved",
      purpose === "profiling" ? "CON-09" : "CON-04",
      `${what} needs an approved wording (${purpose}, ${locale}).`,
      { hint: "Approve one under Data protection, Wordings." },
    );
  try {
    const rendered = renderWording(version, values);
    return { wordingVersionId: version.id, wordingPublicId: version.publicId, text: rendered.text };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw refusal("form_language_gap", "CON-07", `${what}: ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}
