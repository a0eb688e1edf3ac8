import type { ImportOptions, ImportState } from "../../contract/imports.ts";
import type { FileErrorCode } from "../../contract/import-file-errors.ts";
import type { ImportProblem } from "../../contract/import-texts.ts";
import type { ComplianceDeps } from "../compliance/index.ts";
import type { Clock, Database, Keys, Logger } from "../platform/index.ts";
import type { Counts } from "./counts.ts";
import type { FileFormat } from "./csv-dialect.ts";
import type { Mapping } from "./mapping.ts";

export interface ImportDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  compliance: ComplianceDeps;
}

/** Who started it, as the audit log and the proofs name them. */
export interface StoredActor {
  kind: "operator" | "apiKey" | "system";
  operatorId?: number;
  apiKeyId?: number;
  name: string;
}

export interface Progress {
  rows?: number;
  /** 0 to 1. */
  share?: number;
  perSecond?: number;
  /** ISO 8601. */
  startedAt?: string;
}

export interface UndoCounts {
  contactsRemoved: number;
  contactsRestored: number;
  consentsTakenBack: number;
  kept: number;
}

/** One file and what became of it. */
export interface Import {
  id: number;
  publicId: string;
  name: string;
  state: ImportState;
  fileId: number | null;
  format: FileFormat;
  mapping: Mapping;
  options: ImportOptions;
  checkCounts: Counts | null;
  counts: Counts | null;
  /** The mapping is that of an earlier file with the same headings. */
  remembered: boolean;
  /** Last committed line of the file; everything up to it is done (0: nothing yet). */
  runLine: number;
  progress: Progress;
  undoCounts: UndoCounts | null;
  error: { code: FileErrorCode; line: number | null; expected?: string; found?: string } | null;
  actor: StoredActor | null;
  createdAt: Date;
  finishedAt: Date | null;
  undoneAt: Date | null;
}

/** Rows of one transaction. */
export const BATCH_ROWS = 1000;
/** From so many rows on a file is large: each batch locks all addresses of the account instead of its own. */
const LARGE_FILE_ROWS = 20_000;
export const isLarge = ({ checkCounts }: Pick<Import, "checkCounts">): boolean =>
  (checkCounts?.rows ?? 0) >= LARGE_FILE_ROWS;
/** A file that is not imported is kept this long, and what it takes to undo an import. */
export const FILE_DAYS = 7;
export const UNDO_DAYS = 30;

const GOODS = "(?:list|adress|address|daten|data|kontakt|contact|lead|record|empfänger|recipient)";
const DEAL = "(?:(?:zu|an)?gekauft|erworben|gemietet|purchased|bought|rented)";
/** "gekaufte Liste", "Adressen wurden gemietet", "gekauft bei …"; not "Kunden, die bei uns gekauft haben". */
const BOUGHT = new RegExp(
  `^${DEAL}|${DEAL}\\p{L}*\\s+(?:\\p{L}+\\s+)?\\p{L}*${GOODS}|${GOODS}\\p{L}*\\s+(?:\\p{L}+\\s+){0,3}${DEAL}|` +
    "(?:kauf|miet)(?:list|adress)|adress(?:händler|haendler|verlag|miete|kauf)|list\\s*brok|(?:address|data)\\s*brok",
  "iu",
);
const NEGATED = /\b(?:nicht|kein|keine|keinen|weder|noch|not|never|no)\b/i;

/** LEAD-12: whether the origin says that addresses were bought or rented. */
export function isBought(origin: string): boolean {
  const found = BOUGHT.exec(origin.trim());
  if (found === null) return false;
  const before = origin.trim().slice(0, found.index).split(/\s+/).slice(-3).join(" ");
  return !NEGATED.test(`${before} ${found[0]}`);
}

/** What is missing before the file can be checked or imported. Pure. */
export function problemsOf(
  mapping: Mapping,
  options: ImportOptions,
  account: {
    mode: "sandbox" | "live";
    hasProcessorContract: boolean;
    /** The account's own fields by key. */
    fields: ReadonlyMap<string, unknown>;
  },
): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const has = (field: Mapping[number]) => mapping.includes(field);
  if (!has("email")) problems.push("email_not_mapped");
  if (mapping.some((field) => isUndefined(field, account.fields))) problems.push("field_undefined");
  if (!options.origin) problems.push("origin_missing");
  const { consent } = options;
  if (!consent) problems.push("consent_undecided");
  else if (consent.evidence !== "none") {
    if ((options.listIds ?? []).length === 0) problems.push("lists_missing");
    if (!has("consent.date") && !has("consent.confirmedAt"))
      problems.push("consent_date_not_mapped");
    if (!has("consent.source") && !consent.source) problems.push("consent_source_not_given");
    if (!consent.wording?.versionId && !consent.wording?.text)
      problems.push("consent_wording_missing");
  }
  if (account.mode === "live" && !account.hasProcessorContract)
    problems.push("processor_contract_missing");
  return problems;
}

/** LEAD-07: a field of one's own of which nobody has said the purpose. */
function isUndefined(field: Mapping[number] | undefined, fields: ReadonlyMap<string, unknown>) {
  return (field?.startsWith("custom.") ?? false) && !fields.has(field!.slice("custom.".length));
}
