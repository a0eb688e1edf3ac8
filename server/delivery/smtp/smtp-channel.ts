import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { connectThrough } from "./proxy.ts";
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

  /** Undefined until a proxy has opened the way. */
  #socket: Socket | undefined;
  readonly #givenUp = new AbortController();
  #reader: ReplyReader;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #quiet = false;
  /** While TLS begins, nothing readable may be left over from before. */
  #upgrading = false;
  #beforeTls: () => void = () => {};
  readonly #relay: Relay;

  /** @param connectMs how long a proxy may take, in milliseconds */
  constructor(relay: Relay, connectMs = 30_000) {
    this.#relay = relay;
    this.#reader = this.#newReader();
    const { port } = relay;
    const host = relay.address ?? relay.host;
    const lookup = relay.lookup ? { lookup: relay.lookup } : {};
    if (relay.proxy) {
      connectThrough(relay.proxy, { host, port }, connectMs, this.#givenUp.signal).then(
        (socket) => this.#adopt(socket),
        (error: Error) => this.#end("connection_lost", error.message),
      );
    } else if (relay.encryption === "implicit") {
      this.#secureFromStart(connectTls({ ...this.#tlsOptions(), host, port, ...lookup }));
    } else {
      // Replies are read into one buffer that is used again and again.
      const onread = {
        buffer: Buffer.allocUnsafeSlow(READ_BUFFER),
        callback: (length: number, buffer: Uint8Array) => {
          this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, length).toString("latin1"));
          return true;
        },
      };
      const socket = connect({ host, port, onread, ...lookup });
      socket.once("connect", () => this.onOpen());
      this.#watch(socket);
    }
  }

  /** The proxy has opened the way. */
  #adopt(socket: Socket): void {
    if (this.#ended) socket.destroy();
    else if (this.#relay.encryption === "implicit") {
      this.#secureFromStart(connectTls({ ...this.#tlsOptions(), socket }));
    } else {
      this.#watch(socket);
      const onData = (data: Buffer) => this.#receive(data.toString("latin1"));
      socket.on("data", onData);
      this.#beforeTls = () => socket.off("data", onData);
      this.onOpen();
      socket.resume();
    }
  }

  #secureFromStart(socket: TLSSocket): void {
    socket.once("secureConnect", () => {
      if (this.#onSecure(socket)) this.onOpen();
    });
    this.#watch(socket);
  }

  /** Something of a reply has arrived that is not complete. */
  get hasPartialReply(): boolean {
    return this.#reader.isPartial;
  }

  get isEncrypted(): boolean {
    return this.#socket !== undefined && "encrypted" in this.#socket;
  }

  /** The encrypted socket, to look at version and certificate; undefined in clear text. */
  get tls(): TLSSocket | undefined {
    return this.isEncrypted ? (this.#socket as TLSSocket) : undefined;
  }

  /** @param content bytes that follow the commands in the same write */
  write(data: string | Uint8Array, content?: Uint8Array): void {
    const socket = this.#socket;
    if (this.#ended || !socket) return;
    if (content) socket.cork();
    if (typeof data === "string") socket.write(data, "latin1");
    else socket.write(data);
    if (!content) return;
    socket.write(content);
    socket.uncork();
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
    const plain = this.#socket;
    if (!plain) return Promise.reject(new Error("not open"));
    this.#upgrading = true;
    this.#beforeTls();
    return new Promise((resolve, reject) => {
      const socket = connectTls({ ...this.#tlsOptions(), socket: plain });
      this.#reader = this.#newReader();
      const failed = (error: Error) => reject(error);
      socket.once("error", failed);
      socket.once("close", () => reject(new Error("closed")));
      socket.once("secureConnect", () => {
        socket.off("error", failed);
        this.#upgrading = false;
        if (this.#onSecure(socket)) resolve();
        else reject(new Error("certificate"));
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
    const { encryption, host, trustedCertificates, verifyPeer } = this.#relay;
    return {
      servername: /^[\d.]+$|:/.test(host) ? "" : host,
      host,
      rejectUnauthorized: encryption !== "opportunistic" && !verifyPeer,
      minVersion: "TLSv1.2" as const,
      ...(trustedCertificates === undefined ? {} : { ca: trustedCertificates }),
    };
  }

  /** False when the certificate will not do: the channel has ended then. */
  #onSecure(socket: TLSSocket): boolean {
    const problem = this.#relay.verifyPeer?.(socket);
    if (problem !== undefined) {
      this.#end("tls_failed", problem);
      return false;
    }
    socket.on("data", (data: Buffer) => this.#receive(data.toString("latin1")));
    return true;
  }

  #receive(text: string): void {
    if (this.#ended) return;
    if (this.#upgrading) this.#end("tls_failed", "data before TLS");
    else this.#reader.feed(text);
  }

  #watch(socket: Socket): void {
    this.#socket = socket;
    socket.setNoDelay(true);
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
    this.#givenUp.abort();
    this.#socket?.destroy();
    this.onEnd(end, detail);
  }
}
