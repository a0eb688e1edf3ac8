import { exclusionReasons, type ExclusionReason } from "../../contract/reasons.ts";
import type { LegalBasis, MailKind, StepAnswer } from "../compliance/index.ts";
import type { SuppressionOrigin } from "../suppression/index.ts";

export type Text = { de: string; en: string };

/** The questions of the gate, as people ask them. */
export const QUESTIONS: Record<StepAnswer["id"], Text> = {
  facts: {
    de: "Sind die Regeln des Hauses bekannt?",
    en: "Are the organisation's rules known?",
  },
  address: { de: "Gibt es eine Adresse?", en: "Is there an address?" },
  account_open: { de: "Darf der Mandant versenden?", en: "May the account send?" },
  in_house: { de: "Wohin ginge die E-Mail?", en: "Where would the mail go?" },
  exists: { de: "Gibt es den Kontakt noch?", en: "Does the contact still exist?" },
  address_current: {
    de: "Gehört die Adresse noch zur Person?",
    en: "Is the address still the person's?",
  },
  blacklist: { de: "Steht sie auf der Blacklist?", en: "Is it on the blacklist?" },
  restricted: { de: "Ist die Verarbeitung eingeschränkt?", en: "Is processing restricted?" },
  objection_address: {
    de: "Wurde Werbung an diese Adresse widersprochen?",
    en: "Was there an objection to advertising from this address?",
  },
  objection_person: {
    de: "Hat die Person Werbung widersprochen?",
    en: "Did the person object to advertising?",
  },
  objection: {
    de: "Wurde Werbung widersprochen?",
    en: "Was there an objection to advertising?",
  },
  complaint: { de: "Wurde eine E-Mail als Spam gemeldet?", en: "Was a mail reported as spam?" },
  deliverable: { de: "Ist die Adresse unzustellbar?", en: "Is the address undeliverable?" },
  newsletters: {
    de: "Wurden alle Newsletter abgemeldet?",
    en: "Were all newsletters unsubscribed?",
  },
  reply: { de: "Wartet eine Antwort auf Entscheidung?", en: "Does a reply wait for a decision?" },
  question: {
    de: "Darf nach der Auswertung gefragt werden?",
    en: "May the person be asked about analysis?",
  },
  behaviour: {
    de: "Darf das Verhalten bekannt sein, nach dem ausgewählt wurde?",
    en: "May the behaviour be known that people were chosen by?",
  },
  frequency: {
    de: "Ging in letzter Zeit schon genug Werbung an die Adresse?",
    en: "Has enough advertising gone to the address lately?",
  },
  campaigns: { de: "Wurden Kampagnen abgemeldet?", en: "Were campaigns unsubscribed?" },
  core_consent: {
    de: "Hat das Kernsystem eine Rechtsgrundlage geliefert?",
    en: "Did the core system deliver a legal basis?",
  },
  technical_duplicate: {
    de: "Steht dieselbe Person mehrmals in der Liste?",
    en: "Is the same person in the list more than once?",
  },
  test_address: { de: "Ist die Testadresse bestätigt?", en: "Is the test address confirmed?" },
  subscription: { de: "Liegt eine Einwilligung vor?", en: "Is there a consent?" },
  existing_customer: {
    de: "Sind alle Bedingungen des § 7 Abs. 3 UWG belegt?",
    en: "Are all conditions of § 7(3) UWG proven?",
  },
  one_to_one: {
    de: "Hat die persönliche E-Mail Grund, Herkunft und Rechtsgrundlage?",
    en: "Does the personal mail have a reason, an origin and a basis?",
  },
  measuring: {
    de: "Ist bekannt, wie gemessen werden darf?",
    en: "Is it known how it may be measured?",
  },
  basis: { de: "Auf welcher Rechtsgrundlage?", en: "On which legal basis?" },
};

/** The answer where nothing stands in the way and nothing more can be told. */
export const PASSED: Record<StepAnswer["id"], Text> = {
  facts: { de: "Ja, alle Vorgaben liegen vor.", en: "Yes, all of them are there." },
  address: { de: "Ja.", en: "Yes." },
  account_open: { de: "Ja, er ist nicht gesperrt.", en: "Yes, it is not suspended." },
  in_house: {
    de: "Dorthin, wo E-Mails dieses Mandanten hingehen dürfen.",
    en: "Where mail of this account may go.",
  },
  exists: { de: "Ja.", en: "Yes." },
  address_current: {
    de: "Ja, es ist die gespeicherte Adresse.",
    en: "Yes, it is the stored address.",
  },
  blacklist: {
    de: "Nein, weder die Adresse noch ihre Domain.",
    en: "No, neither the address nor its domain.",
  },
  restricted: { de: "Nein.", en: "No." },
  objection_address: {
    de: "Nein, es liegt kein Widerspruch vor.",
    en: "No, there is no objection.",
  },
  objection_person: {
    de: "Nein, es liegt kein Widerspruch vor.",
    en: "No, there is no objection.",
  },
  objection: { de: "Nein, es liegt kein Widerspruch vor.", en: "No, there is no objection." },
  complaint: { de: "Nein.", en: "No." },
  deliverable: { de: "Nein, davon ist nichts bekannt.", en: "No, nothing of the kind is known." },
  newsletters: { de: "Nein.", en: "No." },
  reply: { de: "Nein.", en: "No." },
  question: {
    de: "Diese E-Mail fragt nicht danach, oder die Frage ist zulässig.",
    en: "This mail does not ask for it, or asking is allowed.",
  },
  behaviour: {
    de: "Dieses Mailing wählt nicht nach Verhalten aus, oder die Person erlaubt es.",
    en: "This mailing does not choose by behaviour, or the person permits it.",
  },
  frequency: {
    de: "Nein, die Grenze ist nicht erreicht, oder es ist keine festgelegt.",
    en: "No, the limit is not reached, or none is set.",
  },
  campaigns: { de: "Nein.", en: "No." },
  core_consent: { de: "Ja, mit dem Datensatz.", en: "Yes, with the record." },
  technical_duplicate: { de: "Nein.", en: "No." },
  test_address: {
    de: "Ja, ihr Inhaber hat sie bestätigt.",
    en: "Yes, its owner has confirmed it.",
  },
  subscription: { de: "Ja.", en: "Yes." },
  existing_customer: {
    de: "Ja: Kauf, Adresse aus dem Kauf, ähnliche Ware, Hinweis auf das Widerspruchsrecht und kein Widerspruch.",
    en: "Yes: a purchase, the address from it, similar goods, notice of the right to object, and no objection.",
  },
  one_to_one: {
    de: "Ja, sobald Grund und Herkunft der Daten in der E-Mail stehen.",
    en: "Yes, once the mail names its reason and the origin of the data.",
  },
  measuring: { de: "Ja.", en: "Yes." },
  basis: { de: "Die Grundlage ist festgelegt.", en: "It is declared." },
};

export const NOT_REACHED: Text = {
  de: "Nicht mehr geprüft, weil das Nein schon feststeht.",
  en: "Not looked at any more, because the answer is no already.",
};

export const BASES: Record<LegalBasis, Text> = {
  consent: {
    de: "Einwilligung (Art. 6 Abs. 1 lit. a DSGVO, § 7 Abs. 2 UWG).",
    en: "Consent (Art. 6(1)(a) GDPR, § 7(2) UWG).",
  },
  customer_7_3_uwg: {
    de: "Werbung an Bestandskunden (§ 7 Abs. 3 UWG).",
    en: "Advertising to existing customers (§ 7(3) UWG).",
  },
  one_to_one: {
    de: "Persönliche Ansprache aus berechtigtem Interesse (Art. 6 Abs. 1 lit. f DSGVO).",
    en: "Personal approach on a legitimate interest (Art. 6(1)(f) GDPR).",
  },
  transactional: {
    de: "Für einen Vertrag oder eine Anfrage der Person nötig (Art. 6 Abs. 1 lit. b DSGVO).",
    en: "Needed for a contract or an inquiry of the person (Art. 6(1)(b) GDPR).",
  },
  doi: {
    de: "Bestätigung einer Anmeldung (Double-Opt-in).",
    en: "Confirmation of a sign-up (double opt-in).",
  },
  privacy_notice: {
    de: "Gesetzliche Pflicht zur Information (Art. 6 Abs. 1 lit. c DSGVO).",
    en: "Legal duty to inform (Art. 6(1)(c) GDPR).",
  },
  system: {
    de: "Von der Person gerade angefordert.",
    en: "Just asked for by the person.",
  },
  test: { de: "Test an eine bestätigte Testadresse.", en: "Test to a confirmed test address." },
};

export const KINDS: Record<MailKind, Text> = {
  newsletter: { de: "ein Newsletter", en: "a newsletter" },
  core_campaign: { de: "eine Kampagne des Kernsystems", en: "a campaign of the core system" },
  customer_7_3: { de: "Werbung an Bestandskunden", en: "advertising to existing customers" },
  one_to_one: { de: "eine persönliche E-Mail", en: "a personal mail" },
  transactional: { de: "eine Mail zum Vertrag", en: "a mail about a contract" },
  opt_in: { de: "eine Bestätigungsmail", en: "a confirmation mail" },
  privacy_notice: { de: "eine Datenschutzmitteilung", en: "a privacy notice" },
  system: { de: "eine Systemmail", en: "a system mail" },
  test: { de: "eine Testmail", en: "a test mail" },
};

/** How a will came in, after a date. */
export const ORIGINS: Record<SuppressionOrigin, Text> = {
  link: { de: "über den Abmeldelink", en: "by the unsubscribe link" },
  header: { de: "über den Abmeldeknopf im Mailprogramm", en: "by the mail program's button" },
  mailto: { de: "per E-Mail", en: "by e-mail" },
  manage_page: { de: "auf der Seite „Verwalten“", en: 'on the page "Manage"' },
  letter: { de: "per Brief", en: "by letter" },
  fax: { de: "per Fax", en: "by fax" },
  sms: { de: "per SMS", en: "by text message" },
  phone: { de: "telefonisch", en: "by telephone" },
  in_person: { de: "im Gespräch", en: "in person" },
  reply: { de: "durch eine Antwort auf eine E-Mail", en: "by a reply to a mail" },
  bounce: { de: "nach einer Unzustellbarkeit", en: "after a failed delivery" },
  complaint: { de: "nach einer Beschwerde", en: "after a complaint" },
  operator: { de: "durch das Haus", en: "by the organisation" },
  import: { de: "mit einem Import", en: "with an import" },
  api: { de: "über die Schnittstelle", en: "by the interface" },
};

/** Names of the ways consents come in that the product itself notes; others are told as they were written down. */
export const SOURCES: Record<string, Text> = {
  form: { de: "Anmeldeformular", en: "sign-up form" },
  import: { de: "Import", en: "import" },
  api: { de: "Schnittstelle", en: "interface" },
  manage_page: { de: "Seite „Verwalten“", en: 'page "Manage"' },
};

/** A reason's explanation, label and way out. */
export const reasonWords = (reason: ExclusionReason) => exclusionReasons[reason];
