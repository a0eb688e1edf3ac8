import type { Informal } from "../../platform/index.ts";
import type { de } from "./texts-de.ts";

/** What the sign-up pages say differently with du (A11Y-08). */
export const du: Informal<typeof de> = {
  form: {
    heading: "Post, die du lesen möchtest.",
    lead: "Wähle, worüber wir dir schreiben dürfen. Du kannst es dir jederzeit anders überlegen.",
    promises: [
      [
        "Nur deine E‑Mail-Adresse",
        "Mehr brauchen wir nicht. Alle anderen Angaben sind freiwillig.",
      ],
      [
        "Erst nach deiner Bestätigung",
        "Wir senden dir eine E‑Mail. Der Newsletter kommt erst, wenn du darin zustimmst.",
      ],
      [
        "Ein Klick genügt",
        "Abmelden kannst du dich in jeder Ausgabe, ohne Anmeldung und ohne Begründung.",
      ],
    ],
    lists: "Welche Newsletter möchtest du?",
    withdraw:
      "Du kannst diese Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen: über den Abmeldelink in jeder E‑Mail, hier unter „Verwalten“",
    declare: "Mit deinem Häkchen erklärst du:",
    origin:
      "Zum Nachweis gehört auch, woher du auf diese Seite gekommen bist, etwa von welcher Anzeige.",
    age: "Dein Alter",
    ageQuestion: (years) => `Bist du mindestens ${years} Jahre alt?`,
    ageHint:
      "Das Gesetz verlangt diese Frage. Dein Geburtsdatum brauchen wir nicht; gespeichert wird nur deine Antwort.",
    work: "Dein Browser löst eine kleine Rechenaufgabe, damit keine Automaten fremde Adressen eintragen. Das dauert meist nur wenige Sekunden, und du musst nichts tun.",
    workFailed:
      "Dein Browser kann die Rechenaufgabe nicht lösen. Bitte versuche es mit einem anderen Browser",
    workNoScript: "Dieses Formular braucht JavaScript. Bitte schalte es ein",
    workContact: " oder schreib uns an ",
    emailHint: "Einzige Pflichtangabe. An diese Adresse geht gleich deine Bestätigungsmail.",
    namesHint: "Anrede und Name sind freiwillig und dienen nur dazu, dich persönlich anzusprechen.",
    trackingNote:
      "Der Newsletter kommt auch ohne dieses Häkchen. Und wenn du es setzt, kannst du es jederzeit widerrufen: hier unter „Verwalten“ oder über einen Link in jeder E‑Mail.",
    trackingDetails: "Einzelheiten findest du in den ",
    after:
      "Danach senden wir dir eine E‑Mail mit einem Link. Erst wenn du dort bestätigst, beginnt dein Abonnement.",
    summary: "Bitte sieh noch einmal nach",
    again: "Deine Häkchen setzt du bitte noch einmal selbst: Wir füllen sie nie für dich aus.",
    errors: {
      email_missing: "Gib bitte deine E‑Mail-Adresse ein.",
      email_invalid:
        "Diese E‑Mail-Adresse ist nicht vollständig. Richtig ist zum Beispiel: name@example.org",
      list_missing: "Wähle bitte mindestens einen Newsletter aus.",
      list_unknown: "Einen der gewählten Newsletter gibt es nicht mehr. Bitte wähle neu.",
      first_name_too_long: "Kürze bitte den Vornamen auf höchstens 100 Zeichen.",
      last_name_too_long: "Kürze bitte den Nachnamen auf höchstens 100 Zeichen.",
      first_name_invalid: "Gib als Vornamen bitte nur deinen Vornamen ein, ohne Links.",
      last_name_invalid: "Gib als Nachnamen bitte nur deinen Nachnamen ein, ohne Links.",
      salutation_unknown: "Wähle bitte eine der angebotenen Anreden, oder keine.",
      age_missing: "Beantworte bitte die Frage nach deinem Alter.",
      work_missing:
        "Die Rechenaufgabe gegen Automaten war noch nicht gelöst. Bitte sende das Formular noch einmal ab.",
      form_expired: "Die Seite war lange geöffnet. Bitte sende das Formular noch einmal ab.",
      too_fast: "Das ging sehr schnell. Bitte prüfe deine Angaben und sende noch einmal ab.",
    },
  },
  thanks: {
    title: "Bitte sieh in dein Postfach",
    steps: [
      "Öffne die E‑Mail. Meist ist sie nach einer Minute da.",
      "Klicke darin auf „Anmeldung bestätigen“.",
      "Auf der Seite, die sich öffnet, genügt dann ein Klick auf „Jetzt bestätigen“.",
    ],
    hint: "Nichts angekommen? Sieh bitte auch im Spam-Ordner nach. Ohne deine Bestätigung senden wir nichts, und deine Angaben werden gelöscht.",
    typo: (found, likely) =>
      `Die Adresse endet auf „${found}“. Meintest du „${likely}“? Dann gib sie unten noch einmal ein.`,
  },
  tooYoung: {
    title: "Dafür brauchen wir deine Eltern",
    text: "Deine Angaben haben wir nicht gespeichert, und es geht keine E‑Mail hinaus. Gern senden wir den Newsletter an deine Eltern: Dafür melden sie sich mit ihrer eigenen Adresse an.",
  },
  confirm: {
    heading: "Möchtest du die Anmeldung bestätigen?",
    trackingText:
      "Dieses freiwillige Häkchen wurde gesetzt. Du kannst es jederzeit unter „Verwalten“ zurücknehmen.",
    wording: "Deine Erklärung im Wortlaut",
    notMe:
      "Du hast dich nicht angemeldet? Dann schließ diese Seite einfach, oder lass deine Adresse ",
  },
  confirmed: {
    heading: "Vielen Dank. Deine Anmeldung ist bestätigt.",
    lead: "Du erhältst ab jetzt:",
    leave: "Abmelden kannst du dich mit einem Klick am Ende jeder E‑Mail.",
    trackingOn: [
      "Die Auswertung deiner Nutzung ist ",
      "an",
      ", so wie du es gewählt hast. Ausschalten kannst du sie jederzeit, ohne den Newsletter zu verlieren.",
    ],
    trackingOff: [
      "Die Auswertung deiner Nutzung ist ",
      "aus",
      ". Wir sehen nicht, ob du unsere E‑Mails öffnest oder was du darin anklickst.",
    ],
    sender: ["Damit nichts verloren geht: Nimm ", " in dein Adressbuch auf."],
    receipt: "Dein Beleg",
    receiptText:
      "Deine Einwilligung steht im Nachweisbuch des Absenders. Nummer und Prüfsumme nennen keine Angaben über dich. Wenn du beides aufbewahrst, kannst du den Nachweis später anfordern und ohne den Absender prüfen, dass er unverändert ist.",
  },
  expired: {
    lead: "Deine Angaben wurden gelöscht oder werden es in diesen Stunden. Es wurde kein Newsletter bestellt.",
    text: "Du möchtest ihn doch? Melde dich einfach neu an, es dauert keine Minute.",
  },
  notMe: {
    heading: "Du hast dich nicht angemeldet?",
    lead: "Dann hat jemand deine Adresse eingetragen, vielleicht aus Versehen. Ein Klick, und sie ist wieder weg.",
    keep: "Du hast dich doch angemeldet? Dann schließ diese Seite und nutze den anderen Link in der E‑Mail.",
  },
  notMeDone: {
    title: "Deine Adresse ist gelöscht",
    lead: "Die Anmeldung gibt es nicht mehr. Newsletter erhältst du von uns nicht.",
    text: "90 Tage lang senden wir auch keine neue Bestätigungsmail an diese Adresse. Damit wir das können, merken wir uns so lange einen Prüfwert, aus dem niemand deine Adresse ablesen kann. Entschuldige bitte die Störung.",
  },
  closed: {
    manage: "Du bist schon angemeldet? Deine Einstellungen erreichst du weiterhin.",
  },
};
