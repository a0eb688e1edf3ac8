import { randomBytes } from "node:crypto";

/** A message in the list of the built-in mailbox: its envelope and what its header says. */
export type MailboxEntry = {
  id: string;
  receivedAt: Date;
  /** From the message's header, as a reader sees it. */
  from: string;
  to: string;
  subject: string;
  date: string | null;
  /** Addresses of the SMTP envelope; the sender is empty for `MAIL FROM:<>`. */
  envelope: { from: string; to: string[] };
  /** Bytes of the raw message. */
  size: number;
};

/** What is written before the raw message, as one line of JSON. */
export type MailboxHead = Pick<MailboxEntry, "from" | "to" | "subject" | "date" | "envelope">;

/** Everything else the mailbox shows of one message. */
export type ParsedMessage = {
  html: string | null;
  text: string | null;
  headers: { name: string; value: string }[];
  links: { url: string; text: string }[];
  attachments: { name: string; mediaType: string; size: number }[];
};

/** Messages are kept for at most 24 hours, because they hold tokens beside an address. */
export const keptMilliseconds = 24 * 60 * 60 * 1000;

/** Bounds of one account's mailbox; the oldest messages make room. */
export const mailboxLimits = { messages: 10_000, bytes: 512 * 1024 * 1024 } as const;

/** Largest message that is taken, in bytes (announced with SIZE, RFC 1870). */
export const maximumMessageSize = 25 * 1024 * 1024;

/** The mailbox of messages that announce no account. */
export const unassigned = "unassigned";

const accountPattern = /^acc_[0-9a-z]{8,64}$/;
const idPattern = /^(?<time>[0-9a-z]{9})-[0-9a-f]{16}-(?<size>[0-9a-z]{1,7})$/;
const helloSuffix = ".sandbox.klarpost.invalid";

/**
 * The name a sandbox transport announces with EHLO, by which the mailbox files what it sends. The
 * message itself stays as every recipient would get it. `.invalid` is reserved (RFC 2606).
 */
export function sandboxHelloName(accountPublicId: string): string {
  return `${accountPublicId}${helloSuffix}`;
}

/** The account a client announced, or {@link unassigned}. */
export function accountOfHello(name: string): string {
  const account = name.toLowerCase().endsWith(helloSuffix)
    ? name.toLowerCase().slice(0, -helloSuffix.length)
    : "";
  return accountPattern.test(account) ? account : unassigned;
}

/** True for names that may become a folder. */
export function isMailboxName(name: string): boolean {
  return name === unassigned || accountPattern.test(name);
}

/** A message id that sorts by the time of receipt and carries the size, so a list needs no stat. */
export function newMessageId(at: Date, size: number): string {
  const time = at.getTime().toString(36).padStart(9, "0");
  return `${time}-${randomBytes(8).toString("hex")}-${size.toString(36)}`;
}

/** Time and size of a message id; null for anything that is none. */
export function readMessageId(id: string): { receivedAt: Date; size: number } | null {
  const { time, size } = idPattern.exec(id)?.groups ?? {};
  if (time === undefined || size === undefined) return null;
  return { receivedAt: new Date(Number.parseInt(time, 36)), size: Number.parseInt(size, 36) };
}

/**
 * Ids that must go: older than 24 hours, and the oldest above the limits of number and total size.
 * `ids` may come in any order.
 */
export function surplus(
  ids: string[],
  now: Date,
  limits: { messages: number; bytes: number } = mailboxLimits,
): string[] {
  let messages = 0;
  let bytes = 0;
  return ids
    .filter((id) => readMessageId(id) !== null)
    .toSorted()
    .toReversed()
    .filter((id) => {
      const { receivedAt, size } = readMessageId(id)!;
      messages += 1;
      bytes += size;
      const age = now.getTime() - receivedAt.getTime();
      return age >= keptMilliseconds || messages > limits.messages || bytes > limits.bytes;
    });
}
