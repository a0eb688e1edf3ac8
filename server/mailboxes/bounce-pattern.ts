import type { Tx } from "../platform/index.ts";
import { bounceDomainOf } from "../senders/index.ts";
import { bouncePatternsOfMailboxes } from "./mailboxes.store.ts";

/**
 * What the envelope sender of mails from a domain looks like, with `%` for the token of the delivery (SND-13). Null:
 * nothing here reads bounces, so they go to the sender's own address. In this order:
 *
 * 1. the domain's own bounce domain, whose records were found in the DNS;
 * 2. a mailbox at the domain, or below or above it, that is read;
 * 3. the installation's domain: SPF is then not aligned for DMARC (RFC 7489, 3.1.2), the signature is;
 * 4. a mailbox elsewhere, with the same limit.
 *
 * @param inboundDomain `INBOUND_DOMAIN` of the installation, null where it receives no mail
 */
export async function bouncePattern(
  tx: Tx,
  senderDomain: string,
  inboundDomain: string | null = null,
): Promise<string | null> {
  const own = inboundDomain === null ? null : await bounceDomainOf(tx, senderDomain);
  if (own !== null) return `b+%@${own}`;
  const mailboxes = (await bouncePatternsOfMailboxes(tx)).map((one) => one.pattern);
  return (
    mailboxes.find((pattern) => isAligned(domainOf(pattern), senderDomain)) ??
    (inboundDomain === null ? (mailboxes[0] ?? null) : `b+%@${inboundDomain}`)
  );
}

/** Relaxed alignment without a list of public suffixes: the same domain, or one lies below the other. */
export function isAligned(envelopeDomain: string, senderDomain: string): boolean {
  return (
    envelopeDomain === senderDomain ||
    envelopeDomain.endsWith(`.${senderDomain}`) ||
    senderDomain.endsWith(`.${envelopeDomain}`)
  );
}

function domainOf(pattern: string): string {
  return pattern.slice(pattern.lastIndexOf("@") + 1);
}
