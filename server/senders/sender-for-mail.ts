import type { Account } from "../accounts/index.ts";
import { conflict, type Tx } from "../platform/index.ts";
import type { Sender } from "./sender.ts";
import { findDefaultSender, findSenderById } from "./senders.store.ts";

/** The stand-in of a sandbox account that has no sender yet; it has no row of its own. */
export type MailSender = Omit<Sender, "id"> & { id: number | null };

/**
 * The sender of a mail: the named one, else the account's default. A sandbox account without any gets a
 * stand-in, so that opt-in and system mails can be tried at once; its mail never leaves the built-in mailbox.
 * A live account without sender is refused (`sender_missing`, 409).
 */
export async function senderForMail(
  tx: Tx,
  account: Account,
  senderId: number | null,
): Promise<MailSender> {
  const named = senderId === null ? undefined : await findSenderById(tx, senderId);
  const sender = named ?? (await findDefaultSender(tx));
  if (sender) return sender;
  if (account.mode === "live")
    throw conflict("sender_missing", "The account has no sender.", {
      hint: "Create one: POST /api/v1/senders.",
    });
  // RFC 2606: names under .invalid exist nowhere.
  const address = "newsletter@sandbox.klarpost.invalid";
  return {
    id: null,
    publicId: "",
    fromName: account.imprint.legalName || account.name,
    fromAddress: address,
    domain: "sandbox.klarpost.invalid",
    replyTo: address,
    isDefault: false,
    warningsAcknowledgedAt: null,
    createdAt: account.createdAt,
  };
}
