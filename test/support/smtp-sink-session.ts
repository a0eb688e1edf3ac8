import { writeSync } from "node:fs";
import type { Socket } from "node:net";
import { type SecureContextOptions, TLSSocket } from "node:tls";

export type SinkStage = "connect" | "ehlo" | "starttls" | "mail" | "rcpt" | "data" | "body" | "dot";

/** What goes wrong, where. */
export type SinkFault = {
  stage: SinkStage;
  /** In place of the good reply; raw text, "\r\n" is added at its end. */
  reply?: string;
  /** After the reply, or instead of one. */
  after?: "close" | "reset" | "hang" | "unfinished";
  /** Milliseconds between the bytes of the reply. */
  slow?: number;
};

export type SinkContext = { stage: SinkStage; connection: number; message: number; to: string };

export type SinkOptions = {
  port?: number;
  host?: string;
  fault?: SinkFault | ((context: SinkContext) => SinkFault | undefined) | undefined;
  /** Extensions beside what the options below add; PIPELINING by default. */
  offers?: readonly string[];
  /** Offers STARTTLS with this certificate. */
  starttls?: SecureContextOptions;
  /** TLS from the first byte. */
  tls?: SecureContextOptions;
  /** Text sent in clear right behind the reply to STARTTLS, as an attacker on the way would. */
  inject?: string;
  /** `password` is the token where XOAUTH2 is among the mechanisms. */
  auth?: { user: string; password: string; mechanisms: readonly string[] };
  /** Milliseconds before replies leave: a round trip. */
  delay?: number;
  /** Says 421 and closes after so many mails of a connection. */
  closeAfter?: number;
  /** File to which each accepted Message-ID is appended, before the 250 leaves. */
  log?: string;
  /** Keep the mails in memory (default); a load test does not. */
  keep?: boolean;
};

export type SinkMessage = {
  connection: number;
  from: string;
  to: string[];
  /** Content with dots unstuffed. */
  content: Buffer;
  messageId: string;
  encrypted: boolean;
  /** Code of the answer to the final dot, 0 when none was given. */
  code: number;
};

/** What the sessions of one receiver have in common. */
export type Shared = {
  options: SinkOptions;
  fault: SinkOptions["fault"];
  log: number | undefined;
  messages: SinkMessage[];
  commands: string[];
  connections: number;
  count: number;
  unfinished: number;
};

/** One connection of the receiver. */
export class SinkSession {
  readonly #shared: Shared;
  readonly #number: number;
  #socket: Socket;
  /** Below STARTTLS; only this one can be reset. */
  #plain: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #state: "command" | "content" | "chunk" | "user" | "password" | "challenged" = "command";
  /** Bytes of the chunk that have not come, whether it is the last, and the chunks before. */
  #chunk = { left: 0, last: false };
  #chunks: Buffer[] = [];
  #out = "";
  #dead = false;
  #authenticated = false;
  #user = "";
  #from: string | undefined;
  #to: string[] = [];
  #taken = 0;
  /** Replies that drip, one after the other; what comes behind them waits. */
  #queue: Promise<void> = Promise.resolve();
  #dripping = 0;

  constructor(shared: Shared, socket: Socket, number: number) {
    this.#shared = shared;
    this.#socket = socket;
    this.#plain = socket;
    this.#number = number;
    socket.setNoDelay(true);
    this.#listen(socket);
    this.#answer("connect", "220 sink ESMTP");
    this.#flush();
  }

  #listen(socket: Socket): void {
    socket.on("error", () => {});
    socket.on("close", () => {
      if (this.#state === "content" || this.#state === "chunk") this.#shared.unfinished += 1;
      this.#dead = true;
    });
    socket.on("data", (data: Buffer) => {
      if (this.#dead) return;
      this.#pending = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
      this.#consume();
      this.#flush();
    });
  }

  #consume(): void {
    while (!this.#dead) {
      if (this.#state === "content" || this.#state === "chunk") {
        if (!(this.#state === "content" ? this.#content() : this.#takeChunk())) return;
        continue;
      }
      const end = this.#pending.indexOf("\r\n");
      if (end < 0) return;
      const line = this.#pending.toString("utf8", 0, end);
      this.#pending = this.#pending.subarray(end + 2);
      if (this.#state === "command") {
        if (this.#shared.options.keep !== false) this.#shared.commands.push(line);
        this.#command(line);
      } else this.#credentials(line);
    }
  }

  #command(line: string): void {
    const { options } = this.#shared;
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") this.#ehlo();
    else if (verb === "HELO") this.#say("250 sink");
    else if (verb === "STAR") this.#startTls();
    else if (verb === "AUTH") this.#auth(line);
    else if (verb === "MAIL") this.#mail(line);
    else if (verb === "RCPT") {
      if (this.#from === undefined) return this.#say("503 5.5.1 no MAIL");
      const to = /<(.*)>/.exec(line)?.[1] ?? "";
      if (this.#answer("rcpt", "250 2.1.5 Ok", to)) this.#to.push(to);
    } else if (verb === "DATA") {
      if (this.#to.length === 0) return this.#say("554 5.5.1 no valid recipients");
      if (this.#answer("data", "354 go ahead", this.#to[0])) this.#state = "content";
    } else if (verb === "BDAT") {
      const [, size = "0", last] = line.split(" ");
      this.#chunk = { left: Number(size), last: last?.toUpperCase() === "LAST" };
      this.#state = "chunk";
    } else if (verb === "RSET") {
      this.#clear();
      this.#say("250 2.0.0 Ok");
    } else if (verb === "QUIT") {
      this.#say("221 2.0.0 bye");
      this.#flush("close");
    } else
      this.#say(options.auth && !this.#authenticated ? "530 5.7.0 AUTH first" : "502 5.5.2 what?");
  }

  #mail(line: string): void {
    const { closeAfter, auth } = this.#shared.options;
    if (auth && !this.#authenticated) return this.#say("530 5.7.0 authentication required");
    if (this.#from !== undefined) return this.#say("503 5.5.1 nested MAIL");
    if (closeAfter !== undefined && this.#taken >= closeAfter) {
      this.#say("421 4.7.0 enough for this session");
      return this.#flush("close");
    }
    if (this.#answer("mail", "250 2.1.0 Ok")) this.#from = /<(.*?)>/.exec(line)?.[1] ?? "";
  }

  #ehlo(): void {
    const { offers, starttls, auth } = this.#shared.options;
    const words = ["sink", ...(offers ?? ["PIPELINING"])];
    if (starttls && !(this.#socket instanceof TLSSocket)) words.push("STARTTLS");
    if (auth) words.push(`AUTH ${auth.mechanisms.join(" ")}`);
    words.push("ENHANCEDSTATUSCODES");
    const last = words.length - 1;
    this.#answer(
      "ehlo",
      words.map((word, i) => `250${i === last ? " " : "-"}${word}`).join("\r\n"),
    );
  }

  #startTls(): void {
    const { starttls, inject } = this.#shared.options;
    if (!starttls) return this.#say("502 5.5.1 no");
    if (this.#fault("starttls")) {
      // The handshake begins, and the connection goes.
      this.#say("220 2.0.0 go ahead");
      return this.#flush("reset");
    }
    const plain = this.#socket;
    this.#plain = plain;
    plain.removeAllListeners("data");
    plain.write(`220 2.0.0 go ahead\r\n${inject ?? ""}`);
    this.#out = "";
    this.#socket = new TLSSocket(plain, { isServer: true, ...starttls });
    this.#listen(this.#socket);
  }

  #auth(line: string): void {
    const [, mechanism = "", initial = ""] = line.split(" ");
    if (mechanism.toUpperCase() === "PLAIN") {
      const [, user = "", password = ""] = Buffer.from(initial, "base64")
        .toString("utf8")
        .split("\0");
      this.#check(user, password);
    } else if (mechanism.toUpperCase() === "XOAUTH2") {
      const { auth } = this.#shared.options;
      const said = Buffer.from(initial, "base64").toString("utf8");
      const expected = `user=${auth?.user}\x01auth=Bearer ${auth?.password}\x01\x01`;
      if (said === expected) return this.#check(auth!.user, auth!.password);
      this.#state = "challenged";
      this.#say(`334 ${Buffer.from('{"status":"401","schemes":"bearer"}').toString("base64")}`);
    } else {
      this.#state = "user";
      this.#say("334 VXNlcm5hbWU6");
    }
  }

  #credentials(line: string): void {
    const text = Buffer.from(line, "base64").toString("utf8");
    if (this.#state === "user") {
      this.#user = text;
      this.#state = "password";
      return this.#say("334 UGFzc3dvcmQ6");
    }
    const { auth } = this.#shared.options;
    if (this.#state === "challenged") this.#user = line === "" ? "" : (auth?.user ?? "");
    this.#state = "command";
    this.#check(this.#user, text);
  }

  #check(user: string, password: string): void {
    const { auth } = this.#shared.options;
    this.#authenticated = user === auth?.user && password === auth.password;
    this.#say(this.#authenticated ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
  }

  /** Takes a whole content; false while it is not complete. */
  #content(): boolean {
    const pending = this.#pending;
    const empty = pending.length >= 3 && pending.toString("latin1", 0, 3) === ".\r\n";
    const end = empty ? -2 : pending.indexOf("\r\n.\r\n");
    if (pending.length > 0 && this.#fault("body")) {
      // A body in the middle of which the connection goes.
      this.#flush("close");
      return false;
    }
    if (!empty && end < 0) return false;
    const raw = pending.subarray(0, empty ? 0 : end + 2);
    this.#pending = pending.subarray(end + 5);
    this.#state = "command";
    const code = this.#receive(raw);
    if (code === 0) return false;
    return true;
  }

  /** Takes a chunk; false while it is not complete. */
  #takeChunk(): boolean {
    if (this.#pending.length > 0 && this.#to.length > 0 && this.#fault("body")) {
      this.#flush("close");
      return false;
    }
    const { left, last } = this.#chunk;
    if (this.#pending.length < left) return false;
    this.#chunks.push(this.#pending.subarray(0, left));
    this.#pending = this.#pending.subarray(left);
    this.#state = "command";
    const whole = last ? Buffer.concat(this.#chunks.splice(0)) : Buffer.alloc(0);
    // As Postfix does: the transaction stays open, so that a MAIL behind it is nested.
    if (this.#to.length === 0) this.#say("503 5.5.1 no valid recipients");
    else if (last) return this.#receive(whole, false) !== 0;
    else this.#say("250 2.0.0 Ok: chunk");
    return true;
  }

  #receive(raw: Buffer, stuffed = true): number {
    const { shared, fault, reply } = {
      shared: this.#shared,
      fault: this.#fault("dot"),
      reply: "250 2.0.0 Ok: queued",
    };
    const code = fault ? Number(fault.reply?.slice(0, 3) ?? 0) || 0 : 250;
    const message: SinkMessage = {
      connection: this.#number,
      from: this.#from ?? "",
      to: this.#to,
      content:
        shared.options.keep === false
          ? raw.subarray(0, 0)
          : stuffed
            ? unstuffed(raw)
            : Buffer.from(raw),
      messageId: /^Message-ID:\s*<([^>]*)>/im.exec(raw.toString("latin1", 0, 8_192))?.[1] ?? "",
      encrypted: this.#socket instanceof TLSSocket,
      code: fault?.after === "unfinished" ? 0 : code,
    };
    if (shared.options.keep !== false) shared.messages.push(message);
    if (message.code >= 200 && message.code < 300) {
      shared.count += 1;
      if (shared.log !== undefined) writeSync(shared.log, `${message.messageId}\n`);
    }
    this.#taken += 1;
    this.#clear();
    this.#speak(fault, reply);
    return code;
  }

  #clear(): void {
    this.#from = undefined;
    this.#to = [];
  }

  #fault(stage: SinkStage, to?: string): SinkFault | undefined {
    const { fault } = this.#shared;
    const context = {
      stage,
      connection: this.#number,
      message: this.#taken + 1,
      to: to ?? this.#to[0] ?? "",
    };
    const found = typeof fault === "function" ? fault(context) : fault;
    return found?.stage === stage ? found : undefined;
  }

  /** Answers as it should, or as the fault says. True when the answer was a good one. */
  #answer(stage: SinkStage, good: string, to?: string): boolean {
    return this.#speak(this.#fault(stage, to), good);
  }

  #speak(fault: SinkFault | undefined, good: string): boolean {
    if (!fault) {
      this.#say(good);
      return true;
    }
    if (fault.reply !== undefined) {
      if (fault.slow !== undefined) {
        const { slow } = fault;
        this.#flush();
        const text = `${fault.reply}\r\n`;
        this.#dripping += 1;
        this.#queue = this.#queue.then(() => this.#drip(text, slow));
      } else this.#out += fault.after === "unfinished" ? fault.reply : `${fault.reply}\r\n`;
    }
    if (fault.after === "hang" || fault.after === "unfinished") {
      this.#flush();
      this.#dead = true;
    } else if (fault.after) this.#flush(fault.after);
    return /^[23]/.test(fault.reply ?? "");
  }

  async #drip(text: string, slow: number): Promise<void> {
    for (const byte of text) {
      if (!this.#socket.writable) return;
      this.#socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, slow));
    }
    this.#dripping -= 1;
  }

  #say(reply: string): void {
    this.#out += `${reply}\r\n`;
  }

  #flush(then?: "close" | "reset"): void {
    if (then) this.#dead = true;
    const text = this.#out;
    this.#out = "";
    const { delay } = this.#shared.options;
    const socket = this.#socket;
    const write = () => {
      if (text !== "" && socket.writable) socket.write(text);
      if (then === "reset") this.#plain.resetAndDestroy();
      else if (then === "close") socket.end();
    };
    if (this.#dripping > 0) this.#queue = this.#queue.then(write);
    else if (delay === undefined) write();
    else setTimeout(write, delay);
  }
}

function unstuffed(raw: Buffer): Buffer {
  if (!raw.includes("\r\n.") && raw[0] !== 46) return Buffer.from(raw);
  return Buffer.from(raw.toString("latin1").replace(/(^|\r\n)\./g, "$1"), "latin1");
}
