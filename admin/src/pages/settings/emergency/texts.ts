import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-emergency", {
  de: {
    title: "Not-Aus",
    meta: "Hält alles an, was Klarpost versendet: alle Mandanten, alle Warteschlangen, jede Art Mail.",
    onlyAdministrators:
      "Anhalten und wieder einschalten kann hier nur, wer diese Installation betreibt. Den eigenen Mandanten hält Marketing unter „Versand steuern“ an.",
    on: "Der Versand läuft.",
    how: "Der Knopf antwortet in wenigen Sekunden. Danach beginnt in keinem Prozess mehr eine Mail. Niemand wird vergessen: Was wartet, geht hinaus, wenn Sie wieder einschalten.",
    reason: "Warum?",
    reasonHelp: "Steht für alle, die hier arbeiten, sichtbar über jeder Seite und im Protokoll.",
    reasonMissing: "Bitte schreiben Sie in ein paar Worten, warum.",
    press: "Alles anhalten",
    stopped: "Der Versand aller Mandanten ist aus.",
    onAgain: "Wieder einschalten",
    againTitle: "Warum geht es weiter?",
    againText: "Alles, was wartet, geht sofort hinaus. Angehaltene Mailings bleiben angehalten.",
    againReason: "Was haben Sie geprüft?",
    againHelp: "Steht im Protokoll jedes Mandanten.",
    restored:
      "Bestätigen Sie nur, wenn keine andere Installation aus dieser oder einer Kopie dieser Datenbank versendet. Nach dem Einspielen einer Sicherung: Was seit der Sicherung schon versendet war, weiß diese Datenbank nicht und würde es noch einmal senden. Halten Sie solche Mailings vorher an oder beenden Sie sie.",
    confirm: "Diese Datenbank bestätigen",
    resumed: "Der Versand läuft wieder.",
    commandTitle: "Wenn sich niemand anmelden kann",
    commandText: "Auf dem Server wirkt derselbe Not-Aus:",
  },
  en: {
    title: "Emergency stop",
    meta: "Stops everything Klarpost sends: all accounts, all queues, every kind of mail.",
    onlyAdministrators:
      "Only those who run this installation stop and resume it here. Marketing stops its own account at “Control sending”.",
    on: "Sending is on.",
    how: "The button answers within seconds. After that no process begins a mail any more. Nobody is forgotten: what waits leaves when you switch sending on again.",
    reason: "Why?",
    reasonHelp: "Visible to everybody who works here, over every page and in the log.",
    reasonMissing: "Please say in a few words why.",
    press: "Stop everything",
    stopped: "Sending of all accounts is off.",
    onAgain: "Switch on again",
    againTitle: "Why does it go on?",
    againText: "Everything that waits leaves at once. Paused mailings stay paused.",
    againReason: "What did you check?",
    againHelp: "Stands in the log of every account.",
    restored:
      "Confirm only if no other installation sends from this database or a copy of it. After restoring a backup: what had been sent since the backup is unknown to this database and would be sent once more. Pause or stop such mailings first.",
    confirm: "Confirm this database",
    resumed: "Sending is on again.",
    commandTitle: "When nobody can sign in",
    commandText: "On the server the same stop is:",
  },
});
