/**
 * Remembers which line first held an address: 12 bytes an entry, so that half a million lines take few megabytes.
 * Addresses are known by 8 bytes of their keyed hash; two of 500,000 agree by accident once in a hundred million files.
 */
export class SeenAddresses {
  #size = 0;
  #slots = 1 << 12;
  #high = new Uint32Array(this.#slots);
  #low = new Uint32Array(this.#slots);
  #lines = new Uint32Array(this.#slots);

  /** The line that held the address before, or undefined when this one is the first. `line` is above 0. */
  firstLine(hash: Buffer, line: number): number | undefined {
    const high = hash.readUInt32LE(0);
    const low = hash.readUInt32LE(4);
    const at = this.#find(high, low);
    if (this.#lines[at] !== 0) return this.#lines[at];
    this.#put(at, high, low, line);
    if (++this.#size > this.#slots / 2) this.#grow();
    return undefined;
  }

  #find(high: number, low: number): number {
    let at = (high ^ low) & (this.#slots - 1);
    while (this.#lines[at] !== 0 && (this.#high[at] !== high || this.#low[at] !== low))
      at = (at + 1) & (this.#slots - 1);
    return at;
  }

  #put(at: number, high: number, low: number, line: number): void {
    this.#high[at] = high;
    this.#low[at] = low;
    this.#lines[at] = line;
  }

  #grow(): void {
    const [high, low, lines] = [this.#high, this.#low, this.#lines];
    this.#slots *= 2;
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#lines = new Uint32Array(this.#slots);
    for (let at = 0; at < lines.length; at++)
      if (lines[at] !== 0)
        this.#put(this.#find(high[at]!, low[at]!), high[at]!, low[at]!, lines[at]!);
  }
}
