import type { ExportFormat, ExportState, NewExport } from "../../contract/exports.ts";
import type { RawBuilder, Clock, Database, Keys, Locale, Logger, Tx } from "../platform/index.ts";

export type ContactFilter = NonNullable<NewExport["filter"]>;

export interface ExportDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  /** The condition over contact row `c` that a filter of the directory means; the read models stand above. */
  conditionOf(tx: Tx, filter: ContactFilter, me: number | undefined): Promise<RawBuilder<unknown>>;
}

/** Who asked for it, as the audit log names them. */
export interface ExportActor {
  kind: "operator" | "apiKey" | "system";
  operatorId?: number;
  apiKeyId?: number;
  name: string;
}

/** A file of contacts that is made, or was made. */
export interface Export {
  id: number;
  publicId: string;
  state: ExportState;
  format: ExportFormat;
  filter: ContactFilter;
  reason: string;
  locale: Locale;
  total: number;
  written: number;
  error: string | null;
  fileId: number | null;
  keySealed: Buffer | null;
  sizeBytes: number | null;
  actor: ExportActor;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  downloads: number;
}

/** Seals the keys of files. */
export const KEY_LABEL = "exports/file-key/v1";
export const RUN_JOB = "exports.run";
export const EXPIRE_JOB = "exports.expire";
