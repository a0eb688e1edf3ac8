import { findAccountById } from "../accounts/index.ts";
import type { MailtoSubject } from "../lists/index.ts";
import { base32, fromBase32, sameBytes, type Keys } from "../platform/index.ts";
import { readReportAddress } from "../senders/index.ts";
import type { InboundDeps } from "./deps.ts";

/** What an address of ours is for. */
export type InboundTarget =
  | { kind: "unsubscribe"; subject: MailtoSubject }
  | { kind: "account"; accountId: number }
  /** The envelope sender of one delivery (SND-13); delivery 0 is the installation's own probe. */
  | { kind: "bounce"; accountId: number; deliveryId: number }
  /** Where receivers send their DMARC and TLS reports about the account's domains (SND-14). */
  | { kind: "reports"; accountId: number };

const PREFIX = "antworten+";
const TAG_BYTES = 16;
const LABEL = "inbound-account/v1";

/** The left part of the address to which an account forwards its reply mailbox; always the same. */
export function replyLocalPart(keys: Keys, accountId: number): string {
  const plain = Buffer.alloc(4);
  plain.writeUInt32BE(accountId);
  return PREFIX + base32(Buffer.concat([tagOf(keys, plain), plain]));
}

function tagOf(keys: Keys, plain: Buffer): Buffer {
  return keys.mac(LABEL, plain).subarray(0, TAG_BYTES);
}

function openReplyLocalPart(keys: Keys, localPart: string): number | null {
  const text = localPart.toLowerCase();
  if (!text.startsWith(PREFIX)) return null;
  const bytes = fromBase32(text.slice(PREFIX.length));
  if (bytes?.length !== TAG_BYTES + 4) return null;
  const plain = bytes.subarray(TAG_BYTES);
  return sameBytes(bytes.subarray(0, TAG_BYTES), tagOf(keys, plain)) ? plain.readUInt32BE(0) : null;
}

/** Reads an address by its signed left part alone; null for every other one. Upper and lower case mean the same. */
export function readInboundAddress(
  { keys, mailtos, bounces }: Pick<InboundDeps, "keys" | "mailtos" | "bounces">,
  address: string,
): InboundTarget | null {
  const localPart = address.slice(0, address.lastIndexOf("@"));
  const subject = mailtos.open(localPart);
  if (subject) return { kind: "unsubscribe", subject };
  const accountId = openReplyLocalPart(keys, localPart);
  if (accountId !== null) return { kind: "account", accountId };
  const reports = readReportAddress(keys, address);
  if (reports !== null) return { kind: "reports", accountId: reports };
  const bounce = bounces.read(address);
  return bounce === null ? null : { kind: "bounce", ...bounce };
}

/**
 * An address this installation takes mail for: a token of ours, and an account that exists (UNS-22). Bounces come to the
 * senders' own domains as well, everything else to the domain of the installation only.
 */
export async function acceptedTarget(
  deps: InboundDeps,
  address: string,
): Promise<InboundTarget | null> {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  const target = readInboundAddress(deps, address);
  if (target === null || deps.inboundDomain === null) return null;
  if (target.kind !== "bounce" && domain !== deps.inboundDomain) return null;
  const accountId = target.kind === "unsubscribe" ? target.subject.accountId : target.accountId;
  const account = await deps.db.account(accountId, (tx) => findAccountById(tx, accountId));
  return account ? target : null;
}

/**
 * Of the addresses in a header, or that a fetcher found, the one of this account that says most; another account's are
 * none of the caller's business.
 */
export function targetOf(
  deps: Pick<InboundDeps, "keys" | "mailtos" | "bounces">,
  accountId: number,
  addresses: readonly string[],
): InboundTarget {
  for (const address of addresses.slice(0, 50)) {
    const target = readInboundAddress(deps, address);
    if (target?.kind === "unsubscribe" && target.subject.accountId === accountId) return target;
    if (target?.kind === "bounce" && target.accountId === accountId) return target;
  }
  return { kind: "account", accountId };
}
