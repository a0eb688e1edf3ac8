import type { Locale } from "../../../ui/index.ts";
import { installationPhrases } from "./installation-phrases.ts";
import { sendingPhrases } from "./sending-phrases.ts";

type Words = Record<string, Record<Locale, string>>;

/** What does not read well as thing and act. */
export const phrases: Words = {
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
  "account.complaints_address": {
    de: "Adresse für Beschwerdemeldungen geändert",
    en: "Address for complaint reports changed",
  },
  "account.counting_assessed": {
    de: "Einschätzung zur Zählstufe abgegeben",
    en: "Counting level assessed",
  },
  "account.counting_assessment_withdrawn": {
    de: "Einschätzung zur Zählstufe zurückgezogen",
    en: "Counting assessment withdrawn",
  },
  "address.release_asked": {
    de: "Freigabe einer Adresse erbeten",
    en: "Release of an address requested",
  },
  "address.released": {
    de: "Zurückgehaltene Adresse freigegeben",
    en: "Retained address released",
  },
  "check.answer_withdrawn": {
    de: "Antwort zu einer Prüfung zurückgenommen",
    en: "Answer to a check withdrawn",
  },
  "check.overridden": { de: "Prüfung befristet übergangen", en: "Check overridden for a time" },
  "check.override_ended": {
    de: "Übergehen einer Prüfung beendet",
    en: "Override of a check ended",
  },
  "check.turned_red": { de: "Prüfung nicht mehr bestanden", en: "Check no longer passed" },
  "complaint.received": { de: "Spam-Beschwerde eingegangen", en: "Spam complaint received" },
  "contact.held": { de: "Kontakt vor der Löschung bewahrt", en: "Contact kept from deletion" },
  "contact.hold_ended": {
    de: "Aufbewahrung eines Kontakts beendet",
    en: "Hold of a contact ended",
  },
  "contact.merge_undone": { de: "Zusammenführung rückgängig gemacht", en: "Merge undone" },
  "contact.merged": { de: "Kontakte zusammengeführt", en: "Contacts merged" },
  "contact.note_added": { de: "Notiz geschrieben", en: "Note written" },
  "contact.note_changed": { de: "Notiz geändert", en: "Note changed" },
  "contact.note_deleted": { de: "Notiz gelöscht", en: "Note deleted" },
  "contact.restricted": { de: "Verarbeitung eingeschränkt", en: "Processing restricted" },
  "contact.unrestricted": { de: "Einschränkung aufgehoben", en: "Restriction lifted" },
  "contacts.change_undone": {
    de: "Änderung an Kontakten rückgängig gemacht",
    en: "Change of contacts undone",
  },
  "contacts.export_cancelled": {
    de: "Export von Kontakten abgebrochen",
    en: "Export of contacts cancelled",
  },
  "contacts.export_downloaded": {
    de: "Export geladen",
    en: "Export downloaded",
  },
  "contacts.export_password_shown": {
    de: "Passwort eines Exports angezeigt",
    en: "Password of an export shown",
  },
  "contacts.export_started": {
    de: "Export begonnen",
    en: "Export started",
  },
  "contacts.listed": { de: "Kontakte in Listen angesehen", en: "Contacts in lists viewed" },
  "contacts.tidied": {
    de: "Verwaiste Kontakte gekennzeichnet oder gelöscht",
    en: "Orphaned contacts flagged or deleted",
  },
  "core_list.changes_seen": {
    de: "Änderungen einer Kampagnenliste angesehen",
    en: "Changes of a core-system list viewed",
  },
  "core_list.handed_over": {
    de: "Rückmeldedatei als übergeben bestätigt",
    en: "Return file confirmed as handed over",
  },
  "core_list.import_undone": {
    de: "Import einer Kampagnenliste rückgängig gemacht",
    en: "Import of a core-system list undone",
  },
  "core_list.manual_done": {
    de: "Kampagnenliste von Hand nachgetragen",
    en: "Core-system list completed by hand",
  },
  "core_list.records_seen": {
    de: "Datensätze einer Kampagnenliste angesehen",
    en: "Records of a core-system list viewed",
  },
  "core_list.refused_read": {
    de: "Abgelehnte Zeilen einer Kampagnenliste gelesen",
    en: "Refused lines of a core-system list read",
  },
  "core_list.return_file": { de: "Rückmeldedatei erstellt", en: "Return file created" },
  "data_notice.exported": {
    de: "Mitteilungen nach Art. 19 exportiert",
    en: "Notices under Art. 19 exported",
  },
  "data_notice.listed": {
    de: "Mitteilungen nach Art. 19 angesehen",
    en: "Notices under Art. 19 viewed",
  },
  "data_notice.told": { de: "Mitteilung nach Art. 19 erledigt", en: "Notice under Art. 19 done" },
  "data_request.listed": { de: "Anliegen angesehen", en: "Data requests viewed" },
  "data_request.register_exported": {
    de: "Register der Anliegen exportiert",
    en: "Register of requests exported",
  },
  "data_request.restricted": {
    de: "Verarbeitung auf ein Anliegen hin eingeschränkt",
    en: "Processing restricted on request",
  },
  "data_request.restriction_lifted": {
    de: "Einschränkung auf ein Anliegen hin aufgehoben",
    en: "Restriction lifted on request",
  },
  "data_request.scan_added": {
    de: "Scan zu einem Anliegen hinzugefügt",
    en: "Scan added to a request",
  },
  "data_request.scan_viewed": {
    de: "Scan eines Anliegens geöffnet",
    en: "Scan of a request opened",
  },
  "document.chapter_written": {
    de: "Kapitel eines Dokuments geschrieben",
    en: "Chapter of a document written",
  },
  "document.question_answered": {
    de: "Frage zu einem Dokument beantwortet",
    en: "Question of a document answered",
  },
  "inquiry.recorded": {
    de: "Anfrage einer Person festgehalten",
    en: "Inquiry of a person recorded",
  },
  "list.archive_changed": { de: "Archiv einer Liste geändert", en: "Archive of a list changed" },
  "mailbox.added": { de: "Postfach hinzugefügt", en: "Mailbox added" },
  "mailbox.changed": { de: "Postfach geändert", en: "Mailbox changed" },
  "mailbox.removed": { de: "Postfach entfernt", en: "Mailbox removed" },
  "mailbox.tested": { de: "Postfach getestet", en: "Mailbox tested" },
  "mailing.acknowledged": {
    de: "Versand nach einer Warnung fortgesetzt",
    en: "Sending resumed after a warning",
  },
  "mailing.approval_missing": {
    de: "Nicht begonnen: Freigabe durch eine zweite Person fehlt",
    en: "Not begun: a second person has to approve",
  },
  "mailing.approval_requested": {
    de: "Freigabe eines Mailings erbeten",
    en: "Approval of a mailing requested",
  },
  "mailing.campaign_changed": {
    de: "Kampagne eines Mailings geändert",
    en: "Campaign of a mailing changed",
  },
  "mailing.comment_resolved": { de: "Kommentar als erledigt markiert", en: "Comment resolved" },
  "mailing.comment_deleted": { de: "Kommentar gelöscht", en: "Comment deleted" },
  "mailing.comment_reopened": { de: "Kommentar wieder geöffnet", en: "Comment reopened" },
  "mailing.language_added": {
    de: "Fassung in weiterer Sprache angelegt",
    en: "Version in another language added",
  },
  "mailing.language_removed": {
    de: "Fassung in weiterer Sprache entfernt",
    en: "Version in another language removed",
  },
  "mailing.links_checked": { de: "Links eines Mailings geprüft", en: "Links of a mailing checked" },
  "mailing.sent_back": {
    de: "Mailing zur Überarbeitung zurückgegeben",
    en: "Mailing sent back for changes",
  },
  "mailing.test_looked_at": { de: "Testmail angesehen", en: "Test mail looked at" },
  "mailing.tested": { de: "Testmail gesendet", en: "Test mail sent" },
  "mailing.uncertain_decided": {
    de: "Über ungewisse Mails entschieden",
    en: "Uncertain mails decided",
  },
  "mailing.uncertain_viewed": { de: "Ungewisse Mails angesehen", en: "Uncertain mails viewed" },
  "mailing.variant_chosen": {
    de: "Variante für den Rest gewählt",
    en: "Variant chosen for the rest",
  },
  "mailing.variant_decided": {
    de: "Test von Varianten entschieden",
    en: "Test of variants decided",
  },
  "mailing.variants_automatic": {
    de: "Regel für den Gewinner eines Tests festgelegt",
    en: "Rule for the winner of a test set",
  },
  "mailing.variants_created": { de: "Varianten angelegt", en: "Variants created" },
  "mailing.variants_removed": { de: "Test von Varianten beendet", en: "Test of variants ended" },
  "mailing.variants_started": {
    de: "Varianten zum Versand gegeben",
    en: "Variants given out for sending",
  },
  "mailing.variants_stopped": {
    de: "Test von Varianten angehalten",
    en: "Test of variants stopped",
  },
  "mailing.version_named": { de: "Stand eines Mailings benannt", en: "Version of a mailing named" },
  "mailing.version_restored": {
    de: "Früherer Stand eines Mailings zurückgeholt",
    en: "Earlier version of a mailing restored",
  },
  "mailing.web_view_changed": {
    de: "Web-Ansicht eines Mailings geändert",
    en: "Web view of a mailing changed",
  },
  "information.erased": { de: "Nicht Informierte gelöscht", en: "Uninformed contacts erased" },
  "information.listed": { de: "Noch zu Informierende angesehen", en: "People to inform seen" },
  "information.locked": { de: "Nicht Informierte gesperrt", en: "Uninformed contacts locked" },
  "information.sent": { de: "Information nach Art. 14 gesendet", en: "Article 14 notices sent" },
  "information.told": { de: "Auf anderem Weg informiert", en: "Informed otherwise" },
  "one_to_one.countries_changed": {
    de: "Länderregeln für persönliche Mails geändert",
    en: "Country rules for personal mails changed",
  },
  "one_to_one.sent": { de: "Persönliche E-Mail gesendet", en: "Personal e-mail sent" },
  "operator.factors_reset": { de: "Zweiten Faktor zurückgesetzt", en: "Second factor reset" },
  "operator.password_link_made": {
    de: "Link für ein neues Passwort erstellt",
    en: "Link for a new password created",
  },
  "places.eu_only_changed": { de: "Regel „nur in der EU“ geändert", en: "Rule “EU only” changed" },
  "privacy_notice.sent": { de: "Datenschutzmitteilung gesendet", en: "Privacy notice sent" },
  "recurring.issue_dropped": { de: "Ausgabe ausgelassen", en: "Issue skipped" },
  "recurring.issue_made": { de: "Ausgabe vorbereitet", en: "Issue prepared" },
  "recurring.issue_sent": { de: "Ausgabe doch noch gesendet", en: "Issue sent after all" },
  "report.person_viewed": {
    de: "Ereignisse einer Person angesehen",
    en: "Events of a person viewed",
  },
  "report.persons_exported": {
    de: "Personen eines Berichts exportiert",
    en: "People of a report exported",
  },
  "retention.concept_recorded": {
    de: "Löschkonzept als Fassung abgelegt",
    en: "Deletion concept recorded",
  },
  "retention.hold_started": { de: "Löschsperre gesetzt", en: "Legal hold set" },
  "evidence.added": { de: "Beleg abgelegt", en: "Paper added" },
  "evidence.opened": { de: "Beleg geladen", en: "Paper downloaded" },
  "evidence.removed": { de: "Beleg entfernt", en: "Paper removed" },
  "retention.hold_ended": { de: "Löschsperre aufgehoben", en: "Legal hold lifted" },
  "retention.period_set": { de: "Aufbewahrungsfrist geändert", en: "Retention period changed" },
  "retention.started": { de: "Löschlauf begonnen", en: "Deletion run started" },
  "second_person.confirmed": {
    de: "Als zweite Person zugestimmt",
    en: "Agreed as a second person",
  },
  "second_person.refused": {
    de: "Als zweite Person abgelehnt",
    en: "Refused as a second person",
  },
  "second_person.withdrawn": {
    de: "Bitte um eine zweite Person zurückgezogen",
    en: "Request for a second person withdrawn",
  },
  "second_person.expired": {
    de: "Bitte um eine zweite Person abgelaufen",
    en: "Request for a second person expired",
  },
  "segment.sample_viewed": {
    de: "Stichprobe eines Segments angesehen",
    en: "Sample of a segment viewed",
  },
  "similarity.removed": {
    de: "Ähnlichkeit von Produkten aufgehoben",
    en: "Similarity of products removed",
  },
  "similarity.set": {
    de: "Ähnlichkeit von Produkten festgelegt",
    en: "Similarity of products set",
  },
  "suppression.lift_asked": {
    de: "Aufhebung einer Sperre erbeten",
    en: "End of a block requested",
  },
  "suppression.grounds_decided": {
    de: "Über die Gründe einer Sperre entschieden",
    en: "Grounds of a block decided",
  },
  "suppression.purged": { de: "Alte Abmeldungen gelöscht", en: "Old unsubscribes deleted" },
  "training.attempted": { de: "Schulung versucht", en: "Training attempted" },
  "training.certificate_viewed": {
    de: "Schulungsnachweis angesehen",
    en: "Training certificate viewed",
  },
  "transactional.sent": { de: "Vorgangsmail gesendet", en: "Transactional mail sent" },
  "transactional_template.tested": {
    de: "Testmail einer Vorgangsmail gesendet",
    en: "Test of a transactional mail sent",
  },
  "unknown_message.listed": {
    de: "Unbekannte Nachrichten angesehen",
    en: "Unknown messages viewed",
  },
  ...installationPhrases,
  ...sendingPhrases,
};
