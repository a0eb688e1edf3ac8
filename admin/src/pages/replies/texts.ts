import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("replies", {
  de: {
    title: "Antworten",
    meta: "Antworten auf Ihre Mailings, in denen jemand vielleicht keine E-Mails mehr will.",
    tabs: { waiting: "Offen", decided: "Entschieden", unknown: "Unbekannte Nachrichten" },
    more: "Weitere laden",
    overdue: "Frist vorbei: {{when}}",
    due: "Frist: {{when}}",
    received: "Eingang: {{when}}",
    toContact: "Zum Kontakt",
    unknown: "Diese Adresse ist kein Kontakt.",
    otherAuthor:
      "Geantwortet hat eine andere Adresse als die, an die das Mailing ging. Ihre Entscheidung gilt für den Empfänger des Mailings.",
    answers: "Antwort auf „{{list}}“",
    held: "Bis zu Ihrer Entscheidung ruht „{{list}}“ für diese Adresse.",
    heldAll: "Bis zu Ihrer Entscheidung ruhen alle Newsletter für diese Adresse.",
    noText: "Ohne eigenen Text, nur der Betreff.",
    subject: "Betreff: {{subject}}",
    words: "Was die Person geschrieben hat",
    decide: "Was ist gemeint?",
    list: "Von „{{list}}“ abmelden",
    newsletters: "Von allen Newslettern abmelden",
    advertising: "Keine Werbung mehr",
    none: "Kein Abmeldewunsch",
    erasure: "Löschwunsch …",
    erased: "Löschung ist erledigt",
    wantsErasure: "Löschwunsch",
    wantsErasureText:
      "Von allen Newslettern abgemeldet. Die Daten der Person sind noch zu löschen; über „Verwalten“ kann sie das auch selbst.",
    done: {
      list: "Abgemeldet. Das gilt sofort und steht im Nachweis.",
      newsletters: "Von allen Newslettern abgemeldet. Das gilt sofort.",
      advertising: "Der Widerspruch gegen Werbung gilt sofort.",
      none: "Kein Abmeldewunsch. Der Newsletter läuft weiter.",
      erasure: "Von allen Newslettern abgemeldet, Löschwunsch notiert.",
      erased: "Löschung als erledigt vermerkt.",
    },
    undone: "Zurückgenommen. Die Antwort ist wieder offen.",
    undo: "Rückgängig",
    ask: {
      newsletters:
        "{{from}} bekommt dann keinen Newsletter mehr. Zurücknehmen kann das nur die Person, indem sie sich neu anmeldet.",
      advertising:
        "{{from}} bekommt dann keine Werbung mehr, auch nicht als Bestandskunde. Zurücknehmen kann das nur die Person.",
      erasure:
        "{{from}} wird von allen Newslettern abgemeldet, und die Antwort bleibt als Löschwunsch stehen, bis die Daten gelöscht sind.",
    },
    note: "Notiz",
    noteHelp: "Freiwillig. Sie wird Teil des Nachweises.",
    cancel: "Abbrechen",
    confirmErasure: "Löschwunsch notieren",
    decisions: {
      list: "Von „{{list}}“ abgemeldet",
      listGone: "Von einem Newsletter abgemeldet",
      newsletters: "Von allen Newslettern abgemeldet",
      advertising: "Keine Werbung mehr",
      none: "Kein Abmeldewunsch",
      erasure: "Löschwunsch",
      automatic: "Automatisch abgemeldet",
    },
    decidedBy: "{{who}}, {{when}}",
    automaticText: "Der Betreff war eindeutig und kam von der Empfängeradresse.",
    emptyTitle: "Keine offenen Antworten",
    emptyText:
      "Sobald jemand auf ein Mailing antwortet und dabei „keine weiteren Mails“, „bitte abmelden“ oder Ähnliches schreibt, steht die Antwort hier. Solange ruht der Newsletter für diese Adresse.",
    emptyDecided: "Noch nichts entschieden",
    emptyDecidedText: "Entschiedene Antworten bleiben 90 Tage sichtbar.",
    forward: "Antworten weiterleiten",
    forwardText:
      "Ihre Antwortadresse bleibt, wie sie ist. Richten Sie im Postfach dahinter eine Weiterleitung (Kopie) an diese Adresse ein:",
    forwardThen:
      "Aufbewahrt wird nur, was nach einer Abmeldung oder einem Widerspruch aussieht. Andere Antworten leitet Klarpost auf Wunsch an Ihre Leute weiter. Auch Beschwerdemeldungen der Anbieter (Feedback-Loop) gehören hierher.",
    forwardOff:
      "Diese Installation empfängt noch keine E-Mails. Ihr Betreiber schaltet das mit INBOUND_DOMAIN und INBOUND_SMTP_PORT ein; bis dahin tragen Sie Abmeldewünsche beim Kontakt ein.",
    lately:
      "In 30 Tagen: Rückläufer {{bounces}}, automatische Antworten {{autoReplies}}, Beschwerden {{complaints}}.",
    unknownWait_one: "Eine unbekannte Nachricht ist offen",
    unknownWait_other: "{{count}} unbekannte Nachrichten sind offen",
    trySandbox:
      "Zum Ausprobieren: Öffnen Sie im Testpostfach ein Mailing und wählen Sie „Antworten als Empfänger“.",
    copy: "Adresse kopieren",
  },
  en: {
    title: "Replies",
    meta: "Replies to your mailings in which somebody may want no more mail.",
    tabs: { waiting: "Open", decided: "Decided", unknown: "Unknown messages" },
    more: "Load more",
    overdue: "Overdue: {{when}}",
    due: "Due: {{when}}",
    received: "Received: {{when}}",
    toContact: "To the contact",
    unknown: "This address is no contact.",
    otherAuthor:
      "The reply came from another address than the one the mailing went to. Your decision is for the mailing's recipient.",
    answers: 'Reply to "{{list}}"',
    held: 'Until you decide, "{{list}}" rests for this address.',
    heldAll: "Until you decide, all newsletters rest for this address.",
    noText: "No text of their own, only the subject.",
    subject: "Subject: {{subject}}",
    words: "What the person wrote",
    decide: "What is meant?",
    list: 'Unsubscribe from "{{list}}"',
    newsletters: "Unsubscribe from all newsletters",
    advertising: "No more advertising",
    none: "Not an unsubscribe",
    erasure: "Wants erasure …",
    erased: "Erasure is done",
    wantsErasure: "Wants erasure",
    wantsErasureText:
      "Unsubscribed from all newsletters. The person's data are still to be erased; they can also do so themselves in their settings.",
    done: {
      list: "Unsubscribed. It works at once and is in the proof.",
      newsletters: "Unsubscribed from all newsletters. It works at once.",
      advertising: "The objection to advertising works at once.",
      none: "Not an unsubscribe. The newsletter continues.",
      erasure: "Unsubscribed from all newsletters, wish for erasure noted.",
      erased: "Erasure noted as done.",
    },
    undone: "Taken back. The reply is open again.",
    undo: "Undo",
    ask: {
      newsletters:
        "{{from}} will no longer get any newsletter. Only the person can take this back, by signing up again.",
      advertising:
        "{{from}} will no longer get any advertising, not even as an existing customer. Only the person can take this back.",
      erasure:
        "{{from}} is unsubscribed from all newsletters, and the reply stays here as a wish for erasure until the data are erased.",
    },
    note: "Note",
    noteHelp: "Optional. It becomes part of the proof.",
    cancel: "Cancel",
    confirmErasure: "Note the wish",
    decisions: {
      list: 'Unsubscribed from "{{list}}"',
      listGone: "Unsubscribed from a newsletter",
      newsletters: "Unsubscribed from all newsletters",
      advertising: "No more advertising",
      none: "Not an unsubscribe",
      erasure: "Wants erasure",
      automatic: "Unsubscribed automatically",
    },
    decidedBy: "{{who}}, {{when}}",
    automaticText: "The subject was clear and came from the recipient's address.",
    emptyTitle: "No open replies",
    emptyText:
      'As soon as somebody replies to a mailing with "no more mail", "please unsubscribe" or the like, the reply is here. Until then the newsletter rests for this address.',
    emptyDecided: "Nothing decided yet",
    emptyDecidedText: "Decided replies stay visible for 90 days.",
    forward: "Forward replies",
    forwardText:
      "Your reply address stays as it is. In the mailbox behind it, set up forwarding (a copy) to this address:",
    forwardThen:
      "Only what looks like an unsubscribe or an objection is kept. Other replies can be passed on to your team. Providers' complaint reports (feedback loop) belong here too.",
    forwardOff:
      "This installation receives no mail yet. Its administrator switches that on with INBOUND_DOMAIN and INBOUND_SMTP_PORT; until then, record such wishes at the contact.",
    lately:
      "In 30 days: bounces {{bounces}}, automatic replies {{autoReplies}}, complaints {{complaints}}.",
    unknownWait_one: "One unknown message is open",
    unknownWait_other: "{{count}} unknown messages are open",
    trySandbox: 'To try it: open a mailing in the test mailbox and choose "Reply as recipient".',
    copy: "Copy address",
  },
});
