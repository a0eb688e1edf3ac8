import { crc32, deflateSync } from "node:zlib";
import { isOpaque, type Pixels } from "./pixels.ts";

/**
 * A PNG (W3C, third edition) with nothing in it but the pixels: a palette where 256 colours are enough, which makes
 * drawings and logos a fraction of the size, else RGB or RGBA.
 */
export function writePng(pixels: Pixels): Buffer {
  const palette = paletteOf(pixels);
  if (palette) return withPalette(pixels, palette);
  const opaque = isOpaque(pixels);
  return file(pixels, 8, opaque ? 2 : 6, [], filtered(pixels, opaque ? 3 : 4));
}

const MAX_COLOURS = 256;

/** Each colour with its number; transparent ones first, so that their table stays short. Null: too many. */
function paletteOf({ data }: Pixels): Map<number, number> | null {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  const colours = new Set<number>();
  let before = -1;
  for (const colour of words) {
    if (colour === before) continue;
    before = colour;
    colours.add(colour);
    if (colours.size > MAX_COLOURS) return null;
  }
  // Little-endian words: the opacity is the highest byte.
  const sorted = [...colours].toSorted((a, b) => (a >>> 24) - (b >>> 24));
  return new Map(sorted.map((colour, no) => [colour, no]));
}

function withPalette(pixels: Pixels, palette: Map<number, number>): Buffer {
  const { data, width, height } = pixels;
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  const depth = palette.size <= 2 ? 1 : palette.size <= 4 ? 2 : palette.size <= 16 ? 4 : 8;
  const rowBytes = Math.ceil((width * depth) / 8);
  const raw = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * (rowBytes + 1) + 1 + Math.floor((x * depth) / 8);
      raw[at]! |= palette.get(words[y * width + x]!)! << (8 - depth - ((x * depth) % 8));
    }
  const colours = [...palette.keys()];
  const table = Buffer.from(colours.flatMap((c) => [c & 255, (c >>> 8) & 255, (c >>> 16) & 255]));
  const opacity = Buffer.from(colours.map((c) => c >>> 24).filter((value) => value < 255));
  const chunks = [chunk("PLTE", table), ...(opacity.length > 0 ? [chunk("tRNS", opacity)] : [])];
  return file(pixels, depth, 3, chunks, raw);
}

/** Each row with the filter whose differences are smallest (PNG, section 12.7). */
function filtered({ data, width, height }: Pixels, channels: 3 | 4): Buffer {
  const rowBytes = width * channels;
  const raw = Buffer.alloc((rowBytes + 1) * height);
  let above = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y++) {
    const row = new Uint8Array(rowBytes);
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) row[x * channels + c] = data[(y * width + x) * 4 + c]!;
    writeRow(raw, y * (rowBytes + 1), row, above, channels);
    above = row;
  }
  return raw;
}

function writeRow(
  raw: Buffer,
  at: number,
  row: Uint8Array,
  above: Uint8Array,
  channels: number,
): void {
  let best = Infinity;
  const attempt = new Uint8Array(row.length);
  for (const filter of [1, 2, 4]) {
    let sum = 0;
    for (let i = 0; i < row.length; i++) {
      const left = i < channels ? 0 : row[i - channels]!;
      const up = above[i]!;
      const corner = i < channels ? 0 : above[i - channels]!;
      const guess = filter === 1 ? left : filter === 2 ? up : paeth(left, up, corner);
      const difference = (row[i]! - guess) & 255;
      attempt[i] = difference;
      sum += difference < 128 ? difference : 256 - difference;
    }
    if (sum >= best) continue;
    best = sum;
    raw[at] = filter;
    raw.set(attempt, at + 1);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((one) => Math.abs(guess - one)) as [
    number,
    number,
    number,
  ];
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

function file(
  { width, height }: Pixels,
  depth: number,
  colourType: number,
  further: Buffer[],
  raw: Buffer,
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  head[9] = colourType;
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    ...further,
    chunk("IDAT", deflateSync(raw, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(body.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
