import type { Static } from "typebox";
import type { AuditEntrySchema } from "../../../../../contract/operators.ts";
import { places, proofPath, wordingPath } from "../places.ts";
import type { Locale } from "../../../ui/index.ts";

export type AuditEntry = Static<typeof AuditEntrySchema>;

type Words = Record<string, Record<Locale, string>>;

const things: Words = {
  account: { de: "Mandant", en: "Account" },
  address: { de: "Adresse", en: "Address" },
  api_key: { de: "API-Schlüssel", en: "API key" },
  checks: { de: "Prüfungen", en: "Checks" },
  contact: { de: "Kontakt", en: "Contact" },
  form: { de: "Anmeldeformular", en: "Sign-up form" },
  goal: { de: "Ziel", en: "Goal" },
  import: { de: "Import", en: "Import" },
  intake_attachment: { de: "Scan", en: "Scan" },
  invitation: { de: "Einladung", en: "Invitation" },
  ledger: { de: "Nachweisbuch", en: "Ledger" },
  ledger_entry: { de: "Nachweis", en: "Proof" },
  list: { de: "Liste", en: "List" },
  logo: { de: "Logo", en: "Logo" },
  mailbox: { de: "Testpostfach", en: "Test mailbox" },
  mailing: { de: "Mailing", en: "Mailing" },
  operator: { de: "Benutzer", en: "Operator" },
  proof: { de: "Nachweis", en: "Proof" },
  report: { de: "Bericht", en: "Report" },
  sender: { de: "Absender", en: "Sender" },
  sender_domain: { de: "Absenderdomain", en: "Sender domain" },
  session: { de: "Sitzung", en: "Session" },
  subscription: { de: "Abonnement", en: "Subscription" },
  suppression: { de: "Sperre", en: "Block" },
  wording: { de: "Einwilligungstext", en: "Consent wording" },
};

const acts: Words = {
  added: { de: "hinzugefügt", en: "added" },
  approved: { de: "freigegeben", en: "approved" },
  archived: { de: "archiviert", en: "archived" },
  cancel: { de: "abgebrochen", en: "cancelled" },
  cancelled: { de: "abgebrochen", en: "cancelled" },
  changed: { de: "geändert", en: "changed" },
  checked: { de: "geprüft", en: "checked" },
  confirmed: { de: "bestätigt", en: "confirmed" },
  copied: { de: "kopiert", en: "copied" },
  created: { de: "angelegt", en: "created" },
  deleted: { de: "gelöscht", en: "deleted" },
  downloaded: { de: "heruntergeladen", en: "downloaded" },
  emptied: { de: "geleert", en: "emptied" },
  ended: { de: "beendet", en: "ended" },
  erased: { de: "gelöscht", en: "erased" },
  follow_up_created: { de: "als Folge-Mailing angelegt", en: "created as a follow-up" },
  exported: { de: "exportiert", en: "exported" },
  finished: { de: "abgeschlossen", en: "finished" },
  invited: { de: "eingeladen", en: "invited" },
  joined: { de: "beigetreten", en: "joined" },
  lifted: { de: "aufgehoben", en: "lifted" },
  pause: { de: "angehalten", en: "paused" },
  removed: { de: "entfernt", en: "removed" },
  requested: { de: "angefordert", en: "requested" },
  restored: { de: "wiederhergestellt", en: "restored" },
  resume: { de: "fortgesetzt", en: "resumed" },
  retired: { de: "zurückgezogen", en: "retired" },
  revoked: { de: "widerrufen", en: "revoked" },
  run: { de: "ausgeführt", en: "run" },
  scheduled: { de: "zum Versand gegeben", en: "given out for sending" },
  started: { de: "begonnen", en: "started" },
  tested: { de: "getestet", en: "tested" },
  undone: { de: "rückgängig gemacht", en: "undone" },
  unschedule: { de: "zum Entwurf gemacht", en: "taken back to draft" },
  unsubscribed: { de: "abgemeldet", en: "unsubscribed" },
  uploaded: { de: "hochgeladen", en: "uploaded" },
  viewed: { de: "angesehen", en: "viewed" },
  withdrawn: { de: "zurückgezogen", en: "withdrawn" },
};

/** What does not read well as thing and act. */
const phrases: Words = {
  "account.went_live": { de: "Echtbetrieb eingeschaltet", en: "Switched to live" },
  "contact.address_changed": {
    de: "Adresse eines Kontakts geändert",
    en: "Contact's address changed",
  },
  "intake.consent_recorded": { de: "Einwilligung erfasst", en: "Consent recorded" },
  "intake.declaration_recorded": {
    de: "Widerruf oder Widerspruch erfasst",
    en: "Withdrawal or objection recorded",
  },
  "intake.attachment_uploaded": { de: "Scan hochgeladen", en: "Scan uploaded" },
  "intake.attachment_viewed": {
    de: "Scan eines Nachweises geöffnet",
    en: "Scan of a proof opened",
  },
  "goal.sites_changed": { de: "Websites für Ziele geändert", en: "Websites for goals changed" },
  "goal.test_made": { de: "Ziel: Test begonnen", en: "Goal: test begun" },
  "intake.signed_rule_changed": {
    de: "Regel für unterschriebene Erklärungen geändert",
    en: "Rule for signed declarations changed",
  },
  "contact.objected": { de: "Werbung widersprochen", en: "Objected to advertising" },
  "contact.tracking_withdrawn": { de: "Profiling widerrufen", en: "Profiling withdrawn" },
  "contact.unsubscribed_all": {
    de: "Von allen Newslettern abgemeldet",
    en: "Unsubscribed from all newsletters",
  },
  "evidence.exported": {
    de: "Nachweise einer Liste exportiert",
    en: "Evidence of a list exported",
  },
  "ledger.anchors_changed": {
    de: "Hinterlegung der Prüfpunkte geändert",
    en: "Deposit of checkpoints changed",
  },
  "ledger.checkpoint_signed": {
    de: "Prüfpunkt des Nachweisbuchs unterschrieben",
    en: "Checkpoint of the ledger signed",
  },
  "ledger.verification_asked": {
    de: "Prüfung des Nachweisbuchs angestoßen",
    en: "Verification of the ledger started",
  },
  "import.check_started": { de: "Import geprüft", en: "Import checked" },
  "import.errors_read": { de: "Fehlerliste eines Imports gelesen", en: "Import's errors read" },
  "import.undo_started": { de: "Import wird rückgängig gemacht", en: "Import being undone" },
  "mailbox.message_deleted": { de: "Mail im Testpostfach gelöscht", en: "Test mail deleted" },
  "mailbox.message_downloaded": {
    de: "Mail aus dem Testpostfach geladen",
    en: "Test mail downloaded",
  },
  "mailbox.message_read": { de: "Mail im Testpostfach gelesen", en: "Test mail read" },
  "operator.password_changed": { de: "Passwort geändert", en: "Password changed" },
  "operator.roles_changed": { de: "Rollen geändert", en: "Roles changed" },
  "role.created": { de: "Eigene Rolle angelegt", en: "Own role added" },
  "role.changed": { de: "Eigene Rolle geändert", en: "Own role changed" },
  "role.deleted": { de: "Eigene Rolle gelöscht", en: "Own role deleted" },
  "report.persons_viewed": {
    de: "Personen in einem Bericht angesehen",
    en: "People in a report viewed",
  },
  "session.ended": { de: "Abgemeldet", en: "Signed out" },
  "session.started": { de: "Angemeldet", en: "Signed in" },
  "wording.version_created": {
    de: "Neue Fassung eines Textes angelegt",
    en: "Wording version made",
  },
};

/** "Kontakt angesehen" for `contact.viewed`. What has no words stays as it is stored. */
export function actionWords(action: string, locale: Locale): string {
  const phrase = phrases[action]?.[locale];
  if (phrase) return phrase;
  const [thing = "", act = ""] = action.split(".");
  const [noun, verb] = [things[thing]?.[locale], acts[act]?.[locale]];
  return noun && verb ? `${noun} ${verb}` : action;
}

/** "Kontakt" for the type of an object. */
export function thingWords(type: string, locale: Locale): string {
  return things[type]?.[locale] ?? type;
}

/** Entries that are looks at people rather than changes. */
export function isLook(action: string): boolean {
  return /^(contact\.viewed|report\.persons_viewed|proof\.(viewed|downloaded)|evidence\.exported)$/.test(
    action,
  );
}

/** The page of the object, where it has one. */
export function objectPath(type: string | null, id: string | null): string | undefined {
  if (!id) return undefined;
  switch (type) {
    case "contact":
      return `/contacts/${id}`;
    case "mailing":
      return `/mailings/${id}`;
    case "list":
      return `/lists/${id}`;
    case "ledger_entry":
      return proofPath(id);
    case "wording":
      return id.startsWith("wrd_") ? wordingPath(id) : places.wordings;
    default:
      return undefined;
  }
}

/** "ctc_04cb24…" */
export function shortId(id: string): string {
  return id.length > 16 ? `${id.slice(0, 10)}…` : id;
}

const LONGEST = 120;

/** What changed, in a line: names and values as stored; they hold no addresses and no names of people. */
export function detailWords(detail: Record<string, unknown>): string {
  const line = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => `${name}: ${valueWords(value)}`)
    .join(" · ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
