import { createSyntheticIv, type Keys } from "../platform/index.ts";

/** What a link in a mail is for. Each purpose has tokens of its own; one cannot be used as another. */
export type LinkPurpose = "unsubscribe" | "manage" | "question" | "objection";

/**
 * Stands for the list where there is none: the mail went to an existing customer on § 7(3) UWG, and leaving means
 * objecting to such mails (LEG-15). No list has this number.
 */
export const CUSTOMER_MAIL = 0;

/** What a link of a newsletter knows: enough to unsubscribe when mailing, list, contact and delivery are gone (UNS-22). */
export interface LinkSubject {
  accountId: number;
  listId: number;
  contactId: number;
  /** Keyed 16-byte hash of the address. */
  addressHash: Buffer;
  /** Number of the mailing, 0 for none. */
  mailingId: number;
  /** When the mail was written, to the minute. */
  issuedAt: Date;
}

export interface LinkTokens {
  make(purpose: LinkPurpose, subject: LinkSubject): string;
  /** Null for every token that is not one of ours, whatever is wrong with it (UNS-18). */
  open(purpose: LinkPurpose, token: string): LinkSubject | null;
}

const PURPOSE_CODE: Record<LinkPurpose, number> = {
  unsubscribe: 1,
  manage: 2,
  question: 3,
  objection: 4,
};
const VERSION = 1;
const PLAIN_BYTES = 42;
const TAG_BYTES = 16;
const TOKEN_LENGTH = Math.ceil(((PLAIN_BYTES + TAG_BYTES) * 4) / 3);
const MINUTE_MS = 60_000;

/**
 * Deterministic: the same person gets the same token within a minute, so a retried mail is the same mail. 128 bits
 * against forging. Tokens never expire; what they may do ages (see `preferences`).
 */
export function createLinkTokens(keys: Keys): LinkTokens {
  const sealer = createSyntheticIv(
    keys.derive("link-token/v1/mac"),
    keys.derive("link-token/v1/cipher"),
  );
  return {
    make: (purpose, subject) => sealer.seal(encode(purpose, subject)).toString("base64url"),
    open(purpose, token) {
      if (token.length !== TOKEN_LENGTH || !/^[A-Za-z0-9_-]+$/.test(token)) return null;
      const bytes = Buffer.from(token, "base64url");
      // A second spelling of the same bytes is not the token that was given out.
      if (bytes.length !== TAG_BYTES + PLAIN_BYTES || bytes.toString("base64url") !== token)
        return null;
      const plain = sealer.open(bytes);
      return plain === null ? null : decode(purpose, plain);
    },
  };
}

function encode(purpose: LinkPurpose, subject: LinkSubject): Buffer {
  const plain = Buffer.alloc(PLAIN_BYTES);
  plain.writeUInt8(VERSION, 0);
  plain.writeUInt8(PURPOSE_CODE[purpose], 1);
  plain.writeUInt32BE(subject.accountId, 2);
  plain.writeUIntBE(subject.listId, 6, 6);
  plain.writeUIntBE(subject.contactId, 12, 6);
  plain.writeUInt32BE(subject.mailingId, 18);
  plain.writeUInt32BE(Math.floor(subject.issuedAt.getTime() / MINUTE_MS), 22);
  subject.addressHash.copy(plain, 26, 0, 16);
  return plain;
}

function decode(purpose: LinkPurpose, plain: Buffer): LinkSubject | null {
  if (plain.readUInt8(0) !== VERSION || plain.readUInt8(1) !== PURPOSE_CODE[purpose]) return null;
  return {
    accountId: plain.readUInt32BE(2),
    listId: plain.readUIntBE(6, 6),
    contactId: plain.readUIntBE(12, 6),
    mailingId: plain.readUInt32BE(18),
    issuedAt: new Date(plain.readUInt32BE(22) * MINUTE_MS),
    addressHash: Buffer.from(plain.subarray(26, 42)),
  };
}
