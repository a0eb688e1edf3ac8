/** One reply of the server (RFC 5321, 4.2), of however many lines. */
export type Reply = {
  code: number;
  /** `5.1.1` where the text begins with it (RFC 2034). */
  enhanced: string | undefined;
  /** Text of all lines, joined by spaces, without the enhanced code; cut to a bounded length. */
  text: string;
  /** Lines without code, for EHLO. */
  lines: readonly string[];
};

/** A line may have 512 characters (RFC 5321, 4.5.3.1.5); servers write more, not endlessly. */
const MAX_LINE = 4_096;
const MAX_LINES = 128;
const MAX_TEXT = 500;

const ENHANCED = /^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)/;

/**
 * Cuts what arrives into replies. Bounded in every direction: what is no reply, or grows without
 * end, is reported once as garbage and everything after it ignored.
 */
export class ReplyReader {
  #pending = "";
  #lines: string[] = [];
  #code = 0;
  #broken = false;
  readonly #onReply: (reply: Reply) => void;
  readonly #onGarbage: () => void;

  constructor(onReply: (reply: Reply) => void, onGarbage: () => void) {
    this.#onReply = onReply;
    this.#onGarbage = onGarbage;
  }

  /** Something of a reply has arrived that is not complete. */
  get isPartial(): boolean {
    return this.#pending !== "" || this.#lines.length > 0;
  }

  /** @param chunk received bytes, one character each */
  feed(chunk: string): void {
    const text = this.#pending === "" ? chunk : this.#pending + chunk;
    this.#pending = "";
    let at = 0;
    while (!this.#broken) {
      const end = text.indexOf("\n", at);
      if (end < 0) break;
      const last = text.charCodeAt(end - 1) === 13 ? end - 1 : end;
      this.#line(text.slice(at, Math.max(at, last)));
      at = end + 1;
    }
    if (this.#broken || at >= text.length) return;
    this.#pending = at === 0 ? text : text.slice(at);
    if (this.#pending.length > MAX_LINE) this.#breakOff();
  }

  #line(line: string): void {
    const code = Number(line.slice(0, 3));
    const mark = line.charCodeAt(3);
    const more = mark === 45;
    const wellFormed =
      line.length <= MAX_LINE &&
      /^[2-5]\d\d/.test(line) &&
      (more || mark === 32 || line.length === 3) &&
      (this.#lines.length === 0 || code === this.#code) &&
      this.#lines.length < MAX_LINES;
    if (!wellFormed) {
      this.#breakOff();
      return;
    }
    this.#code = code;
    this.#lines.push(line.slice(4));
    if (more) return;
    const lines = this.#lines;
    this.#lines = [];
    this.#onReply(makeReply(code, lines));
  }

  #breakOff(): void {
    this.#broken = true;
    this.#pending = "";
    this.#lines = [];
    this.#onGarbage();
  }
}

function makeReply(code: number, lines: readonly string[]): Reply {
  const enhanced = ENHANCED.exec(lines[0] ?? "")?.[1];
  const joined = lines.map((line) => line.replace(ENHANCED, "")).join(" ");
  // Latin-1 in, text out: what a server says in UTF-8 is read as such, controls are left out.
  const text = /^[\x20-\x7e]*$/.test(joined) // oxlint-disable-line no-control-regex
    ? joined
    : Buffer.from(joined, "latin1")
        .toString("utf8")
        .replace(/[\p{Cc}\ufffd]/gu, " ");
  // The cut may go through the middle of a character, and half of one is no text.
  return { code, enhanced, text: text.slice(0, MAX_TEXT).trim().toWellFormed(), lines };
}
