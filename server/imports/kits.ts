import type { ImportField, KitId } from "../../contract/imports.ts";

/** The export of another system: by which headings it is known, and what its columns hold. */
export interface Kit {
  id: KitId;
  name: string;
  /** Sets of folded headings; one whole set makes the file known. */
  knownBy: string[][];
  /** Folded heading by field, where the general headings do not say it or say it wrongly. Null: not imported. */
  fields: Record<string, ImportField | null>;
}

const words = (text: string): string[][] => text.split("|").map((set) => set.trim().split(/\s+/));

/** More telling headings first: a file belongs to the first kit that knows it. */
export const kits: Kit[] = [
  {
    id: "mailchimp",
    name: "Mailchimp",
    knownBy: words("emailaddress memberrating | emailaddress optintime leid | emailaddress euid"),
    fields: {
      emailaddress: "email",
      optintime: "consent.date",
      optinip: "consent.ip",
      confirmtime: "consent.confirmedAt",
      confirmip: null,
      unsubtime: "status.unsubscribed",
      cleantime: "status.bounced",
      // Which of the archive's tables a row stood in.
      mailchimpstatus: "status",
      tags: "tags",
      language: "locale",
    },
  },
  {
    id: "listmonk",
    name: "listmonk",
    knownBy: words("uuid email name attributes status | subscriberuuid email status"),
    // The export has no time of a consent: `created_at` is when the record was made.
    fields: { status: "status", createdat: null, updatedat: null, uuid: null, attributes: null },
  },
  {
    id: "pipedrive",
    name: "Pipedrive",
    knownBy: words(
      "personname personemail | personname personemailwork | personname personmarketingstatus | personname personemailhome | personname personemailprivat | personname personemailarbeit | personname personemailgeschaftlich",
    ),
    fields: {
      personemail: "email",
      personemailwork: "email",
      personemailarbeit: "email",
      personemailgeschaftlich: "email",
      personemailhome: "email.second",
      personemailprivat: "email.second",
      personemailzuhause: "email.second",
      personemailother: "email.third",
      personemailsonstige: "email.third",
      personemailsonstiges: "email.third",
      personemailandere: "email.third",
      personfirstname: "firstName",
      personvorname: "firstName",
      personlastname: "lastName",
      personnachname: "lastName",
      personorganization: "company",
      personorganisation: "company",
      personlabel: "tags",
      personlabels: "tags",
      personowner: "responsible",
      personbesitzer: "responsible",
      personmarketingstatus: "status",
      persondoubleoptin: "status.confirmed",
      persondoubleoptinstatus: "status.confirmed",
      persondoistatus: "status.confirmed",
    },
  },
  {
    id: "cleverreach",
    name: "CleverReach",
    knownBy: words(
      "email activated registered | email activated deactivated | email aktiviert registriert | email aktiviert deaktiviert",
    ),
    fields: {
      registered: "consent.date",
      registriert: "consent.date",
      activated: "consent.confirmedAt",
      aktiviert: "consent.confirmedAt",
      deactivated: "status.unsubscribed",
      deaktiviert: "status.unsubscribed",
      bounced: "status.bounced",
      source: "consent.source",
      quelle: "consent.source",
      tags: "tags",
    },
  },
  {
    id: "brevo",
    name: "Brevo",
    knownBy: words(
      "email addedtime modifiedtime | email emailblacklisted | email contactid doubleoptin | email doubleoptin sms | email emailblocklisted",
    ),
    fields: {
      doubleoptin: "status.confirmed",
      optin: null,
      addedtime: null,
      modifiedtime: null,
      emailblacklisted: "status.unsubscribed",
      emailblocklisted: "status.unsubscribed",
      blacklisted: "status.unsubscribed",
      blocklisted: "status.unsubscribed",
      emailunsubscribed: "status.unsubscribed",
      hardbounced: "status.bounced",
      emailhardbounced: "status.bounced",
    },
  },
  {
    id: "evalanche",
    name: "Evalanche",
    knownBy: words(
      "email profilid | email profileid | email evalancheid | email newsletteroptin | email permission hardbounces | email permission abgemeldet | email permission unsubscribed",
    ),
    fields: {
      permission: "status",
      permissionstatus: "status",
      abgemeldet: "status.unsubscribed",
      unsubscribed: "status.unsubscribed",
      unsubscribe: "status.unsubscribed",
      hardbounce: "status.bounced",
      hardbounces: "status.bounced",
      newsletteroptin: "consent.date",
      optindatum: "consent.date",
      optindate: "consent.date",
      doidatum: "consent.confirmedAt",
      doubleoptin: "consent.confirmedAt",
    },
  },
  {
    id: "emma",
    name: "EMMA / MAILINGWORK",
    knownBy: words(
      "email abonnentenid | email profiling abmeldedatum | email profiling status | email profiling anmeldedatum | email optindatum optoutdatum | email anmeldedatum abmeldedatum",
    ),
    fields: {
      profiling: "profiling",
      anmeldedatum: "consent.date",
      optindatum: "consent.date",
      anmeldeip: "consent.ip",
      doidatum: "consent.confirmedAt",
      bestatigungsdatum: "consent.confirmedAt",
      abmeldedatum: "status.unsubscribed",
      optoutdatum: "status.unsubscribed",
      zuruckgehalten: "status.bounced",
      retained: "status.bounced",
      status: "status",
    },
  },
  {
    id: "mautic",
    name: "Mautic",
    knownBy: words(
      "email firstname lastname points | email donotemail | email donotcontact firstname | email firstname dnc",
    ),
    fields: {
      // "Mr" and "Mrs" there; degrees have no field.
      title: "salutation",
      donotemail: "status.unsubscribed",
      donotcontact: "status.unsubscribed",
      dnc: "status.unsubscribed",
      dateadded: null,
      dateidentified: null,
      preferredlocale: "locale",
      tags: "tags",
      stage: null,
      owner: "responsible",
      ownerusername: "responsible",
    },
  },
];

/** The kit whose headings these are. `folded`: letters and digits only, as `foldHeading` leaves them. */
export function findKit(folded: readonly string[]): Kit | undefined {
  const there = new Set(folded);
  return kits.find((kit) => kit.knownBy.some((set) => set.every((heading) => there.has(heading))));
}
