import type { Tx } from "../platform/index.ts";
import { findDomain } from "./domains.store.ts";

/** The name below a sender's domain whose envelope senders take what comes back (SND-13). */
export const bounceDomainFor = (domain: string): string => `bounce.${domain}`;

/**
 * The domain for envelope senders of mail from this domain, once its records were found in the DNS: receivers
 * refuse a sender whose domain does not exist (RFC 5321, 3.3 and 7.9). Null: none is set up, or its records
 * were never seen.
 */
export async function bounceDomainOf(tx: Tx, domain: string): Promise<string | null> {
  const found = await findDomain(tx, domain);
  return found && found.bounceSeenAt !== null ? found.bounceDomain : null;
}
