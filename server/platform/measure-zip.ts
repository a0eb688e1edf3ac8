import { inflateRawSync } from "node:zlib";

/** End of the central directory, an entry in it, and the head before an entry's bytes (APPNOTE 6.3.10, 4.3). */
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** A workbook has a few parts a sheet; so many are a bomb of names. */
const MOST_ENTRIES = 5_000;

/**
 * Whether everything in a zip unpacks to no more than so many bytes, and is no more than 5,000 entries. Sizes that the archive states are not believed:
 * each entry is unpacked and thrown away. Entries that share their bytes do not fit either, however little comes out of them:
 * the same megabytes would be unpacked once for each. `names` are those of its entries. Undefined for what is no zip.
 */
export function measureZip(
  zip: Buffer,
  atMost: number,
): { fits: boolean; names: string[] } | undefined {
  const end = zip.lastIndexOf(Buffer.from("504b0506", "hex"));
  if (end === -1 || end + 22 > zip.length || zip.readUInt32LE(end) !== END) return undefined;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  let left = atMost;
  let unread = zip.length;
  if (count > MOST_ENTRIES) return { fits: false, names: [] };
  const names: string[] = [];
  for (let no = 0; no < count; no++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) return undefined;
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const head = zip.readUInt32LE(at + 42);
    names.push(zip.toString("utf8", at + 46, at + 46 + lengths[0]!));
    at += 46 + lengths[0]! + lengths[1]! + lengths[2]!;
    if (head + 30 > zip.length || zip.readUInt32LE(head) !== LOCAL) return undefined;
    const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28);
    unread -= packed;
    if (unread < 0) return { fits: false, names };
    const size = unpackedSize(zip.subarray(from, from + packed), method, left);
    if (size === undefined) return { fits: false, names };
    left -= size;
  }
  return { fits: true, names };
}

function unpackedSize(bytes: Buffer, method: number, left: number): number | undefined {
  if (method === 0) return bytes.length <= left ? bytes.length : undefined;
  if (bytes.length === 0) return 0;
  if (left <= 0) return undefined;
  try {
    return inflateRawSync(bytes, { maxOutputLength: left }).length;
  } catch {
    return undefined;
  }
}
