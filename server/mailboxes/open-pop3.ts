import { MailboxUnreadable } from "./mailbox.ts";
import { Pop3Connection, Pop3Refusal } from "./pop3-connection.ts";
import {
  LONGEST_SESSION_MS,
  resolveHost,
  type MailboxLogin,
  type MailboxSession,
} from "./session.ts";

const MOST_LISTING = 16 * 1024 * 1024;
/** Octets of a line at least, on average: what TOP is asked for when a message is too large to be fetched whole. */
const LINE_OCTETS = 40;
const SLACK = 64 * 1024;

/** Signs in by POP3 (RFC 1939, 2595, 5034). Throws MailboxUnreadable. */
export async function openPop3(login: MailboxLogin): Promise<MailboxSession> {
  const { mailbox } = login;
  const connection = await refusals(
    login.mailbox.tls === "tls" ? "tls_failed" : "busy",
    Pop3Connection.open({
      address: await resolveHost(login),
      host: mailbox.host,
      port: mailbox.port,
      secure: mailbox.tls === "tls",
      ca: login.ca,
      longestMs: login.longestMs ?? LONGEST_SESSION_MS,
    }),
  );
  try {
    if (mailbox.tls === "starttls") await refusals("tls_failed", connection.startTls());
    await refusals("sign_in_refused", signIn(connection, login));
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return session(connection);
}

async function signIn(
  connection: Pop3Connection,
  { mailbox: { username }, credential }: MailboxLogin,
): Promise<void> {
  if ("password" in credential) {
    await connection.command(`USER ${username}`);
    await connection.command(`PASS ${credential.password}`);
    return;
  }
  await connection.command("AUTH XOAUTH2", true);
  const text = `user=${username}\u0001auth=Bearer ${credential.accessToken}\u0001\u0001`;
  await connection.command(Buffer.from(text).toString("base64"));
}

function session(connection: Pop3Connection): MailboxSession {
  const sizes = new Map<number, number>();
  const pairs = async (command: string): Promise<[number, string][]> => {
    const text = await refusals("protocol", connection.multiline(command, MOST_LISTING));
    return text
      .toString("latin1")
      .split("\r\n")
      .flatMap((line): [number, string][] => {
        const found = /^(\d{1,9}) (\S{1,200})$/.exec(line.trim());
        return found ? [[Number(found[1]), found[2]!]] : [];
      });
  };
  return {
    async list() {
      for (const [number, size] of await pairs("LIST")) sizes.set(number, Number(size));
      return (await pairs("UIDL")).map(([number, uid]) => ({ number, uid }));
    },
    async fetch({ number }, most) {
      const complete = (sizes.get(number) ?? 0) <= most;
      // Sizes are not exact with every server, and TOP counts lines: the answer has some room.
      const command = complete
        ? `RETR ${number}`
        : `TOP ${number} ${Math.floor(most / LINE_OCTETS / 4)}`;
      try {
        const raw = complete
          ? await connection.multiline(command, 2 * most + SLACK)
          : await connection.multiline(command, 64 * most, most);
        return { raw: raw.subarray(0, most), complete: complete && raw.length <= most };
      } catch (error) {
        if (error instanceof Pop3Refusal) return null;
        throw error;
      }
    },
    async remove(entries) {
      for (const { number } of entries)
        await refusals("protocol", connection.command(`DELE ${number}`));
    },
    async append() {
      throw new MailboxUnreadable("protocol");
    },
    async close() {
      try {
        // Only QUIT makes the server delete what DELE named (RFC 1939, 6).
        await refusals("protocol", connection.command("QUIT"));
      } finally {
        connection.destroy();
      }
    },
    destroy: () => connection.destroy(),
  };
}

async function refusals<T>(
  meaning: "tls_failed" | "busy" | "sign_in_refused" | "protocol",
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Pop3Refusal)) throw error;
    const busy =
      error.code === "IN-USE" || error.code === "LOGIN-DELAY" || error.code === "SYS/TEMP";
    throw new MailboxUnreadable(busy ? "busy" : meaning, error);
  }
}
