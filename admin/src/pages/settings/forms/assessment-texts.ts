import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-assessment", {
  de: {
    title: "Einschätzung zum eindeutigen Zählen",
    why: "Eindeutig zu zählen ist nach dem Ende der Messung anonym, setzt aber in jede E-Mail andere Zufallszahlen. Ob Sie das für vertretbar halten, entscheidet ein Mensch mit Namen, Gründen und einem Tag, an dem er wieder hinsieht.",
    role: { dpo: "Datenschutz", owner: "Inhaber" },
    who: {
      dpo: "Die Einschätzung trifft die oder der Datenschutzbeauftragte: eine Person mit der Rolle „Datenschutz“.",
      owner:
        "Weil niemand als Datenschutzbeauftragter benannt ist, trifft die Einschätzung eine Person mit der Rolle „Inhaber“.",
    },
    whoHow: "Sie meldet sich an und öffnet diese Seite; das Formular steht dann hier.",
    invite: "Personen ansehen",
    undecided:
      "Geben Sie zuerst an, ob eine Datenschutzbeauftragte oder ein Datenschutzbeauftragter benannt ist. Davon hängt ab, wessen Einschätzung zählt.",
    toPrivacy: "Zum Datenschutz",
    arguments: "Argumente dafür und dagegen",
    argumentsHelp:
      "Ein Vorschlag, der beide Seiten nennt. Streichen Sie, was für Ihr Haus nicht stimmt, und ergänzen Sie, was fehlt.",
    argumentsShort: "Bitte nennen Sie Argumente für und gegen diese Stufe.",
    prefill: `Zweck
Wir möchten wissen, wie viele Menschen unsere Mailings öffnen und welche Themen sie anklicken, als Quote über alle Empfänger und ohne jemanden zu erkennen.

Dafür
– Die Zufallszahlen entstehen beim Erzeugen jeder E-Mail neu, für die Messgrafik und jeden Link getrennt. Sie stehen weder in der Datenbank noch in Protokollen neben einer Person und lassen sich auch mit allen Schlüsseln niemandem zuordnen.
– Gespeichert werden je Mailing und Link nur Tagessummen und bis zum Ende der Messung die gesehenen Zahlen; keine IP-Adresse, kein Gerät, keine Uhrzeit, kein Cookie.
– Nach 14 Tagen werden die Zahlen gelöscht. Es bleiben Summen, die erst ab {{k}} Personen gezeigt werden.
– Unter 50 Empfängern ohne Zustimmung und über Anbieter, die Inhalte aufbewahren, wird nicht eindeutig gezählt.

Dagegen
– Jede E-Mail enthält andere Zahlen, und das Endgerät überträgt sie beim Laden der Grafik und beim Klick. Der Europäische Datenschutzausschuss (Leitlinien 2/2023) sieht darin einen Zugriff auf das Endgerät, der nach § 25 TDDDG grundsätzlich eine Einwilligung braucht. Dass eine Ausnahme greift, ist nicht gesichert.
– Im Postfach der Empfänger steht die Zahl neben ihrer Adresse.
– Wer den laufenden Netzverkehr des Servers mitliest, könnte Abrufe einzelnen Anschlüssen zuordnen.
– Die Stufe „Anonyme Summen“ kommt ohne eigene Zahl je E-Mail aus. Sie nennt dafür keine Quoten.`,
    conclusion: "Ihr Ergebnis, in eigenen Worten",
    conclusionHelp: "Warum überwiegen für Sie die Gründe dafür? Diesen Teil schreiben Sie selbst.",
    conclusionShort: "Bitte begründen Sie Ihr Ergebnis in mindestens einem Satz.",
    conclusionHead: "Ergebnis",
    reviewOn: "Wiedervorlage am",
    reviewHelp: "Spätestens in 24 Monaten. Danach erinnert Klarpost daran.",
    reviewWrong: "Bitte wählen Sie einen Tag in den nächsten 24 Monaten.",
    confirm: "Ich habe die Argumente geprüft und stehe mit meinem Namen für das Ergebnis ein.",
    confirmMissing: "Bitte bestätigen Sie, dass Sie die Argumente geprüft haben.",
    record: "Einschätzung festhalten",
    recordAs: "Als {{name}}, mit Datum. Gewählt ist die Stufe damit noch nicht.",
    cancel: "Abbrechen",
    start: "Einschätzung treffen",
    by: "{{name}}, {{role}}, am {{at}}",
    review: "Wiedervorlage: {{at}}",
    read: "Argumente und Ergebnis lesen",
    again: "Neu einschätzen",
    withdraw: "Zurücknehmen",
    withdrawTitle: "Einschätzung zurücknehmen?",
    withdrawText: "Eindeutiges Zählen lässt sich danach nicht mehr wählen.",
    withdrawEnds:
      "Damit endet auch die Wahl dieser Stufe: Für neue Mailings wird über Menschen ohne Zustimmung nichts gezählt, bis jemand neu wählt. Mailings, deren Versand begonnen hat, behalten ihre Stufe.",
    state: {
      due: "Die Wiedervorlage ist fällig. Bitte sehen Sie sich die Einschätzung noch einmal an.",
      overdue:
        "Die Wiedervorlage ist seit mehr als 30 Tagen überfällig. Die Stufe bleibt, wie sie ist; neu wählen lässt sie sich erst nach einer neuen Einschätzung.",
      other_assessor:
        "Inzwischen ist jemand anders zuständig. Die Stufe bleibt, wie sie ist; bitte holen Sie eine neue Einschätzung ein.",
    },
  },
  en: {
    title: "Assessment of unique counting",
    why: "Counting uniquely is anonymous after measuring ends, but it puts different random numbers into each e-mail. Whether that is justified is decided by a person, with a name, reasons and a day to look again.",
    role: { dpo: "Data protection", owner: "Owner" },
    who: {
      dpo: "The assessment is the data protection officer's: a person with the role “Data protection”.",
      owner:
        "No data protection officer is appointed, so the assessment is made by a person with the role “Owner”.",
    },
    whoHow: "They sign in and open this page; the form is here then.",
    invite: "Invite people",
    undecided:
      "First say whether a data protection officer is appointed. Whose assessment counts depends on it.",
    toPrivacy: "To data protection",
    arguments: "Arguments for and against",
    argumentsHelp:
      "A proposal that names both sides. Strike out what is not true for your organisation, and add what is missing.",
    argumentsShort: "Please name arguments for and against this level.",
    prefill: `Purpose
We want to know how many people open our mailings and which topics they click, as a rate over all recipients and without recognising anybody.

For
– The random numbers are drawn anew for each e-mail, separately for the measuring image and each link. They stand beside no person in the database or in logs, and cannot be attributed to anybody even with all keys.
– Only totals per day are stored for each mailing and link, and until measuring ends the numbers seen; no IP address, no device, no time of day, no cookie.
– After 14 days the numbers are deleted. What stays are totals, shown from {{k}} people on.
– Below 50 recipients without permission, and through providers that keep contents, nothing is counted uniquely.

Against
– Each e-mail holds different numbers, and the device transmits them when it loads the image and when a link is clicked. The European Data Protection Board (Guidelines 2/2023) regards this as access to the device, which in principle needs consent under § 25 TDDDG. That an exemption applies is not certain.
– In the recipients' mailboxes the number stands beside their address.
– Whoever reads the server's live network traffic might attribute fetches to single connections.
– The level “anonymous totals” needs no number of its own in each e-mail. It gives no rates in return.`,
    conclusion: "Your conclusion, in your own words",
    conclusionHelp: "Why do the reasons for it prevail? This part is yours to write.",
    conclusionShort: "Please give the reason for your conclusion in at least one sentence.",
    conclusionHead: "Conclusion",
    reviewOn: "Look again on",
    reviewHelp: "In 24 months at the latest. Klarpost reminds you then.",
    reviewWrong: "Please choose a day within the next 24 months.",
    confirm: "I have checked the arguments and answer for the conclusion with my name.",
    confirmMissing: "Please confirm that you have checked the arguments.",
    record: "Record the assessment",
    recordAs: "As {{name}}, with the date. This does not choose the level yet.",
    cancel: "Cancel",
    start: "Start the assessment",
    by: "{{name}}, {{role}}, on {{at}}",
    review: "Next look: {{at}}",
    read: "Read arguments and conclusion",
    again: "Assess again",
    withdraw: "Take back",
    withdrawTitle: "Take the assessment back?",
    withdrawText: "Unique counting can no longer be chosen then.",
    withdrawEnds:
      "The choice of this level ends with it: for new mailings nothing is counted about people without permission until somebody chooses again. Mailings that have begun to leave keep their level.",
    state: {
      due: "It is time for the next look. Please go through the assessment again.",
      overdue:
        "The next look has been overdue for more than 30 days. The level stays as it is; it can be chosen again only after a new assessment.",
      other_assessor:
        "Somebody else is responsible now. The level stays as it is; please obtain a new assessment.",
    },
  },
});
