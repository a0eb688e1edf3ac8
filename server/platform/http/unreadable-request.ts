import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { randomToken } from "../ids.ts";

/** How long a client that sends on is listened to after its answer, milliseconds. */
const LINGER_MS = 1000;

/** What node's parser says of a request, as an answer. */
const REFUSALS: Readonly<Record<string, [status: number, code: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    "head_too_large",
    "The address and headers of a request may have 16 kB.",
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    413,
    "body_too_large",
    "The body has too much beside its contents.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "request_too_slow", "The request did not end in time."],
};

/**
 * Answers what cannot be read as a request, and then listens a moment longer. A connection that is closed while its
 * client still sends is reset, and the reset takes the answer away from the client before it was read (RFC 9112, 9.6).
 *
 * @param headers further headers of the answer
 */
export function createUnreadableAnswer(headers: Readonly<Record<string, string>>) {
  const answered = new WeakSet<Socket>();
  return (error: Error & { code?: string; rawPacket?: unknown }, socket: Socket): void => {
    // Every further part of what it sends comes here again.
    if (answered.has(socket)) return;
    answered.add(socket);
    const { _httpMessage: under } = socket as { _httpMessage?: ServerResponse | null };
    if (error.code === "ECONNRESET" || !socket.writable || under?.headersSent) {
      socket.destroy();
      return;
    }
    const [status, code, detail] = REFUSALS[error.code ?? ""] ?? [
      400,
      "request_not_readable",
      "This is no request of HTTP/1.1.",
    ];
    const body = JSON.stringify({
      type: "about:blank",
      title: code,
      status,
      detail,
      code,
      hint: "Correct the request.",
      requestId: randomToken(9),
    });
    const head = Object.entries({
      ...headers,
      "content-type": "application/problem+json; charset=utf-8",
      "content-length": String(Buffer.byteLength(body)),
      connection: "close",
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    // An answer to HEAD ends with its head; what follows would be read as an answer that nobody asked for (RFC 9110, 9.3.2).
    const isHead =
      error.rawPacket instanceof Buffer && error.rawPacket.toString("latin1", 0, 5) === "HEAD ";
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join("")}\r\n${isHead ? "" : body}`,
    );
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(timer));
  };
}
