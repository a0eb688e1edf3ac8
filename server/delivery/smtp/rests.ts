/** Who failed rests, longer each time. Remembers the last `most` of them. */
export class Rests {
  readonly #entries = new Map<string, { failures: number; until: number }>();
  readonly #pause: { first: number; longest: number };
  readonly #most: number;

  /** @param pause first and longest rest, in milliseconds */
  constructor(pause: { first: number; longest: number }, most: number) {
    this.#pause = pause;
    this.#most = most;
  }

  isResting(name: string): boolean {
    const entry = this.#entries.get(name);
    return entry !== undefined && performance.now() < entry.until;
  }

  fail(name: string): void {
    // Failures of connections that were opened together are one.
    if (this.isResting(name)) return;
    const failures = (this.#entries.get(name)?.failures ?? 0) + 1;
    const rest = Math.min(this.#pause.first * 2 ** (failures - 1), this.#pause.longest);
    this.#entries.delete(name);
    this.#entries.set(name, { failures, until: performance.now() + rest });
    if (this.#entries.size > this.#most) {
      this.#entries.delete(this.#entries.keys().next().value!);
    }
  }

  clear(name: string): void {
    this.#entries.delete(name);
  }
}
