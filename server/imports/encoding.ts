import type { Encoding } from "../../contract/imports.ts";

const SAMPLE_BYTES = 64 * 1024;

/**
 * Finds out how a file is written while it passes by: a byte order mark decides; without one, what is valid UTF-8
 * to the last byte is UTF-8 (nothing else looks like it by accident), every second byte zero is UTF-16, and the
 * rest is windows-1252, which German spreadsheets write.
 */
export class EncodingDetector {
  #sample = Buffer.alloc(0);
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true });
  #validUtf8 = true;

  feed(bytes: Buffer): void {
    if (this.#sample.length < SAMPLE_BYTES)
      this.#sample = Buffer.concat([
        this.#sample,
        bytes.subarray(0, SAMPLE_BYTES - this.#sample.length),
      ]);
    if (this.#validUtf8) this.#decode(bytes, true);
  }

  /** The first bytes of the file, for looking at its rows. */
  get sample(): Buffer {
    return this.#sample;
  }

  /** Call it when the file is over. Undefined for what is no text. */
  result(): Encoding | undefined {
    const start = this.#sample.toString("hex", 0, 4);
    if (start.startsWith("efbbbf")) return "utf-8";
    if (start.startsWith("fffe")) return "utf-16le";
    if (start.startsWith("feff")) return "utf-16be";
    const zeros = countZeros(this.#sample);
    const pairs = this.#sample.length / 2;
    if (zeros.odd > pairs * 0.3 && zeros.even < pairs * 0.05) return "utf-16le";
    if (zeros.even > pairs * 0.3 && zeros.odd < pairs * 0.05) return "utf-16be";
    if (zeros.odd + zeros.even > this.#sample.length * 0.1) return undefined;
    if (this.#validUtf8) this.#decode(Buffer.alloc(0), false);
    return this.#validUtf8 ? "utf-8" : "windows-1252";
  }

  #decode(bytes: Buffer, stream: boolean): void {
    try {
      this.#utf8.decode(bytes, { stream });
    } catch {
      this.#validUtf8 = false;
    }
  }
}

function countZeros(bytes: Buffer): { even: number; odd: number } {
  const zeros = { even: 0, odd: 0 };
  for (let at = 0; at < bytes.length; at++)
    if (bytes[at] === 0) zeros[at % 2 === 0 ? "even" : "odd"]++;
  return zeros;
}

/** The text of a stream, part by part. Characters cut by the end of a chunk are kept whole; a byte order mark is left out. */
export async function* decodeText(
  source: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of source) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
