import { base32, createTokenSealer, fromBase32, type Keys } from "../platform/index.ts";

/** What an address for unsubscribing by mail knows: enough when mailing, list and contact are gone (UNS-22). */
export interface MailtoSubject {
  accountId: number;
  listId: number;
  /** Keyed 16-byte hash of the address. */
  addressHash: Buffer;
}

export interface MailtoTokens {
  /** The part before the @, at most 64 octets (RFC 5321, 4.5.3.1.1); undefined where a number is too large for it. */
  make(subject: MailtoSubject): string | undefined;
  /** Null for everything that is not one of ours. Upper and lower case mean the same. */
  open(localPart: string): MailtoSubject | null;
}

/** Gives the `mailto:` of a mail's List-Unsubscribe header. */
export type UnsubscribeMailto = (subject: MailtoSubject) => string | undefined;

const PREFIX = "u+";
const PLAIN_BYTES = 22;
const TAG_BYTES = 16;
/** Accounts and lists of one installation; what does not fit has the link alone. */
const MOST = 0xff_ff_ff;

/**
 * Like the tokens in links: the tag is a keyed hash of the plaintext, 128 bits against forging, and the initial
 * vector of the cipher (UNS-18). In base32, because mail programs and servers may fold the case of an address.
 * Never expires.
 */
export function createMailtoTokens(keys: Keys): MailtoTokens {
  const sealer = createTokenSealer(keys, "mailto-token/v1");
  return {
    make({ accountId, listId, addressHash }) {
      if (accountId > MOST || listId > MOST) return undefined;
      const plain = Buffer.alloc(PLAIN_BYTES);
      plain.writeUIntBE(accountId, 0, 3);
      plain.writeUIntBE(listId, 3, 3);
      addressHash.copy(plain, 6, 0, 16);
      return PREFIX + base32(sealer.seal(plain));
    },
    open(localPart) {
      const text = localPart.toLowerCase();
      if (!text.startsWith(PREFIX)) return null;
      const bytes = fromBase32(text.slice(PREFIX.length));
      if (bytes?.length !== TAG_BYTES + PLAIN_BYTES) return null;
      const plain = sealer.open(bytes);
      if (plain === null) return null;
      return {
        accountId: plain.readUIntBE(0, 3),
        listId: plain.readUIntBE(3, 3),
        addressHash: Buffer.from(plain.subarray(6, 22)),
      };
    },
  };
}

/** `mailto:u+…@domain?subject=unsubscribe`, for installations that receive mail (UNS-19). */
export function createUnsubscribeMailto(tokens: MailtoTokens, domain: string): UnsubscribeMailto {
  return (subject) => {
    const localPart = tokens.make(subject);
    return localPart && `mailto:${localPart}@${domain}?subject=unsubscribe`;
  };
}
