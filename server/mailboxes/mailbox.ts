import type { MailboxProblem } from "../../contract/mailbox-texts.ts";
import type { NewMailboxInput } from "../../contract/mailboxes.ts";
import { invalid, type Keys } from "../platform/index.ts";
import { isBouncePattern } from "./bounce-address.ts";

/** A mailbox at a provider whose messages are read. */
export interface Mailbox {
  id: number;
  publicId: string;
  accountId: number;
  name: string;
  protocol: "imap" | "pop3";
  host: string;
  port: number;
  tls: "tls" | "starttls" | "none";
  auth: "password" | "xoauth2";
  username: string;
  /** Sealed `MailboxSecret`. */
  secret: Buffer;
  purpose: "bounces" | "replies" | "reports" | "all";
  folder: string;
  doneFolder: string | null;
  pattern: string | null;
  active: boolean;
  everySeconds: number;
  nextAt: Date;
  lastAt: Date | null;
  lastOkAt: Date | null;
  lastCount: number | null;
  failures: number;
  problem: MailboxProblem | null;
}

export type MailboxSettings = Omit<
  Mailbox,
  | "id"
  | "publicId"
  | "accountId"
  | "nextAt"
  | "lastAt"
  | "lastOkAt"
  | "lastCount"
  | "failures"
  | "problem"
>;

/** What signs in: a password, or what gets an access token (XOAUTH2). */
export type MailboxSecret =
  | { password: string }
  | {
      tokenUrl: string;
      clientId: string;
      clientSecret?: string | undefined;
      refreshToken: string;
    };

/** A mailbox could not be read. `problem` says why in the words of contract/mailbox-texts.ts. */
export class MailboxUnreadable extends Error {
  override readonly name = "MailboxUnreadable";
  readonly problem: MailboxProblem;
  constructor(problem: MailboxProblem, cause?: unknown) {
    super(`mailbox: ${problem}`, { cause });
    this.problem = problem;
  }
}

const LABEL = "mailbox-secret/v1";

export function sealSecret(keys: Keys, secret: MailboxSecret): Buffer {
  return keys.seal(LABEL, Buffer.from(JSON.stringify(secret)));
}

export function openSecret(keys: Keys, sealed: Buffer): MailboxSecret {
  return JSON.parse(keys.open(LABEL, sealed).toString("utf8")) as MailboxSecret;
}

/** The secret that somebody entered, if any. Throws AppError 400 for both kinds at once. */
export function secretOf(
  input: Pick<NewMailboxInput, "password" | "oauth">,
): MailboxSecret | undefined {
  if (input.password !== undefined && input.oauth !== undefined)
    throw invalid("mailbox_two_secrets", "Give a password or an OAuth grant, not both.");
  if (input.password !== undefined) return { password: input.password };
  return input.oauth;
}

/**
 * Refuses what can never work: a password in clear text over the open internet, folders at POP3, a pattern whose
 * addresses could not be read again. `isOwnHost`: the host is one of PRIVATE_HOSTS. Throws AppError 400.
 */
export function requireGoodMailbox(settings: MailboxSettings, isOwnHost: boolean): void {
  if (settings.tls === "none" && !isOwnHost)
    throw invalid(
      "mailbox_not_encrypted",
      "Without encryption only hosts of the own network are read.",
      { hint: "Choose TLS or STARTTLS; PRIVATE_HOSTS names hosts of the own network." },
    );
  if (settings.protocol === "pop3" && (settings.folder !== "INBOX" || settings.doneFolder !== null))
    throw invalid("mailbox_no_folders", "POP3 knows no folders.", {
      hint: "Leave out `folder` and `doneFolder`, or choose IMAP.",
    });
  if (settings.doneFolder !== null && settings.doneFolder === settings.folder)
    throw invalid("mailbox_same_folder", "Finished messages cannot go to the folder that is read.");
  if (settings.pattern !== null && !isBouncePattern(settings.pattern))
    throw invalid("mailbox_bad_pattern", "This is no pattern for bounce addresses.", {
      hint: "Expected lower case with one % before the @, as in bounces+%@example.org or %@bounces.example.org.",
    });
}

const MINUTE_MS = 60_000;
/** Refused sign-ins are repeated rarely: providers lock accounts after some. */
const SLOW: ReadonlySet<MailboxProblem> = new Set(["sign_in_refused", "token_refused"]);

/** Milliseconds until the next visit: the usual time, doubled with each failure in a row up to an hour. Pure. */
export function pauseAfterVisit(
  mailbox: Pick<Mailbox, "everySeconds">,
  failures: number,
  problem: MailboxProblem | null,
): number {
  const usual = mailbox.everySeconds * 1000;
  if (problem === null) return usual;
  const least = SLOW.has(problem) ? 15 * MINUTE_MS : usual;
  return Math.max(usual, Math.min(60 * MINUTE_MS, least * 2 ** Math.min(failures - 1, 10)));
}
