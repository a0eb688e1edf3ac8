import type { AddressInfo } from "node:net";
import type { SMTPServerDataStream, SMTPServerSession } from "smtp-server";
import { SMTPServer } from "smtp-server";
import { INBOUND_MAX_BYTES } from "../../contract/inbound.ts";
import { AppError } from "../platform/index.ts";
import type { InboundDeps } from "./deps.ts";
import { acceptedTarget, type InboundTarget } from "./inbound-address.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { noteInbound } from "./note-inbound.ts";
import { parseInbound } from "./parse-inbound.ts";
import { receiveMessage } from "./receive-message.ts";

const MOST_CONNECTIONS = 50;
const MOST_RECIPIENTS = 10;
/** Messages a minute from one machine; a mail server in front is one machine. */
const MOST_A_MINUTE = 600;
/** Wrong recipients after which a connection ends: nobody tries out tokens here. */
const MOST_WRONG = 10;
/** Bytes of messages underway over all connections. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;
const MINUTE_MS = 60_000;

export interface InboundServer {
  port: number;
  stop(): Promise<void>;
}

interface Visit {
  targets: Map<string, InboundTarget>;
  wrong: number;
}

/**
 * Starts the SMTP server for mail that comes in: it takes messages for addresses with a token of ours and relays
 * nothing. 250 is answered after what the message did is committed (RFC 5321, 4.2.5); whatever fails meanwhile is
 * answered with 4xx, so that the sender keeps it. `port` 0: any free one. Rejects when the port is taken.
 */
export async function startInboundServer(
  deps: InboundDeps,
  { host, port }: { host: string; port: number },
): Promise<InboundServer> {
  const visits = new WeakMap<SMTPServerSession, Visit>();
  const visitOf = (session: SMTPServerSession): Visit => {
    let visit = visits.get(session);
    if (!visit) visits.set(session, (visit = { targets: new Map(), wrong: 0 }));
    return visit;
  };
  const rate = createRate(() => deps.clock.now().getTime());
  const memory = { used: 0 };
  const server = new SMTPServer({
    name: deps.inboundDomain ?? "inbound.klarpost.invalid",
    banner: "Klarpost inbound",
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: INBOUND_MAX_BYTES,
    maxClients: MOST_CONNECTIONS,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onMailFrom(_address, session, callback) {
      visitOf(session).targets.clear();
      callback(
        rate.admit(session.remoteAddress) ? null : refusal(450, "4.7.0 Too many messages, later"),
      );
    },
    onRcptTo({ address }, session, callback) {
      admit(deps, visitOf(session), address).then(
        () => callback(null),
        (error: unknown) => callback(asRefusal(deps, error)),
      );
    },
    onData(stream, session, callback) {
      receive(deps, memory, stream, [...visitOf(session).targets.values()]).then(
        () => callback(null, "2.0.0 Done"),
        (error: unknown) => {
          stream.resume();
          callback(asRefusal(deps, error));
        },
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: Error & { code?: string }) => reject(notFree(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      server.on("error", (error) => deps.log.debug({ err: error }, "inbound connection failed"));
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function admit(deps: InboundDeps, visit: Visit, address: string): Promise<void> {
  if (visit.wrong >= MOST_WRONG) throw refusal(421, "4.7.0 Too many unknown recipients");
  if (visit.targets.size >= MOST_RECIPIENTS) throw refusal(452, "4.5.3 Too many recipients");
  const target = await acceptedTarget(deps, address);
  if (target === null) {
    visit.wrong++;
    throw refusal(550, "5.1.1 No such address here");
  }
  visit.targets.set(address.toLowerCase(), target);
}

async function receive(
  deps: InboundDeps,
  memory: { used: number },
  stream: SMTPServerDataStream,
  targets: InboundTarget[],
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (stream.sizeExceeded) {
        chunks.length = 0;
        continue;
      }
      memory.used += chunk.length;
      size += chunk.length;
      if (memory.used > MOST_IN_MEMORY) throw refusal(452, "4.3.1 Too much mail at once, later");
      chunks.push(chunk);
    }
    if (stream.sizeExceeded) throw refusal(552, "5.3.4 The message is larger than 10 MB");
    const raw = Buffer.concat(chunks);
    let mail: Promise<InboundMail> | undefined;
    const read = () => (mail ??= parseInbound(raw));
    for (const target of targets)
      await receiveMessage(deps, target, { raw, read, source: "listener" }, noteInbound);
  } finally {
    memory.used -= size;
  }
}

function createRate(now: () => number): { admit(address: string): boolean } {
  const seen = new Map<string, { until: number; count: number }>();
  return {
    admit(address) {
      const at = now();
      let one = seen.get(address);
      if (!one || one.until <= at) {
        if (seen.size >= 10_000) seen.clear();
        seen.set(address, (one = { until: at + MINUTE_MS, count: 0 }));
      }
      return ++one.count <= MOST_A_MINUTE;
    },
  };
}

function notFree(cause: Error & { code?: string }, host: string, port: number): AppError {
  return new AppError(
    "inbound_port_not_free",
    500,
    `INBOUND_SMTP_PORT: ${host}:${port} cannot be opened (${cause.code ?? cause.message}).`,
    { hint: "Choose another port, or stop what listens there.", cause },
  );
}

function refusal(code: number, message: string): Error & { responseCode: number } {
  return Object.assign(new Error(message), { responseCode: code });
}

/** What cannot be read is refused for good; everything that may be our fault is to be delivered again. */
function asRefusal(deps: InboundDeps, error: unknown): Error {
  const { responseCode, code } = error as { responseCode?: number; code?: unknown };
  if (responseCode !== undefined) return error as Error;
  if (error instanceof AppError && error.status === 422)
    return refusal(554, "5.6.0 This is no message that can be read");
  if (error instanceof AppError && error.status === 503)
    return refusal(451, "4.3.2 Busy, try again later");
  // A client that left in the middle took its message with it.
  if (code !== "ECONNECTION") deps.log.error({ err: error }, "mail that came in was not processed");
  return refusal(451, "4.3.0 Not processed, try again later");
}
