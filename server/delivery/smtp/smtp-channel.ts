import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { type Reply, ReplyReader } from "./reply.ts";
import type { Relay } from "./relay.ts";

/** Why a channel ended: a word for the log and the reason of a result. */
export type ChannelEnd =
  | "closed_by_relay"
  | "connection_lost"
  | "timeout"
  | "garbage"
  | "tls_failed"
  | "closed_by_us";

const READ_BUFFER = 4_096;

/**
 * One TCP or TLS connection that speaks in replies. Knows deadlines and how to become encrypted,
 * nothing of mail. `onEnd` comes exactly once; nothing comes after it.
 */
export class SmtpChannel {
  onReply: (reply: Reply) => void = () => {};
  onEnd: (end: ChannelEnd, detail: string) => void = () => {};
  onOpen: () => void = () => {};
  /** The quiet time is over (`setQuietTime`). */
  onQuiet: () => void = () => {};

  #socket: Socket;
  #reader: ReplyReader;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #quiet = false;
  /** While TLS begins, nothing readable may be left over from before. */
  #upgrading = false;
  readonly #relay: Relay;

  constructor(relay: Relay) {
    this.#relay = relay;
    this.#reader = this.#newReader();
    if (relay.encryption === "implicit") {
      const socket = connectTls({ port: relay.port, ...this.#tlsOptions() });
      this.#socket = socket;
      socket.once("secureConnect", () => this.#onSecure(socket));
      this.#watch(socket);
    } else {
      // Replies are read into one buffer that is used again and again.
      const onread = {
        buffer: Buffer.allocUnsafeSlow(READ_BUFFER),
        callback: (length: number, buffer: Uint8Array) => {
          this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, length).toString("latin1"));
          return true;
        },
      };
      this.#socket = connect({ host: relay.host, port: relay.port, onread });
      this.#socket.once("connect", () => this.onOpen());
      this.#watch(this.#socket);
    }
    this.#socket.setNoDelay(true);
  }

  /** Something of a reply has arrived that is not complete. */
  get hasPartialReply(): boolean {
    return this.#reader.isPartial;
  }

  get isEncrypted(): boolean {
    return "encrypted" in this.#socket;
  }

  write(data: string | Uint8Array): void {
    if (this.#ended) return;
    if (typeof data === "string") this.#socket.write(data, "latin1");
    else this.#socket.write(data);
  }

  /** The next reply has to be here within `ms`; a reply that does not come ends the channel. */
  setDeadline(ms: number): void {
    this.#quiet = false;
    this.#wakeIn(ms);
  }

  /** Nothing is expected; `onQuiet` comes after `ms` unless something is done before. */
  setQuietTime(ms: number): void {
    this.#quiet = true;
    this.#wakeIn(ms);
  }

  clearDeadline(): void {
    this.#deadline = Number.POSITIVE_INFINITY;
  }

  /** Begins TLS on the open connection; resolves when the other side has proved itself as required. */
  upgrade(): Promise<void> {
    // Whatever came in clear behind the reply to STARTTLS was put there by somebody else.
    if (this.#reader.isPartial) return Promise.reject(new Error("data before TLS"));
    this.#upgrading = true;
    return new Promise((resolve, reject) => {
      const socket = connectTls({ socket: this.#socket, ...this.#tlsOptions() });
      this.#socket = socket;
      this.#reader = this.#newReader();
      const failed = (error: Error) => reject(error);
      socket.once("error", failed);
      socket.once("close", () => reject(new Error("closed")));
      socket.once("secureConnect", () => {
        socket.off("error", failed);
        this.#upgrading = false;
        this.#onSecure(socket);
        resolve();
      });
      this.#watch(socket);
    });
  }

  /** Ends the connection at once. What was not sent is not sent. */
  destroy(): void {
    this.#end("closed_by_us", "");
  }

  #newReader(): ReplyReader {
    return new ReplyReader(
      (reply) => {
        if (!this.#ended) this.onReply(reply);
      },
      () => this.#end("garbage", "not a reply"),
    );
  }

  #tlsOptions() {
    const { encryption, host, trustedCertificates } = this.#relay;
    return {
      servername: /^[\d.]+$|:/.test(host) ? "" : host,
      host,
      rejectUnauthorized: encryption !== "opportunistic",
      minVersion: "TLSv1.2" as const,
      ...(trustedCertificates === undefined ? {} : { ca: trustedCertificates }),
    };
  }

  #onSecure(socket: TLSSocket): void {
    socket.on("data", (data: Buffer) => this.#receive(data.toString("latin1")));
    if (this.#relay.encryption === "implicit") this.onOpen();
  }

  #receive(text: string): void {
    if (this.#ended) return;
    if (this.#upgrading) this.#end("tls_failed", "data before TLS");
    else this.#reader.feed(text);
  }

  #watch(socket: Socket): void {
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      const tls =
        this.#upgrading || /^(ERR_TLS|ERR_SSL|DEPTH_|SELF_|CERT_|UNABLE_)|SSL|altnames/.test(code);
      this.#end(tls ? "tls_failed" : "connection_lost", code);
    });
    socket.on("end", () => this.#end("closed_by_relay", ""));
    socket.on("close", () => this.#end("closed_by_relay", ""));
  }

  #wakeIn(ms: number): void {
    this.#deadline = performance.now() + ms;
    if (this.#timer !== undefined && this.#timerAt <= this.#deadline) return;
    clearTimeout(this.#timer);
    this.#startTimer(ms);
  }

  #startTimer(ms: number): void {
    this.#timerAt = performance.now() + ms;
    this.#timer = setTimeout(() => {
      const left = this.#deadline - performance.now();
      this.#timer = undefined;
      if (left <= 0 && this.#quiet) this.onQuiet();
      else if (left <= 0) this.#end("timeout", "");
      else if (left !== Number.POSITIVE_INFINITY) this.#startTimer(left);
    }, Math.ceil(ms));
  }

  #end(end: ChannelEnd, detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket.destroy();
    this.onEnd(end, detail);
  }
}
