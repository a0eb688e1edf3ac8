/** Words of the sign-up pages in German, with Sie: the leading voice. */
export const de = {
  form: {
    title: "Newsletter abonnieren",
    heading: "Post, die Sie lesen möchten.",
    lead: "Wählen Sie, worüber wir Ihnen schreiben dürfen. Sie können es sich jederzeit anders überlegen.",
    promises: [
      ["Nur Ihre E‑Mail-Adresse", "Mehr brauchen wir nicht. Alle anderen Angaben sind freiwillig."],
      [
        "Erst nach Ihrer Bestätigung",
        "Wir senden Ihnen eine E‑Mail. Der Newsletter kommt erst, wenn Sie darin zustimmen.",
      ],
      [
        "Ein Klick genügt",
        "Abmelden können Sie sich in jeder Ausgabe, ohne Anmeldung und ohne Begründung.",
      ],
    ],
    lists: "Welche Newsletter möchten Sie?",
    oneList: "Unser Newsletter",
    withdraw:
      "Sie können diese Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen: über den Abmeldelink in jeder E‑Mail, hier unter „Verwalten“",
    withdrawContact: " oder formlos an ",
    declare: "Mit Ihrem Häkchen erklären Sie:",
    proof: "Zum Nachweis speichern wir Wortlaut, Zeitpunkt, Formular und Bestätigungsmail.",
    origin:
      "Zum Nachweis gehört auch, woher Sie auf diese Seite gekommen sind, etwa von welcher Anzeige.",
    privacyLink: "Hinweise zum Datenschutz",
    age: "Ihr Alter",
    ageQuestion: (years: number) => `Sind Sie mindestens ${years} Jahre alt?`,
    ageOlder: (years: number) => `Ja, mindestens ${years}`,
    ageYounger: (years: number) => `Nein, jünger als ${years}`,
    ageHint:
      "Das Gesetz verlangt diese Frage. Ihr Geburtsdatum brauchen wir nicht; gespeichert wird nur Ihre Antwort.",
    work: "Ihr Browser löst eine kleine Rechenaufgabe, damit keine Automaten fremde Adressen eintragen. Das dauert meist nur wenige Sekunden, und Sie müssen nichts tun.",
    workWaiting: "Einen Moment noch: Die Rechenaufgabe ist gleich gelöst, dann wird abgesendet.",
    workDone: "Die Rechenaufgabe ist gelöst.",
    workFailed:
      "Ihr Browser kann die Rechenaufgabe nicht lösen. Bitte versuchen Sie es mit einem anderen Browser",
    workNoScript: "Dieses Formular braucht JavaScript. Bitte schalten Sie es ein",
    workContact: " oder schreiben Sie uns an ",
    address: "Wohin dürfen wir schreiben?",
    email: "E‑Mail-Adresse",
    emailHint: "Einzige Pflichtangabe. An diese Adresse geht gleich Ihre Bestätigungsmail.",
    optional: "freiwillig",
    salutation: "Anrede",
    salutations: { "": "keine Angabe", frau: "Frau", herr: "Herr", divers: "divers" },
    firstName: "Vorname",
    lastName: "Nachname",
    namesHint: "Anrede und Name sind freiwillig und dienen nur dazu, Sie persönlich anzusprechen.",
    tracking: "Auswertung meiner Nutzung",
    trackingNote:
      "Der Newsletter kommt auch ohne dieses Häkchen. Und wenn Sie es setzen, können Sie es jederzeit widerrufen: hier unter „Verwalten“ oder über einen Link in jeder E‑Mail.",
    trackingDetails: "Einzelheiten finden Sie in den ",
    trackingDetailsLink: "Hinweisen zum Datenschutz",
    responsible: (name: string) => `Verantwortlich: ${name}.`,
    processor: (name: string, place: string) =>
      `Technisch versendet ${name} in unserem Auftrag; gespeichert wird in ${place}.`,
    submit: "Newsletter anfordern",
    after:
      "Danach senden wir Ihnen eine E‑Mail mit einem Link. Erst wenn Sie dort bestätigen, beginnt Ihr Abonnement.",
    honeypot: "Dieses Feld bitte leer lassen",
    summary: "Bitte sehen Sie noch einmal nach",
    again: "Ihre Häkchen setzen Sie bitte noch einmal selbst: Wir füllen sie nie für Sie aus.",
    errors: {
      email_missing: "Geben Sie bitte Ihre E‑Mail-Adresse ein.",
      email_invalid:
        "Diese E‑Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@example.org",
      list_missing: "Wählen Sie bitte mindestens einen Newsletter aus.",
      list_unknown: "Einen der gewählten Newsletter gibt es nicht mehr. Bitte wählen Sie neu.",
      first_name_too_long: "Kürzen Sie bitte den Vornamen auf höchstens 100 Zeichen.",
      last_name_too_long: "Kürzen Sie bitte den Nachnamen auf höchstens 100 Zeichen.",
      first_name_invalid: "Geben Sie als Vornamen bitte nur Ihren Vornamen ein, ohne Links.",
      last_name_invalid: "Geben Sie als Nachnamen bitte nur Ihren Nachnamen ein, ohne Links.",
      salutation_unknown: "Wählen Sie bitte eine der angebotenen Anreden, oder keine.",
      age_missing: "Beantworten Sie bitte die Frage nach Ihrem Alter.",
      work_missing:
        "Die Rechenaufgabe gegen Automaten war noch nicht gelöst. Bitte senden Sie das Formular noch einmal ab.",
      parameter_unknown: "Ein verstecktes Feld gehört nicht zu diesem Formular.",
      page_unknown: "Die Seite gehört zu keiner der Websites, auf denen dieses Formular steht.",
      form_expired: "Die Seite war lange geöffnet. Bitte senden Sie das Formular noch einmal ab.",
      too_fast:
        "Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie noch einmal ab.",
    },
  },
  thanks: {
    title: "Bitte sehen Sie in Ihr Postfach",
    lead: "Vielen Dank. Wenn eine Bestätigung nötig ist, haben wir eine E‑Mail an die angegebene Adresse gesendet.",
    steps: [
      "Öffnen Sie die E‑Mail. Meist ist sie nach einer Minute da.",
      "Klicken Sie darin auf „Anmeldung bestätigen“.",
      "Auf der Seite, die sich öffnet, genügt dann ein Klick auf „Jetzt bestätigen“.",
    ],
    hint: "Nichts angekommen? Sehen Sie bitte auch im Spam-Ordner nach. Ohne Ihre Bestätigung senden wir nichts, und Ihre Angaben werden gelöscht.",
    neutral:
      "Aus Rücksicht auf die Privatsphäre aller zeigen wir hier immer dieselbe Antwort, ob die Adresse bei uns bekannt ist oder nicht.",
    typo: (found: string, likely: string) =>
      `Die Adresse endet auf „${found}“. Meinten Sie „${likely}“? Dann geben Sie sie unten noch einmal ein.`,
    again: "Andere Adresse eingeben",
  },
  tooYoung: {
    title: "Dafür brauchen wir Ihre Eltern",
    lead: (years: number) =>
      `Unter ${years} Jahren dürfen wir den Newsletter nur senden, wenn die Eltern zustimmen. So verlangt es das Gesetz.`,
    text: "Ihre Angaben haben wir nicht gespeichert, und es geht keine E‑Mail hinaus. Gern senden wir den Newsletter an Ihre Eltern: Sie können sich mit ihrer eigenen Adresse anmelden.",
    contact: "Fragen beantworten wir unter ",
  },
  confirm: {
    title: "Anmeldung bestätigen",
    heading: "Möchten Sie die Anmeldung bestätigen?",
    lead: "Es fehlt nur noch dieser eine Klick.",
    tracking: "Auswertung meiner Nutzung: erlaubt",
    trackingText:
      "Dieses freiwillige Häkchen wurde gesetzt. Sie können es jederzeit unter „Verwalten“ zurücknehmen.",
    wording: "Ihre Erklärung im Wortlaut",
    for: "Für",
    button: "Jetzt bestätigen",
    until: (moment: string) => `Der Link gilt bis ${moment}.`,
    notMe:
      "Sie haben sich nicht angemeldet? Dann schließen Sie diese Seite einfach, oder lassen Sie Ihre Adresse ",
    notMeLink: "sofort löschen",
  },
  confirmed: {
    title: "Anmeldung bestätigt",
    heading: "Vielen Dank. Ihre Anmeldung ist bestätigt.",
    lead: "Sie erhalten ab jetzt:",
    good: "Gut zu wissen",
    leave: "Abmelden können Sie sich mit einem Klick am Ende jeder E‑Mail.",
    trackingOn: [
      "Die Auswertung Ihrer Nutzung ist ",
      "an",
      ", so wie Sie es gewählt haben. Ausschalten können Sie sie jederzeit, ohne den Newsletter zu verlieren.",
    ],
    trackingOff: [
      "Die Auswertung Ihrer Nutzung ist ",
      "aus",
      ". Wir sehen nicht, ob Sie unsere E‑Mails öffnen oder was Sie darin anklicken.",
    ],
    sender: ["Damit nichts verloren geht: Nehmen Sie ", " in Ihr Adressbuch auf."],
    manage: "Einstellungen ansehen",
    receipt: "Ihr Beleg",
    receiptText:
      "Ihre Einwilligung steht im Nachweisbuch des Absenders. Nummer und Prüfsumme nennen keine Angaben über Sie. Wenn Sie sie aufbewahren, können Sie den Nachweis später anfordern und ohne den Absender prüfen, dass er unverändert ist.",
    receiptEntry: "Eintrag",
    receiptSum: "Prüfsumme",
  },
  expired: {
    title: "Dieser Link ist abgelaufen",
    lead: "Ihre Angaben wurden gelöscht oder werden es in diesen Stunden. Es wurde kein Newsletter bestellt.",
    text: "Sie möchten ihn doch? Melden Sie sich einfach neu an, es dauert keine Minute.",
    button: "Neu anmelden",
  },
  notMe: {
    title: "Adresse löschen",
    heading: "Sie haben sich nicht angemeldet?",
    lead: "Dann hat jemand Ihre Adresse eingetragen, vielleicht aus Versehen. Ein Klick, und sie ist wieder weg.",
    text: "Wir löschen die Anmeldung sofort und senden 90 Tage lang keine Bestätigungsmails mehr an diese Adresse.",
    button: "Ja, Adresse löschen",
    keep: "Sie haben sich doch angemeldet? Dann schließen Sie diese Seite und nutzen den anderen Link in der E‑Mail.",
  },
  notMeDone: {
    title: "Ihre Adresse ist gelöscht",
    lead: "Die Anmeldung gibt es nicht mehr. Newsletter erhalten Sie von uns nicht.",
    text: "90 Tage lang senden wir auch keine neue Bestätigungsmail an diese Adresse. Damit wir das können, merken wir uns so lange einen Prüfwert, aus dem niemand Ihre Adresse ablesen kann. Entschuldigen Sie bitte die Störung.",
  },
  closed: {
    title: "Diese Anmeldung ist geschlossen",
    lead: "Über dieses Formular nehmen wir zurzeit keine neuen Anmeldungen an.",
    manage: "Sie sind schon angemeldet? Ihre Einstellungen erreichen Sie weiterhin.",
    button: "Einstellungen aufrufen",
  },
} as const;
