import type { ImportField, MappingInput } from "../../contract/imports.ts";
import { findKit, type Kit } from "./kits.ts";
import { fold, FIELD_LIMITS, type ContactField } from "../contacts/index.ts";
import { invalid, type FieldError } from "../platform/index.ts";

/** Field per column; null for a column that is not imported. */
export type Mapping = (ImportField | null)[];

/** Which address comes next, only a kit or a person knows. */
type Suggested = Exclude<ImportField, `custom.${string}` | `email.${string}`>;

/** Headings by field, folded: lower case, umlauts beside their vowels, letters and digits only. German and English. */
const synonyms: Record<Suggested, string> = {
  email:
    "email mail emailadresse mailadresse emailaddress mailaddress primaryemail emailprimary email1 email1value kontaktemail contactemail subscriberemail useremail emailprivat emailgeschaftlich",
  salutation: "anrede salutation geschlecht gender sex",
  title: "titel title akademischertitel akadtitel academictitle",
  firstName: "vorname vornamen firstname first givenname forename rufname fname",
  lastName: "nachname nachnamen lastname last surname familienname familyname zuname lname",
  company: "firma company unternehmen organisation organization firmenname companyname betrieb",
  tags: "tags tag schlagworter schlagwort schlagworte kategorien categories",
  stage: "stufe kontaktstufe lifecyclestage kundenstatus",
  responsible:
    "berater beraterin betreuer betreuerin ansprechpartner ansprechpartnerin zustandig zustandigeperson adviser advisor kundenberater kundenberaterin",
  "consent.confirmedAt":
    "doi doiam doidatum doidate doiat doizeitpunkt doitimestamp doubleoptin doubleoptinam doubleoptindatum doubleoptindate doubleoptinat bestatigtam bestatigungsdatum confirmedat confirmationdate confirmtime",
  status:
    "abostatus abonnementstatus subscriptionstatus newsletterstatus emailstatus marketingstatus",
  "status.confirmed": "doistatus doubleoptinstatus",
  "status.unsubscribed":
    "abgemeldet abgemeldetam abmeldedatum abmeldung unsubscribed unsubscribedat unsubscribedate optout optoutdatum optoutdate optoutat",
  "status.bounced": "bounced bouncedat hardbounce unzustellbar",
  locale:
    "sprache language locale lang languagecode sprachcode preferredlanguage korrespondenzsprache",
  "consent.date":
    "einwilligungam einwilligungvom einwilligungsdatum einwilligungszeitpunkt datumdereinwilligung zeitpunktdereinwilligung einwilligungerteiltam optin optinam optindatum optindate optinat optintime optintimestamp optinzeitpunkt optinzeit subscribedat subscribeddate subscriptiondate anmeldedatum angemeldetam anmeldungam consentdate consentat consentedat consenttime consenttimestamp",
  "consent.source":
    "quelle source herkunft einwilligungsquelle quelledereinwilligung optinquelle optinsource consentsource anmeldequelle signupsource formular",
  "consent.ip": "ip ipadresse ipaddress optinip confirmip consentip doiip anmeldeip",
  "consent.lastMailed":
    "letzterversand letztemail letztesmailing letzternewsletter lastmailed lastsent lastsend lastemailsent zuletztangeschrieben",
  profiling:
    "profiling tracking trackingerlaubnis trackingeinwilligung trackingconsent auswertung profilingeinwilligung",
  "profiling.date":
    "profilingam profilingdatum profilingdate profilingzeitpunkt trackingam trackingdatum trackingdate trackingeinwilligungam auswertungam",
  "profiling.source": "profilingquelle profilingsource trackingquelle trackingsource",
  "profiling.wording": "profilingwortlaut profilingwording trackingwortlaut trackingwording",
};

const byHeading = new Map<string, ImportField>(
  Object.entries(synonyms).flatMap(([field, headings]) =>
    headings.split(" ").map((heading) => [heading, field as ImportField] as const),
  ),
);

export const foldHeading = (heading: string): string => fold(heading).replace(/[^a-z0-9]+/g, "");

/** The system whose export has these headings. */
export const kitOf = (columns: readonly string[]): Kit | undefined =>
  findKit(columns.map(foldHeading));

/**
 * What the headings suggest. Each field is suggested once, for its first column. "Name" is a last name only beside
 * a first name: splitting full names would be guessing. The account's own fields are known by key and label.
 */
export function suggestMapping(
  columns: readonly string[],
  own: Iterable<Pick<ContactField, "key" | "label">> = [],
): Mapping {
  const ownByHeading = new Map<string, ImportField>(
    [...own].flatMap(({ key, label }) =>
      [key, label].map((word): [string, ImportField] => [foldHeading(word), `custom.${key}`]),
    ),
  );
  const taken = new Set<ImportField>();
  const folded = columns.map(foldHeading);
  const kit = findKit(folded);
  const known = (heading: string) =>
    kit && heading in kit.fields
      ? kit.fields[heading]
      : (byHeading.get(heading) ?? ownByHeading.get(heading));
  const hasFirstName = folded.some((heading) => byHeading.get(heading) === "firstName");
  const mapping = folded.map((heading) => {
    const field = heading === "name" && hasFirstName ? "lastName" : known(heading);
    if (field === undefined || field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
  promoteEmail(mapping);
  // The only time there is, is that of the consent; who gives both names the first sign-up and its confirmation.
  const confirmed = mapping.indexOf("consent.confirmedAt");
  if (!kit && confirmed !== -1 && !taken.has("consent.date")) mapping[confirmed] = "consent.date";
  return mapping;
}

/** The first of the addresses a file has is its address, also where the file has none for work. */
function promoteEmail(mapping: Mapping): void {
  if (mapping.includes("email")) return;
  const others: (ImportField | null)[] = ["email.second", "email.third"];
  const first = others.map((field) => mapping.indexOf(field!)).find((index) => index !== -1);
  if (first !== undefined) mapping[first] = "email";
}

/** Checks a given mapping against the file's columns. Throws 400 `mapping_wrong` with every error. */
export function resolveMapping(given: MappingInput, columns: readonly string[]): Mapping {
  const errors: FieldError[] = [];
  const mapping: Mapping = columns.map(() => null);
  const taken = new Set<string>();
  given.forEach(({ column, field }, at) => {
    const path = `mapping.${at}`;
    const index = typeof column === "number" ? column : findColumn(column, columns);
    if (index < 0 || index >= columns.length)
      errors.push({
        path,
        message:
          typeof column === "number"
            ? `There is no column ${column}; the file has ${columns.length}.`
            : `There is no column "${column}". Expected one of: ${columns.slice(0, 20).join(", ")}.`,
      });
    else if (mapping[index] !== null)
      errors.push({ path, message: `Column "${columns[index]}" is mapped twice.` });
    else if (taken.has(field)) errors.push({ path, message: `Field ${field} is mapped twice.` });
    else {
      mapping[index] = field as ImportField;
      taken.add(field);
    }
  });
  const custom = mapping.filter((field) => field?.startsWith("custom.")).length;
  if (custom > FIELD_LIMITS.customCount)
    errors.push({
      path: "mapping",
      message: `At most ${FIELD_LIMITS.customCount} own fields; found ${custom}.`,
    });
  if (errors.length > 0)
    throw invalid("mapping_wrong", "The mapping does not fit the file.", { errors });
  return mapping;
}

function findColumn(heading: string, columns: readonly string[]): number {
  const exact = columns.indexOf(heading);
  return exact === -1
    ? columns.findIndex((each) => foldHeading(each) === foldHeading(heading))
    : exact;
}
