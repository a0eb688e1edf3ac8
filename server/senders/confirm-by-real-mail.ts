import { getAccount } from "../accounts/index.ts";
import { AppError, type Tx } from "../platform/index.ts";
import type { SendersDeps } from "./deps.ts";
import { addressIsConfirmed } from "./facts.ts";
import { requestConfirmation } from "./request-confirmation.ts";
import { listSenders } from "./senders.store.ts";

/**
 * An account has just gone live: what its people confirmed out of the built-in mailbox proves nothing about mailboxes
 * outside, so the addresses that have to be read (CHK-05, CHK-08) are asked anew by mail that leaves the house.
 */
export async function confirmByRealMail(
  deps: SendersDeps,
  tx: Tx,
  accountId: number,
): Promise<void> {
  const now = deps.clock.now();
  const ask = async (kind: "reply_to" | "privacy_contact", email: string): Promise<void> => {
    if (await addressIsConfirmed(tx, kind, email, now)) return;
    try {
      await requestConfirmation(deps, tx, accountId, kind, email);
    } catch (error) {
      // The day's limit, or an address nobody may write to: the checklist keeps saying that it is open.
      if (!(error instanceof AppError)) throw error;
    }
  };
  const replies = new Set((await listSenders(tx)).map((sender) => sender.replyTo));
  for (const email of replies) await ask("reply_to", email);
  const { privacy } = await getAccount(tx);
  if (privacy.contactEmail) await ask("privacy_contact", privacy.contactEmail);
}
