import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("mailings-rules", {
  de: {
    title: "Häufigkeit und Freigabe",
    settings: "Einstellungen",
    meta: "Gilt für alle Mailings dieses Mandanten",
    capTitle: "Wie oft Sie jemandem schreiben",
    capLead:
      "Wer zu viel Post bekommt, meldet sich ab. Eine Grenze zählt alle Mailings zusammen: Ist sie für eine Adresse erreicht, lässt das nächste Mailing diese Person aus und sagt auf der Bordkarte, warum.",
    capOn: "Eine Grenze für alle Mailings setzen",
    max: "Höchstens (Mails)",
    days: "innerhalb von (Tagen)",
    sentence_one: "Höchstens {{count, number}} Werbemail in {{days}} Tagen an eine Adresse.",
    sentence_other: "Höchstens {{count, number}} Werbemails in {{days}} Tagen an eine Adresse.",
    sentenceNone: "Ohne Grenze: Wer auf mehreren Listen steht, bekommt jedes Mailing.",
    exempt:
      "Nicht gezählt und nie aufgehalten werden Bestätigungsmails, Mails zum Vertrag, Datenschutzmitteilungen und persönliche E-Mails. Gezählt wird, was ein Server angenommen hat.",
    listsTitle: "Eigene Grenzen einzelner Listen",
    listsLead: "Zum Beispiel für eine Liste, der Sie „einmal im Monat“ versprochen haben.",
    list: "Liste",
    addList: "Grenze für eine Liste",
    chooseList: "Liste wählen",
    remove: "Grenze von „{{name}}“ entfernen",
    noLists: "Noch keine Liste hat eine eigene Grenze.",
    approvalTitle: "Freigabe durch eine zweite Person",
    approvalLead:
      "Große Mailings sieht jemand an, der sie nicht geschrieben hat. Wer das Mailing angelegt oder um Freigabe gebeten hat, kann es nicht selbst freigeben, und wer freigibt, plant es nicht selbst ein. Nach jeder Änderung ist neu zu fragen.",
    above: "Ab mehr als (Empfänger)",
    aboveHelp:
      "Im Testbetrieb tippen Sie stattdessen die Zahl der Empfänger ein. Arbeiten Sie allein, ebenso, mit zehn Minuten Bedenkzeit.",
    recipients: " Empfänger",
    save: "Speichern",
    saved: "Gespeichert. Das gilt ab der nächsten Mail.",
    readOnly: "Ändern kann das, wer für den Mandanten verantwortlich ist.",
    errors: { no_such_list: "Jede Liste kann nur einmal vorkommen." },
  },
  en: {
    title: "Frequency and approval",
    settings: "Settings",
    meta: "Applies to all mailings of this account",
    capTitle: "How often you write to somebody",
    capLead:
      "People who get too much mail unsubscribe. A limit counts all mailings together: once an address has reached it, the next mailing leaves this person out and says why on the boarding pass.",
    capOn: "Set a limit for all mailings",
    max: "At most (mails)",
    days: "within (days)",
    sentence_one: "At most {{count, number}} advertising mail in {{days}} days to an address.",
    sentence_other: "At most {{count, number}} advertising mails in {{days}} days to an address.",
    sentenceNone: "No limit: people on several lists get every mailing.",
    exempt:
      "Confirmation mails, mails about a contract, privacy notices and personal mails are not counted and never held up. What counts is what a mail server accepted.",
    listsTitle: "Limits for single lists",
    listsLead: "For example for a list that you promised “once a month”.",
    list: "List",
    addList: "Limit for a list",
    chooseList: "Choose a list",
    remove: "Remove the limit of “{{name}}”",
    noLists: "No list has a limit of its own yet.",
    approvalTitle: "Approval by a second person",
    approvalLead:
      "Large mailings are checked by someone who did not write them. The person who wrote the mailing or asked for approval cannot approve it, and the person who approves does not schedule it. After each change approval has to be requested again.",
    above: "Above (recipients)",
    aboveHelp:
      "In sandbox mode you type the number of recipients instead. The same applies if you work alone, with ten minutes to change your mind.",
    recipients: " recipients",
    save: "Save",
    saved: "Saved. It applies from the next mail on.",
    readOnly: "The account owner can change this.",
    errors: { no_such_list: "Each list can occur only once." },
  },
});
