/**
 * Columns of many rows as PostgreSQL's own binary arrays. As a parameter of `unnest` they cost a fraction of the text
 * form, which quotes each value here and takes it apart again there; for an import that is a quarter of all work.
 * Format: src/backend/utils/adt/arrayfuncs.c, `array_recv`.
 */

const HEADER_BYTES = 20;
const TEXT = 25;
const BYTEA = 17;
const INT8 = 20;
const INT4 = 23;
const TIMESTAMPTZ = 1184;
/** Milliseconds from 1970 to 2000, where PostgreSQL's time begins. */
const EPOCH_MS = 946_684_800_000;

function header(target: Buffer, type: number, count: number): void {
  target.writeInt32BE(1, 0);
  target.writeInt32BE(1, 4);
  target.writeInt32BE(type, 8);
  target.writeInt32BE(count, 12);
  target.writeInt32BE(1, 16);
}

/** `text[]`. A character that no text may hold (NUL) is refused by the database. */
export function textArray(values: readonly (string | null | undefined)[]): Buffer {
  let at = HEADER_BYTES;
  for (const value of values) {
    const most = 4 + (value?.length ?? 0) * 3;
    if (at + most > scratch.length) grow(at, most);
    at = writeText(scratch, value, at);
  }
  header(scratch, TEXT, values.length);
  return exactly(at);
}

/** Where texts are written whose length in bytes nobody knows yet; what is handed out is a copy of the right size. */
let scratch = Buffer.allocUnsafeSlow(1 << 16);
/** A larger one is let go after use. */
const KEPT_BYTES = 1 << 21;

function grow(used: number, more: number): void {
  const larger = Buffer.allocUnsafeSlow(Math.max(scratch.length * 2, used + more));
  scratch.copy(larger, 0, 0, used);
  scratch = larger;
}

function exactly(length: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(length);
  scratch.copy(copy, 0, 0, length);
  if (scratch.length > KEPT_BYTES) scratch = Buffer.allocUnsafeSlow(1 << 16);
  return copy;
}

/** Up to this length a loop is faster than the call that leaves JavaScript. */
const SHORT = 64;

function writeText(target: Buffer, value: string | null | undefined, at: number): number {
  if (value === null || value === undefined) {
    target.writeInt32BE(-1, at);
    return at + 4;
  }
  const { length } = value;
  let end = at + 4;
  if (length > SHORT) end += target.write(value, end);
  else
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) {
        end = at + 4 + target.write(value, at + 4);
        break;
      }
      target[end++] = code;
    }
  target.writeInt32BE(end - at - 4, at);
  return end;
}

/** `bytea[]` */
export function byteaArray(values: readonly (Buffer | null)[]): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += 4 + (value?.length ?? 0);
  const target = Buffer.allocUnsafeSlow(size);
  header(target, BYTEA, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    target.writeInt32BE(value?.length ?? -1, at);
    at += 4;
    if (value) at += value.copy(target, at);
  }
  return target;
}

function fixed<T>(
  values: readonly (T | null | undefined)[],
  type: number,
  bytes: number,
  write: (target: Buffer, value: T, at: number) => void,
): Buffer {
  const target = Buffer.allocUnsafeSlow(HEADER_BYTES + values.length * (4 + bytes));
  header(target, type, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    const missing = value === null || value === undefined;
    target.writeInt32BE(missing ? -1 : bytes, at);
    at += 4;
    if (missing) continue;
    write(target, value, at);
    at += bytes;
  }
  return target.subarray(0, at);
}

function writeInt64(target: Buffer, value: number, at: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  target.writeInt32BE(high, at);
  target.writeUInt32BE(value - high * 0x1_0000_0000, at + 4);
}

/** `bigint[]`, of whole numbers below 2^53. */
export function bigintArray(values: readonly (number | null | undefined)[]): Buffer {
  return fixed(values, INT8, 8, writeInt64);
}

/** `int[]` */
export function intArray(values: readonly (number | null | undefined)[]): Buffer {
  return fixed(values, INT4, 4, (target, value, at) => target.writeInt32BE(value, at));
}

/** `timestamptz[]` */
export function timestampArray(values: readonly (Date | null | undefined)[]): Buffer {
  return fixed(values, TIMESTAMPTZ, 8, (target, value, at) =>
    writeInt64(target, (value.getTime() - EPOCH_MS) * 1000, at),
  );
}

/** Whole numbers of eight bytes each, one after the other (`int8send`). */
export function readBigints(bytes: Buffer): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length; at += 8)
    values.push(bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4));
  return values;
}
