import { isIP } from "node:net";
import { ImapFlow } from "imapflow";
import { MailboxUnreadable } from "./mailbox.ts";
import {
  CONNECT_MS,
  LONGEST_SESSION_MS,
  SILENCE_MS,
  connectionProblem,
  resolveHost,
  type MailboxLogin,
  type MailboxSession,
} from "./session.ts";

/** Longest answer of a server that is kept in memory; a message is cut off before. */
const MOST_ANSWER = 32 * 1024 * 1024;

/** Signs in by IMAP (RFC 9051, RFC 3501) and opens the folder. Throws MailboxUnreadable. */
export async function openImap(login: MailboxLogin): Promise<MailboxSession> {
  const { mailbox, credential } = login;
  const client = new ImapFlow({
    host: await resolveHost(login),
    ...(isIP(mailbox.host) ? {} : { servername: mailbox.host }),
    port: mailbox.port,
    secure: mailbox.tls === "tls",
    doSTARTTLS: mailbox.tls === "starttls",
    auth:
      "password" in credential
        ? { user: mailbox.username, pass: credential.password }
        : { user: mailbox.username, accessToken: credential.accessToken },
    tls: { minVersion: "TLSv1.2", ...(login.ca === undefined ? {} : { ca: login.ca }) },
    disableAutoIdle: true,
    disableCompression: true,
    clientInfo: { name: "Klarpost" },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    maxLineLength: MOST_ANSWER,
    maxLiteralSize: MOST_ANSWER,
    maxResponseSize: 2 * MOST_ANSWER,
    logger: false,
  });
  client.on("error", () => undefined);
  const end = setTimeout(() => client.close(), login.longestMs ?? LONGEST_SESSION_MS).unref();
  client.on("close", () => clearTimeout(end));
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw signInProblem(error);
  }
  try {
    const opened = await client.mailboxOpen(mailbox.folder);
    if (mailbox.doneFolder !== null) await client.status(mailbox.doneFolder, { messages: true });
    return session(client, String(opened.uidValidity), mailbox);
  } catch (error) {
    // A connection that goes on was told that there is no such folder.
    const problem = client.usable
      ? commandProblem(error, "folder_missing")
      : connectionProblem(error);
    client.close();
    throw problem;
  }
}

function session(
  client: ImapFlow,
  uidValidity: string,
  { folder, doneFolder }: MailboxLogin["mailbox"],
): MailboxSession {
  const attempt = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw client.usable ? commandProblem(error, "protocol") : connectionProblem(error);
    }
  };
  return {
    async list() {
      const found = await attempt(client.search({ deleted: false }, { uid: true }));
      if (!found) throw new MailboxUnreadable("protocol");
      return found
        .toSorted((a, b) => a - b)
        .map((uid) => ({ uid: `${uidValidity}:${uid}`, number: uid }));
    },
    async fetch({ number }, most) {
      const found = await attempt(
        client.fetchOne(
          String(number),
          { uid: true, size: true, source: { start: 0, maxLength: most } },
          { uid: true },
        ),
      );
      if (!found || !found.source) return null;
      return { raw: found.source, complete: (found.size ?? 0) <= found.source.length };
    },
    async remove(entries) {
      if (entries.length === 0) return;
      const range = entries.map((entry) => entry.number).join(",");
      const done =
        doneFolder === null
          ? await attempt(client.messageDelete(range, { uid: true }))
          : await attempt(client.messageMove(range, doneFolder, { uid: true }));
      if (!done) throw new MailboxUnreadable("folder_missing");
    },
    async append(raw) {
      if (!(await attempt(client.append(folder, raw))))
        throw new MailboxUnreadable("folder_missing");
    },
    close: () => client.logout().catch(() => client.close()),
    destroy: () => client.close(),
  };
}

/** A server that cannot look anybody up just now has not refused the password (RFC 5530). */
function signInProblem(error: unknown): MailboxUnreadable {
  const { authenticationFailed, serverResponseCode } = error as {
    authenticationFailed?: boolean;
    serverResponseCode?: string;
  };
  if (!authenticationFailed) return connectionProblem(error);
  const isBusy = serverResponseCode === "UNAVAILABLE" || serverResponseCode === "INUSE";
  return new MailboxUnreadable(isBusy ? "busy" : "sign_in_refused", error);
}

/** Something is wrong with what was asked for, since the connection goes on. */
function commandProblem(error: unknown, refused: "folder_missing" | "protocol"): MailboxUnreadable {
  if (error instanceof MailboxUnreadable) return error;
  const { serverResponseCode } = error as { serverResponseCode?: string };
  return new MailboxUnreadable(serverResponseCode === "INUSE" ? "busy" : refused, error);
}
