import { pageTheme, type Account } from "../accounts/index.ts";
import {
  currentWording,
  renderWording,
  type RenderedWording,
  type WordingValues,
} from "../consent/index.ts";
import { listTexts, type List } from "../lists/index.ts";
import { AppError, type Locale, type Tx } from "../platform/index.ts";

/** What switching a newsletter on declares, word for word; undefined while no wording can be shown (CON-07). */
export function listDeclaration(
  tx: Tx,
  account: Account,
  list: List,
  locale: Locale,
): Promise<RenderedWording | undefined> {
  const { name, topics, frequency } = listTexts(list, locale);
  return declare(tx, account, locale, "newsletter", {
    lists: [name],
    topics: [topics],
    frequency: [frequency],
  });
}

/** What allowing the analysis declares; undefined while no wording is approved (CON-09). */
export function trackingDeclaration(
  tx: Tx,
  account: Account,
  locale: Locale,
): Promise<RenderedWording | undefined> {
  return declare(tx, account, locale, "profiling", {});
}

async function declare(
  tx: Tx,
  account: Account,
  locale: Locale,
  purpose: "newsletter" | "profiling",
  more: Partial<WordingValues>,
): Promise<RenderedWording | undefined> {
  const version = await currentWording(tx, purpose, locale);
  const theme = pageTheme(account, locale);
  if (!version || theme.privacyUrl === undefined) return undefined;
  try {
    return renderWording(version, {
      sender: theme.legalName,
      contact: theme.contactEmail ?? "",
      privacyUrl: theme.privacyUrl,
      ...more,
    });
  } catch (error) {
    // A declaration with a hole is not offered.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
