/** Rows as lines of JSON, in pieces: number of the row, then its cells. */
export class RowLines {
  readonly #pieces: Buffer[] = [];
  #waiting = "";

  add(row: number, cells: readonly string[]): void {
    this.#waiting += `${JSON.stringify([row, ...cells])}\n`;
    if (this.#waiting.length > 1 << 20) this.#flush();
  }

  bytes(): Uint8Array {
    this.#flush();
    return new Uint8Array(Buffer.concat(this.#pieces));
  }

  #flush(): void {
    this.#pieces.push(Buffer.from(this.#waiting));
    this.#waiting = "";
  }
}
