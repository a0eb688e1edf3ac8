import { accountVoice, getAccount } from "../accounts/index.ts";
import { findVersion as findWording } from "../consent/index.ts";
import type { Locale, Tx, Voice } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import { offeredLocale, type ShownDeclaration } from "./form.ts";
import { offlineTexts } from "./offline-texts.ts";
import { openForm } from "./save-form.ts";

/** A declaration with the version of its wording, so that paper and form can be compared. */
export interface PrintedDeclaration {
  text: string;
  wordingId: string;
  wordingVersion: number;
}

/** Everything a card, a letter or a telephone script says. The form behind the address names the same wordings (CON-27). */
export interface OfflineHelp {
  locale: Locale;
  voice: Voice;
  accountName: string;
  formId: string;
  formName: string;
  formVersion: number;
  title: string;
  intro: string;
  url: string;
  sender: string;
  privacyUrl: string;
  lists: PrintedDeclaration[];
  tracking: PrintedDeclaration | null;
  day: string;
}

/** Reads the form's current version. Throws 404, and 409 `form_closed` where it takes no sign-ups. */
export async function offlineHelp(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  formPublicId: string,
  wanted: Locale | undefined,
): Promise<OfflineHelp> {
  const { form, version } = await openForm(tx, deps, accountId, formPublicId);
  const account = await getAccount(tx);
  const locale = offeredLocale(version, wanted);
  const { settings, shown } = version.definition;
  const page = shown[locale]!;
  const printed = async (declaration: ShownDeclaration): Promise<PrintedDeclaration> => ({
    text: declaration.text,
    wordingId: declaration.wordingPublicId,
    wordingVersion: (await findWording(tx, declaration.wordingPublicId))?.version ?? 0,
  });
  const lists: PrintedDeclaration[] = [];
  for (const list of page.lists) lists.push(await printed(list.declaration));
  return {
    locale,
    voice: accountVoice(account, locale),
    accountName: account.name,
    formId: form.publicId,
    formName: form.name,
    formVersion: version.version,
    title: settings.title[locale] ?? form.name,
    intro: settings.intro[locale] ?? "",
    url: `${deps.pagesUrl}/f/${form.publicId}?lang=${locale}`,
    sender: page.sender,
    privacyUrl: page.privacyNotice.url,
    lists,
    tracking: page.tracking === null ? null : await printed(page.tracking),
    day: new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
      timeZone: account.timezone,
      dateStyle: "long",
    }).format(deps.clock.now()),
  };
}

/** The telephone script as plain text, with the wordings to be read out and their versions (CON-12, CON-27). */
export function phoneScript(help: OfflineHelp): string {
  const words = offlineTexts[help.voice];
  const { script } = words;
  const part = (declaration: PrintedDeclaration): string[] => [
    declaration.text,
    words.version(declaration.wordingVersion, declaration.wordingId),
    script.yesNo,
    "",
  ];
  const title = script.title(help.accountName, help.formName);
  return [
    title,
    "=".repeat(Math.min(title.length, 76)),
    "",
    script.rule,
    "",
    `1. ${script.ask(help.sender)}`,
    "",
    `2. ${script.read}`,
    "",
    ...help.lists.flatMap(part),
    ...(help.tracking === null ? [] : [script.tracking, "", ...part(help.tracking)]),
    ...script.address.map((line, at) => `${at + 3}. ${line}`),
    "",
    script.record,
    words.stand(help.formVersion, help.day),
    "",
  ].join("\n");
}
