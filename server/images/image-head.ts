/** What the first bytes of a picture say, before anything is decoded. */
export interface ImageHead {
  type: "jpeg" | "png" | "gif" | "webp";
  width: number;
  height: number;
  /** WebP only: several frames, which no mail program shows. */
  animated: boolean;
}

/** Type by magic bytes and size by header; undefined for anything that is no JPEG, PNG, GIF or WebP picture. */
export function readImageHead(bytes: Buffer): ImageHead | undefined {
  try {
    const head = readers.map((read) => read(bytes)).find((found) => found !== undefined);
    return head && head.width > 0 && head.height > 0 ? head : undefined;
  } catch (error) {
    // A number behind the end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const readers: ((bytes: Buffer) => ImageHead | undefined)[] = [png, jpeg, gif, webp];

function png(bytes: Buffer): ImageHead | undefined {
  if (bytes.toString("latin1", 0, 8) !== "\x89PNG\r\n\x1a\n") return undefined;
  if (bytes.toString("latin1", 12, 16) !== "IHDR") return undefined;
  return {
    type: "png",
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    animated: false,
  };
}

/** Walks the segments to the frame header (ITU T.81, B.1.1.3). */
function jpeg(bytes: Buffer): ImageHead | undefined {
  if (bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return {
        type: "jpeg",
        width: bytes.readUInt16BE(at + 7),
        height: bytes.readUInt16BE(at + 5),
        animated: false,
      };
    else if (marker === 0xd9 || marker === 0xda) return undefined;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function gif(bytes: Buffer): ImageHead | undefined {
  if (!/^GIF8[79]a$/.test(bytes.toString("latin1", 0, 6))) return undefined;
  return {
    type: "gif",
    width: bytes.readUInt16LE(6),
    height: bytes.readUInt16LE(8),
    animated: false,
  };
}

/** The three forms of WebP (RFC 9649, section 2). */
function webp(bytes: Buffer): ImageHead | undefined {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WEBP")
    return undefined;
  const chunk = bytes.toString("latin1", 12, 16);
  if (chunk === "VP8 ")
    return {
      type: "webp",
      width: bytes.readUInt16LE(26) & 0x3fff,
      height: bytes.readUInt16LE(28) & 0x3fff,
      animated: false,
    };
  if (chunk === "VP8L") {
    const bits = bytes.readUInt32LE(21);
    return {
      type: "webp",
      width: (bits & 0x3fff) + 1,
      height: ((bits >>> 14) & 0x3fff) + 1,
      animated: false,
    };
  }
  if (chunk !== "VP8X") return undefined;
  return {
    type: "webp",
    width: bytes.readUIntLE(24, 3) + 1,
    height: bytes.readUIntLE(27, 3) + 1,
    animated: (bytes.readUInt8(20) & 2) !== 0,
  };
}
