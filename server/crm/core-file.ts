import {
  coreFields,
  type CoreField,
  type CoreRefusal,
  type CoreWarning,
} from "../../contract/crm.ts";
import type { ContactFields } from "../contacts/index.ts";
import { readLocale, readSalutation } from "../imports/index.ts";
import { PERSON_MOST_BYTES } from "../lists/index.ts";
import { invalid, parseEmailAddress } from "../platform/index.ts";
import { OWN_NUMBER, type RecordBasis } from "../records/index.ts";

/** Which field each column holds; null: it is kept with the line and otherwise not used. */
export type CoreMapping = (CoreField | null)[];

/** Headings as institutes write them, without what is no letter or digit. */
const HEADINGS: Record<CoreField, string[]> = {
  personNumber: ["personennummer", "personnumber", "personnr", "personennr", "pnr", "kundennummer"],
  recordNumber: [
    "satznummer",
    "datensatznummer",
    "recordnumber",
    "recordid",
    "datensatz",
    "verbundnummer",
  ],
  email: ["email", "emailadresse", "mail", "emailaddress", "mailadresse"],
  salutation: ["anrede", "salutation"],
  title: ["titel", "title"],
  firstName: ["vorname", "firstname", "givenname"],
  lastName: ["nachname", "name", "lastname", "familienname", "surname"],
  company: ["firma", "company", "unternehmen"],
  locale: ["sprache", "language", "locale"],
  profiling: ["profiling", "analysedernutzungsdatenunsererdigitalenangebote", "nutzungsanalyse"],
  basis: ["rechtsgrundlage", "legalbasis", "basis"],
  consentId: [
    "ewe",
    "eweid",
    "ewenummer",
    "einwilligungsnummer",
    "einwilligungsid",
    "consentid",
    "einwilligung",
  ],
  origin: ["herkunft", "origin", "quelle", "datenherkunft"],
};

export function suggestMapping(columns: readonly string[]): CoreMapping {
  const taken = new Set<CoreField>();
  return columns.map((heading) => {
    const plain = heading
      .toLowerCase()
      .normalize("NFC")
      .replace(/[^a-z0-9äöüß]/g, "");
    const field = coreFields.find((one) => !taken.has(one) && HEADINGS[one].includes(plain));
    if (field) taken.add(field);
    return field ?? null;
  });
}

/** Reads a mapping out of a request. Throws 422 `mapping_wrong`. */
export function readMapping(text: string | undefined, columns: readonly string[]): CoreMapping {
  if (text === undefined) return suggestMapping(columns);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  const isField = (one: unknown) => one === null || coreFields.includes(one as CoreField);
  if (!Array.isArray(given) || !given.every(isField)) throw wrongMapping();
  const mapping = given as CoreMapping;
  const named = mapping.filter((one) => one !== null);
  if (new Set(named).size < named.length) throw wrongMapping();
  return columns.map((_, at) => mapping[at] ?? null);
}

const wrongMapping = () =>
  invalid("mapping_wrong", "The mapping names unknown fields, or one field twice.", {
    hint: `Fields are ${coreFields.join(", ")}; null for columns that are only kept.`,
  });

/** What a line says, before anything is looked up. */
export interface CoreLine {
  line: number;
  /** All cells as they were (CRM-07). */
  raw: string[];
  personNumber: string;
  recordNumber: string;
  email: string;
  emailNormalised: string;
  fields: ContactFields;
  profiling: boolean;
  basis: RecordBasis;
  basisReference: string;
  origin: string;
  warnings: CoreWarning[];
  /** Which fields the file gave, for updates. */
  given: ReadonlySet<CoreField>;
}

export type ReadCoreLine = CoreLine | { line: number; raw: string[]; refused: CoreRefusal };

/**
 * Reads one line. Nothing is cleaned or guessed; what cannot be understood is a warning, and only what cannot be a record
 * is refused (CRM-07, CRM-10, CRM-16, CRM-19).
 *
 * @param manual lines without person number were confirmed to be worked on by hand
 * @param needsAddress false for updates, which may leave the address as it is
 */
export function readCoreLine(
  { line, cells }: { line: number; cells: string[] },
  mapping: CoreMapping,
  options: { source: string; manual: boolean; needsAddress: boolean },
): ReadCoreLine {
  const value = (field: CoreField): string => {
    const at = mapping.indexOf(field);
    return at === -1 ? "" : (cells[at] ?? "").trim();
  };
  const refuse = (refused: CoreRefusal) => ({ line, raw: cells, refused });
  const address = value("email");
  const parsed = parseEmailAddress(address);
  if (!parsed.ok && (options.needsAddress || address !== ""))
    return refuse(address === "" ? "address_missing" : "address_unusable");
  const personNumber = value("personNumber");
  if (personNumber === "" && !(options.manual && options.needsAddress))
    return refuse("person_number_missing");
  const bytes = Buffer.byteLength(options.source) + Buffer.byteLength(personNumber);
  if (personNumber.startsWith(OWN_NUMBER) || bytes > PERSON_MOST_BYTES)
    return refuse("person_number_unusable");
  const warnings: CoreWarning[] = [];
  if (personNumber === "") warnings.push("person_number_missing");
  const given = new Set(mapping.filter((field) => field !== null));
  const basis = readBasis(value("basis"), value("consentId"));
  if (basis.warning && (options.needsAddress || given.has("basis") || given.has("consentId")))
    warnings.push(basis.warning);
  const profiling = value("profiling");
  if (!["", "0", "1"].includes(profiling)) warnings.push("profiling_unknown");
  const salutation = readSalutation(value("salutation"));
  if (salutation === undefined) warnings.push("salutation_unknown");
  const locale = readLocale(value("locale"));
  if (locale === undefined) warnings.push("locale_unknown");
  return {
    line,
    raw: cells,
    personNumber,
    recordNumber: value("recordNumber").slice(0, 100),
    email: parsed.ok ? address : "",
    emailNormalised: parsed.ok ? parsed.normalised : "",
    fields: {
      salutation: salutation ?? "",
      title: value("title").slice(0, 100),
      firstName: value("firstName").slice(0, 100),
      lastName: value("lastName").slice(0, 100),
      company: value("company").slice(0, 200),
      ...(locale ? { locale } : {}),
    },
    // CRM-10: nothing but a plain 1 means yes.
    profiling: profiling === "1",
    basis: basis.basis,
    basisReference: basis.reference,
    origin: value("origin").slice(0, 200),
    warnings,
    given,
  };
}

/** CRM-19: a consent counts with its id, § 7(3) UWG by name; nothing else is a basis. */
function readBasis(
  text: string,
  consentId: string,
): { basis: RecordBasis; reference: string; warning?: CoreWarning } {
  const plain = text.toLowerCase().replace(/\s+/g, "");
  const reference = consentId.slice(0, 100);
  if (
    /^(§?7(abs\.?)?\(?3\)?(uwg)?|7_3|customer_7_3|bestandskunde|bestandskundenwerbung)$/.test(plain)
  )
    return { basis: "customer_7_3", reference };
  const isConsent = ["", "einwilligung", "consent", "ewe", "ja", "1"].includes(plain);
  if (isConsent && reference !== "") return { basis: "consent", reference };
  if (/^ewe[-_ :]?[\w-]+$/i.test(text) && plain !== "ewe")
    return { basis: "consent", reference: text.slice(0, 100) };
  if (plain === "") return { basis: "", reference, warning: "basis_missing" };
  return { basis: "", reference, warning: isConsent ? "consent_id_missing" : "basis_unknown" };
}
