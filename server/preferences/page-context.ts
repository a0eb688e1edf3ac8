import { findAccountById, pageTheme, type Account } from "../accounts/index.ts";
import { requestLocale, type PageContext } from "../pages/index.ts";
import type { Call, Locale, Tx } from "../platform/index.ts";

/** Whose page this is and in which language; undefined when the account is gone. */
export async function openContext(
  tx: Tx,
  accountId: number,
  call: Pick<Call, "request" | "query">,
  /** The language of a mail or form the visitor comes from; what was chosen on the page wins. */
  preferred?: Locale | null,
): Promise<{ account: Account; context: PageContext } | undefined> {
  const account = await findAccountById(tx, accountId);
  if (!account) return undefined;
  const offered = pageTheme(account, account.locale).locales;
  const chosen = (call.query as { lang?: unknown } | undefined)?.lang;
  const locale =
    chosen === undefined && preferred != null && offered.includes(preferred)
      ? preferred
      : requestLocale(call.request, offered);
  return {
    account,
    context: { theme: pageTheme(account, locale), locale, timeZone: account.timezone },
  };
}
