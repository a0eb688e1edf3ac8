import type { Locale } from "../../platform/index.ts";
import { sayIn, type Facts } from "../facts.ts";
import type { Activity } from "./activities.ts";
import { periodOf } from "./parts.ts";

/** What every account does, whatever it has configured: honouring a no, bounces, requests, its own operators. */
export function standingActivities(of: Facts, locale: Locale): Activity[] {
  const say = sayIn(locale);
  return [
    {
      id: "objections",
      title: say("Abmeldungen, Widersprüche, Sperren", "Unsubscribes, objections, suppressions"),
      purpose: say("dafür sorgen, dass ein Nein ein Nein bleibt", "making sure that no stays no"),
      basis: say(
        "Art. 6 Abs. 1 lit. c, 17 Abs. 3 lit. b, 21 Abs. 3 DSGVO",
        "Art. 6(1)(c), 17(3)(b), 21(3) GDPR",
      ),
      people: say(
        "Menschen, die sich abgemeldet oder widersprochen haben",
        "people who unsubscribed or objected",
      ),
      data: say(
        "Adresse oder ihr Schlüsselwert, Grund, Zeitpunkt",
        "address or its keyed hash, reason, time",
      ),
      recipients: say("keine", "none"),
      period: periodOf(of, "suppressions", locale),
      measures: say(
        "vor jeder E-Mail geprüft, übersteht Löschung und Wiederherstellung",
        "checked before each mail, survives erasure and restore",
      ),
    },
    {
      id: "bounces",
      title: say("Unzustellbare E-Mails und Antworten", "Bounces and replies"),
      purpose: say(
        "tote Adressen nicht weiter anschreiben, Antworten bearbeiten",
        "not mailing dead addresses, dealing with replies",
      ),
      basis: say("Art. 6 Abs. 1 lit. c und f DSGVO", "Art. 6(1)(c) and (f) GDPR"),
      people: say("Empfänger und Menschen, die antworten", "recipients, and people who reply"),
      data: say(
        "Adresse, Antwort des Servers, Text der Antwort",
        "address, the server's reply, text of the answer",
      ),
      recipients: say("keine", "none"),
      period: say(
        `Rückläufer ${periodOf(of, "bounces", locale)}; Antworten ${periodOf(of, "replies", locale)}`,
        `bounces ${periodOf(of, "bounces", locale)}; replies ${periodOf(of, "replies", locale)}`,
      ),
      measures: say(
        "Messkennungen werden vor dem Speichern entfernt",
        "measuring tokens are removed before storing",
      ),
    },
    {
      id: "requests",
      title: say("Anliegen betroffener Personen", "Requests of data subjects"),
      purpose: say(
        "Auskunft, Berichtigung, Löschung, Einschränkung, Widerspruch",
        "access, rectification, erasure, restriction, objection",
      ),
      basis: say(
        "Art. 6 Abs. 1 lit. c DSGVO mit Art. 12 bis 22",
        "Art. 6(1)(c) GDPR with Art. 12 to 22",
      ),
      people: say("Menschen, die ein Anliegen haben", "people who make a request"),
      data: say(
        "Adresse, Anliegen, Schriftwechsel, Frist und Ausgang",
        "address, request, correspondence, deadline and outcome",
      ),
      recipients: say(
        "Stellen, denen Daten übermittelt wurden (Art. 19)",
        "recipients the data went to (Art. 19)",
      ),
      period: periodOf(of, "evidence", locale),
      measures: say("Identität geprüft, Fristen überwacht", "identity checked, deadlines watched"),
    },
    {
      id: "operators",
      title: say("Bedienung und Protokoll", "Operation and audit log"),
      purpose: say(
        "Zugang der Beschäftigten, Nachvollziehen von Änderungen und Einsichten",
        "access of staff, tracing changes and looks",
      ),
      basis: say(
        "Art. 6 Abs. 1 lit. f, Art. 32 DSGVO; § 26 BDSG",
        "Art. 6(1)(f), Art. 32 GDPR; § 26 BDSG",
      ),
      people: say("Benutzer der Installation", "operators of the installation"),
      data: say(
        "Name, dienstliche Adresse, Rollen, Sitzungen, was wann getan und wer angesehen wurde",
        "name, business address, roles, sessions, what was done when and who was looked at",
      ),
      recipients: say("keine", "none"),
      period: periodOf(of, "audit_log", locale),
      measures: say("Einträge lassen sich nur anfügen", "entries can only be appended"),
    },
  ];
}
