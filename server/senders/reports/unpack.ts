import { gunzip } from "node:zlib";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import PostalMime from "postal-mime";
import { AppError, measureZip } from "../../platform/index.ts";

const gunzipAsync = promisify(gunzip);

/** Largest report as it arrives, and unpacked, in bytes. Real ones have some hundred kilobytes. */
export const MAX_PACKED_BYTES = 5 * 1024 * 1024;
export const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;
/** A report is one file (RFC 9990, RFC 8460); more of them hide something. */
const MAX_FILES = 4;

/** What may still come out of everything in one mail. */
interface Room {
  bytes: number;
  /** Compressed files that are opened. */
  files: number;
}

export const unreadable = (why: string): AppError =>
  refused(`This is no report that can be read: ${why}.`);

export const refused = (message: string): AppError =>
  new AppError("report_unreadable", 400, message, {
    hint: "Expected a DMARC aggregate report (XML) or a TLS report (JSON), plain, as gzip or zip, or the whole mail.",
  });

/**
 * The text of a report: a file, plain, gzipped or zipped, or a mail with such a file. Nothing grows beyond
 * `MAX_UNPACKED_BYTES`, whatever its header says, and neither do the files of a mail together.
 *
 * @throws AppError `report_unreadable` (400)
 */
export async function unpackReport(raw: Buffer): Promise<string> {
  if (raw.length > MAX_PACKED_BYTES) throw unreadable("it is larger than 5 MB");
  const room: Room = { bytes: MAX_UNPACKED_BYTES, files: MAX_FILES };
  const direct = await unpackFile(raw, room);
  if (looksLikeReport(direct)) return direct;
  for (const file of await filesOfMail(raw)) {
    const text = await unpackFile(file, room);
    if (looksLikeReport(text)) return text;
  }
  throw unreadable("no XML and no JSON in it");
}

const looksLikeReport = (text: string): boolean => /^[\s\uFEFF]*(<[?\w!]|\{)/.test(text);

async function unpackFile(bytes: Buffer, room: Room): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZip = bytes.subarray(0, 4).toString("latin1") === "PK\u0003\u0004";
  if (!isGzip && !isZip) return decode(bytes);
  if (room.bytes <= 0 || room.files === 0) throw unreadable("there is more in it than a report");
  room.files -= 1;
  const unpacked = isGzip ? await ungzip(bytes, room) : unzipOne(bytes, room);
  room.bytes -= unpacked.length;
  return decode(unpacked);
}

async function ungzip(bytes: Buffer, room: Room): Promise<Buffer> {
  try {
    return await gunzipAsync(bytes, { maxOutputLength: room.bytes });
  } catch {
    throw unreadable("the compressed file is broken or swells beyond 16 MB");
  }
}

function unzipOne(bytes: Buffer, room: Room): Buffer {
  // What the archive states is not believed: an entry that says it is small would be unpacked to its end all the same.
  const measured = measureZip(bytes, room.bytes);
  if (measured?.fits !== true || measured.names.length > MAX_FILES)
    throw unreadable("the zip file is broken, or holds more than a report");
  try {
    const found = unzipSync(bytes, {
      // The library sets aside as much memory as the archive states.
      filter: ({ name, originalSize }) =>
        /\.(xml|json)$/i.test(name) && originalSize <= MAX_UNPACKED_BYTES,
    });
    const [first] = Object.values(found);
    if (first) return Buffer.from(first);
  } catch {
    throw unreadable("the zip file is broken, or holds more than a report");
  }
  throw unreadable("the zip file holds no XML and no JSON");
}

/** UTF-8, or Latin-1 where it is none. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

async function filesOfMail(raw: Buffer): Promise<Buffer[]> {
  try {
    const mail = await PostalMime.parse(raw, { maxNestingDepth: 20 });
    return mail.attachments.map((file) =>
      typeof file.content === "string"
        ? Buffer.from(file.content)
        : Buffer.from(file.content as ArrayBuffer),
    );
  } catch {
    throw unreadable("the mail is broken");
  }
}
