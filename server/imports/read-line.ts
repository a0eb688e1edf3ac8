import type { ImportRemark, RejectionReason } from "../../contract/import-texts.ts";
import { addressHash, cleanFields, type ContactFields } from "../contacts/index.ts";
import { networkOf } from "../pages/index.ts";
import { parseEmailAddress, type Keys } from "../platform/index.ts";
import { isRoleAddress, likelyDomain } from "./address-hints.ts";
import type { CsvRecord } from "./csv-reader.ts";
import type { Recipe } from "./recipe.ts";
import { readLocale, readMoment, readSalutation, readYesNo, type Moment } from "./read-values.ts";
import type { SeenAddresses } from "./seen-addresses.ts";

export interface Rejection {
  reason: RejectionReason;
  expected?: string;
  found?: string;
}

/** Evidence of a consent in a line; complete, or what is missing. */
export type LineConsent =
  | {
      complete: true;
      given: Moment;
      source: string;
      network: string | undefined;
      lastMailedAt: Date | null;
    }
  | { complete: false; missing: ImportRemark };

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
  remarks: ImportRemark[];
  typo?: { found: string; likely: string };
}

const NO_HASH = Buffer.alloc(16);
const MAX_SOURCE = 300;

/** Reads one row by the recipe. Pure but for the memory of addresses seen. */
export function readLine(
  record: CsvRecord,
  recipe: Recipe,
  keys: Keys,
  seen: SeenAddresses,
  now: Date,
): ParsedLine {
  const values: Record<string, string> = {};
  recipe.mapping.forEach((field, index) => {
    if (field !== null) values[field] = (record.cells[index] ?? "").trim();
  });
  const line: ParsedLine = {
    line: record.line,
    raw: record.cells,
    email: "",
    emailNormalised: "",
    hash: NO_HASH,
    fields: {},
    consent: { complete: false, missing: "consent_none" },
    remarks: [],
  };
  if (record.problem) return { ...line, rejection: record.problem };
  const given = values["email"] ?? "";
  if (given === "") return { ...line, rejection: { reason: "email_missing" } };
  const address = parseEmailAddress(given);
  if (!address.ok)
    return {
      ...line,
      rejection: {
        reason: "email_invalid",
        expected: "name@example.org",
        found: given.slice(0, 100),
      },
    };
  line.email = address.address;
  line.emailNormalised = address.normalised;
  line.hash = addressHash(keys, recipe.accountId, address.normalised);
  const first = seen.firstLine(line.hash, record.line);
  if (first !== undefined)
    return { ...line, rejection: { reason: "duplicate_in_file", found: String(first) } };
  line.fields = readFields(values, line.remarks);
  line.consent = readConsent(values, recipe, now);
  readProfiling(line, values, recipe, now);
  if (isRoleAddress(address.normalised)) line.remarks.push("role_address");
  const likely = likelyDomain(address.domain);
  if (likely !== undefined) {
    line.typo = { found: address.domain, likely };
    line.remarks.push("typo_domain");
  }
  return line;
}

function readFields(values: Record<string, string>, remarks: ImportRemark[]): ContactFields {
  const fields: ContactFields = {};
  const salutation = readSalutation(values["salutation"] ?? "");
  if (salutation === undefined) remarks.push("salutation_unknown");
  else if (salutation !== "") fields.salutation = salutation;
  const locale = readLocale(values["locale"] ?? "");
  if (locale === undefined) remarks.push("locale_unknown");
  else if (locale !== null) fields.locale = locale;
  for (const name of ["title", "firstName", "lastName", "company"] as const)
    if (values[name]) fields[name] = values[name];
  const custom = Object.entries(values).filter(
    ([name, value]) => name.startsWith("custom.") && value !== "",
  );
  if (custom.length > 0)
    fields.custom = Object.fromEntries(
      custom.map(([name, value]) => [name.slice("custom.".length), value]),
    );
  return wellFormed(cleanFields(fields));
}

/** Cutting to the limits can leave half a character behind, which PostgreSQL refuses in JSON. */
function wellFormed(fields: ContactFields): ContactFields {
  const mend = <T extends object>(values: T): T => {
    for (const [name, value] of Object.entries(values))
      if (typeof value === "string" && !value.isWellFormed())
        Object.assign(values, { [name]: value.toWellFormed() });
    return values;
  };
  if (fields.custom) mend(fields.custom);
  return mend(fields);
}

/** CON-23: without time and source a consent stays unverified. */
function readConsent(values: Record<string, string>, recipe: Recipe, now: Date): LineConsent {
  const { consent } = recipe;
  if (consent.evidence === "none") return { complete: false, missing: "consent_none" };
  const date = values["consent.date"] ?? "";
  if (date === "") return { complete: false, missing: "consent_date_missing" };
  const given = readMoment(date, recipe.timeZone, now);
  if (given === undefined) return { complete: false, missing: "consent_date_unreadable" };
  const source = sourceOf(values["consent.source"], consent.source);
  if (source === "") return { complete: false, missing: "consent_source_missing" };
  const ip = values["consent.ip"] ?? "";
  const mailed = readMoment(values["consent.lastMailed"] ?? "", recipe.timeZone, now);
  return {
    complete: true,
    given,
    source,
    network: ip === "" ? undefined : networkOf(ip, { v4: 24, v6: 48 }),
    lastMailedAt: mailed?.at ?? consent.lastMailedAt,
  };
}

/** TRK-03, TRK-04: a yes counts only with its time, source and an approved wording; everything else stays unknown. */
function readProfiling(
  line: ParsedLine,
  values: Record<string, string>,
  recipe: Recipe,
  now: Date,
): void {
  const answer = readYesNo(values["profiling"] ?? "");
  if (answer === false) return;
  if (answer === undefined) return void line.remarks.push("profiling_unreadable");
  const given = readMoment(values["profiling.date"] ?? "", recipe.timeZone, now);
  if (given === undefined) return void line.remarks.push("profiling_date_missing");
  const source = sourceOf(values["profiling.source"], recipe.profiling.source);
  if (source === "") return void line.remarks.push("profiling_source_missing");
  const named = values["profiling.wording"] ?? "";
  const version =
    named === "" ? recipe.profiling.wordingVersionId : recipe.profiling.versions.get(named);
  if (version === undefined) return void line.remarks.push("profiling_wording_missing");
  line.profiling = { given, source, wordingVersionId: version };
}

function sourceOf(own: string | undefined, common: string | undefined): string {
  return (own || common || "")
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, MAX_SOURCE)
    .toWellFormed();
}
