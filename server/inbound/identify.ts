import {
  addressHash,
  findAddressByHash,
  findByAddress,
  findContactById,
} from "../contacts/index.ts";
import { findAnsweredDelivery, type ReportedDelivery } from "../delivery/index.ts";
import { CORE_MAIL, type MailtoSubject } from "../lists/index.ts";
import { parseEmailAddress, type Tx } from "../platform/index.ts";
import type { InboundDeps } from "./deps.ts";
import type { InboundMail } from "./inbound-mail.ts";

/** Whose mail a message is about. */
export interface About {
  addressHash: Buffer;
  contactId: number | null;
  listId: number | null;
  mailingId: number | null;
  /** The author is the one the mail went to. */
  isRecipient: boolean;
  /** By a token of ours or our Message-ID; an address alone anybody may write. */
  isProven: boolean;
}

/**
 * Whose mail this is about: by a token of ours that it quotes, else by the mail it answers, else by its author. A mail
 * that somebody forwarded names its recipient, but another author only asks; nothing acts by itself then.
 */
export async function identify(
  tx: Tx,
  deps: Pick<InboundDeps, "keys" | "links" | "mailtos">,
  accountId: number,
  mail: InboundMail,
): Promise<About | undefined> {
  const hashOf = (address: string) => addressHash(deps.keys, accountId, address);
  const authors = (mail.kind === "complaint" ? mail.originalRecipients : [mail.from ?? ""])
    .map((address) => parseEmailAddress(address))
    .flatMap((parsed) => (parsed.ok ? [parsed.normalised] : []));
  const quoted: (MailtoSubject & { contactId?: number; mailingId?: number })[] = [
    ...mail.linkTokens.flatMap((token) => deps.links.open("unsubscribe", token) ?? []),
    ...mail.mailtoTokens.flatMap((token) => deps.mailtos.open(token) ?? []),
  ].filter((subject) => subject.accountId === accountId);
  const ofToken = async (subject: (typeof quoted)[number], isRecipient: boolean) => ({
    addressHash: subject.addressHash,
    contactId: await contactOf(tx, subject),
    listId: subject.listId === 0 ? null : subject.listId,
    mailingId: subject.mailingId || null,
    isRecipient,
    isProven: true,
  });
  for (const author of authors) {
    const own = quoted.find((subject) => subject.addressHash.equals(hashOf(author)));
    if (own) return ofToken(own, true);
    const contacts = await findByAddress(tx, author);
    if (contacts.length === 0) continue;
    const delivery = await findAnsweredDelivery(
      tx,
      contacts.map((contact) => contact.id),
      mail.answers,
    );
    if (!delivery && quoted.length > 0) break;
    return {
      addressHash: hashOf(author),
      contactId: delivery?.contactId ?? contacts[0]!.id,
      listId: delivery?.listId ?? null,
      mailingId: delivery?.mailingId ?? null,
      isRecipient:
        delivery !== undefined &&
        (delivery.emailNormalised === null || delivery.emailNormalised === author),
      isProven: delivery !== undefined,
    };
  }
  return quoted[0] && ofToken(quoted[0], false);
}

async function contactOf(
  tx: Tx,
  subject: { addressHash: Buffer; contactId?: number },
): Promise<number | null> {
  if (subject.contactId) return subject.contactId;
  const address = await findAddressByHash(tx, subject.addressHash);
  return address === undefined ? null : ((await findByAddress(tx, address))[0]?.id ?? null);
}

/** The person a delivery went to; undefined where both address and contact have gone (RET-08). */
export async function aboutDelivery(
  tx: Tx,
  { keys }: Pick<InboundDeps, "keys">,
  accountId: number,
  delivery: ReportedDelivery,
): Promise<About | undefined> {
  const { contactId, mailingId } = delivery;
  const listId = delivery.listId ?? ((await isOfCorePot(tx, contactId)) ? CORE_MAIL : null);
  const address = await addressOfDelivery(tx, delivery);
  if (address === null) return undefined;
  const hash = addressHash(keys, accountId, address);
  return { addressHash: hash, contactId, listId, mailingId, isRecipient: true, isProven: true };
}

/** A campaign of the core system is about its person, never about the newsletters of the address (CRM-01). */
async function isOfCorePot(tx: Tx, contactId: number | null): Promise<boolean> {
  return contactId !== null && (await findContactById(tx, contactId))?.pot === "core";
}

/** Where a delivery went; once it forgot, the contact's address of today (RET-08). */
export async function addressOfDelivery(
  tx: Tx,
  { emailNormalised, contactId }: ReportedDelivery,
): Promise<string | null> {
  if (emailNormalised !== null || contactId === null) return emailNormalised;
  return (await findContactById(tx, contactId))?.emailNormalised ?? null;
}
