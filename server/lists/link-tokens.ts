import { createTokenSealer, type Keys } from "../platform/index.ts";

/** What a link in a mail is for. Each purpose has tokens of its own; one cannot be used as another. */
export type LinkPurpose = "unsubscribe" | "manage" | "question" | "objection";

/**
 * Stands for the list where there is none: the mail went to an existing customer on § 7(3) UWG, and leaving means
 * objecting to such mails (LEG-15). No list has this number.
 */
export const CUSTOMER_MAIL = 0;

/** Stands for the list in links of campaigns: leaving means the person they name (UNS-12). No list has this number. */
export const CORE_MAIL = 0xffff_ffff_ffff;

/** What a link of a newsletter knows: enough to unsubscribe when mailing, list, contact and delivery are gone (UNS-22). */
export interface LinkSubject {
  accountId: number;
  listId: number;
  contactId: number;
  /** Keyed 16-byte hash of the address. */
  addressHash: Buffer;
  /** Number of the mailing, 0 for none. */
  mailingId: number;
  /** Of a campaign: the person of the core system it is about, known when list and record are gone (UNS-22). */
  person?: { source: string; number: string };
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
/** Of links of campaigns: the same, then source and person number in a field of constant length. */
const PERSON_VERSION = 2;
const PLAIN_BYTES = 42;
const PERSON_BYTES = 84;
/** UTF-8 bytes a source and a person number may have together. */
export const PERSON_MOST_BYTES = PERSON_BYTES - 2;
const TAG_BYTES = 16;
const lengthOf = (plain: number) => Math.ceil(((plain + TAG_BYTES) * 4) / 3);
const LENGTHS = new Map(
  [PLAIN_BYTES, PLAIN_BYTES + PERSON_BYTES].map((bytes) => [lengthOf(bytes), bytes]),
);
const MINUTE_MS = 60_000;

/**
 * Deterministic: the same person gets the same token within a minute, so a retried mail is the same mail. 128 bits
 * against forging. Tokens never expire; what they may do ages (see `preferences`).
 */
export function createLinkTokens(keys: Keys): LinkTokens {
  const sealer = createTokenSealer(keys, "link-token/v1");
  return {
    make: (purpose, subject) => sealer.seal(encode(purpose, subject)).toString("base64url"),
    open(purpose, token) {
      const expected = LENGTHS.get(token.length);
      if (expected === undefined || !/^[A-Za-z0-9_-]+$/.test(token)) return null;
      const bytes = Buffer.from(token, "base64url");
      // A second spelling of the same bytes is not the token that was given out.
      if (bytes.length !== TAG_BYTES + expected || bytes.toString("base64url") !== token)
        return null;
      const plain = sealer.open(bytes);
      return plain === null ? null : decode(purpose, plain);
    },
  };
}

function encode(purpose: LinkPurpose, subject: LinkSubject): Buffer {
  const { person } = subject;
  const plain = Buffer.alloc(PLAIN_BYTES + (person ? PERSON_BYTES : 0));
  plain.writeUInt8(person ? PERSON_VERSION : VERSION, 0);
  plain.writeUInt8(PURPOSE_CODE[purpose], 1);
  plain.writeUInt32BE(subject.accountId, 2);
  plain.writeUIntBE(subject.listId, 6, 6);
  plain.writeUIntBE(subject.contactId, 12, 6);
  plain.writeUInt32BE(subject.mailingId, 18);
  plain.writeUInt32BE(Math.floor(subject.issuedAt.getTime() / MINUTE_MS), 22);
  subject.addressHash.copy(plain, 26, 0, 16);
  if (person) writePerson(plain, person);
  return plain;
}

function writePerson(plain: Buffer, { source, number }: { source: string; number: string }): void {
  const texts = [Buffer.from(source), Buffer.from(number)];
  if (texts[0]!.length + texts[1]!.length > PERSON_MOST_BYTES)
    throw new Error("Source and person number are too long for a link.");
  let at = PLAIN_BYTES;
  for (const text of texts) {
    plain.writeUInt8(text.length, at);
    text.copy(plain, at + 1);
    at += 1 + text.length;
  }
}

function readPerson(plain: Buffer): { source: string; number: string } {
  const source = 1 + plain.readUInt8(PLAIN_BYTES);
  const at = PLAIN_BYTES + source;
  const text = (from: number) => plain.toString("utf8", from + 1, from + 1 + plain.readUInt8(from));
  return { source: text(PLAIN_BYTES), number: text(at) };
}

function decode(purpose: LinkPurpose, plain: Buffer): LinkSubject | null {
  const version = plain.length === PLAIN_BYTES ? VERSION : PERSON_VERSION;
  if (plain.readUInt8(0) !== version || plain.readUInt8(1) !== PURPOSE_CODE[purpose]) return null;
  return {
    accountId: plain.readUInt32BE(2),
    listId: plain.readUIntBE(6, 6),
    contactId: plain.readUIntBE(12, 6),
    mailingId: plain.readUInt32BE(18),
    issuedAt: new Date(plain.readUInt32BE(22) * MINUTE_MS),
    addressHash: Buffer.from(plain.subarray(26, 42)),
    ...(version === PERSON_VERSION ? { person: readPerson(plain) } : {}),
  };
}
