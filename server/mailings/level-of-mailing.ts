import type { Account } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import { mayKeepContent } from "../relays/index.ts";
import { decideLevel } from "../tracking/index.ts";
import type { MailingDeps } from "./deps.ts";
import type { Mailing } from "./mailing.ts";

/** At which level the people of a mailing are counted who did not agree, and why if not at the account's. */
export async function levelOfMailing(
  tx: Tx,
  deps: Pick<MailingDeps, "relayKeepsContent">,
  account: Pick<Account, "countingLevel" | "kMin" | "mode">,
  mailing: Pick<Mailing, "settings">,
  people: { anonymous: number; personal: number },
): Promise<ReturnType<typeof decideLevel>> {
  // CON-26: the question itself is counted for nobody.
  const { purpose, behaviour } = mailing.settings;
  // An audience chosen by behaviour is measured personally as a whole; nobody is left to be counted (TRK-11).
  const uncounted = purpose === "tracking_question" || behaviour !== undefined;
  const chosen = uncounted ? "none" : account.countingLevel;
  // Mail of an account in the sandbox reaches the built-in mailbox and nothing else.
  const kept =
    chosen === "unique" &&
    account.mode === "live" &&
    (await mayKeepContent(tx, "marketing", deps.relayKeepsContent));
  return decideLevel(chosen, people.anonymous, people.personal, account.kMin, kept);
}
