import type { Locale } from "../../../ui/index.ts";

/** Acts around the installation itself: backups, signing in, what was refused. */
export const installationPhrases: Record<string, Record<Locale, string>> = {
  "backups.settings_changed": {
    de: "Regeln für Sicherungen geändert",
    en: "Rules for backups changed",
  },
  "backups.started": { de: "Sicherung begonnen", en: "Backup started" },
  "backups.tested": { de: "Wiederherstellung geprobt", en: "Restore tested" },
  "dkim_key.activated": { de: "DKIM-Schlüssel in Gebrauch genommen", en: "DKIM key put to use" },
  "identity_provider.changed": {
    de: "Anmeldung des Hauses geändert",
    en: "Single sign-on changed",
  },
  "identity_provider.removed": {
    de: "Anmeldung des Hauses entfernt",
    en: "Single sign-on removed",
  },
  "identity_provider.tested": { de: "Anmeldung des Hauses getestet", en: "Single sign-on tested" },
  "incident.accepted": { de: "Vorfall übernommen", en: "Incident accepted" },
  "incident.authority_decided": {
    de: "Über die Meldung an die Behörde entschieden",
    en: "Decided whether to tell the authority",
  },
  "incident.authority_told": { de: "Behörde informiert", en: "Authority told" },
  "incident.people_decided": {
    de: "Über die Benachrichtigung Betroffener entschieden",
    en: "Decided whether to tell the people affected",
  },
  "incident.people_told": { de: "Betroffene informiert", en: "People affected told" },
  "incident.people_counted": {
    de: "Betroffene eines Vorfalls gezählt",
    en: "People affected by an incident counted",
  },
  "inbound.message_delivered": {
    de: "Eingegangene Nachricht übergeben",
    en: "Incoming message delivered",
  },
  "mailbox.message_answered": {
    de: "Auf eine Mail im Testpostfach geantwortet",
    en: "Test mail answered",
  },
  "operator.factor_added": { de: "Zweiten Faktor eingerichtet", en: "Second factor set up" },
  "operator.factor_removed": { de: "Zweiten Faktor entfernt", en: "Second factor removed" },
  "operator.factor_renamed": { de: "Zweiten Faktor umbenannt", en: "Second factor renamed" },
  "operator.password_reset": { de: "Passwort zurückgesetzt", en: "Password reset" },
  "operator.recovery_codes_renewed": { de: "Ersatzcodes erneuert", en: "Recovery codes renewed" },
  "session.proved": { de: "Mit zweitem Faktor ausgewiesen", en: "Proved with a second factor" },
  "sign_in.failed": { de: "Anmeldung fehlgeschlagen", en: "Sign-in failed" },
  "call.limited": { de: "Zu viele Aufrufe abgewiesen", en: "Too many calls refused" },
  "call.refused": { de: "Aufruf abgewiesen", en: "Call refused" },
  "request.forged": { de: "Gefälschte Anfrage abgewiesen", en: "Forged request refused" },
  "upload.rejected": { de: "Hochgeladene Datei abgewiesen", en: "Upload rejected" },
  "outside.blocked": { de: "Aufruf nach außen verhindert", en: "Call to the outside blocked" },
};
