/** Something a mail has to pass before it may leave. Times are milliseconds of a clock that never jumps. */
export interface Gate {
  /** What holds mail back here, for people. */
  readonly kind: GateKind;
  /** Mails that wait in queues for this gate. */
  pending: number;
  /** When the next mail may pass; not after `now`: at once. Asks for tokens where there are none. */
  readyAt(now: number, urgent: boolean): number;
  pass(now: number): void;
  /** The mail has not left after all. */
  refund(): void;
  /** Mails that may pass within so many milliseconds, beyond those that wait. */
  room(now: number, withinMs: number): number;
  /** When somebody who finds no room should come again; each who asks gets a turn of their own. */
  turn(now: number): number;
}

export type GateKind = "limit" | "slow_down" | "warm_up";

/** A limit's share of this process: what of it may be asked for, and what was given. */
export interface Request {
  want: number;
  /** Urgent mails that went ahead and have to be accounted for. */
  owed: number;
}

/** Seconds of a rate that may gather unused. With what processes keep, no window gets a second's worth too much. */
export const GATHERED_S = 0.4;
const KEEP_MS = 500;
/** A slow rate's single token would often run out before the mail for it comes. */
const KEEP_SLOW_MS = 2_000;
const ASK_AGAIN_MS = 100;
/** How long one batch has its turn at a gate without room, and how far ahead turns are given. */
const TURN_MS = 3_000;
const LONGEST_BOOKING_MS = 10 * 60_000;
const SHARE_WINDOW_MS = 2_000;

/**
 * So many mails a second over all processes. Tokens come in slices of less than half a second and run out, so that
 * what a process does not use is not added to what others send. Urgent mail goes ahead by up to a second's worth;
 * the others wait until that is made up for.
 */
export class RateGate implements Gate {
  readonly kind: GateKind;
  readonly accountId: number;
  readonly key: string;
  rate: number;
  pending = 0;
  lastUsed = 0;
  #tokens = 0;
  #until = 0;
  #retry = 0;
  #booked = 0;
  #granted = 0;
  #since = 0;
  /** Tokens a second this process lately got; undefined: not known. */
  #share: number | undefined;
  readonly #ask: (gate: RateGate) => void;

  constructor(
    of: { kind: GateKind; accountId: number; key: string; rate: number },
    ask: (gate: RateGate) => void,
  ) {
    this.kind = of.kind;
    this.accountId = of.accountId;
    this.key = of.key;
    this.rate = of.rate;
    this.#ask = ask;
  }

  readyAt(now: number, urgent: boolean): number {
    this.lastUsed = now;
    if (this.#tokens > 0 && now >= this.#until) this.#tokens = 0;
    if (this.#tokens >= 1 || (urgent && this.#tokens > -Math.max(1, this.rate))) return now;
    if (now >= this.#retry) this.#ask(this);
    return Math.max(this.#retry, now + 1);
  }

  pass(now: number): void {
    this.#tokens -= 1;
    if (this.#tokens < 1 && now >= this.#retry) this.#ask(this);
  }

  refund(): void {
    // A token that ran out meanwhile is none; the next one is near.
  }

  request(): Request {
    const owed = Math.max(0, -this.#tokens);
    return { owed, want: Math.max(1, Math.floor(this.rate * GATHERED_S)) + owed };
  }

  /** What the database gave of the last request, and the fraction of a token it still holds. */
  granted(count: number, want: number, left: number, now: number): void {
    this.#tokens += count;
    this.#until = now + (this.rate * GATHERED_S >= 1 ? KEEP_MS : KEEP_SLOW_MS);
    const missing = Math.max(0, 1 - left) / this.rate;
    this.#retry = count >= want ? now : now + Math.max(ASK_AGAIN_MS, missing * 1000);
    this.#noteShare(count, now);
  }

  /** The database could not be asked. */
  failed(now: number): void {
    this.#retry = now + ASK_AGAIN_MS;
  }

  #noteShare(count: number, now: number): void {
    const elapsed = now - this.#since;
    if (elapsed > 3 * SHARE_WINDOW_MS) {
      this.#since = now;
      this.#granted = 0;
      this.#share = undefined;
    } else if (elapsed >= SHARE_WINDOW_MS) {
      this.#share = (this.#granted * 1000) / elapsed;
      this.#since = now;
      this.#granted = 0;
    }
    this.#granted += count;
  }

  room(now: number, withinMs: number): number {
    if (this.pending === 0 && this.#retry > now + withinMs) return 0;
    const rate = Math.min(this.rate, (this.#share ?? this.rate) * 1.3);
    return Math.max(1, Math.floor((rate * withinMs) / 1000)) - this.pending;
  }

  turn(now: number): number {
    const at = Math.max(now + 1_000, this.#booked, this.#retry);
    const length = Math.max(TURN_MS, 1000 / this.rate);
    this.#booked = Math.min(at + length, now + LONGEST_BOOKING_MS);
    return at;
  }
}

/** A day's cap from a sending domain to a provider (warm-up), counted durably and over all processes. */
export class DayGate implements Gate {
  readonly kind = "warm_up";
  readonly accountId: number;
  readonly domain: string;
  readonly provider: string;
  readonly day: string;
  readonly cap: number;
  /** When the account's next day begins. */
  readonly nextDayAt: number;
  pending = 0;
  lastUsed = 0;
  #tokens = 0;
  #left: number;
  #retry = 0;
  readonly #ask: (gate: DayGate) => void;

  constructor(
    of: {
      accountId: number;
      domain: string;
      provider: string;
      day: string;
      cap: number;
      taken: number;
      nextDayAt: number;
    },
    ask: (gate: DayGate) => void,
  ) {
    this.accountId = of.accountId;
    this.domain = of.domain;
    this.provider = of.provider;
    this.day = of.day;
    this.cap = of.cap;
    this.nextDayAt = of.nextDayAt;
    this.#left = of.cap - of.taken;
    this.#ask = ask;
  }

  /** Nothing more today. */
  get isFull(): boolean {
    return this.#tokens < 1 && this.#left <= 0;
  }

  readyAt(now: number, urgent: boolean): number {
    this.lastUsed = now;
    if (this.#tokens >= 1 || urgent) return now;
    if (this.#left <= 0) return this.nextDayAt;
    if (now >= this.#retry) this.#ask(this);
    return Math.max(this.#retry, now + 1);
  }

  pass(now: number): void {
    this.#tokens -= 1;
    if (this.#tokens < 1 && now >= this.#retry && (this.#left > 0 || this.#tokens < 0))
      this.#ask(this);
  }

  refund(): void {
    this.#tokens += 1;
  }

  request(): Request {
    const owed = Math.max(0, -this.#tokens);
    const slice = Math.min(1000, Math.max(5, Math.ceil(this.cap / 50)));
    return { owed, want: slice + owed };
  }

  granted(count: number, left: number): void {
    this.#tokens += count;
    this.#left = left;
  }

  failed(now: number): void {
    this.#retry = now + ASK_AGAIN_MS;
  }

  /** Takes what is not used out of this process, to be given back to the day. */
  surrender(): number {
    const spare = Math.max(0, this.#tokens);
    this.#tokens -= spare;
    this.#left += spare;
    return spare;
  }

  room(): number {
    return Math.max(0, this.#tokens) + Math.max(0, this.#left) - this.pending;
  }

  turn(now: number): number {
    return this.isFull ? this.nextDayAt : now + 1_000;
  }
}
