import { Ahead } from "./ahead.ts";
import {
  type Awaited,
  type ConnectionEnd,
  type ConnectionOptions,
  type Expected,
  replyOf,
  type Underway,
  waitFor,
} from "./connection-state.ts";
import { withCleanLines, stuffed } from "./dot-stuffing.ts";
import { handshake, type Offers } from "./handshake.ts";
import type { SmtpStage } from "./message.ts";
import { RelayUnavailable } from "./relay-unavailable.ts";
import type { Reply } from "./reply.ts";
import type { Slot } from "./slot.ts";
import { type ChannelEnd, SmtpChannel } from "./smtp-channel.ts";

const DOT = ".\r\n";
/** How long a relay that said 421 may take to answer what it has already been sent. */
const LAST_REPLIES_MS = 5_000;

/**
 * One connection to the relay, driven by replies.
 *
 * With PIPELINING (RFC 2920) a message costs one round trip: one write carries its content, the final dot and the
 * envelope of the next message. With CHUNKING as well (RFC 3030), envelope and content leave together, and a window
 * of several messages may be without reply. With neither, every command waits for its reply.
 *
 *     opening → ready → (envelope, mark → content → reply)* → quitting → ended
 *
 * A message becomes irrevocable in two places, `#sendContent` and `#sendChunk`, and only when its mark is granted.
 * The mark is asked when the message becomes the next one, so that writing it down overlaps with the network.
 */
export class SmtpConnection<Delivery> {
  readonly #options: ConnectionOptions<Delivery>;
  readonly #channel: SmtpChannel;
  #offers: Offers | undefined;
  #usesChunks = false;
  #phase: "opening" | "ready" | "quitting" | "ended" = "opening";
  readonly #expected: Expected<Delivery>[] = [];
  readonly #ahead: Ahead<Delivery>;
  #underway: Underway<Delivery> | null = null;
  /** Dot or last chunk has left, the reply has not come; in their order. */
  readonly #sent: Slot<Delivery>[] = [];
  #answered = 0;
  #needsReset = false;
  #halting: string | undefined;
  /** The relay said 421 while it owed replies. */
  #closing: string | undefined;
  /** It answers on, so that its 421 proves nothing. */
  #goesOn = false;
  #failure: string | undefined;
  #unusable = false;
  #end: (end: ConnectionEnd<Delivery>) => void = () => {};

  /** @param first the messages for which the connection is opened */
  constructor(options: ConnectionOptions<Delivery>, first: Slot<Delivery>[]) {
    this.#options = options;
    this.#ahead = new Ahead(options, first, (marked) => this.#onNews(marked));
    this.#channel = new SmtpChannel(options.relay, options.timeouts.connect);
  }

  /** Hands over messages until the connection ends. Never rejects. */
  async run(): Promise<ConnectionEnd<Delivery>> {
    const ended = new Promise<ConnectionEnd<Delivery>>((resolve) => {
      this.#end = resolve;
    });
    try {
      const { relay, name, timeouts, onTls, chunking } = this.#options;
      const offers = await handshake(this.#channel, relay, name, timeouts, onTls);
      this.#channel.onReply = (reply) => this.#onReply(reply);
      this.#channel.onEnd = (end, detail) => this.#onEnd(end, detail);
      this.#channel.onQuiet = () => this.#quit();
      this.#offers = offers;
      this.#usesChunks = chunking && offers.chunking && offers.pipelining;
      this.#ahead.offers = offers;
      if (this.#phase === "opening") {
        this.#phase = "ready";
        if (this.#halting === undefined) this.#proceed();
        else this.#finishHalt();
      }
    } catch (error) {
      const detail = error instanceof RelayUnavailable ? error.message : String(error);
      this.#channel.onEnd = () => {};
      this.#channel.destroy();
      this.#failure = detail;
      this.#unusable = true;
      this.#onEnd("closed_by_us", detail);
    }
    return ended;
  }

  /**
   * Stops taking messages. What has no envelope yet comes back at once; what has left is waited for; an accepted but
   * empty DATA is discarded by closing the connection.
   */
  halt(reason: string): void {
    if (this.#halting !== undefined || this.#phase === "ended") return;
    this.#halting = reason;
    this.#ahead.halt(reason);
    if (this.#phase === "opening") this.#channel.destroy();
    else this.#finishHalt();
  }

  /** Ends the connection now. A message that may have been taken becomes uncertain. */
  abort(): void {
    this.halt("aborted");
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
    if (this.#closing !== undefined) this.#goesOn = true;
    const { kind, slot } = expected;
    if (kind === "quit") {
      this.#close("closed_by_us", "");
      return;
    }
    if (slot && (kind === "mail" || kind === "rcpt")) this.#onEnvelopeReply(kind, slot, reply);
    else if (slot && kind === "data") this.#onDataReply(slot, reply);
    else if (slot && kind === "final") this.#onFinalReply(slot, reply);
    if (this.#phase === "ended") return;
    if (reply.code === 421) this.#closing = reply.text;
    if (this.#closing === undefined) this.#proceed();
    else if (this.#sent.every((each) => each.isEnded)) {
      this.#close("closed_by_relay", this.#closing);
    } else {
      const { command } = this.#options.timeouts;
      this.#channel.setDeadline(Math.min(LAST_REPLIES_MS, command));
    }
  }

  #onEnvelopeReply(stage: "mail" | "rcpt", slot: Slot<Delivery>, reply: Reply): void {
    const good = reply.code < 300;
    if (!good && reply.code < 400) {
      this.#close("garbage", `${reply.code} to ${stage.toUpperCase()}`);
      return;
    }
    if (!good) this.#refuse(slot, stage, reply);
    const underway = this.#underway;
    const next = underway?.slot === slot ? underway.commands.shift() : undefined;
    if (next === undefined) return;
    if (good) this.#command(next, stage === "mail" ? "rcpt" : "data", slot);
    else if (slot.isEnded) {
      this.#underway = null;
      this.#needsReset = stage === "rcpt";
    }
  }

  #onDataReply(slot: Slot<Delivery>, reply: Reply): void {
    const underway = this.#underway;
    if (underway?.slot !== slot) return;
    if (slot.isEnded) {
      this.#underway = null;
      // DATA accepted without a recipient wants its dot (RFC 2920, 3.1): there is nobody to receive it.
      if (reply.code === 354) this.#command(DOT, "void");
      else this.#needsReset = true;
    } else if (reply.code === 354) {
      underway.ready = true;
      slot.askMark();
      this.#release(underway);
    } else if (reply.code >= 400) {
      this.#refuse(slot, "data", reply);
      this.#underway = null;
      this.#needsReset = true;
    } else {
      this.#close("garbage", `${reply.code} to DATA`);
    }
  }

  #onFinalReply(slot: Slot<Delivery>, reply: Reply): void {
    const decided = (reply.code >= 200 && reply.code < 300) || reply.code >= 400;
    if (!decided) {
      this.#close("garbage", `${reply.code} to the end of the content`);
      return;
    }
    this.#sent.shift();
    // Where the recipient was refused, this is only the refusal of the content that left behind it.
    if (this.#usesChunks && reply.code >= 400) this.#needsReset = true;
    if (!slot.isEnded) {
      if (reply.code >= 400) this.#refuse(slot, "final", reply);
      else slot.end({ kind: "reply", stage: "final", ...replyOf(reply) });
      this.#answered += 1;
    }
    if (this.#halting !== undefined) this.#finishHalt();
  }

  /** The relay said no: that is the message's result, unless the relay is closing. */
  #refuse(slot: Slot<Delivery>, stage: SmtpStage, reply: Reply): void {
    // 421 in the middle of a session ends the session, it does not judge the message (RFC 5321, 3.8); nor does what
    // comes behind it.
    const ends = reply.code === 421 && stage !== "final" && this.#answered > 0;
    if (ends || this.#closing !== undefined) slot.endUnsent("connection_lost", reply.text);
    else slot.end({ kind: "reply", stage, ...replyOf(reply) });
  }

  /** A message came, or the answer to a mark. */
  #onNews(marked?: Slot<Delivery>): void {
    if (this.#phase !== "ready") return;
    if (marked && this.#underway?.slot === marked) this.#release(this.#underway);
    else if (this.#closing === undefined) this.#proceed();
  }

  /** Sends the content when both the relay and the ledger have said yes. */
  #release(underway: Underway<Delivery>): void {
    if (!underway.ready || this.#halting !== undefined) return;
    const { refusal } = underway.slot;
    if (refusal !== undefined) {
      // Closing without the dot is the only way to take back an accepted DATA.
      underway.slot.endUnsent(refusal, "");
      this.#close("closed_by_us", refusal);
    } else if (underway.slot.isGranted) this.#sendContent(underway.slot);
  }

  /** The one place from which a final dot leaves. */
  #sendContent(slot: Slot<Delivery>): void {
    this.#underway = null;
    this.#sent.push(slot);
    this.#expected.push({ kind: "final", slot });
    const tail = DOT + (this.#offers?.pipelining ? this.#nextEnvelope() : "");
    const { bytes, start, end } = stuffed(slot.message.content);
    if (end + tail.length <= bytes.length) {
      bytes.write(tail, end, "latin1");
      this.#channel.write(bytes.subarray(start, end + tail.length));
    } else {
      this.#channel.write(Buffer.concat([bytes.subarray(start, end), Buffer.from(tail, "latin1")]));
    }
    this.#proceed();
  }

  /** The one place from which a last chunk leaves, together with its envelope. */
  #sendChunk(slot: Slot<Delivery>, commands: string): void {
    const { bytes, start, end } = withCleanLines(slot.message.content);
    this.#sent.push(slot);
    this.#expected.push({ kind: "final", slot });
    this.#channel.write(`${commands}BDAT ${end - start} LAST\r\n`, bytes.subarray(start, end));
  }

  /** Sends what may go by itself, asks for more, watches the clock. */
  #proceed(): void {
    this.#offer();
    const { timeouts, markAhead } = this.#options;
    if (this.#phase === "ready") this.#ahead.prepare(markAhead - (this.#underway ? 1 : 0));
    const expected = this.#expected[0];
    if (expected !== undefined) this.#channel.setDeadline(waitFor(expected.kind, timeouts));
    else if (this.#phase === "ready") {
      if (this.#underway) this.#channel.clearDeadline();
      else if (this.#ahead.isDone) this.#quit();
      else if (this.#ahead.isEmpty) this.#channel.setQuietTime(timeouts.idle);
      else this.#channel.clearDeadline();
    }
  }

  #offer(): void {
    if (this.#phase !== "ready" || this.#halting !== undefined) return;
    if (this.#usesChunks) {
      const window = this.#options.window();
      while (this.#sent.length < window && this.#offerChunk());
      return;
    }
    if (this.#underway || (!this.#offers?.pipelining && this.#expected.length > 0)) return;
    const commands = this.#nextEnvelope();
    if (commands !== "") this.#channel.write(commands);
  }

  /** Sends the next message whole, when its mark is granted. False when none can go now. */
  #offerChunk(): boolean {
    const next = this.#ahead.pick(true);
    if (!next?.slot.isGranted) return false;
    // After a refusal some servers keep half a transaction; what follows must not fall into it.
    if (this.#sent.length > 0) this.#needsReset = true;
    const { slot } = next;
    const commands = this.#begin() + next.mail + next.rcpt;
    this.#expected.push({ kind: "mail", slot }, { kind: "rcpt", slot });
    this.#sendChunk(slot, commands);
    return true;
  }

  /** Puts the next message under way for DATA; gives the commands to write, none when there is none. */
  #nextEnvelope(): string {
    const next = this.#ahead.pick(this.#options.markAhead > 0);
    if (!next) return "";
    const { slot, mail, rcpt } = next;
    const commands = this.#begin();
    this.#underway = { slot, commands: [], ready: false };
    this.#expected.push({ kind: "mail", slot });
    if (this.#offers?.pipelining) {
      this.#expected.push({ kind: "rcpt", slot }, { kind: "data", slot });
      return `${commands}${mail}${rcpt}DATA\r\n`;
    }
    this.#underway.commands = [rcpt, "DATA\r\n"];
    return commands + mail;
  }

  #begin(): string {
    this.#ahead.begin();
    if (!this.#needsReset) return "";
    this.#needsReset = false;
    this.#expected.push({ kind: "rset" });
    return "RSET\r\n";
  }

  #command(text: string, kind: Awaited, slot?: Slot<Delivery>): void {
    this.#expected.push(slot ? { kind, slot } : { kind });
    this.#channel.write(text);
  }

  #finishHalt(): void {
    if (this.#phase !== "ready" || this.#sent.length > 0) return;
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

  /** Everything that was open gets its result here. */
  #onEnd(end: ChannelEnd, detail: string): void {
    if (this.#phase === "ended") return;
    const nothingOpen = this.#expected.length === 0 && !this.#underway;
    const idle = this.#phase === "ready" && nothingOpen && this.#closing === undefined;
    const expectedEnd = this.#phase === "quitting" || this.#halting !== undefined || idle;
    this.#phase = "ended";
    const why = detail === "" ? end : `${end}: ${detail}`;
    // Who says 421 closes the channel and takes nothing behind it (RFC 5321, 3.8). Had we closed it, we would not know.
    const announced =
      this.#closing !== undefined &&
      !this.#goesOn &&
      (end === "closed_by_relay" || end === "connection_lost");
    for (const slot of this.#sent) {
      if (announced) slot.endUnsent("connection_lost", why);
      else slot.end({ kind: "uncertain", reason: end, detail });
    }
    const reason = this.#halting === undefined ? "connection_lost" : "halted";
    this.#underway?.slot.endUnsent(reason, this.#halting ?? why);
    this.#underway = null;
    const ours = end === "closed_by_us";
    if (!expectedEnd && !ours && this.#answered === 0) this.#failure ??= why;
    this.#end({
      ...this.#ahead.leave(),
      failure: this.#failure,
      unusable: this.#unusable,
    });
  }
}
