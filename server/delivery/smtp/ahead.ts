import type { ConnectionOptions } from "./connection-state.ts";
import { type Envelope, writeEnvelope } from "./envelope.ts";
import type { Offers } from "./handshake.ts";
import type { SmtpMessage } from "./message.ts";
import { Slot } from "./slot.ts";

/** A message that can go now, with the commands of its envelope. */
export type Picked<Delivery> = { slot: Slot<Delivery>; mail: string; rcpt: string };

/** The messages a connection has taken and of which nothing is on the wire yet, and how many more it may take. */
export class Ahead<Delivery> {
  readonly #options: ConnectionOptions<Delivery>;
  readonly #slots: Slot<Delivery>[];
  /** Something came: a message, the end, or the answer to the mark of a slot. */
  readonly #onNews: (marked?: Slot<Delivery>) => void;
  #offers: Offers | undefined;
  #limit: number;
  #mails = 0;
  readonly #domains = new Set<string>();
  #isFull = false;
  #asked: Promise<SmtpMessage<Delivery> | null> | undefined;
  #drained = false;
  #halted: string | undefined;
  #isOver = false;

  constructor(
    options: ConnectionOptions<Delivery>,
    first: readonly Slot<Delivery>[],
    onNews: (marked?: Slot<Delivery>) => void,
  ) {
    this.#options = options;
    this.#limit = options.messageLimit;
    this.#slots = [...first];
    this.#onNews = onNews;
    for (const slot of first) this.#watch(slot);
  }

  /** The relay has said what it can do; RFC 9422 among it: so many mails in a session. */
  set offers(offers: Offers) {
    this.#offers = offers;
    if (offers.mailMax > 0) this.#limit = Math.min(this.#limit, offers.mailMax);
  }

  get isEmpty(): boolean {
    return this.#slots.length === 0;
  }

  /** No further envelope will begin on this connection. */
  get isDone(): boolean {
    return this.#isFull || this.#mails >= this.#limit || (this.#drained && this.isEmpty);
  }

  /**
   * The first message that can go, which stays ahead until `begin`. Others come back here. `ask`: its mark is asked now;
   * otherwise whoever begins it asks when the receiver is ready for its content.
   */
  pick(ask: boolean): Picked<Delivery> | undefined {
    for (;;) {
      const slot = this.#slots[0];
      if (!slot || this.#mails >= this.#limit) return undefined;
      const envelope = this.#envelopeOf(slot);
      if (!envelope) return undefined;
      if (slot.isStale) slot.endUnsent("stale", "");
      else if (!envelope.ok) slot.endUnsent(envelope.reason, envelope.detail);
      else if (this.#exceedsDomains(envelope.domain)) return undefined;
      else {
        if (ask) slot.askMark();
        if (slot.refusal === undefined) return { slot, mail: envelope.mail, rcpt: envelope.rcpt };
        slot.endUnsent(slot.refusal, "");
      }
      this.#slots.shift();
    }
  }

  /** The picked message goes on the wire. */
  begin(): void {
    this.#slots.shift();
    this.#mails += 1;
  }

  /** Takes messages and asks marks, so that `most` are ahead. */
  prepare(most: number): void {
    for (const slot of this.#slots.slice(0, Math.max(0, most))) {
      if (slot.isUnasked && !slot.isStale && this.#envelopeOf(slot)?.ok) slot.askMark();
    }
    if (this.#asked || this.#drained || this.#isFull || this.#halted !== undefined) return;
    if (this.#slots.length >= Math.max(1, most)) return;
    if (this.#mails + this.#slots.length >= this.#limit) return;
    const asked = this.#options.source.next();
    this.#asked = asked;
    asked.then(
      (message) => this.#onAsked(message),
      () => this.#onAsked(null),
    );
  }

  /** Everything ahead comes back, and what was asked for when it comes. */
  halt(reason: string): void {
    this.#halted = reason;
    for (const slot of this.#slots.splice(0)) slot.endUnsent("halted", reason);
  }

  /** The connection is over: what is left belongs to the next one. */
  leave() {
    this.#isOver = true;
    for (const slot of this.#slots) slot.onMark = () => {};
    return { leftover: this.#slots, asked: this.#asked, drained: this.#drained };
  }

  #onAsked(message: SmtpMessage<Delivery> | null): void {
    // After the end the promise itself was handed on; whoever has it takes the message.
    if (this.#isOver) return;
    this.#asked = undefined;
    if (!message) this.#drained = true;
    else {
      const slot = new Slot(this.#options.source, message);
      this.#watch(slot);
      if (this.#halted === undefined) this.#slots.push(slot);
      else slot.endUnsent("halted", this.#halted);
    }
    this.#onNews();
  }

  #watch(slot: Slot<Delivery>): void {
    slot.envelope = undefined;
    slot.onMark = () => this.#onNews(slot);
  }

  #envelopeOf(slot: Slot<Delivery>): Envelope | undefined {
    if (!this.#offers) return undefined;
    return (slot.envelope ??= writeEnvelope(slot.message, this.#offers));
  }

  /** RCPTDOMAINMAX counts the domains of a session (RFC 9422, 4.3). */
  #exceedsDomains(domain: string): boolean {
    const most = this.#offers?.rcptDomainMax ?? 0;
    if (most === 0) return false;
    if (!this.#domains.has(domain) && this.#domains.size >= most) this.#isFull = true;
    else this.#domains.add(domain);
    return this.#isFull;
  }
}
