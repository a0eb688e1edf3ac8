import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { MailboxUnreadable } from "./mailbox.ts";
import { CONNECT_MS, SILENCE_MS, connectionProblem } from "./session.ts";

const CR = 13;
const LF = 10;
const DOT = 46;
const MOST_LINE = 8192;
/** Bytes that came and nobody has read yet; a server that goes on unasked is cut off. */
const MOST_HELD = 64 * 1024 * 1024;

/** A refusal of the server (`-ERR`), with its response code where it gives one (RFC 2449, 3206). */
export class Pop3Refusal extends Error {
  readonly code: string | null;
  constructor(line: string) {
    super("POP3 server refused");
    this.code = /^-ERR \[([A-Z/-]+)\]/i.exec(line)?.[1]?.toUpperCase() ?? null;
  }
}

/** The lines of a POP3 conversation (RFC 1939) as bytes: 8-bit messages arrive as they are. */
export class Pop3Connection {
  #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  /** What came since. */
  #fresh: Buffer[] = [];
  #size = 0;
  readonly #end: NodeJS.Timeout;
  #ended: Error | null = null;
  #wake: (() => void) | null = null;
  readonly #tls: ConnectionOptions;

  private constructor(socket: Socket, tls: ConnectionOptions, longestMs: number) {
    this.#socket = socket;
    this.#tls = tls;
    this.#end = setTimeout(() => this.#socket.destroy(new Error("too long")), longestMs).unref();
    this.#listen();
  }

  /** Connects and reads the greeting. `address` is where `host` leads. Throws MailboxUnreadable and Pop3Refusal. */
  static async open(to: {
    address: string;
    host: string;
    port: number;
    secure: boolean;
    ca?: string | undefined;
    /** How long the whole session may take. */
    longestMs: number;
  }): Promise<Pop3Connection> {
    const tls: ConnectionOptions = {
      minVersion: "TLSv1.2",
      host: to.host,
      ...(isIP(to.host) ? {} : { servername: to.host }),
      ...(to.ca === undefined ? {} : { ca: to.ca }),
    };
    const socket = to.secure
      ? connectTls({ ...tls, host: to.address, port: to.port })
      : connectPlain({ host: to.address, port: to.port });
    await ready(socket, to.secure ? "secureConnect" : "connect");
    const connection = new Pop3Connection(socket, tls, to.longestMs);
    try {
      await connection.#answer();
    } catch (error) {
      connection.destroy();
      throw error;
    }
    return connection;
  }

  /** Goes on encrypted (RFC 2595, STLS). What the server said before is forgotten: nobody may slip words in. */
  async startTls(): Promise<void> {
    await this.command("STLS");
    this.#socket.removeAllListeners();
    this.#held = Buffer.alloc(0);
    this.#fresh = [];
    this.#size = 0;
    const { host: _host, ...tls } = this.#tls;
    this.#socket = connectTls({ ...tls, socket: this.#socket });
    await ready(this.#socket, "secureConnect");
    this.#listen();
  }

  /** Sends a command of one line and waits for `+OK`, or for `+` where it goes on. Throws Pop3Refusal otherwise. */
  async command(line: string, goesOn = false): Promise<void> {
    if (/[\r\n\0]/.test(line)) throw new MailboxUnreadable("sign_in_refused");
    this.#socket.write(`${line}\r\n`);
    const answer = await this.#answer();
    // A challenge where the end was expected is how servers say what is wrong with a token.
    if (/^\+OK\b/i.test(answer) === goesOn) throw new Pop3Refusal(answer);
  }

  /**
   * Sends a command whose answer goes on; gives its bytes without the dots of the protocol, the first `kept` of them.
   * Throws MailboxUnreadable for an answer or a line of more than `most` bytes.
   */
  async multiline(line: string, most: number, kept = most): Promise<Buffer> {
    await this.command(line);
    const lines: Buffer[] = [];
    let size = 0;
    for (;;) {
      const next = await this.#line(Math.min(most - size, kept + MOST_LINE));
      if (next[0] === DOT && next.length === 1 + 2) return Buffer.concat(lines);
      if (size <= kept) lines.push(next[0] === DOT ? next.subarray(1) : next);
      size += next.length;
      if (size > most) throw new MailboxUnreadable("protocol");
    }
  }

  destroy(): void {
    clearTimeout(this.#end);
    this.#socket.destroy();
  }

  async #answer(): Promise<string> {
    const line = (await this.#line(MOST_LINE)).toString("latin1").trimEnd();
    if (line.startsWith("+")) return line;
    if (/^-ERR/i.test(line)) throw new Pop3Refusal(line);
    throw new MailboxUnreadable("protocol");
  }

  /** One line with its CRLF; a bare LF ends one as well, and gets its CR. */
  async #line(most: number): Promise<Buffer> {
    let from = 0;
    for (;;) {
      this.#gather();
      const at = this.#held.indexOf(LF, from);
      if (at >= 0) {
        const line = this.#held.subarray(0, at + 1);
        this.#held = this.#held.subarray(at + 1);
        this.#size -= at + 1;
        return at > 0 && line[at - 1] === CR
          ? line
          : Buffer.concat([line.subarray(0, at), Buffer.from("\r\n")]);
      }
      if (this.#held.length > most) throw new MailboxUnreadable("protocol");
      if (this.#ended) throw connectionProblem(this.#ended);
      from = this.#held.length;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Puts together what came since. */
  #gather(): void {
    if (this.#fresh.length > 0) this.#held = Buffer.concat([this.#held, ...this.#fresh.splice(0)]);
  }

  #listen(): void {
    const wake = () => {
      this.#wake?.();
      this.#wake = null;
    };
    const end = (error: Error) => {
      this.#ended ??= error;
      wake();
    };
    this.#socket.setTimeout(SILENCE_MS, () => this.#socket.destroy(new Error("silent")));
    this.#socket.on("data", (chunk: Buffer) => {
      this.#fresh.push(chunk);
      this.#size += chunk.length;
      if (this.#size > MOST_HELD) this.#socket.destroy(new Error("too much"));
      wake();
    });
    this.#socket.on("error", end);
    this.#socket.on("close", () => end(new Error("closed")));
  }
}

function ready(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy();
      reject(connectionProblem(error));
    };
    socket.setTimeout(CONNECT_MS, () => fail(new Error("silent")));
    socket.once("error", fail);
    socket.once("close", () => fail(new Error("closed")));
    socket.once(event, () => {
      socket.removeAllListeners();
      socket.setTimeout(0);
      resolve();
    });
  });
}
