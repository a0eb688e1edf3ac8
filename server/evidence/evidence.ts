import type { EvidenceSubject, EvidenceType } from "../../contract/evidence.ts";

/** A paper behind what somebody said. */
export interface EvidenceFile {
  publicId: string;
  subject: EvidenceSubject;
  /** Public id of the answer, place or incident. */
  subjectId: string;
  name: string;
  mediaType: EvidenceType;
  sizeBytes: number;
  sha256: Buffer;
  fileId: number;
  uploadedBy: string;
  uploadedAt: Date;
}

const startsWith = (bytes: Buffer, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte);

const PDF = [...Buffer.from("%PDF-")];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

/** What a file is by its contents, whatever it is called; undefined: nothing that is kept here. Pure. */
export function mediaTypeOf(bytes: Buffer): EvidenceType | undefined {
  if (bytes.length === 0) return undefined;
  if (startsWith(bytes, PDF)) return "application/pdf";
  if (startsWith(bytes, PNG)) return "image/png";
  if (startsWith(bytes, JPEG)) return "image/jpeg";
  return isText(bytes) ? "text/plain" : undefined;
}

/** UTF-8 without control characters, and no markup that a program would run. */
function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000b\u000e-\u001f]/.test(text)) return false;
    return !/^\s*(?:<[!?a-z/]|MZ)/i.test(text);
  } catch {
    return false;
  }
}

const ENDINGS: Readonly<Record<EvidenceType, string>> = {
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
  "text/plain": "txt",
};

/** What the person called it, without what would harm in a header or a path, and with the ending of what it is. Pure. */
export function nameOf(name: string, type: EvidenceType): string {
  const clean = name
    .replaceAll(/[\p{Cc}\p{Cf}"\\/:*?<>|]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const stem = clean
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .slice(0, 100)
    .trim();
  return `${stem || "Nachweis"}.${ENDINGS[type]}`;
}
