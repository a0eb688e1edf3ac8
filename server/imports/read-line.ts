import type { ImportRemark, RejectionReason } from "../../contract/import-texts.ts";
import type { EvidenceClass, ImportField } from "../../contract/imports.ts";
import {
  addressHash,
  cleanFields,
  fold,
  readFieldValue,
  type ContactFields,
} from "../contacts/index.ts";
import {
  isDisposable,
  isRoleAddress,
  likelyDomain,
  parseEmailAddress,
  type Keys,
} from "../platform/index.ts";
import type { CsvRecord } from "./csv-reader.ts";
import type { Recipe } from "./recipe.ts";
import { judgeConsent, readProfiling, type LineConsent } from "./read-consent.ts";
import { readLocale, readMoment, readSalutation, type Moment } from "./read-values.ts";
import type { SeenAddresses } from "./seen-addresses.ts";
import { readStatus, type ForeignStatus } from "./status.ts";

export interface Rejection {
  reason: RejectionReason;
  expected?: string;
  found?: string;
}

/** A line as it was understood. A rejected one has an address only where that could be read. */
export interface ParsedLine {
  line: number;
  raw: string[];
  rejection?: Rejection;
  email: string;
  emailNormalised: string;
  hash: Buffer;
  fields: ContactFields;
  consent: LineConsent;
  /** What the line says of the permission to analyse; undefined for no. */
  profiling?: { given: Moment; source: string; wordingVersionId: number };
  /** UNS-23: who left there, or could not be reached, is held back here. */
  suppress?: { as: "unsubscribed" | "bounced" | "complained"; since: Date | null };
  /** How well the line proves its consent; undefined where its status forbids to mail anyway. */
  evidence?: EvidenceClass;
  tags: string[];
  stage?: "prospect" | "customer";
  responsibleId?: number;
  remarks: ImportRemark[];
  typo?: { found: string; likely: string };
}

const NO_HASH = Buffer.alloc(16);

/** Reads one row by the recipe. Pure but for the memory of addresses seen. */
export function readLine(
  record: CsvRecord,
  recipe: Recipe,
  keys: Keys,
  seen: SeenAddresses,
  now: Date,
): ParsedLine {
  const values: Record<string, string> = {};
  const { mapping } = recipe;
  for (let index = 0; index < mapping.length; index++) {
    const field = mapping[index]!;
    if (field !== null) values[field] = (record.cells[index] ?? "").trim();
  }
  const begun = beginLine(record, values, recipe, keys);
  const { line, status } = begun;
  if (line.rejection) return line;
  if (status === "unsubscribed" || status === "bounced" || status === "complained") {
    const since = readMoment(values[`status.${status}`] ?? "", recipe.timeZone, now)?.at ?? null;
    line.suppress = { as: status, since };
    line.rejection = { reason: `status_${status}` };
    return line;
  }
  const first = seen.firstLine(line.hash, record.line);
  if (first !== undefined) {
    line.rejection = { reason: "duplicate_in_file", found: String(first) };
    return line;
  }
  line.fields = readFields(values, recipe, line.remarks);
  judgeConsent(line, values, status, recipe, now);
  readProfiling(line, values, recipe, now);
  readDetails(line, values, recipe);
  if (begun.from !== "email") line.remarks.push("email_from_other");
  if (isRoleAddress(line.emailNormalised)) line.remarks.push("role_address");
  if (isDisposable(begun.domain)) line.remarks.push("disposable_address");
  const likely = likelyDomain(begun.domain);
  if (likely !== undefined) {
    line.typo = { found: begun.domain, likely };
    line.remarks.push("typo_domain");
  }
  return line;
}

/** Notes the address of a row that is done already, so that a later row with the same is known as its double. */
export function noteLine(record: CsvRecord, recipe: Recipe, keys: Keys, seen: SeenAddresses): void {
  const values: Record<string, string> = {};
  recipe.mapping.forEach((field, index) => {
    if (field?.startsWith("email") || field?.startsWith("status"))
      values[field] = (record.cells[index] ?? "").trim();
  });
  const { line, status } = beginLine(record, values, recipe, keys);
  const isHeldBack = status === "unsubscribed" || status === "bounced" || status === "complained";
  if (!line.rejection && !isHeldBack) seen.firstLine(line.hash, record.line);
}

/** A row is of the first address that is not empty. An address that is wrong is told, not passed over. */
const EMAILS = ["email", "email.second", "email.third"] as const satisfies ImportField[];

/** Address and status of a row, which decide whether the rest is read at all. */
function beginLine(
  record: CsvRecord,
  values: Record<string, string>,
  recipe: Recipe,
  keys: Keys,
): { line: ParsedLine; domain: string; status: ForeignStatus | undefined; from?: string } {
  const line: ParsedLine = {
    line: record.line,
    raw: record.cells,
    email: "",
    emailNormalised: "",
    hash: NO_HASH,
    fields: {},
    consent: { complete: false, missing: "consent_none" },
    tags: recipe.tags,
    remarks: [],
  };
  const refused = (rejection: Rejection) => {
    line.rejection = rejection;
    return { line, domain: "", status: undefined };
  };
  if (record.problem) return refused(record.problem);
  const from = EMAILS.find((field) => (values[field] ?? "") !== "");
  const given = from === undefined ? "" : values[from]!;
  if (given === "") return refused({ reason: "email_missing" });
  const address = parseEmailAddress(given);
  if (!address.ok)
    return refused({
      reason: "email_invalid",
      expected: "name@example.org",
      found: given.slice(0, 100),
    });
  line.email = address.address;
  line.emailNormalised = address.normalised;
  line.hash = addressHash(keys, recipe.accountId, address.normalised);
  return { line, domain: address.domain, status: readStatus(values), from: from! };
}

function readFields(
  values: Record<string, string>,
  recipe: Recipe,
  remarks: ImportRemark[],
): ContactFields {
  const fields: ContactFields = {};
  const salutation = readSalutation(values["salutation"] ?? "");
  if (salutation === undefined) remarks.push("salutation_unknown");
  else if (salutation !== "") fields.salutation = salutation;
  const locale = readLocale(values["locale"] ?? "");
  if (locale === undefined) remarks.push("locale_unknown");
  else if (locale !== null) fields.locale = locale;
  for (const name of ["title", "firstName", "lastName", "company"] as const)
    if (values[name]) fields[name] = values[name];
  const custom: Record<string, string> = {};
  let hasOwn = false;
  for (const name of recipe.mapping) {
    const given = name?.startsWith("custom.") ? values[name]! : "";
    if (name === null || given === "") continue;
    const key = name.slice("custom.".length);
    const field = recipe.fields.get(key);
    if (!field) continue;
    const read = readFieldValue(field, given, recipe.locale);
    if (!read.ok) {
      if (!remarks.includes("field_unreadable")) remarks.push("field_unreadable");
    } else if (read.value !== "") {
      custom[key] = read.value;
      hasOwn = true;
    }
  }
  if (hasOwn) fields.custom = custom;
  return wellFormed(cleanFields(fields));
}

const STAGES: Record<string, "prospect" | "customer"> = {
  ...Object.fromEntries(
    "prospect interessent interessentin interessenten lead".split(" ").map((w) => [w, "prospect"]),
  ),
  ...Object.fromEntries(
    "customer kunde kundin kunden bestandskunde bestandskundin"
      .split(" ")
      .map((w) => [w, "customer"]),
  ),
};
const MAX_TAGS = 20;

/** Tags, stage and who looks after the contact. */
function readDetails(line: ParsedLine, values: Record<string, string>, recipe: Recipe): void {
  const tags = values["tags"] ?? "";
  if (tags !== "") line.tags = [...new Set([...recipe.tags, ...tagsOf(tags)])].slice(0, MAX_TAGS);
  const stage = values["stage"] ?? "";
  const known = STAGES[fold(stage)];
  if (known) line.stage = known;
  else if (stage !== "") line.remarks.push("stage_unknown");
  const responsible = values["responsible"] ?? "";
  const member = responsible === "" ? undefined : recipe.members.get(fold(responsible));
  if (member !== undefined) line.responsibleId = member;
  else if (responsible !== "") line.remarks.push("responsible_unknown");
}

/** `"Messe","Kunde A"`, `Messe; Kunde A` or `Messe, Kunde A`. */
function tagsOf(text: string): string[] {
  const mark = text.includes(";") ? ";" : text.includes("|") ? "|" : ",";
  return text
    .split(mark)
    .map((tag) =>
      tag
        .replace(/["\p{C}]+/gu, " ")
        .replace(/\s+/g, " ")
        .trim()
        .slice(0, 60)
        .toWellFormed(),
    )
    .filter(Boolean);
}

function mend(values: object): void {
  const texts = values as Record<string, unknown>;
  for (const name in texts) {
    const value = texts[name];
    if (typeof value === "string" && !value.isWellFormed()) texts[name] = value.toWellFormed();
  }
}

/** Cutting to the limits can leave half a character behind, which PostgreSQL refuses in JSON. */
function wellFormed(fields: ContactFields): ContactFields {
  if (fields.custom) mend(fields.custom);
  mend(fields);
  return fields;
}
