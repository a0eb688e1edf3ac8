import type { SendSystemMail } from "../accounts/index.ts";
import type { Clock, Database, DataSubject, Keys, Locale, Logger } from "../platform/index.ts";
import type { PreferenceDeps } from "../preferences/index.ts";

/** Paper that is written from top to bottom and tagged for screen readers; reports make it. */
export interface PaperLike {
  write(
    role: string,
    text: string,
    style: { font?: "sans" | "bold" | "serif"; size?: number; colour?: string },
    below?: number,
  ): void;
  heading(text: string): void;
  /** Begins a page where fewer than `height` points are left. */
  need(height: number): void;
  table(
    columns: readonly { title: string; width?: number; isNumber?: boolean }[],
    rows: readonly (readonly string[])[],
  ): void;
  finish(foot: (page: number, of: number) => string): Promise<Buffer>;
}

export type MakePaper = (meta: {
  title: string;
  author: string;
  locale: Locale;
  at: Date;
}) => PaperLike;

export type CopyFormat = "json" | "csv" | "pdf" | "portable";

/** A file for a person. */
export interface CopyFile {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

/** What cases about personal data need; given by the composition root. */
export interface RequestsDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  /** Where recipients and where people of the account reach pages, without a slash at the end. */
  pagesUrl: string;
  publicUrl: string;
  /** Sends links to "Verwalten". */
  preferences: PreferenceDeps;
  sendSystemMail: SendSystemMail;
  eraseDataSubject(subject: DataSubject): Promise<Record<string, Record<string, number>>>;
  copyDataSubject(subject: DataSubject & { locale: Locale }, format: CopyFormat): Promise<CopyFile>;
  makePaper: MakePaper;
  /** Requests of the form are answered at full steps of this length (DSR-11). Milliseconds, default 250. */
  answerAfterMs?: number;
}
