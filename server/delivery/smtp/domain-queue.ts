import type { SmtpMessage, SmtpSource } from "./message.ts";
import { Slot } from "./slot.ts";

/** The mails for one receiving domain that wait, and the connections that serve it. */
export class DomainQueue<Delivery> {
  readonly domain: string;
  readonly #source: SmtpSource<Delivery>;
  readonly #messages: SmtpMessage<Delivery>[] = [];
  /** Came back from a connection, some with their mark. */
  readonly #returned: Slot<Delivery>[] = [];
  /** Open connections that wait for a mail. */
  readonly #idle: ((message: SmtpMessage<Delivery> | null) => void)[] = [];
  /** Connections open or being opened, and those of them that a server has welcomed. */
  open = 0;
  welcomed = 0;

  constructor(domain: string, source: SmtpSource<Delivery>) {
    this.domain = domain;
    this.#source = source;
  }

  get waiting(): number {
    return this.#messages.length + this.#returned.length;
  }

  get isIdle(): boolean {
    return this.waiting === 0 && this.#idle.length > 0;
  }

  add(message: SmtpMessage<Delivery>): void {
    const taker = this.#idle.shift();
    if (taker) taker(message);
    else this.#messages.push(message);
  }

  giveBack(slots: readonly Slot<Delivery>[]): void {
    for (const slot of slots) {
      if (slot.isUnasked) this.add(slot.message);
      else this.#returned.push(slot);
    }
  }

  /** What a new connection begins with. */
  first(): Slot<Delivery>[] {
    if (this.#returned.length > 0) return this.#returned.splice(0);
    const message = this.#messages.shift();
    return message ? [new Slot(this.#source, message)] : [];
  }

  /**
   * The source of one connection. `close` when it has ended; nothing is lost.
   *
   * @param hasTurn whether the connection may go on after so many mails
   * @param mayWait whether it may stay open without work
   */
  feed(
    hasTurn: (given: number) => boolean,
    mayWait: () => boolean,
  ): { source: SmtpSource<Delivery>; close(): void } {
    let given = 0;
    const asked = new Set<(message: SmtpMessage<Delivery> | null) => void>();
    const next = (): Promise<SmtpMessage<Delivery> | null> => {
      if (!hasTurn(given)) return Promise.resolve(null);
      given += 1;
      const message = this.#messages.shift();
      if (message || !mayWait()) return Promise.resolve(message ?? null);
      const { promise, resolve } = Promise.withResolvers<SmtpMessage<Delivery> | null>();
      asked.add(resolve);
      this.#idle.push(resolve);
      void promise.then(() => asked.delete(resolve));
      return promise;
    };
    const close = () => {
      for (const taker of asked) {
        const at = this.#idle.indexOf(taker);
        if (at >= 0) this.#idle.splice(at, 1);
        taker(null);
      }
    };
    const { beforeDot, done } = this.#source;
    return { source: { next, beforeDot, done }, close };
  }

  /** An open connection without work closes, or all of them. */
  dismiss(all: boolean): void {
    for (const taker of this.#idle.splice(0, all ? Number.POSITIVE_INFINITY : 1)) taker(null);
  }

  /** Everything that waits comes back with this result. */
  end(endOne: (slot: Slot<Delivery>) => void): void {
    for (const slot of this.#returned.splice(0)) endOne(slot);
    for (const message of this.#messages.splice(0)) endOne(new Slot(this.#source, message));
  }

  /** Mails that waited too long come back to be decided again. */
  endStale(): void {
    const kept: SmtpMessage<Delivery>[] = [];
    for (const message of this.#messages.splice(0)) {
      if (message.isFresh === undefined || message.isFresh()) kept.push(message);
      else new Slot(this.#source, message).endUnsent("stale", "");
    }
    this.#messages.push(...kept);
  }
}
