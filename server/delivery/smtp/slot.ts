import type { Envelope } from "./envelope.ts";
import type { NotSentReason, SmtpMessage, SmtpResult, SmtpSource } from "./message.ts";

/**
 * One message on its way through the connections, with the mark that its hand-over needs. `done` is called once, and
 * never before an asked mark has answered: an outcome must not overtake the mark it belongs to (SND-16). A slot that
 * one connection leaves over goes to the next with its mark.
 */
export class Slot<Delivery> {
  readonly message: SmtpMessage<Delivery>;
  /** The asked mark has answered; heard by the connection that has the slot. */
  onMark: () => void = () => {};
  /** As the connection that has the slot would write it. */
  envelope: Envelope | undefined;
  readonly #source: SmtpSource<Delivery>;
  #mark: "unasked" | "asked" | "granted" | "withdrawn" | "mark_failed" = "unasked";
  #result: SmtpResult | undefined;

  constructor(source: SmtpSource<Delivery>, message: SmtpMessage<Delivery>) {
    this.#source = source;
    this.message = message;
  }

  get isUnasked(): boolean {
    return this.#mark === "unasked";
  }

  /** The mark is durable: the message may become irrevocable. */
  get isGranted(): boolean {
    return this.#mark === "granted";
  }

  /** Why the message must not leave, where the mark was refused or nobody knows. */
  get refusal(): NotSentReason | undefined {
    return this.#mark === "withdrawn" || this.#mark === "mark_failed" ? this.#mark : undefined;
  }

  get isEnded(): boolean {
    return this.#result !== undefined;
  }

  get isStale(): boolean {
    return this.message.isFresh !== undefined && !this.message.isFresh();
  }

  /** Asks `beforeDot`, once. */
  askMark(): void {
    if (this.#mark !== "unasked" || this.#result) return;
    let answer: boolean | Promise<boolean>;
    try {
      answer = this.#source.beforeDot(this.message.delivery);
    } catch {
      this.#mark = "mark_failed";
      return;
    }
    if (typeof answer === "boolean") {
      this.#mark = answer ? "granted" : "withdrawn";
      return;
    }
    this.#mark = "asked";
    answer.then(
      (granted) => this.#answered(granted ? "granted" : "withdrawn"),
      () => this.#answered("mark_failed"),
    );
  }

  /** The result; what comes after the first counts nothing. */
  end(result: SmtpResult): void {
    if (this.#result) return;
    this.#result = result;
    if (this.#mark !== "asked") this.#tell(result);
  }

  endUnsent(reason: NotSentReason, detail: string): void {
    this.end({ kind: "notSent", reason, detail });
  }

  #answered(mark: "granted" | "withdrawn" | "mark_failed"): void {
    this.#mark = mark;
    if (this.#result) this.#tell(this.#result);
    else this.onMark();
  }

  #tell(result: SmtpResult): void {
    // Whoever withdrew the message (paused, lost the lease) may not hear a relay's word about it either.
    const withdrawn = result.kind === "reply" && this.#mark === "withdrawn";
    this.#source.done(
      this.message,
      withdrawn ? { kind: "notSent", reason: "withdrawn", detail: "" } : result,
    );
  }
}
