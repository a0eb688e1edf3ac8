import { sameBytes, type Clock, type Keys } from "../platform/index.ts";

/** Guards of forms on public pages: when the page was made (DOI-11), and that the press comes from that page (DOI-07). */
export interface FormGuard {
  /** A sealed time for a hidden field. */
  started(): string;
  /** Milliseconds since `started`; null for a value that is not ours. */
  ageOf(started: unknown): number | null;
  /** A nonce for one purpose and subject. It is of use once, where using it changes the subject. */
  nonce(purpose: string, ...subject: string[]): string;
  accepts(nonce: unknown, maxAgeMs: number, purpose: string, ...subject: string[]): boolean;
}

const TIME_BYTES = 6;
const MAC_BYTES = 16;

/** Stateless: a keyed hash over purpose, subject and time. Nothing is stored before somebody presses a button. */
export function createFormGuard({ keys, clock }: { keys: Keys; clock: Clock }): FormGuard {
  const macOf = (time: Buffer, purpose: string, subject: string[]) =>
    keys.mac("page-form/v1", purpose, time, ...subject).subarray(0, MAC_BYTES);
  const make = (purpose: string, subject: string[]): string => {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUIntBE(clock.now().getTime(), 0, TIME_BYTES);
    return Buffer.concat([time, macOf(time, purpose, subject)]).toString("base64url");
  };
  const ageOf = (text: unknown, purpose: string, subject: string[]): number | null => {
    if (typeof text !== "string" || text.length > 40) return null;
    const bytes = Buffer.from(text, "base64url");
    if (bytes.length !== TIME_BYTES + MAC_BYTES) return null;
    const time = bytes.subarray(0, TIME_BYTES);
    if (!sameBytes(macOf(time, purpose, subject), bytes.subarray(TIME_BYTES))) return null;
    return clock.now().getTime() - time.readUIntBE(0, TIME_BYTES);
  };
  return {
    started: () => make("started", []),
    ageOf: (started) => ageOf(started, "started", []),
    nonce: (purpose, ...subject) => make(purpose, subject),
    accepts(nonce, maxAgeMs, purpose, ...subject) {
      const age = ageOf(nonce, purpose, subject);
      return age !== null && age >= 0 && age <= maxAgeMs;
    },
  };
}
