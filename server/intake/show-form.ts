import type { IntakeForm } from "../../contract/intake.ts";
import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import {
  listWordingVersions,
  renderWording,
  type WordingValues,
  type WordingVersion,
} from "../consent/index.ts";
import { allLists, listTexts, type List } from "../lists/index.ts";
import { AppError, type Locale, type Tx } from "../platform/index.ts";
import { signedRule } from "./signed-rule.ts";

/** Wordings that may be read out or have been signed: approved and not retired, the newest first (CON-04). */
export async function approvedWordings(
  tx: Tx,
  purpose: "newsletter" | "profiling",
  locale: Locale,
): Promise<(WordingVersion & { approvedAt: Date })[]> {
  return (await listWordingVersions(tx))
    .filter(
      (one): one is WordingVersion & { approvedAt: Date } =>
        one.purpose === purpose &&
        one.locale === locale &&
        one.approvedAt !== null &&
        one.retiredAt === null,
    )
    .toSorted((a, b) => b.approvedAt.getTime() - a.approvedAt.getTime() || b.version - a.version);
}

/** A wording as it is declared for a list, or for the analysis; undefined where a placeholder has no value. */
export function declaredText(
  account: Account,
  version: WordingVersion,
  list: List | null,
): string | undefined {
  const theme = pageTheme(account, version.locale);
  if (theme.privacyUrl === undefined) return undefined;
  const values: WordingValues = {
    sender: theme.legalName,
    contact: theme.contactEmail ?? "",
    privacyUrl: theme.privacyUrl,
  };
  if (list !== null) {
    const { name, topics, frequency } = listTexts(list, version.locale);
    Object.assign(values, { lists: [name], topics: [topics], frequency: [frequency] });
  }
  try {
    return renderWording(version, values).text;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** What the page needs: newsletters by name and the wordings to read out. Nobody's data. */
export async function showIntakeForm(tx: Tx, locale: Locale | undefined): Promise<IntakeForm> {
  const account = await getAccount(tx);
  const language = locale ?? account.locale;
  const lists = (await allLists(tx, { archived: false })).filter(
    (list) => language === "de" || list.nameEn !== "",
  );
  const textsOf = (version: WordingVersion): Record<string, string> =>
    Object.fromEntries(
      lists.flatMap((list) => {
        const text = declaredText(account, version, list);
        return text === undefined ? [] : [[list.publicId, text]];
      }),
    );
  return {
    locale: language,
    lists: lists.map((list) => {
      const { name, topics, frequency } = listTexts(list, language);
      return { id: list.publicId, name, topics, frequency };
    }),
    wordings: (await approvedWordings(tx, "newsletter", language)).map((version) => ({
      id: version.publicId,
      version: version.version,
      approvedAt: version.approvedAt.toISOString(),
      texts: textsOf(version),
    })),
    tracking: (await approvedWordings(tx, "profiling", language)).flatMap((version) => {
      const text = declaredText(account, version, null);
      return text === undefined
        ? []
        : [
            {
              id: version.publicId,
              version: version.version,
              approvedAt: version.approvedAt.toISOString(),
              text,
            },
          ];
    }),
    signed: await signedRule(tx),
  };
}
