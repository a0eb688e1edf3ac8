const MAX_FRAMES = 500;

/**
 * Walks through a GIF block by block (GIF89a specification, section 12 on) and gives the same pictures without
 * comments, plain text, foreign applications' data (XMP) and whatever follows the end. Frames stay as they are, so that
 * animations do.
 *
 * @returns null when a block is broken, a frame lies outside the picture, or there are more than 500 of them
 */
export function cleanGif(bytes: Buffer): Buffer | null {
  try {
    return walk(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function walk(bytes: Buffer): Buffer | null {
  const width = bytes.readUInt16LE(6);
  const height = bytes.readUInt16LE(8);
  let at = 13 + tableBytes(bytes.readUInt8(10));
  const kept = [take(bytes, 0, at)];
  let frames = 0;
  while (at < bytes.length) {
    const start = at;
    const kind = bytes.readUInt8(at);
    if (kind === 0x3b) {
      if (frames === 0) return null;
      return Buffer.concat([...kept, Buffer.from([0x3b])]);
    }
    if (kind === 0x21) {
      const label = bytes.readUInt8(at + 1);
      at = endOfBlocks(bytes, at + 2);
      const isLoop =
        label === 0xff && bytes.toString("latin1", start + 3, start + 11) === "NETSCAPE";
      if (label === 0xf9 || isLoop) kept.push(take(bytes, start, at));
    } else if (kind === 0x2c) {
      const right = bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5);
      const bottom = bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7);
      if (right > width || bottom > height || ++frames > MAX_FRAMES) return null;
      const codeSize = at + 10 + tableBytes(bytes.readUInt8(at + 9));
      if (bytes.readUInt8(codeSize) > 11) return null;
      at = endOfBlocks(bytes, codeSize + 1);
      kept.push(take(bytes, start, at));
    } else return null;
  }
  return null;
}

/** Bytes of the colour table that the packed field announces. */
function tableBytes(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1);
}

/** Behind the empty block that ends a row of data blocks. */
function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const size = bytes.readUInt8(at);
    at += 1 + size;
    if (size === 0) return at;
  }
}

function take(bytes: Buffer, from: number, to: number): Buffer {
  if (to > bytes.length) throw new RangeError("cut off");
  return bytes.subarray(from, to);
}
