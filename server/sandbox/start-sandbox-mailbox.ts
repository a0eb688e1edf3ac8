import { Buffer } from "node:buffer";
import type { AddressInfo } from "node:net";
import type { SMTPServerDataStream, SMTPServerSession } from "smtp-server";
import { SMTPServer } from "smtp-server";
import type { Clock, Logger } from "../platform/index.ts";
import { accountOfHello, maximumMessageSize } from "./mailbox.ts";
import { storeMailboxMessage, sweepMailboxes } from "./mailbox-files.ts";
import { readMessageHead } from "./message-head.ts";

const sweepEvery = 60_000;
/** After so much new mail the limits are enforced at once rather than with the next sweep. */
const sweepAfter = { messages: 500, bytes: 128 * 1024 * 1024 };
/** Bytes of messages that may be underway in memory over all connections. */
const mostInMemory = 256 * 1024 * 1024;

/**
 * Starts the built-in catch-all mailbox: an SMTP server on the loopback interface without
 * authentication and TLS that takes every recipient and keeps messages as files for at most
 * 24 hours. Which account a message belongs to is said by EHLO, see `sandboxHelloName`.
 *
 * `port` 0 or none: any free one. Rejects when the port is taken. `stop` waits for messages that
 * are being received.
 */
export async function startSandboxMailbox({
  dataDir,
  clock,
  log,
  port = 0,
}: {
  dataDir: string;
  clock: Clock;
  log: Logger;
  port?: number;
}): Promise<{ port: number; stop(): Promise<void> }> {
  const fresh = { messages: 0, bytes: 0 };
  let inMemory = 0;
  let sweeping: Promise<void> | undefined;

  const sweep = () =>
    (sweeping ??= sweepMailboxes(dataDir, clock.now())
      .then((removed) => {
        fresh.messages = fresh.bytes = 0;
        if (removed > 0) log.debug({ removed }, "swept the sandbox mailbox");
      })
      .catch((error: unknown) => log.error({ err: error }, "cannot sweep the sandbox mailbox"))
      .finally(() => (sweeping = undefined)));

  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (stream.sizeExceeded) {
          chunks.length = 0;
          continue;
        }
        inMemory += chunk.length;
        size += chunk.length;
        if (inMemory > mostInMemory) throw refusal(452, "Too much mail at once, try again");
        chunks.push(chunk);
      }
      if (stream.sizeExceeded) throw refusal(552, "The message is larger than 25 MB");
      const raw = Buffer.concat(chunks);
      const { mailFrom, rcptTo } = session.envelope;
      const head = await readMessageHead(raw, {
        from: mailFrom === false ? "" : mailFrom.address,
        to: rcptTo.map((each) => each.address),
      });
      const account = accountOfHello(String(session.hostNameAppearsAs));
      const id = await storeMailboxMessage(dataDir, account, clock.now(), head, raw);
      fresh.messages += 1;
      fresh.bytes += raw.length;
      if (fresh.messages >= sweepAfter.messages || fresh.bytes >= sweepAfter.bytes) void sweep();
      return `2.0.0 Stored as ${id}`;
    } finally {
      inMemory -= size;
    }
  };

  const server = new SMTPServer({
    name: "mailbox.sandbox.klarpost.invalid",
    banner: "Klarpost sandbox mailbox",
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: maximumMessageSize,
    maxClients: 100,
    socketTimeout: 120_000,
    closeTimeout: 5_000,
    onData(stream, session, callback) {
      receive(stream, session).then(
        (answer) => callback(null, answer),
        (error: Error & { code?: unknown; responseCode?: number }) => {
          // A client that left in the middle took its message with it.
          if (error.code !== "ECONNECTION" && error.responseCode === undefined) {
            log.error({ err: error }, "the sandbox mailbox cannot store a message");
          }
          stream.resume();
          callback(error.responseCode ? error : refusal(451, "The message cannot be stored"));
        },
      );
    },
  });
  server.on("error", (error) => log.debug({ err: error }, "sandbox mailbox connection failed"));

  await sweep();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
  const timer = setInterval(() => void sweep(), sweepEvery);
  timer.unref();
  return {
    port: (server.server.address() as AddressInfo).port,
    async stop() {
      clearInterval(timer);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await sweeping;
    },
  };
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}
