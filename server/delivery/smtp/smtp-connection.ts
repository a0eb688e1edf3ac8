import {
  type ConnectionEnd,
  type ConnectionOptions,
  type Expected,
  replyOf,
  type Underway,
  waitFor,
} from "./connection-state.ts";
import { stuffed } from "./dot-stuffing.ts";
import { writeEnvelope } from "./envelope.ts";
import { handshake, type Offers, RelayUnavailable } from "./handshake.ts";
import type { NotSentReason, SmtpMessage, SmtpSource, SmtpStage } from "./message.ts";
import type { Reply } from "./reply.ts";
import { type ChannelEnd, SmtpChannel } from "./smtp-channel.ts";

const DOT = ".\r\n";

/**
 * One connection to the relay, driven by replies. With PIPELINING (RFC 2920) a message costs one round
 * trip: as soon as its mark is durable, one write carries its content, the final dot and the envelope of
 * the next message. Without it, every command waits for its reply.
 *
 *     opening → ready → (envelope → 354 → mark → content and dot → reply)* → quitting → ended
 *
 * The final dot leaves in one place, `#sendContent`, and only after `beforeDot` said true.
 */
export class SmtpConnection<Delivery> {
  readonly #options: ConnectionOptions<Delivery>;
  readonly #source: SmtpSource<Delivery>;
  readonly #channel: SmtpChannel;
  #offers: Offers | undefined;
  #phase: "opening" | "ready" | "quitting" | "ended" = "opening";
  readonly #expected: Expected[] = [];
  /** Taken and not yet under way. */
  #ahead: SmtpMessage<Delivery> | null;
  #underway: Underway<Delivery> | null = null;
  /** Content and dot have left, the reply has not come. */
  #awaiting: SmtpMessage<Delivery> | null = null;
  #asked: Promise<SmtpMessage<Delivery> | null> | undefined;
  #drained = false;
  #taken = 1;
  #answered = 0;
  #needsReset = false;
  #halting: string | undefined;
  #failure: string | undefined;
  #end: (end: ConnectionEnd<Delivery>) => void = () => {};

  /** @param first the message for which the connection is opened */
  constructor(options: ConnectionOptions<Delivery>, first: SmtpMessage<Delivery>) {
    this.#options = options;
    this.#source = options.source;
    this.#ahead = first;
    this.#channel = new SmtpChannel(options.relay);
  }

  /** Hands over messages until the connection ends. Never rejects. */
  async run(): Promise<ConnectionEnd<Delivery>> {
    const ended = new Promise<ConnectionEnd<Delivery>>((resolve) => {
      this.#end = resolve;
    });
    try {
      const { relay, name, timeouts } = this.#options;
      const offers = await handshake(this.#channel, relay, name, timeouts);
      this.#channel.onReply = (reply) => this.#onReply(reply);
      this.#channel.onEnd = (end, detail) => this.#onEnd(end, detail);
      this.#channel.onQuiet = () => this.#quit();
      this.#offers = offers;
      if (this.#phase === "opening") {
        this.#phase = "ready";
        if (this.#halting === undefined) this.#proceed();
        else this.#finishHalt();
      }
    } catch (error) {
      const detail = error instanceof RelayUnavailable ? error.message : String(error);
      this.#channel.onEnd = () => {};
      this.#channel.destroy();
      this.#fail(detail);
    }
    return ended;
  }

  /**
   * Stops taking messages. What has no envelope yet comes back at once; a body that has begun is
   * finished; an accepted but empty DATA is discarded by closing the connection.
   */
  halt(reason: string): void {
    if (this.#halting !== undefined || this.#phase === "ended") return;
    this.#halting = reason;
    if (this.#ahead) this.#giveBack("halted", reason);
    if (this.#phase === "opening") this.#channel.destroy();
    else if (this.#phase === "ready" && !this.#awaiting) this.#finishHalt();
  }

  /** Ends the connection now. A message whose dot has left becomes uncertain. */
  abort(): void {
    this.#halting ??= "aborted";
    this.#channel.destroy();
  }

  #onReply(reply: Reply): void {
    const expected = this.#expected.shift();
    if (expected === undefined) {
      // A relay that closes an idle connection says so first (RFC 5321, 3.8).
      if (reply.code === 421) this.#close("closed_by_relay", reply.text);
      else this.#close("garbage", "a reply nobody asked for");
      return;
    }
    switch (expected) {
      case "mail":
      case "rcpt":
        this.#onEnvelopeReply(expected, reply);
        break;
      case "data":
        this.#onDataReply(reply);
        break;
      case "final":
        this.#onFinalReply(reply);
        break;
      case "quit":
        this.#close("closed_by_us", "");
        return;
      case "void":
      case "rset":
        break;
    }
    if (this.#phase === "ended") return;
    if (reply.code === 421) this.#close("closed_by_relay", reply.text);
    else this.#proceed();
  }

  #onEnvelopeReply(stage: "mail" | "rcpt", reply: Reply): void {
    const underway = this.#underway;
    if (!underway) return;
    const good = reply.code < 300;
    if (!good && reply.code < 400) {
      this.#close("garbage", `${reply.code} to ${stage.toUpperCase()}`);
      return;
    }
    if (!good) this.#refuse(underway, stage, reply);
    const next = underway.commands.shift();
    if (next === undefined) return;
    if (good) this.#command(next, stage === "mail" ? "rcpt" : "data");
    else if (underway.refused) {
      this.#underway = null;
      this.#needsReset = stage === "rcpt";
    }
  }

  #onDataReply(reply: Reply): void {
    const underway = this.#underway;
    if (!underway) return;
    if (underway.refused) {
      this.#underway = null;
      // DATA accepted without a recipient wants its dot (RFC 2920, 3.1): there is nobody to receive it.
      if (reply.code === 354) this.#command(DOT, "void");
      else this.#needsReset = true;
    } else if (reply.code === 354) {
      this.#mark(underway);
    } else if (reply.code >= 400) {
      this.#refuse(underway, "data", reply);
      if (!underway.refused) return;
      this.#underway = null;
      this.#needsReset = true;
    } else {
      this.#close("garbage", `${reply.code} to DATA`);
    }
  }

  #onFinalReply(reply: Reply): void {
    const message = this.#awaiting;
    if (!message) return;
    const decided = (reply.code >= 200 && reply.code < 300) || reply.code >= 400;
    if (!decided) {
      this.#close("garbage", `${reply.code} to the final dot`);
      return;
    }
    this.#awaiting = null;
    this.#answered += 1;
    this.#source.done(message, { kind: "reply", stage: "final", ...replyOf(reply) });
    if (this.#halting !== undefined) this.#finishHalt();
  }

  /** The relay said no to the envelope: that is the message's result, unless the relay is closing. */
  #refuse(underway: Underway<Delivery>, stage: SmtpStage, reply: Reply): void {
    if (underway.refused) return;
    // 421 in the middle of a session ends the session, it does not judge the message (RFC 5321, 3.8).
    if (reply.code === 421 && this.#answered > 0) return;
    underway.refused = true;
    this.#source.done(underway.message, { kind: "reply", stage, ...replyOf(reply) });
  }

  #mark(underway: Underway<Delivery>): void {
    if (this.#halting !== undefined) return;
    underway.marking = true;
    let answer: boolean | Promise<boolean>;
    try {
      answer = this.#source.beforeDot(underway.message.delivery);
    } catch {
      this.#onMark(underway, "mark_failed");
      return;
    }
    if (typeof answer === "boolean") this.#onMark(underway, answer ? undefined : "withdrawn");
    else {
      answer.then(
        (ok) => this.#onMark(underway, ok ? undefined : "withdrawn"),
        () => this.#onMark(underway, "mark_failed"),
      );
    }
  }

  #onMark(underway: Underway<Delivery>, refusal: NotSentReason | undefined): void {
    underway.marking = false;
    if (underway.lost) {
      this.#source.done(underway.message, { kind: "notSent", ...underway.lost });
    } else if (refusal !== undefined) {
      // Closing without the dot is the only way to take back an accepted DATA.
      underway.lost = { reason: refusal, detail: "" };
      this.#close("closed_by_us", refusal);
    } else if (this.#halting !== undefined) {
      this.#finishHalt();
    } else {
      this.#sendContent(underway);
    }
  }

  /** The one place from which a final dot leaves. */
  #sendContent(underway: Underway<Delivery>): void {
    const { message } = underway;
    this.#underway = null;
    this.#awaiting = message;
    this.#expected.push("final");
    const tail = DOT + (this.#offers?.pipelining ? this.#nextEnvelope() : "");
    const { bytes, start, end } = stuffed(message.content);
    if (end + tail.length <= bytes.length) {
      bytes.write(tail, end, "latin1");
      this.#channel.write(bytes.subarray(start, end + tail.length));
    } else {
      this.#channel.write(Buffer.concat([bytes.subarray(start, end), Buffer.from(tail, "latin1")]));
    }
    this.#proceed();
  }

  /** Sends the next envelope if it may go by itself, asks for more, watches the clock. */
  #proceed(): void {
    this.#offer();
    this.#ask();
    const expected = this.#expected[0];
    const { timeouts } = this.#options;
    if (expected !== undefined) this.#channel.setDeadline(waitFor(expected, timeouts));
    else if (this.#underway) this.#channel.clearDeadline();
    else if (this.#phase === "ready") {
      // Nothing under way: finished, used up, or waiting for work.
      if (this.#drained || this.#isUsedUp()) this.#quit();
      else this.#channel.setQuietTime(timeouts.idle);
    }
  }

  #offer(): void {
    if (this.#phase !== "ready" || this.#underway || !this.#ahead) return;
    if (this.#halting !== undefined) return;
    if (!this.#offers?.pipelining && this.#expected.length > 0) return;
    const commands = this.#nextEnvelope();
    if (commands !== "") this.#channel.write(commands);
  }

  /** Puts the message ahead under way; gives the commands to write, none when it cannot go. */
  #nextEnvelope(): string {
    const message = this.#ahead;
    if (!message || !this.#offers) return "";
    if (message.isFresh && !message.isFresh()) {
      this.#giveBack("stale", "");
      return "";
    }
    const envelope = writeEnvelope(message, this.#offers);
    if (!envelope.ok) {
      this.#giveBack(envelope.reason, envelope.detail);
      return "";
    }
    this.#ahead = null;
    const underway: Underway<Delivery> = {
      message,
      commands: [],
      refused: false,
      marking: false,
      lost: undefined,
    };
    this.#underway = underway;
    let commands = "";
    if (this.#needsReset) {
      this.#needsReset = false;
      commands = "RSET\r\n";
      this.#expected.push("rset");
    }
    this.#expected.push("mail");
    if (this.#offers.pipelining) {
      this.#expected.push("rcpt", "data");
      return `${commands}${envelope.mail}${envelope.rcpt}DATA\r\n`;
    }
    underway.commands = [envelope.rcpt, "DATA\r\n"];
    return commands + envelope.mail;
  }

  /** Asks the source for one message more than is under way. */
  #ask(): void {
    if (this.#ahead || this.#asked || this.#drained || this.#isUsedUp()) return;
    if (this.#phase !== "ready" || this.#halting !== undefined) return;
    const asked = this.#source.next();
    this.#asked = asked;
    asked.then(
      (message) => this.#onAsked(message),
      () => this.#onAsked(null),
    );
  }

  #onAsked(message: SmtpMessage<Delivery> | null): void {
    // After the end the promise itself was handed on; whoever has it takes the message.
    if (this.#phase === "ended") return;
    this.#asked = undefined;
    if (!message) this.#drained = true;
    else {
      this.#ahead = message;
      this.#taken += 1;
      if (this.#halting !== undefined) this.#giveBack("halted", this.#halting);
    }
    if (this.#phase === "ready") this.#proceed();
  }

  #isUsedUp(): boolean {
    return this.#taken >= this.#options.messageLimit;
  }

  #command(text: string, expected: Expected): void {
    this.#expected.push(expected);
    this.#channel.write(text);
  }

  #giveBack(reason: NotSentReason, detail: string): void {
    const message = this.#ahead;
    this.#ahead = null;
    if (message) this.#source.done(message, { kind: "notSent", reason, detail });
  }

  #finishHalt(): void {
    if (this.#underway) this.#close("closed_by_us", this.#halting ?? "");
    else this.#quit();
  }

  #quit(): void {
    if (this.#phase !== "ready") return;
    this.#phase = "quitting";
    this.#command("QUIT\r\n", "quit");
    this.#channel.setDeadline(waitFor("quit", this.#options.timeouts));
  }

  #close(end: ChannelEnd, detail: string): void {
    this.#channel.onEnd = () => {};
    this.#channel.destroy();
    this.#onEnd(end, detail);
  }

  #fail(detail: string): void {
    this.#failure = detail;
    const reason = this.#halting === undefined ? "relay_unavailable" : "halted";
    this.#giveBack(reason, detail);
    this.#onEnd("closed_by_us", detail);
  }

  /** Everything that was open gets its result here. */
  #onEnd(end: ChannelEnd, detail: string): void {
    if (this.#phase === "ended") return;
    const idle = this.#phase === "ready" && this.#expected.length === 0 && !this.#underway;
    const expectedEnd = this.#phase === "quitting" || this.#halting !== undefined || idle;
    this.#phase = "ended";
    const why = detail === "" ? end : `${end}: ${detail}`;
    if (this.#awaiting) {
      this.#source.done(this.#awaiting, { kind: "uncertain", reason: end, detail });
      this.#awaiting = null;
    }
    const underway = this.#underway;
    this.#underway = null;
    if (underway && !underway.refused) {
      const reason = this.#halting === undefined ? "connection_lost" : "halted";
      underway.lost ??= { reason, detail: this.#halting ?? why };
      if (!underway.marking) {
        this.#source.done(underway.message, { kind: "notSent", ...underway.lost });
      }
    }
    const ours = end === "closed_by_us";
    if (!expectedEnd && !ours && this.#answered === 0) this.#failure ??= why;
    this.#end({
      leftover: this.#ahead,
      asked: this.#asked,
      drained: this.#drained,
      failure: this.#failure,
    });
  }
}
