import type { Tx } from "../platform/index.ts";

/** Bounds of what is taken in, and of what is kept (CNT-14: the weight of a mail counts). */
export const IMAGE_LIMITS = {
  bytes: 10 * 1024 * 1024,
  pixels: 40_000_000,
  /** Pixels; mails are 600 to 700 wide, twice that is sharp on every screen. */
  width: 1_600,
  height: 4_800,
  /** Of an account, all pictures together. */
  quotaBytes: 500_000_000,
} as const;

export const MEDIA_TYPES = {
  jpg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
} as const;
export type ImageExtension = keyof typeof MEDIA_TYPES;

/** Under which rights a picture is used (CNT-10). */
export interface Licence {
  source: string;
  licence: string;
  /** First day on which it may not be used any more, YYYY-MM-DD; null: without end. */
  expiresAt: string | null;
  /** Recognisable people are shown, and they agreed to it (§ 22 KunstUrhG). */
  showsPeople: boolean;
  /** When somebody confirmed the rights, and who. */
  confirmedAt: Date;
  confirmedBy: string;
}

/** A picture of the library with its present file. */
export interface LibraryImage {
  id: number;
  publicId: string;
  name: string;
  alt: string;
  /** Says nothing that the text does not say: its alternative text is empty on purpose. */
  decorative: boolean;
  source: string;
  licence: string;
  expiresOn: string | null;
  showsPeople: boolean;
  confirmedAt: Date;
  confirmedBy: string;
  createdAt: Date;
  /** Random part of the public address. */
  key: string;
  extension: ImageExtension;
  fileId: number;
  width: number;
  height: number;
  bytes: number;
  originalBytes: number;
}

/** One file behind a public address. Earlier ones stay while a mail may show them. */
export interface ImageFile {
  key: string;
  extension: ImageExtension;
  fileId: number;
  width: number;
  height: number;
  bytes: number;
  originalBytes: number;
}

/** Where a picture stands. */
export interface ImageUse {
  kind: "mailing" | "template" | "transactional" | "section";
  id: string;
  name: string;
  /** It has left or is about to: without the picture, mails in people's mailboxes would lose it. */
  sent: boolean;
}

/** What higher slices tell of where an address stands, and how they change it. */
export interface ImageUses {
  /** Everything of the account whose content holds one of these keys. */
  find(tx: Tx, keys: readonly string[]): Promise<ImageUse[]>;
  /** Puts the new address in drafts and templates where the earlier one stood. */
  replace(tx: Tx, earlier: string, address: string, at: Date): Promise<void>;
}

const KEY = /\/m\/([A-Za-z0-9_-]{22})\.(?:jpg|png|gif)(?=$|[?#"'\s)])/;

/** The random part of a picture's public address, or undefined for an address of anything else. */
export function keyOfAddress(address: string): string | undefined {
  return KEY.exec(address)?.[1];
}

/** Path under the public address of pages. */
export function imagePath(image: { key: string; extension: ImageExtension }): string {
  return `/m/${image.key}.${image.extension}`;
}
