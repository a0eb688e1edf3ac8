import { describeOutcome } from "../../../contract/outcomes.ts";
import { consentKindWords, describeSource } from "../../preferences/index.ts";
import type { Locale, Voice } from "../../platform/index.ts";

const say = (de: string, en: string): Record<Locale, string> => ({ de, en });

/** Fields whose values are the product's own codes. */
const CODED = new Set(
  "addressProvenBy agent basis channel class decision field identity kind lastClass locale origin outcome pot profiling reason recipientKind result salutation scope source state via what".split(
    " ",
  ),
);

/**
 * A stored value as its reader understands it: codes of the product in words, a text in two languages in the reader's.
 * Undefined: the value speaks for itself.
 */
export function valueWords(
  field: string,
  value: unknown,
  row: Readonly<Record<string, unknown>>,
  voice: Voice,
): string | undefined {
  const locale = voice === "en" ? "en" : "de";
  if (isBilingual(value)) return value[locale];
  if (typeof value !== "string" || !CODED.has(field)) return undefined;
  if (field === "reason" && typeof row["outcome"] === "string") {
    const { label } = describeOutcome(row["outcome"], value);
    return label[locale];
  }
  if (field === "kind" && Object.hasOwn(consentKindWords[locale], value))
    return consentKindWords[locale][value as keyof (typeof consentKindWords)["de"]];
  if (field === "source" || field === "origin") {
    const described = describeSource(value, voice);
    if (described !== value) return described;
  }
  return codes[value]?.[locale];
}

const isBilingual = (value: unknown): value is Record<Locale, string> =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).toSorted().join() === "de,en" &&
  Object.values(value).every((text) => typeof text === "string");

const codes: Record<string, Record<Locale, string>> = {
  accepted: say("angenommen", "accepted"),
  access: say("Auskunft und Kopie", "access and a copy"),
  access_link: say("Link an die Adresse", "link to the address"),
  account_address: say("alle E-Mails an die Adresse", "all e-mails to the address"),
  account_person: say("alle E-Mails an die Person", "all e-mails to the person"),
  acted: say("umgesetzt", "carried out"),
  address_change: say("Änderung der Adresse", "change of address"),
  advertising: say("jede Werbung", "all advertising"),
  alarm: say("Erinnerung an die Frist", "reminder of the deadline"),
  answered: say("beantwortet", "answered"),
  attested: say("Vermerk im Haus", "note by our house"),
  auto_reply: say("automatische Antwort", "automatic reply"),
  automatic: say("automatisch", "automatic"),
  blacklist: say("Sperrliste", "blacklist"),
  campaign: say("Kampagne", "campaign"),
  cancelled: say("abgebrochen", "cancelled"),
  clicked: say("angeklickt", "clicked"),
  closed: say("abgeschlossen", "closed"),
  complaint: say("Beschwerde", "complaint"),
  confirmed: say("bestätigt", "confirmed"),
  consent: say("Einwilligung", "consent"),
  contract: say("Vertrag", "contract"),
  core: say("Kernsystem", "core system"),
  created: say("angelegt", "created"),
  customer_7_3: say("Bestandskunde (§ 7 Abs. 3 UWG)", "existing customer (§ 7(3) UWG)"),
  customer_7_3_address: say("Werbung an Bestandskunden", "advertising to existing customers"),
  de: say("Deutsch", "German"),
  decided: say("entschieden", "decided"),
  declaration: say("Erklärung", "declaration"),
  declined: say("abgelehnt", "declined"),
  deferred: say("verschoben", "deferred"),
  divers: say("divers", "Mx"),
  done: say("erledigt", "done"),
  double_opt_in: say("Anmeldung mit Bestätigungsmail", "sign-up with confirmation e-mail"),
  email: say("per E-Mail", "by e-mail"),
  en: say("Englisch", "English"),
  erasure: say("Löschung", "erasure"),
  excluded: say("nicht gesendet", "not sent"),
  expired: say("abgelaufen", "expired"),
  export: say("Export", "export"),
  extended: say("Frist verlängert", "deadline extended"),
  firstName: say("Vorname", "first name"),
  form: say("über das Formular", "by the form"),
  frau: say("Frau", "Ms"),
  free_account: say("kostenloses Konto", "free account"),
  granted: say("erlaubt", "allowed"),
  hard: say("dauerhaft unzustellbar", "permanently undeliverable"),
  held: say("zurückgestellt", "held"),
  herr: say("Herr", "Mr"),
  identified: say("Identität geprüft", "identity checked"),
  ignore: say("nichts zu tun", "nothing to do"),
  import: say("Import", "import"),
  in_person: say("vor Ort", "in person"),
  kind_changed: say("Art geändert", "kind changed"),
  lastName: say("Nachname", "last name"),
  letter: say("per Brief", "by letter"),
  link: say("Link an die Adresse", "link to the address"),
  link_sent: say("Link gesendet", "link sent"),
  list: say("dieser Newsletter", "this newsletter"),
  list_address: say("ein Newsletter", "one newsletter"),
  locale: say("Sprache", "language"),
  machine: say("Maschine", "machine"),
  mail: say("per E-Mail", "by e-mail"),
  mailed: say("E-Mail gesendet", "e-mail sent"),
  manage_page: say("unter „Verwalten“", "under “Manage”"),
  neutral: say("ohne Wertung", "neutral"),
  newsletter: say("Newsletter", "newsletter"),
  newsletters: say("alle Newsletter", "all newsletters"),
  newsletters_address: say("alle Newsletter an die Adresse", "all newsletters to the address"),
  none: say("keine", "none"),
  note: say("Vermerk", "note"),
  objection: say("Widerspruch", "objection"),
  one_to_one: say("persönliche E-Mail", "personal e-mail"),
  open: say("offen", "open"),
  opened: say("geöffnet", "opened"),
  "opened the invisible link": say("unsichtbarer Link aufgerufen", "invisible link called"),
  opt_in: say("Bestätigungsmail", "confirmation e-mail"),
  other: say("anders", "otherwise"),
  pending: say("noch nicht bestätigt", "not confirmed yet"),
  person: say("Person", "person"),
  phone: say("am Telefon", "on the telephone"),
  policy: say("vom Empfangsserver abgelehnt", "rejected by the receiving server"),
  portability: say("Daten mitnehmen", "taking data along"),
  preference_page: say("unter „Verwalten“", "under “Manage”"),
  privacy_notice: say("Datenschutzhinweise", "privacy notice"),
  profiling: say("Auswertung der Nutzung", "analysis of use"),
  proven: say("nachgewiesen", "proven"),
  purchase: say("Kauf", "purchase"),
  question: say("Rückfrage", "question"),
  received: say("eingegangen", "received"),
  rectification: say("Berichtigung", "rectification"),
  refused: say("abgelehnt", "refused"),
  rejected: say("abgelehnt", "rejected"),
  restriction: say("Sperrung", "lock"),
  restriction_lifted: say("Sperre aufgehoben", "lock lifted"),
  retained: say("zurückgehaltene Adresse", "retained address"),
  salutation: say("Anrede", "salutation"),
  self_service: say("unter „Verwalten“", "under “Manage”"),
  sms: say("per SMS", "by text message"),
  soft: say("vorübergehend unzustellbar", "temporarily undeliverable"),
  source_person: say("Person im Quellsystem", "person in the source system"),
  system: say("Systemnachricht", "system message"),
  test: say("Testmail", "test e-mail"),
  transactional: say("Mitteilung zu einem Vorgang", "message about a transaction"),
  trial: say("Probezeit", "trial"),
  uncertain: say("ungewiss", "uncertain"),
  unchanged: say("unverändert", "unchanged"),
  unknown: say("unbekannt", "unknown"),
  unsubscribe: say("Abmeldung", "unsubscribe"),
  unsubscribed: say("abgemeldet", "unsubscribed"),
  unverified: say("nicht nachgewiesen", "not proven"),
  updated: say("aktualisiert", "updated"),
  waiting: say("wartet", "waiting"),
  withdrawal: say("Widerruf", "withdrawal"),
  withdrawn: say("widerrufen", "withdrawn"),
  working: say("in Bearbeitung", "in work"),
};
