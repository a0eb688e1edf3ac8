/** Reads a flawless QR code of versions 1 to 8 in byte mode with correction level M, after ISO/IEC 18004. */
export function readQr(squares: boolean[][]): string {
  const size = squares.length;
  const version = (size - 17) / 4;
  const mask = maskOf(squares);
  const isFunction = functionModules(size, version);
  const bits: number[] = [];
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1])
        if (!isFunction[y]![x]!) bits.push(Number(squares[y]![x] !== MASKS[mask]!(y, x)));
    }
    up = !up;
  }
  const words: number[] = [];
  for (let at = 0; at + 8 <= bits.length; at += 8)
    words.push(Number.parseInt(bits.slice(at, at + 8).join(""), 2));
  const data = deinterleave(words, BLOCKS[version]!);
  const stream = data.map((word) => word.toString(2).padStart(8, "0")).join("");
  if (stream.slice(0, 4) !== "0100") throw new Error("This is not byte mode.");
  const length = Number.parseInt(stream.slice(4, 12), 2);
  const bytes = Array.from({ length }, (_unused, at) =>
    Number.parseInt(stream.slice(12 + at * 8, 20 + at * 8), 2),
  );
  return Buffer.from(bytes).toString("utf8");
}

/** Data codewords of each block at level M. */
const BLOCKS: Record<number, number[]> = {
  1: [16],
  2: [28],
  3: [44],
  4: [32, 32],
  5: [43, 43],
  6: [27, 27, 27, 27],
  7: [31, 31, 31, 31],
  8: [38, 38, 39, 39],
};
const ALIGNMENT: Record<number, number[]> = {
  1: [],
  2: [6, 18],
  3: [6, 22],
  4: [6, 26],
  5: [6, 30],
  6: [6, 34],
  7: [6, 22, 38],
  8: [6, 24, 42],
};
const MASKS: ((y: number, x: number) => boolean)[] = [
  (y, x) => (y + x) % 2 === 0,
  (y) => y % 2 === 0,
  (_y, x) => x % 3 === 0,
  (y, x) => (y + x) % 3 === 0,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
];

/** Bits 12 to 10 of the format information, under its own mask 101010000010010. */
function maskOf(squares: boolean[][]): number {
  const bit = (x: number) => Number(squares[8]![x]);
  const level = ((bit(0) << 1) | bit(1)) ^ 0b10;
  if (level !== 0b00) throw new Error("This is not correction level M.");
  return ((bit(2) << 2) | (bit(3) << 1) | bit(4)) ^ 0b101;
}

function functionModules(size: number, version: number): boolean[][] {
  const marked = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const fill = (top: number, left: number, height: number, width: number): void => {
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) marked[y]![x] = true;
  };
  fill(0, 0, 9, 9);
  fill(0, size - 8, 9, 8);
  fill(size - 8, 0, 8, 9);
  fill(6, 0, 1, size);
  fill(0, 6, size, 1);
  const centres = ALIGNMENT[version]!;
  const last = centres.at(-1);
  for (const y of centres)
    for (const x of centres) {
      const corner = (y === 6 && (x === 6 || x === last)) || (x === 6 && y === last);
      if (!corner) fill(y - 2, x - 2, 5, 5);
    }
  if (version >= 7) {
    fill(0, size - 11, 6, 3);
    fill(size - 11, 0, 3, 6);
  }
  return marked;
}

function deinterleave(words: number[], blocks: number[]): number[] {
  const parts: number[][] = blocks.map(() => []);
  let at = 0;
  for (let row = 0; row < Math.max(...blocks); row++)
    blocks.forEach((length, block) => {
      if (row < length) parts[block]!.push(words[at++]!);
    });
  return parts.flat();
}
