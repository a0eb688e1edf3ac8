import type { KitId } from "../../../../contract/imports.ts";

interface Words {
  /** What to do there, step by step. */
  steps: string[];
  /** Status words or columns there, and what becomes of them here. */
  status: [string, "mailed" | "suppressed" | "retained" | "never"][];
  /** How much of a consent the export proves. */
  evidence: string;
}

/** How to move from another system: its export, its status words, and what its evidence is worth. */
export interface Guide {
  id: KitId;
  name: string;
  de: Words;
  en: Words;
}

export const guides: Guide[] = [
  {
    id: "listmonk",
    name: "listmonk",
    de: {
      steps: [
        "Öffnen Sie „Subscribers“, filtern Sie auf eine Liste und wählen Sie „Export“.",
        "Exportieren Sie jede Liste einzeln: Die Datei nennt nicht, auf welcher Liste jemand steht.",
        "Exportieren Sie auch die Gesperrten („blocklisted“), damit sie gesperrt bleiben.",
      ],
      status: [
        ["enabled", "mailed"],
        ["disabled, blocklisted", "suppressed"],
      ],
      evidence:
        "Der Export enthält keinen Zeitpunkt der Einwilligung; „created_at“ ist nur das Anlegen des Datensatzes. Den Zeitpunkt und die IP-Adresse des Double-Opt-in führt listmonk, wenn es eingeschaltet war, in der Tabelle subscriber_lists (Spalte meta). Nehmen Sie sie als eigene Spalten in die Datei auf, sonst gilt der Nachweis als fehlend.",
    },
    en: {
      steps: [
        "Open “Subscribers”, filter by a list and choose “Export”.",
        "Export each list by itself: the file does not say on which list somebody is.",
        "Export the blocklisted people too, so that they stay blocked.",
      ],
      status: [
        ["enabled", "mailed"],
        ["disabled, blocklisted", "suppressed"],
      ],
      evidence:
        "The export holds no time of a consent; “created_at” is only when the record was made. Time and IP address of the double opt-in stand, if it was switched on, in the table subscriber_lists (column meta). Add them to the file as columns; otherwise the evidence counts as missing.",
    },
  },
  {
    id: "mautic",
    name: "Mautic",
    de: {
      steps: [
        "Öffnen Sie „Contacts“, wählen Sie das Segment und dann „Export“ als CSV.",
        "Nehmen Sie „Do not contact“ als Spalte auf (doNotEmail). Ohne sie weiß Klarpost nicht, wer sich abgemeldet hat.",
        "Schlagwörter und Zuständige kommen mit, wenn die Datei sie enthält.",
      ],
      status: [
        ["doNotEmail leer oder 0", "mailed"],
        ["doNotEmail 1 oder mit Datum", "suppressed"],
      ],
      evidence:
        "Mautic führt keinen Nachweis der Einwilligung. „Date added“ ist das Anlegen des Kontakts. Wer Ihr Formular mit Double-Opt-in ausgefüllt hat, steht in den Formularergebnissen: Exportieren Sie diese und importieren Sie sie mit Zeitpunkt und IP-Adresse.",
    },
    en: {
      steps: [
        "Open “Contacts”, choose the segment and “Export” as CSV.",
        "Add “Do not contact” as a column (doNotEmail). Without it Klarpost does not know who unsubscribed.",
        "Tags and owners come along if the file holds them.",
      ],
      status: [
        ["doNotEmail empty or 0", "mailed"],
        ["doNotEmail 1 or with a date", "suppressed"],
      ],
      evidence:
        "Mautic keeps no proof of a consent. “Date added” is when the contact was made. Who filled in your form with double opt-in stands in the form's results: export those and import them with time and IP address.",
    },
  },
  {
    id: "mailchimp",
    name: "Mailchimp",
    de: {
      steps: [
        "Öffnen Sie „Audience“, „All contacts“ und wählen Sie „Export audience“.",
        "Laden Sie das Zip-Archiv so hoch, wie es ist (bis 25 MB). Klarpost liest alle Tabellen daraus (subscribed, unsubscribed, cleaned, nonsubscribed) als einen Import und die Abgemeldeten zuerst.",
        "Ist das Archiv größer, entpacken Sie es und importieren zuerst unsubscribed und cleaned, dann subscribed. So ist niemand auch nur kurz anschreibbar, der sich abgemeldet hat. nonsubscribed importieren Sie zuletzt, ohne Nachweis.",
      ],
      status: [
        ["subscribed (OPTIN_TIME)", "mailed"],
        ["unsubscribed (UNSUB_TIME)", "suppressed"],
        ["cleaned (CLEAN_TIME)", "retained"],
        ["nonsubscribed", "never"],
      ],
      evidence:
        "OPTIN_TIME mit OPTIN_IP belegt eine Anmeldung über ein Formular. CONFIRM_TIME allein belegt nichts: Mailchimp setzt es auch, wenn jemand von Hand hinzugefügt wurde. Solche Zeilen gelten als plausibel.",
    },
    en: {
      steps: [
        "Open “Audience”, “All contacts” and choose “Export audience”.",
        "Upload the zip archive as it is (up to 25 MB). Klarpost reads all tables in it (subscribed, unsubscribed, cleaned, nonsubscribed) as one import, and those who left first.",
        "If the archive is larger, unpack it and import unsubscribed and cleaned first, then subscribed, so that nobody who left may be mailed even for a moment. Import nonsubscribed last, without evidence.",
      ],
      status: [
        ["subscribed (OPTIN_TIME)", "mailed"],
        ["unsubscribed (UNSUB_TIME)", "suppressed"],
        ["cleaned (CLEAN_TIME)", "retained"],
        ["nonsubscribed", "never"],
      ],
      evidence:
        "OPTIN_TIME with OPTIN_IP proves a sign-up by a form. CONFIRM_TIME alone proves nothing: Mailchimp also sets it when somebody was added by hand. Such rows count as plausible.",
    },
  },
  {
    id: "cleverreach",
    name: "CleverReach",
    de: {
      steps: [
        "Öffnen Sie die Empfängerliste und wählen Sie „Exportieren“, mit allen Feldern und allen Status.",
        "Exportieren Sie auch die Blacklist und laden Sie sie unter Abmeldeliste hoch: In CleverReach werden gesperrte Empfänger gelöscht und fehlen in der Liste.",
        "Fordern Sie zu den Double-Opt-in-Daten den Nachweis an (IP-Adresse, Zeitpunkt, Formular).",
      ],
      status: [
        ["activated mit Datum", "mailed"],
        ["deactivated mit Datum", "suppressed"],
        ["bounced mit Datum", "retained"],
        ["activated leer oder 0", "never"],
      ],
      evidence:
        "„registered“ ist die Anmeldung, „activated“ die Bestätigung; zusammen gelten sie als bewiesen. Haben Sie Empfänger in CleverReach selbst importiert, setzt es beide Zeitpunkte von sich aus: Nehmen Sie diese Zeilen in eine eigene Datei ohne Nachweis.",
    },
    en: {
      steps: [
        "Open the recipient list and choose “Export” with all fields and states.",
        "Export the blacklist too and add it to the unsubscribe list: CleverReach deletes blocked recipients, so the list lacks them.",
        "Ask for the double opt-in data (IP address, time, form).",
      ],
      status: [
        ["activated with a date", "mailed"],
        ["deactivated with a date", "suppressed"],
        ["bounced with a date", "retained"],
        ["activated empty or 0", "never"],
      ],
      evidence:
        "“registered” is the sign-up, “activated” its confirmation; together they count as proven. If you imported recipients into CleverReach yourself, it set both times by itself: put those rows into a file of their own without evidence.",
    },
  },
  {
    id: "brevo",
    name: "Brevo",
    de: {
      steps: [
        "Öffnen Sie „Kontakte“, wählen Sie die Liste und „Exportieren“ mit allen Attributen.",
        "Nehmen Sie „Blocklisted“ und DOUBLE_OPT-IN in den Export auf.",
        "Exportieren Sie auch die gesperrten Kontakte.",
      ],
      status: [
        ["DOUBLE_OPT-IN 1 (Yes)", "mailed"],
        ["DOUBLE_OPT-IN 2 (No)", "never"],
        ["EMAIL_BLACKLISTED", "suppressed"],
        ["HARDBOUNCED", "retained"],
      ],
      evidence:
        "DOUBLE_OPT-IN sagt nur, dass bestätigt wurde, nicht wann. ADDED_TIME ist das Anlegen des Kontakts. Ohne eine Spalte mit dem Zeitpunkt gilt der Nachweis als fehlend; Brevo nennt ihn im Verlauf des Kontakts.",
    },
    en: {
      steps: [
        "Open “Contacts”, choose the list and “Export” with all attributes.",
        "Add “Blocklisted” and DOUBLE_OPT-IN to the export.",
        "Export the blocked contacts too.",
      ],
      status: [
        ["DOUBLE_OPT-IN 1 (Yes)", "mailed"],
        ["DOUBLE_OPT-IN 2 (No)", "never"],
        ["EMAIL_BLACKLISTED", "suppressed"],
        ["HARDBOUNCED", "retained"],
      ],
      evidence:
        "DOUBLE_OPT-IN only says that somebody confirmed, not when. ADDED_TIME is when the contact was made. Without a column for the time the evidence counts as missing; Brevo names it in the contact's history.",
    },
  },
  {
    id: "evalanche",
    name: "Evalanche",
    de: {
      steps: [
        "Öffnen Sie den Pool und exportieren Sie die Profile mit Profil-ID, Permission, Abmeldung und Hardbounces.",
        "Nehmen Sie den Zeitpunkt der Einwilligung als Spalte auf (etwa „Opt-in-Datum“).",
        "Exportieren Sie auch abgemeldete und fehlerhafte Profile.",
      ],
      status: [
        ["Permission erteilt", "mailed"],
        ["Permission widerrufen, abgemeldet", "suppressed"],
        ["Hardbounces über 0", "retained"],
        ["keine Permission", "never"],
      ],
      evidence:
        "Die Permission ist ein Merkmal, kein Nachweis. Er steht in den Profildaten mit Zeitpunkt und IP-Adresse, wenn Ihr Formular sie speichert. Die Erlaubnis zur Auswertung ist in Evalanche eine eigene: Ordnen Sie ihre Spalte der „Auswertung“ zu, mit Zeitpunkt und Quelle.",
    },
    en: {
      steps: [
        "Open the pool and export the profiles with profile id, permission, unsubscription and hard bounces.",
        "Add the time of the consent as a column (such as “opt-in date”).",
        "Export unsubscribed and faulty profiles too.",
      ],
      status: [
        ["permission granted", "mailed"],
        ["permission revoked, unsubscribed", "suppressed"],
        ["hard bounces above 0", "retained"],
        ["no permission", "never"],
      ],
      evidence:
        "The permission is a mark, not a proof. The proof stands in the profile with time and IP address if your form stores them. The permission to track is separate in Evalanche: map its column to “Analysis”, with time and source.",
    },
  },
  {
    id: "pipedrive",
    name: "Pipedrive",
    de: {
      steps: [
        "Öffnen Sie „Kontakte“, „Personen“ und wählen Sie „Filterergebnisse exportieren“ als Excel oder CSV.",
        "Nehmen Sie „Marketing-Status“ und „Double-Opt-in“ als Spalten auf.",
        "Hat jemand keine geschäftliche E-Mail-Adresse, nehmen wir die private, sonst die sonstige. Die Prüfung sagt, in wie vielen Zeilen.",
        "Besitzer und Labels werden zu zuständiger Person und Schlagwörtern, wenn die Personen hier bekannt sind.",
      ],
      status: [
        ["subscribed und CONFIRMED", "mailed"],
        ["no consent, pending double opt-in, archived", "never"],
        ["unsubscribed", "suppressed"],
        ["bounced", "retained"],
      ],
      evidence:
        "„subscribed“ ohne Double-Opt-in ist kein Nachweis: Der Status lässt sich in Pipedrive von Hand setzen. Nur mit dem Zeitpunkt der Bestätigung als Spalte gilt eine Zeile als bewiesen.",
    },
    en: {
      steps: [
        "Open “Contacts”, “People” and choose “Export filter results” as Excel or CSV.",
        "Add “Marketing status” and “Double opt-in” as columns.",
        "Where somebody has no work address, we take the private one, else the other one. The check says in how many rows.",
        "Owners and labels become responsible persons and tags if those people are known here.",
      ],
      status: [
        ["subscribed and CONFIRMED", "mailed"],
        ["no consent, pending double opt-in, archived", "never"],
        ["unsubscribed", "suppressed"],
        ["bounced", "retained"],
      ],
      evidence:
        "“subscribed” without double opt-in is no proof: the state can be set by hand in Pipedrive. Only with the time of the confirmation as a column a row counts as proven.",
    },
  },
  {
    id: "emma",
    name: "EMMA / MAILINGWORK",
    de: {
      steps: [
        "Öffnen Sie „Abonnenten“, die Liste, und exportieren Sie mit Anmeldedatum, Anmelde-IP, Abmeldedatum und Profiling.",
        "Exportieren Sie die Abmeldeliste und die zurückgehaltenen Adressen als eigene Dateien.",
        "Den Nachweis des Double-Opt-in finden Sie unter „Abonnenten“, „Anmeldungen“, nur für Anmeldungen über die eigene Maske.",
      ],
      status: [
        ["aktiv, angemeldet", "mailed"],
        ["abgemeldet, Abmeldedatum", "suppressed"],
        ["zurückgehalten", "retained"],
        ["wartend, nicht bestätigt", "never"],
      ],
      evidence:
        "Anmeldedatum mit IP-Adresse gilt als bewiesen. Profiling 1 wird nur mit Zeitpunkt, Quelle und freigegebenem Wortlaut übernommen; alles andere bleibt „nicht gefragt“, weil der Standardwert in EMMA auch ohne Zutun der Person gilt. Listen aus OSPlus gehören nicht hierher, sondern zu den Kernsystem-Listen.",
    },
    en: {
      steps: [
        "Open “Abonnenten”, the list, and export with sign-up date, sign-up IP, unsubscribe date and Profiling.",
        "Export the unsubscribe list and the retained addresses as files of their own.",
        "The proof of the double opt-in stands under “Abonnenten”, “Anmeldungen”, only for sign-ups by the system's own form.",
      ],
      status: [
        ["active, subscribed", "mailed"],
        ["unsubscribed, unsubscribe date", "suppressed"],
        ["retained", "retained"],
        ["waiting, not confirmed", "never"],
      ],
      evidence:
        "Sign-up date with IP address counts as proven. Profiling 1 is taken over only with time, source and an approved wording; everything else stays “not asked”, because EMMA's default holds without the person doing anything. Lists from OSPlus do not belong here but to the core-system lists.",
    },
  },
];
