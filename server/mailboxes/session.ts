import { lookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { OutsideRefused, type OutsideGuard } from "../platform/index.ts";
import { MailboxUnreadable, type Mailbox } from "./mailbox.ts";

/** A message in a mailbox, by the name it keeps as long as it lies there. */
export interface MailboxEntry {
  /** IMAP: UIDVALIDITY and UID, POP3: UIDL. */
  uid: string;
  /** IMAP: the UID, POP3: the number in this session. */
  number: number;
}

/** A signed-in connection to one folder. Every method throws MailboxUnreadable. */
export interface MailboxSession {
  /** Everything that lies in the folder, oldest first. */
  list(): Promise<MailboxEntry[]>;
  /** The first `most` bytes, and whether that is all; null: it has gone meanwhile. */
  fetch(entry: MailboxEntry, most: number): Promise<{ raw: Buffer; complete: boolean } | null>;
  /** Deletes, or moves where the mailbox says so. POP3 servers do it when the session is closed. */
  remove(entries: MailboxEntry[]): Promise<void>;
  /** Puts a message into the folder; POP3 cannot. */
  append(raw: Buffer): Promise<void>;
  close(): Promise<void>;
  /** Cuts the connection off; nothing half done is confirmed. */
  destroy(): void;
}

/** How to reach a mailbox and who signs in. */
export interface MailboxLogin {
  mailbox: Pick<Mailbox, "host" | "port" | "tls" | "username" | "folder" | "doneFolder">;
  credential: { password: string } | { accessToken: string };
  guard: OutsideGuard;
  /** Certificate authorities instead of the usual ones (tests). */
  ca?: string | undefined;
  /** How long the session may take (tests). */
  longestMs?: number | undefined;
}

export const CONNECT_MS = 10_000;
export const SILENCE_MS = 30_000;
/** A server that says a byte now and then keeps nobody longer than the lease of its mailbox. */
export const LONGEST_SESSION_MS = 4 * 60_000;

/** The address to connect to, looked up once, so that the name cannot answer differently afterwards (SSRF). */
export async function resolveHost({ mailbox, guard }: MailboxLogin): Promise<string> {
  const host = mailbox.host.replace(/^\[|\]$/g, "");
  let through: LookupFunction | undefined;
  try {
    through = guard(mailbox.host, mailbox.port);
  } catch (error) {
    throw new MailboxUnreadable("host_not_public", error);
  }
  const ask = through ?? (lookup as LookupFunction);
  return new Promise((resolve, reject) => {
    ask(host, { all: true }, (error, found) => {
      const [first] = Array.isArray(found) ? (found as LookupAddress[]) : [];
      if (error || !first)
        reject(
          new MailboxUnreadable(
            error !== null && !isDnsError(error) ? "host_not_public" : "host_not_found",
            error,
          ),
        );
      else resolve(first.address);
    });
  });
}

function isDnsError(error: Error): boolean {
  return !(error instanceof OutsideRefused) && (error as { code?: string }).code !== undefined;
}

/** What an error of the connection means to whoever set the mailbox up. */
export function connectionProblem(error: unknown): MailboxUnreadable {
  if (error instanceof MailboxUnreadable) return error;
  const { code = "", message = "" } = error as { code?: unknown; message?: string };
  const name = String(code);
  if (
    /^(?:ERR_TLS|ERR_SSL|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME|EPROTO)|STARTTLS/i.test(
      name,
    ) ||
    /certificate|wrong version number|STARTTLS/i.test(message)
  )
    return new MailboxUnreadable("tls_failed", error);
  return new MailboxUnreadable("unreachable", error);
}
