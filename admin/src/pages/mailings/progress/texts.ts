import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("mailings-progress", {
  de: {
    pause: "Anhalten",
    resume: "Fortsetzen",
    cancel: "Versand beenden",
    unschedule: "Zurück in den Entwurf",
    unscheduled: "Das Mailing ist wieder ein Entwurf.",
    report: "Bericht ansehen",
    check: "Zur Bordkarte",
    plannedTitle: "Geplant",
    planned: "Geht los: {{when}}",
    byClocks:
      "Uhrzeit beim Empfänger: {{when}}. Die Mails gehen in Wellen hinaus, eine je Zeitzone.",
    waves: {
      title: "Wellen nach der Uhr der Empfänger",
      foot: "Vor jeder Übergabe wird noch einmal geprüft, ob die Person die Mail bekommen darf.",
      at: "Zeitpunkt hier",
      zones: "Zeitzonen",
      done: "Erledigt",
      of: "{{count, number}} von {{total, number}}",
    },
    again: {
      text: "Wessen Mailserver nur vorübergehend ablehnte, kann dieselbe Mail ein zweites Mal bekommen: einmal, binnen 14 Tagen, nach allen Prüfungen.",
      make: "Zweiten Versuch vorbereiten",
      exists: "Ein zweiter Versuch ist schon vorbereitet.",
      late: "Der Versand ist zu lange her für einen zweiten Versuch.",
      nobody: "Niemanden hat der Mailserver nur vorübergehend abgelehnt.",
    },
    plannedNow: "Geht jeden Augenblick los",
    outOf: "von {{total, number}}",
    today: {
      mailable: "Bekämen es heute",
      measurable: "Davon persönlich messbar",
      leftOut: "Bekämen es heute nicht",
    },
    plannedText:
      "Wer dann angeschrieben werden darf, wird erst in diesem Augenblick festgestellt. Wer sich bis dahin abmeldet, bekommt nichts.",
    missedTitle: "Der Zeitpunkt ist verstrichen",
    missedText:
      "Geplant war {{when}}. Entweder lief Klarpost da nicht, oder es waren inzwischen so viele Empfänger, dass eine zweite Person freigeben muss. Ohne Ihr Wort geht nichts hinaus. Prüfen Sie die Bordkarte und senden Sie neu, oder nehmen Sie das Mailing zurück.",
    preparing: "Empfänger werden zusammengestellt",
    preparingText: "Für jede Person wird geprüft, ob sie angeschrieben und gemessen werden darf.",
    batches: "{{done, number}} von {{of, number}} Teilen geprüft",
    sendingTitle: "Versand",
    doneTitle: "Ergebnis",
    pausedTitle: "Angehalten",
    pausedByOperator:
      "Jemand hat den Versand angehalten. Alle Übrigen warten, wo sie sind. Niemand wird vergessen oder doppelt angeschrieben.",
    pausedFor: {
      hard_bounces:
        "Klarpost hat das Mailing angehalten, weil zu viele Adressen endgültig unzustellbar sind. Prüfen Sie, woher sie stammen. Alle Übrigen warten, niemand wird vergessen.",
      complaints:
        "Klarpost hat den werblichen Versand dieser Domain angehalten, weil zu viele Empfänger die Mails als Spam melden. Alle Übrigen warten.",
      missed:
        "Klarpost stand länger still und setzt Überfälliges nicht von selbst fort. Entscheiden Sie: jetzt weiter, später weiter oder beenden.",
    },
    pausedAdvice: {
      hard_bounces:
        "Prüfen Sie, woher die Adressen stammen. Alle Übrigen warten, niemand wird vergessen.",
      complaints:
        "Prüfen Sie, woher die Adressen stammen und was die Empfänger stört. Alle Übrigen warten, niemand wird vergessen.",
      missed: "Entscheiden Sie: jetzt weiter, später weiter oder beenden.",
    },
    waitsTitle: "Worauf der Versand wartet",
    acknowledge: {
      title: "Trotzdem fortsetzen?",
      lateTitle: "Jetzt noch versenden?",
      responsibility:
        "Sie haben die Zahlen gesehen und übernehmen die Verantwortung. Klarpost zählt ab hier neu und hält wieder an, wenn es so weitergeht.",
      reason: "Was haben Sie geprüft?",
      lateReason: "Warum auch jetzt noch?",
      when: "Wann geht es weiter?",
      now: "Sofort",
      later: "Zu einem Zeitpunkt",
      at: "Tag und Uhrzeit",
      action: "Fortsetzen",
      cancel: "Abbrechen",
    },
    uncertain: {
      meaning_one:
        "Bei einer Mail brach die Verbindung ab, bevor der Mailserver den Empfang bestätigte. Sie kann angekommen sein oder nicht; niemand weiß es. Von selbst sendet Klarpost sie nicht noch einmal.",
      meaning_other:
        "Bei {{count, number}} Mails brach die Verbindung ab, bevor der Mailserver den Empfang bestätigte. Sie können angekommen sein oder nicht; niemand weiß es. Von selbst sendet Klarpost sie nicht noch einmal.",
      show: "Wer ist betroffen?",
      hide: "Liste schließen",
      recipient: "Empfänger",
      when: "Wann",
      erased: "gelöscht",
      again: "schon einmal neu gesendet",
      accept: "Als angenommen werten",
      resend: "Noch einmal senden",
      acceptTitle: "Als angenommen werten?",
      resendTitle: "Noch einmal senden?",
      acceptText_one:
        "Eine Mail zählt dann als versendet. Sinnvoll, wenn das Protokoll Ihres Versandservers sie zeigt.",
      acceptText_other:
        "{{count, number}} Mails zählen dann als versendet. Sinnvoll, wenn das Protokoll Ihres Versandservers sie zeigt.",
      resendText_one:
        "Eine Mail geht noch einmal hinaus, nach erneuter Prüfung der Erlaubnis. War sie schon angekommen, hat der Empfänger sie womöglich zweimal. Das geht nur einmal.",
      resendText_other:
        "{{count, number}} Mails gehen noch einmal hinaus, nach erneuter Prüfung der Erlaubnis. Wer sie schon bekam, hat sie womöglich zweimal. Das geht nur einmal.",
      reason: "Warum?",
      reasonHelp: "Steht mit Ihrem Namen im Protokoll.",
      cancel: "Abbrechen",
      done: "Entschieden.",
      nothing: "Über diese Mails hat schon jemand entschieden.",
      some_one: "{{count, number}} ausgewählt",
      some_other: "{{count, number}} ausgewählt",
      select: "{{email}} auswählen",
    },
    cancelledTitle: "Abgebrochen",
    cancelledText: "Wer das Mailing bis dahin nicht hatte, bekommt es nicht.",
    startedAt: "Begonnen",
    finishedAt: "Beendet",
    figures: {
      accepted: "Versendet (angenommen)",
      rejected: "Abgewiesen",
      excluded: "Nicht versendet",
      uncertain: "Ungewiss",
      open: "Noch offen",
      cancelled: "Nicht mehr versendet",
    },
    bases: {
      accepted: "von {{total, number}} Ausgewählten",
      rejected: "vom Mailserver der Empfänger",
      excluded: "durften nicht angeschrieben werden",
      uncertain: "ohne Antwort des Mailservers",
      deferred: "werden später noch einmal versucht",
      open: "warten auf ihre Übergabe",
      cancelled: "durch den Abbruch",
    },
    excludedTitle: "Nicht versendet",
    excludedNone: "Alle Ausgewählten durften angeschrieben werden.",
    rejectedTitle: "Abgewiesen",
    uncertainTitle: "Ungewiss",
    rejections: {
      hard: {
        title: "Endgültig unzustellbar",
        text: "Das Postfach gibt es nicht oder nicht mehr. Die Adresse wird künftig zurückgehalten.",
      },
      soft: {
        title: "Vorübergehend unzustellbar",
        text: "Zum Beispiel ein volles Postfach. Nach mehreren Versuchen aufgegeben.",
      },
      policy: {
        title: "Vom Empfängersystem abgelehnt",
        text: "Der Grund liegt bei Absender oder Inhalt, nicht bei den Empfängern.",
      },
      unknown: {
        title: "Ohne klaren Grund abgelehnt",
        text: "Die Antwort des Mailservers sagt nicht, woran es lag.",
      },
      address_invalid: {
        title: "Adresse ungültig",
        text: "An diese Adresse lässt sich keine Mail richten.",
      },
      smtputf8_not_offered: {
        title: "Adresse mit Sonderzeichen",
        text: "Ihr Versandserver nimmt solche Adressen nicht an.",
      },
      too_large: {
        title: "Mail zu groß",
        text: "Ihr Versandserver nimmt so große Mails nicht an.",
      },
      other: {
        title: "Nicht erzeugt",
        text: "Die Mail ließ sich für diese Empfänger nicht erzeugen.",
      },
    },
    measuredTitle: "Was gemessen wird",
    measuredPersonal: "persönlich: Profiling erlaubt",
    measuredOthers: {
      unique: "nur anonym gezählt",
      shared: "nur anonym und brutto gezählt",
      clicks_only: "nur Klicks anonym gezählt",
      none: "gar nicht gemessen",
    },
    measuredUntil: "Die Messung endet am {{when}}.",
    cancelDialog: {
      title: "Versand endgültig beenden?",
      action: "Versand beenden",
      planned: "Das geplante Mailing wird nicht versendet. Sie können es danach kopieren.",
      left_one: "{{count, number}} Person bekommt das Mailing dann nicht.",
      left_other: "{{count, number}} Personen bekommen das Mailing dann nicht.",
      sent_one: "{{count, number}} Person hat es schon.",
      sent_other: "{{count, number}} Personen haben es schon.",
      final:
        "Ein beendetes Mailing lässt sich nicht fortsetzen. Wenn Sie nur nachsehen möchten, halten Sie es an.",
    },
  },
  en: {
    pause: "Pause",
    resume: "Resume",
    cancel: "Stop for good",
    unschedule: "Back to draft",
    unscheduled: "The mailing is a draft again.",
    report: "View the report",
    check: "To the boarding pass",
    plannedTitle: "Scheduled",
    planned: "Goes out: {{when}}",
    byClocks:
      "Time at the recipient's place: {{when}}. The mails leave in waves, one for each time zone.",
    waves: {
      title: "Waves by the recipients' clocks",
      foot: "Before each mail is handed over, Klarpost checks again whether the person may get it.",
      at: "Time here",
      zones: "Time zones",
      done: "Done",
      of: "{{count, number}} of {{total, number}}",
    },
    again: {
      text: "Recipients whose mail server refused temporarily can get the same mail a second time: once, within 14 days, after all checks.",
      make: "Prepare a second attempt",
      exists: "A second attempt is prepared already.",
      late: "Too much time has passed for a second attempt.",
      nobody: "No mail server refused temporarily.",
    },
    plannedNow: "Goes out any moment",
    outOf: "of {{total, number}}",
    today: {
      mailable: "Would get it today",
      measurable: "Of these measurable personally",
      leftOut: "Would not get it today",
    },
    plannedText:
      "Who may be mailed is decided at that moment. Anyone who unsubscribes before then gets nothing.",
    missedTitle: "The time has passed",
    missedText:
      "It was scheduled for {{when}}. Either Klarpost was not running then, or there were so many recipients by then that a second person has to approve. Nothing goes out without your word. Look at the boarding pass and send again, or take the mailing back.",
    preparing: "The recipients are being put together",
    preparingText: "For each person it is checked whether they may be mailed and measured.",
    batches: "{{done, number}} of {{of, number}} parts checked",
    sendingTitle: "Sending",
    doneTitle: "Result",
    pausedTitle: "Paused",
    pausedByOperator:
      "Somebody paused the mailing. Everyone else keeps their place. Nobody is forgotten or mailed twice.",
    pausedFor: {
      hard_bounces:
        "Klarpost paused the mailing because too many addresses are definitely undeliverable. Check where they come from. Everybody else waits, nobody is forgotten.",
      complaints:
        "Klarpost stopped advertising from this domain because too many recipients report the mails as spam. Everybody else waits.",
      missed:
        "Klarpost was down for a while and does not send overdue mail on its own. Decide: continue now, later, or stop for good.",
    },
    pausedAdvice: {
      hard_bounces:
        "Check where the addresses come from. Everybody else waits, nobody is forgotten.",
      complaints:
        "Check where the addresses come from and what bothers the recipients. Everybody else waits, nobody is forgotten.",
      missed: "Decide: continue now, later, or stop for good.",
    },
    waitsTitle: "What sending waits for",
    acknowledge: {
      title: "Continue anyway?",
      lateTitle: "Send it now after all?",
      responsibility:
        "You saw the figures and take responsibility. Klarpost starts counting again from here and pauses again if nothing changes.",
      reason: "What did you check?",
      lateReason: "Why send it now?",
      when: "When should it continue?",
      now: "At once",
      later: "At a set time",
      at: "Day and time",
      action: "Continue",
      cancel: "Cancel",
    },
    uncertain: {
      meaning_one:
        "For one mail the connection broke before the mail server confirmed it. It may have arrived or not; nobody knows. Klarpost never resends it on its own.",
      meaning_other:
        "For {{count, number}} mails the connection broke before the mail server confirmed them. They may have arrived or not; nobody knows. Klarpost never resends them on its own.",
      show: "Who is affected?",
      hide: "Close the list",
      recipient: "Recipient",
      when: "When",
      erased: "erased",
      again: "sent again once already",
      accept: "Count as accepted",
      resend: "Send again",
      acceptTitle: "Count as accepted?",
      resendTitle: "Send again?",
      acceptText_one: "One mail then counts as sent. Right where the log of your relay shows it.",
      acceptText_other:
        "{{count, number}} mails then count as sent. Right where the log of your relay shows them.",
      resendText_one:
        "One mail is sent again after the permission has been rechecked. If it did arrive, the recipient may have it twice. This can be done only once.",
      resendText_other:
        "{{count, number}} mails are sent again after the permissions have been rechecked. Recipients who already have it may get it twice. This can be done only once.",
      reason: "Why?",
      reasonHelp: "Recorded in the log under your name.",
      cancel: "Cancel",
      done: "Decided.",
      nothing: "Somebody decided on these mails already.",
      some_one: "{{count, number}} selected",
      some_other: "{{count, number}} selected",
      select: "Select {{email}}",
    },
    cancelledTitle: "Cancelled",
    cancelledText: "Anyone who had not received the mailing by then does not get it.",
    startedAt: "Started",
    finishedAt: "Ended",
    figures: {
      accepted: "Sent (accepted)",
      rejected: "Rejected",
      excluded: "Not sent",
      uncertain: "Uncertain",
      open: "Still open",
      cancelled: "Not sent any more",
    },
    bases: {
      accepted: "of {{total, number}} selected",
      rejected: "by the recipients’ mail servers",
      excluded: "could not be mailed",
      uncertain: "without an answer of the mail server",
      deferred: "are tried again later",
      open: "wait to be handed over",
      cancelled: "because of the cancellation",
    },
    excludedTitle: "Not sent",
    excludedNone: "Everyone selected could be mailed.",
    rejectedTitle: "Rejected",
    uncertainTitle: "Uncertain",
    rejections: {
      hard: {
        title: "Definitely undeliverable",
        text: "The mailbox does not exist (any more). The address is held back from now on.",
      },
      soft: {
        title: "Undeliverable for the time being",
        text: "A full mailbox, for example. Given up after several attempts.",
      },
      policy: {
        title: "Refused by the receiving system",
        text: "The reason lies with sender or content, not with the recipients.",
      },
      unknown: {
        title: "Refused without a clear reason",
        text: "The answer of the mail server does not say why.",
      },
      address_invalid: {
        title: "Address not valid",
        text: "No mail can be directed to this address.",
      },
      smtputf8_not_offered: {
        title: "Address with special characters",
        text: "Your relay does not accept such addresses.",
      },
      too_large: { title: "Mail too large", text: "Your relay does not accept mails this large." },
      other: { title: "Not made", text: "The mail could not be made for these recipients." },
    },
    measuredTitle: "What is measured",
    measuredPersonal: "personally: profiling granted",
    measuredOthers: {
      unique: "counted anonymously only",
      shared: "counted anonymously and gross only",
      clicks_only: "only clicks counted anonymously",
      none: "not measured at all",
    },
    measuredUntil: "Measuring ends on {{when}}.",
    cancelDialog: {
      title: "Stop the mailing for good?",
      action: "Stop for good",
      planned: "The scheduled mailing will not be sent. You can copy it afterwards.",
      left_one: "{{count, number}} person will then not get the mailing.",
      left_other: "{{count, number}} people will then not get the mailing.",
      sent_one: "{{count, number}} person has it already.",
      sent_other: "{{count, number}} people have it already.",
      final:
        "A mailing stopped for good cannot be resumed. If you only want to have a look, pause it.",
    },
  },
});
