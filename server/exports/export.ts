import type {
  EvidenceOf,
  ExportFormat,
  ExportState,
  NewEvidenceExport,
  NewExport,
  PersonsOf,
} from "../../contract/exports.ts";
import type { ExportSubject } from "../../contract/export-subjects.ts";
import type { AskDeps } from "../guards/index.ts";
import type {
  Clock,
  Database,
  FilePage,
  Keys,
  Locale,
  Logger,
  RawBuilder,
  Tx,
} from "../platform/index.ts";

export type ContactFilter = NonNullable<NewExport["filter"]>;

/** What is stored of what was asked for, each part for its subject. */
export interface ExportFilter extends ContactFilter {
  scope?: NewExport["scope"];
  retainedFor?: NewExport["retainedFor"];
  persons?: PersonsOf;
  evidence?: EvidenceOf;
}

/** What is asked for: a table of people, or the evidence of a list, which is always written as lines. */
export type Wanted = NewExport | (NewEvidenceExport & { what: "evidence"; format: "jsonl" });

/** What stands in a file row by row, and where the rows come from. */
export interface RowContent {
  count(tx: Tx): Promise<number>;
  headings(tx: Tx): Promise<string[]>;
  /** The rows after this number, those that came in first before the others. */
  page(tx: Tx, after: number, limit: number): Promise<FilePage>;
}

export interface ExportDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  /** How a second person is asked. */
  guards: AskDeps;
  /** The condition over contact row `c` that a filter of the directory means; the read models stand above. */
  conditionOf(tx: Tx, filter: ContactFilter, me: number | undefined): Promise<RawBuilder<unknown>>;
  /** The people of a mailing's report as rows of a file; counting throws 404 for a mailing that is not the account's. */
  personsForFile(of: PersonsOf, locale: Locale): RowContent;
}

/** Who asked for it, as the audit log names them. */
export interface ExportActor {
  kind: "operator" | "apiKey" | "system";
  operatorId?: number;
  apiKeyId?: number;
  name: string;
  /** Sees only the contacts they are responsible for, in the file as on the page (ORG-03). */
  assignedOnly?: true;
}

/** A file that is made, or was made. */
export interface Export {
  id: number;
  publicId: string;
  what: ExportSubject;
  state: ExportState;
  format: ExportFormat;
  filter: ExportFilter;
  reason: string;
  locale: Locale;
  total: number;
  written: number;
  error: string | null;
  fileId: number | null;
  keySealed: Buffer | null;
  /** Opens the ZIP; gone with the file. */
  passwordSealed: Buffer | null;
  sizeBytes: number | null;
  actor: ExportActor;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  downloads: number;
}

/** Seals the keys of files. */
export const KEY_LABEL = "exports/file-key/v1";
/** Seals their passwords. */
export const PASSWORD_LABEL = "exports/password/v1";
export const RUN_JOB = "exports.run";
export const EXPIRE_JOB = "exports.expire";
