import { randomToken } from "../platform/index.ts";

/** The public archive of a list. */
export interface ListArchive {
  listId: number;
  slug: string;
  isOpen: boolean;
  isIndexed: boolean;
  openedAt: Date | null;
}

/** Mailings on one page of an archive, and in its feed. */
export const PAGE_SIZE = 10;
export const FEED_SIZE = 20;

const LATIN: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/**
 * The end of an archive's address: the list's name as people would type it, and a few characters that make it the only
 * one on this installation. It is public, so it need not be hard to guess.
 */
export function newSlug(listName: string): string {
  const words = listName
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => LATIN[letter]!)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  const end = Buffer.from(randomToken(6), "base64url").toString("hex").slice(0, 8);
  return [words, end].filter(Boolean).join("-");
}

const EXCERPT = 180;

/**
 * The first lines of a mailing for a list of issues: its preheader, which was written for that, else the first paragraph
 * of the plain text that says something.
 */
export function excerptOf(preheader: string, text: string): string {
  const told = preheader.replace(/\s+/g, " ").trim();
  if (told !== "") return shorten(told);
  const paragraph = text
    .split(/\n\s*\n/)
    .map((each) => each.replace(/\s+/g, " ").trim())
    .find((each) => each.length >= 60 && !/https?:\/\//.test(each));
  return shorten(paragraph ?? "");
}

function shorten(text: string): string {
  if (text.length <= EXCERPT) return text;
  const cut = text.slice(0, EXCERPT);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), EXCERPT - 30)).trimEnd()} …`;
}
