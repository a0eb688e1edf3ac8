import { defineTexts } from "../i18n/index.ts";

/** Words for stops, alarms and waits of sending, said the same wherever they appear. */
export const sendingTexts = defineTexts("sendingState", {
  de: {
    stopped: {
      all: "Not-Aus: Es verlässt keine Mail das Haus.",
      advertising: "Not-Aus für Mailings: Bestätigungs- und Vorgangsmails laufen weiter.",
      restored: "Der Versand ist aus, bis jemand diese Datenbank bestätigt.",
      checks: "Werbung wartet: Eine Pflichtprüfung ist nicht bestanden.",
    },
    checksText:
      "Nicht bestanden: {{checks}}. Mailings und persönliche Mails warten, Bestätigungs- und Vorgangsmails laufen weiter. Sobald alle Pflichtprüfungen bestanden sind, geht es von selbst weiter.",
    checksSince: "Seit {{when}}.",
    checklist: "Zur Checkliste",
    stoppedBy: "Von {{name}}, {{when}}.",
    restoredText:
      "Klarpost hat erkannt, dass diese Datenbank eine Kopie ist, dass seit ihrem Stand schon versendet wurde oder dass ein unbekannter Rechner sie geöffnet hat. Damit niemand Mails doppelt bekommt, bleibt der Versand aus. Wer die Installation betreibt, bestätigt unter „Einstellungen › Not-Aus“ oder mit: klarpost sending resume --confirm",
    installation: "Gilt für alle Mandanten.",
    noWorker:
      "Gerade arbeitet kein Versandprozess. Die Mails warten, bis einer startet; niemand wird vergessen.",
    look: "Ansehen",
    alarms: {
      hard_bounces: {
        title: "Zu viele unzustellbare Adressen",
        text: "{{hard, number}} von {{handedOver, number}} Mails waren endgültig unzustellbar. Das Mailing ist angehalten.",
      },
      complaints: {
        title: "Empfänger melden Mails als Spam",
        text: "Beschwerden über {{domain}}: {{complaints, number}} bei {{accepted, number}} angenommenen Mails. Ab 0,3 % hält Klarpost den werblichen Versand an.",
      },
      complaints_high: {
        title: "Zu viele Beschwerden",
        text: "Beschwerden über {{domain}}: {{complaints, number}} bei {{accepted, number}} angenommenen Mails. Der werbliche Versand dieser Domain ist angehalten.",
      },
      missed: {
        title: "Sendezeit verpasst",
        text: "Fällig war es {{dueAt}}. Entweder lief Klarpost da nicht, oder es waren inzwischen so viele Empfänger, dass eine zweite Person freigeben muss.",
      },
      occurrence: {
        title: "Eine Ausgabe braucht Sie",
        text: "Die Ausgabe dieses wiederkehrenden Mailings ging nicht hinaus. Fällig war sie {{dueAt}}. Sehen Sie nach, was im Weg steht.",
      },
      winner: {
        title: "Ein Variantentest wartet",
        text: "Die Wartezeit des Tests ist um, aber Klarpost entscheidet hier nicht allein. Wählen Sie, welche Variante der Rest bekommt.",
      },
      stalled: {
        title: "Der Versand steht",
        text: "Seit mindestens fünf Minuten hat keine fällige Mail das Haus verlassen. Meist antwortet der Versandserver nicht.",
      },
    },
    rate: "Gemeldet ist ein Anteil von {{rate}}.",
    waits: {
      stopped: "Not-Aus: Es geht weiter, sobald jemand ihn aufhebt.",
      checks:
        "Eine Pflichtprüfung ist nicht bestanden. Sobald alle bestanden sind, geht es von selbst weiter.",
      window: "Außerhalb des Sendefensters geht nichts hinaus. Weiter geht es: {{when}}.",
      later: "Die nächsten Mails sind dran: {{when}}.",
      retry: "Alle offenen Mails werden noch einmal versucht. Die nächsten sind dran: {{when}}.",
      no_worker:
        "Gerade arbeitet kein Versandprozess. Die Mails warten, bis ein Betreiber ihn startet.",
      no_progress:
        "Seit einer Minute hat keine Mail das Haus verlassen. Wahrscheinlich nimmt der Versandserver gerade nichts an.",
      keeps_content:
        "Dieses Mailing zählt eindeutig und verlässt das Haus nicht über Anbieter, die Inhalte aufbewahren können. Es wartet auf einen eigenen Versandserver.",
      warm_up:
        "Warm-up: {{count, number}} Mails warten, weil die neue Absenderdomain ihre Tagesgrenze bei einigen Anbietern erreicht hat. Weiter geht es von selbst: {{when}}.",
      slow_down:
        "Ein Anbieter bittet um weniger Mails, darum sendet Klarpost ihm langsamer. Die nächsten gehen hinaus: {{when}}.",
      limit: "Ihre Grenze für das Versandtempo ist erreicht. Weiter geht es: {{when}}.",
    },
  },
  en: {
    stopped: {
      all: "Emergency stop: no mail leaves the house.",
      advertising: "Emergency stop for mailings: confirmation and transactional mails go on.",
      restored: "Sending is off until somebody confirms this database.",
      checks: "Advertising waits: a mandatory check failed.",
    },
    checksText:
      "Failed: {{checks}}. Mailings and personal mails wait; confirmation and transactional mails go on. As soon as every mandatory check passes, sending goes on by itself.",
    checksSince: "Since {{when}}.",
    checklist: "To the checklist",
    stoppedBy: "By {{name}}, {{when}}.",
    restoredText:
      "Klarpost noticed that this database is a copy, older than what was sent from it, or opened by an unknown machine. So that nobody gets mails twice, sending stays off. An administrator confirms under “Settings › Emergency stop” or with: klarpost sending resume --confirm",
    installation: "For all accounts.",
    noWorker: "No sending process is at work. Mails wait until one starts; nobody is forgotten.",
    look: "Have a look",
    alarms: {
      hard_bounces: {
        title: "Too many undeliverable addresses",
        text: "{{hard, number}} of {{handedOver, number}} mails were definitely undeliverable. The mailing is paused.",
      },
      complaints: {
        title: "Recipients report mails as spam",
        text: "Complaints about {{domain}}: {{complaints, number}} for {{accepted, number}} accepted mails. From 0.3 % Klarpost stops advertising.",
      },
      complaints_high: {
        title: "Too many complaints",
        text: "Complaints about {{domain}}: {{complaints, number}} for {{accepted, number}} accepted mails. Advertising from this domain is stopped.",
      },
      missed: {
        title: "Time to send missed",
        text: "It was due {{dueAt}}. Either Klarpost was not running then, or there were so many recipients by then that a second person has to approve.",
      },
      occurrence: {
        title: "An issue needs you",
        text: "The issue of this recurring mailing did not go out. It was due {{dueAt}}. Check what is blocking it.",
      },
      winner: {
        title: "A test of variants waits",
        text: "The waiting time of the test is over, but Klarpost does not decide alone here. Choose which variant the rest gets.",
      },
      stalled: {
        title: "Sending has stalled",
        text: "No mail that is due has left for at least five minutes. Mostly the relay does not answer.",
      },
    },
    rate: "The reported share is {{rate}}.",
    waits: {
      stopped: "Emergency stop: sending continues as soon as somebody lifts it.",
      checks: "A mandatory check failed. As soon as all of them pass, sending goes on by itself.",
      window: "Nothing leaves outside the send window. It continues: {{when}}.",
      later: "The next mails are due: {{when}}.",
      retry: "All open mails are tried again. The next are due: {{when}}.",
      no_worker: "No sending process is at work. The mails wait until the operator starts one.",
      no_progress: "No mail has left for a minute. The relay probably takes nothing at the moment.",
      keeps_content:
        "This mailing counts uniquely and does not leave through providers that may keep contents. It waits for a server of your own.",
      warm_up:
        "Warm-up: {{count, number}} mails wait because the new sending domain has reached its daily cap with some providers. It continues: {{when}}.",
      slow_down:
        "A provider asks for less mail, so Klarpost sends it more slowly. The next leave: {{when}}.",
      limit: "Your limit for the sending pace is reached. It continues: {{when}}.",
    },
  },
});
