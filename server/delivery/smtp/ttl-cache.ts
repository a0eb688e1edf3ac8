/** Remembers answers for as long as they hold, the last `most` of them. Equal questions at the same time are one. */
export class TtlCache<Value> {
  readonly #entries = new Map<string, { value: Promise<Value>; until: number }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param load gives the answer and for how many milliseconds it holds; what it throws is not remembered */
  get(key: string, load: () => Promise<{ value: Value; holdsMs: number }>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known && performance.now() < known.until) return known.value;
    const loaded = load();
    const entry = { value: loaded.then(({ value }) => value), until: Number.POSITIVE_INFINITY };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value!);
    loaded.then(
      ({ holdsMs }) => {
        entry.until = performance.now() + holdsMs;
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.value;
  }
}
