import { getAccount } from "../accounts/index.ts";
import { freezeContent, type FreezeResult } from "../content/index.ts";
import { findListsById } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { contentExtras, contentFacts, contentSource, dayIn } from "./content-facts.ts";
import { offerOfMailing } from "./customer-offer.ts";
import type { MailingDeps } from "./deps.ts";
import { webViewUrl, type Mailing } from "./mailing.ts";
import { findTranslation } from "./translations.store.ts";

/**
 * The content of a mailing as it will be sent, with its version in the other language if there is one, for a day of
 * sending. Nothing is stored; findings say why it cannot be rendered.
 */
export async function freezeMailing(
  tx: Tx,
  deps: Pick<MailingDeps, "pagesUrl">,
  mailing: Mailing,
  at: Date,
): Promise<FreezeResult> {
  const account = await getAccount(tx);
  const lists = await findListsById(tx, mailing.listIds);
  const offer = await offerOfMailing(tx, mailing);
  const day = dayIn(account.timezone, at);
  const other = await findTranslation(tx, mailing.id);
  const webView = webViewUrl(deps.pagesUrl, mailing);
  const compile = async (version: Mailing, address: string) => {
    const draft = { ...version, notPersonalLinks: version.settings.notPersonalLinks ?? [] };
    const extras = await contentExtras(tx, draft);
    const facts = contentFacts(account, lists, version.locale, day, address, offer, extras);
    return {
      source: contentSource(draft),
      facts: other ? { ...facts, accountLocale: account.locale } : facts,
    };
  };
  const main = await compile(mailing, webView);
  return freezeContent(
    main.source,
    main.facts,
    mailing.textIsEdited,
    other && (await compile(other, `${webView}?lang=${other.locale}`)),
  );
}
