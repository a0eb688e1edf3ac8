import type { Locale } from "../platform/index.ts";

const withContact = "zusammen mit dem Kontakt";
const onLeaving =
  "wenn die Person den Eintrag entfernt oder den letzten Mandanten verlässt, in dem sie arbeitet";

/** The end of each table of the personal-data map in German; the map itself says it in English. */
const german: Record<string, string> = {
  operators: "wenn die Person den letzten Mandanten verlässt, in dem sie arbeitet",
  memberships: "wenn die Person den Mandanten verlässt",
  sessions: "nach 12 Stunden ohne Nutzung, spätestens nach 7 Tagen",
  operator_factors: onLeaving,
  recovery_codes: onLeaving,
  operator_identities: onLeaving,
  sign_in_steps: "nach 10 Minuten",
  operator_devices: "nach 400 Tagen ohne Nutzung",
  operator_links: "30 Tage nach dem Ende des Links",
  audit_entries: "nach 3 Jahren",
  security_events: "nach 12 Monaten; Adressen und Netze stehen nur als Schlüsselwerte darin",
  people_listed: "nach 10 Minuten, dann als Summe im Protokoll",
  bounce_series:
    "90 Tage nach einer Folge, die gut endete, sonst nach 2 Jahren; eine zurückgehaltene Adresse bleibt zurückgehalten",
  bounce_mailings: "mit der Folge, zu der sie gehören",
  contact_facts: "zusammen mit dem Kontakt, oder 30 Tage nachdem Segmente zuletzt gezählt wurden",
  fact_changes:
    "nach Minuten: nur Nummern von Kontakten und Prüfwerte von Adressen, bis neu gezählt ist",
  profiling_permissions:
    "mit dem letzten Kontakt zu dieser Adresse; von einem Nein bleibt nur die Adresse, damit es ein Nein bleibt",
  ledger_entries:
    "bleibt: nur Prüfsummen ohne Personendaten, damit die Nachweise aller anderen gelten",
  ledger_subjects: "der Schlüssel wird mit dem Inhalt vernichtet; eine Nummer ohne Person bleibt",
  ledger_payloads:
    "drei Jahre nach dem Ende der Einwilligung, zum 31. Dezember; bis dahin versiegelt",
  contacts:
    "30 Tage ohne Liste, Rechtsgrund, offene Anfrage oder Kundenbeziehung; eigene Felder nach den Monaten, die für sie festgelegt sind",
  contact_tagged: withContact,
  contact_notes: withContact,
  contact_pairs: "mit einem der beiden Kontakte",
  contact_merges: "nach 7 Tagen: was zum Rückgängigmachen nötig ist, versiegelt",
  contact_bulk_items: "nach 24 Stunden: was zum Rückgängigmachen nötig ist",
  correspondence_mails:
    "nach 90 Tagen Adresse, Betreff und Text; nach 7 Tagen, woran gleiche E-Mails erkannt werden",
  inquiries: "nach 180 Tagen: 90 zum Beantworten, 90 für das Protokoll der Antworten",
  delivery_messages: "mit dem letzten Ergebnis der E-Mail; bis dahin versiegelt",
  delivery_marks: "bleibt ohne Person: Zahlen, die die Summen belegen",
  delivery_outcomes: "nach 90 Tagen Message-ID und Antwort, zusammen mit der Adresse",
  uncertain_decisions: "bleibt ohne Empfänger: wer im Haus entschieden hat",
  deliveries:
    "nach 90 Tagen Adresse, Message-ID und Antwort des Servers; die Zahl bleibt in den Summen",
  evidence_files:
    "versiegelte Unterlagen zu Antworten, Übermittlungen und Vorfällen; so lange, wie sie etwas belegen müssen, die eines entfernten Ortes bis zum Ende des dritten Jahres danach; von einer Person oder dann entfernt und vermerkt",
  contact_exports:
    "nach 24 Stunden die Datei mit ihrem Schlüssel; wer was wofür exportiert hat, bleibt",
  conversions: "nach 12 Monaten (höchstens 24), oder beim Widerruf mit der gemessenen E-Mail",
  import_lines:
    "30 Tage nach dem Import; die Nummer der Zeile, ihr Ergebnis und die Kennung des Kontakts bleiben",
  reply_tasks: "90 Tage nach der Entscheidung; der Nachweis eines Widerrufs steht im Nachweisbuch",
  unknown_messages: "der Inhalt mit der Entscheidung, alles 30 Tage nach dem Eingang",
  delivery_bounces: "nach 90 Tagen der Wortlaut des Empfängerservers; die Art bleibt in den Summen",
  intake_records:
    "mit dem Nachweis, zu dem sie gehören; unbestätigt mit der Anmeldung, unvollständig nach 90 Tagen",
  intake_attachments: "mit dem Nachweis, zu dem sie gehören; nicht zugeordnet nach einem Tag",
  erasure_journal: "nach 100 Tagen, länger als jede Sicherung besteht; nur Schlüsselwerte",
  subscriptions:
    "7 Tage nach der Abmeldung; nur die Adresse bleibt auf der Abmeldeliste des Newsletters",
  preference_links: "24 Stunden nach dem Ende des Links",
  retention_holds: "mit dem Ende der Löschsperre geht, wen sie betraf; der Grund bleibt 3 Jahre",
  purchases:
    "drei Jahre nachdem keine E-Mail mehr darauf beruhen darf; die Buchhaltung führt das Haus anderswo",
  core_records:
    "nach der letzten E-Mail an den Datensatz: nach den Tagen der Liste, 180 wenn nichts anderes festgelegt ist",
  core_changes: "zusammen mit dem Datensatz",
  core_withdrawals: "die Personennummer ein Jahr nach der Quittung des Kernsystems",
  core_refused_lines: "30 Tage nach dem Import",
  data_requests:
    "drei Jahre nach dem Ende des Anliegens, zum 31. Dezember, nennt es niemanden mehr; ein Löschanliegen sofort mit seinem Ende",
  data_request_events: "der Wortlaut zusammen mit dem Anliegen",
  data_request_scans: "mit dem Wortlaut des Anliegens",
  data_notices: "wen sie betrifft, sobald der Empfänger Bescheid weiß, spätestens nach 90 Tagen",
  field_corrections: withContact,
  contact_values: "zusammen mit dem Kontakt, oder sobald kein Segment mehr nach dem Feld fragt",
  confirmed_addresses: "sobald die Adresse aus den Einstellungen entfernt ist",
  consent_requests: "24 Stunden nach dem Ende des Links; 90 Tage eine Spur ohne Person",
  rate_counters: "nach 30 Tagen, nach 90 bei „Ich habe mich nicht angemeldet“; nur Schlüsselwerte",
  suppressions:
    "7 Tage nach der Abmeldung nur noch die Adresse; sie bleibt, solange der Widerspruch zu achten ist; alte Einträge von Abmeldelisten bereinigt eine Person",
  suppression_grounds: "enthält, wer entschieden hat; bleibt, solange die Entscheidung gilt",
  personal_events: "nach 12 Monaten (höchstens 24), oder binnen einer Minute nach dem Widerruf",
  measured_deliveries: "zusammen mit dem letzten Ereignis der E-Mail",
};

/** When a table's rows leave, for a reader of this language (Art. 13(2)(a), 15(1)(d) GDPR). */
export function afterWords(one: { table: string; after: string }, locale: Locale): string {
  return locale === "de" ? (german[one.table] ?? one.after) : one.after;
}
