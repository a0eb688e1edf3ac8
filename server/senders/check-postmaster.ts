import type { CheckContext, CheckOutcome } from "../platform/index.ts";
import { noSender, outcome } from "./check-outcomes.ts";
import { findDomain, listSendingDomains } from "./domains.store.ts";
import { textsOf } from "./findings.ts";

/**
 * CHK-18: every domain is known to a provider's postmaster tools, shown by Google's token in the DNS, or somebody
 * declared that tools and feedback loops are set up.
 */
export async function checkPostmaster({ tx, lookUp }: CheckContext): Promise<CheckOutcome> {
  const domains = await listSendingDomains(tx);
  if (domains.length === 0) return noSender;
  for (const domain of domains) {
    if ((await findDomain(tx, domain))?.postmasterAt) continue;
    let texts: string[] = [];
    try {
      texts = lookUp ? await textsOf(lookUp, domain) : [];
    } catch {
      // Whoever cannot look finds nothing; a declaration helps.
    }
    if (!texts.some((text) => text.startsWith("google-site-verification=")))
      return outcome(
        "failed",
        `${domain}: Melden Sie die Domain bei den Google Postmaster Tools und bei den Beschwerdemeldungen (FBL) der großen Anbieter an, und bestätigen Sie das unter Einstellungen › Versanddomains.`,
        `${domain}: Register the domain with Google Postmaster Tools and with the complaint feedback loops (FBL) of the large providers, and confirm that under Settings › Sending domains.`,
        { domain },
      );
  }
  return outcome(
    "passed",
    "Alle Domains sind bei Postmaster-Werkzeugen angemeldet.",
    "All domains are registered with postmaster tools.",
  );
}
