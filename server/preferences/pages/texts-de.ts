import type { Words } from "../../platform/index.ts";

/** Words of the preference pages in German, with Sie: the leading voice. */
export const de = {
  unsubscribe: {
    title: "Newsletter abbestellen",
    heading: (list?: string) =>
      list === undefined ? "Möchten Sie sich abmelden?" : `Möchten Sie „${list}“ abbestellen?`,
    campaignTitle: "Von Angeboten abmelden",
    campaignHeading: "Möchten Sie diese E‑Mails nicht mehr erhalten?",
    campaignLead:
      "Ein Klick genügt. Es gilt sofort und für Sie persönlich; Newsletter, die Sie bestellt haben, kommen weiterhin. Sie müssen nichts begründen.",
    customerTitle: "Werbung widersprechen",
    customerHeading: "Möchten Sie als Kunde keine Angebote mehr erhalten?",
    lead: "Ein Klick genügt. Es gilt sofort, und Sie müssen nichts begründen.",
    button: "Jetzt abmelden",
    keep: "Sie möchten nichts ändern? Dann schließen Sie diese Seite einfach.",
  },
  unsubscribed: {
    title: "Sie sind abgemeldet",
    heading: (list?: string) =>
      list === undefined ? "Sie sind abgemeldet." : `Sie sind von „${list}“ abgemeldet.`,
    /** T-3, protected (A11Y-07). */
    newsletter:
      "Das gilt ab sofort und nur für diesen Newsletter. Andere Newsletter, die Sie zu weiteren Themen bestellt haben, kommen weiterhin.",
    newsletterAll:
      "Das gilt ab sofort. Den Newsletter gibt es so nicht mehr; deshalb haben wir diese Adresse vorsorglich aus allen unseren Newslettern genommen.",
    campaignHeading: "Ihre Abmeldung ist vermerkt.",
    /** T-4, protected (A11Y-07). */
    campaign:
      "Sie erhalten von uns keine Angebote dieser Art mehr. Nutzen noch andere Personen diese E‑Mail-Adresse? Dann können hier weiterhin Angebote ankommen, die nicht an Sie gerichtet sind.",
    customerTitle: "Ihr Widerspruch ist vermerkt",
    customerHeading: "Ihr Widerspruch ist vermerkt.",
    customer:
      "Wir verwenden diese E‑Mail-Adresse nicht mehr, um Ihnen eigene ähnliche Angebote zu senden. Newsletter, die Sie selbst bestellt haben, kommen weiterhin.",
    noMail: "Eine Bestätigung per E‑Mail senden wir Ihnen nicht.",
    thanks: "Danke, dass Sie uns gelesen haben.",
    undo: "Rückgängig machen",
    undoHint: (time: string) =>
      `Versehentlich abgemeldet? Bis ${time} stellen wir Ihr Abonnement mit einem Klick wieder her. Die Auswertung Ihrer Nutzung bleibt dabei aus.`,
    campaignUndoHint: (time: string) =>
      `Versehentlich abgemeldet? Bis ${time} machen wir es mit einem Klick rückgängig. Die Auswertung Ihrer Nutzung bleibt dabei aus.`,
    customerUndoHint: (time: string) =>
      `Versehentlich widersprochen? Bis ${time} nehmen wir den Widerspruch mit einem Klick zurück.`,
    more: "Möchten Sie noch mehr ändern?",
    allTitle: "Alle Newsletter",
    allText: (names: string) => `Sie erhalten noch ${names}.`,
    allTextUnknown:
      "Falls Sie weitere Newsletter von uns bestellt haben, beenden Sie damit alle auf einmal.",
    allButton: "Von allen Newslettern abmelden",
    objectTitle: "Keine Werbung mehr",
    objectText: "Sie widersprechen jeder Werbung von uns an diese Adresse.",
    objectButton: "Keine Werbung mehr erhalten",
    settings: "Alle Einstellungen ansehen",
  },
  undone: {
    title: "Ihr Abonnement läuft weiter",
    heading: (list?: string) =>
      list === undefined ? "Schön, dass Sie bleiben." : `Sie erhalten „${list}“ wieder.`,
    lead: "Ihr Abonnement läuft weiter, als wäre nichts gewesen. Neu bestätigen müssen Sie nichts.",
    text: "Nur die Auswertung Ihrer Nutzung bleibt aus. Ob Sie sie wieder erlauben, entscheiden Sie selbst unter „Verwalten“.",
    tooLateTitle: "Rückgängig machen geht nicht mehr",
    tooLateLead:
      "Dafür war 30 Minuten lang Zeit. Sie möchten den Newsletter wieder haben? Melden Sie sich einfach neu an.",
    signUp: "Neu anmelden",
    campaignTitle: "Ihre Abmeldung ist zurückgenommen",
    campaignHeading: "Schön, dass Sie bleiben.",
    campaignLead: "Sie erhalten unsere Angebote wieder, als wäre nichts gewesen.",
    campaignText:
      "Nur die Auswertung Ihrer Nutzung bleibt aus. Abmelden können Sie sich jederzeit mit dem Link in jeder dieser E‑Mails.",
    campaignTooLate:
      "Dafür war 30 Minuten lang Zeit. Ihre Abmeldung gilt; schreiben Sie uns einfach, wenn Sie unsere Angebote doch wieder erhalten möchten.",
    customerTitle: "Ihr Widerspruch ist zurückgenommen",
    customerHeading: "Ihr Widerspruch ist zurückgenommen.",
    customerLead: "Wir dürfen Ihnen wieder eigene ähnliche Angebote senden.",
    customerText:
      "Sie können jederzeit erneut widersprechen: mit dem Link in jeder dieser E‑Mails oder formlos an uns.",
    customerTooLate:
      "Dafür war 30 Minuten lang Zeit. Ihr Widerspruch gilt; schreiben Sie uns einfach, wenn Sie unsere Angebote doch wieder erhalten möchten.",
  },
  receipt: {
    time: "Zeitpunkt",
    address: "E‑Mail-Adresse",
    number: "Belegnummer",
    keep: "Drucken oder speichern Sie diese Seite, wenn Sie einen Beleg möchten. Eine E‑Mail senden wir dazu nicht.",
    allTitle: "Alle Newsletter abbestellt",
    allHeading: "Sie sind von allen Newslettern abgemeldet.",
    allLead: "Das gilt ab sofort. Eine Bestätigung per E‑Mail senden wir Ihnen nicht.",
    allEnded: "Beendet",
    objectTitle: "Keine Werbung mehr",
    objectHeading: "Wir senden Ihnen keine Werbung mehr.",
    objectLead: "Ihr Widerspruch gilt ab sofort und für jede Werbung von uns an diese Adresse.",
    objectText:
      "Damit das so bleibt, merken wir uns Ihre Adresse auf einer Sperrliste, und nur dafür. Nachrichten zu laufenden Verträgen können weiterhin kommen; sie enthalten keine Werbung.",
    trackingTitle: "Auswertung ausgeschaltet",
    trackingHeading: "Die Auswertung Ihrer Nutzung ist aus.",
    trackingLead:
      "Das gilt ab sofort, auch für E‑Mails, die Sie schon haben. Ihre Newsletter kommen weiter wie bisher.",
    deleted: "Gelöscht",
    deletedNothing: "Es war nichts gespeichert",
    deletedSoon: "Alle Auswertungsdaten, binnen einer Minute",
    kept: "Aufbewahrt",
    keptText:
      "nur der Nachweis, dass und wann Sie zugestimmt und widerrufen haben; unter Verschluss",
    opens: ["Öffnung", "Öffnungen"],
    clicks: ["Klick", "Klicks"],
    others: ["maschineller oder unsicherer Abruf", "maschinelle oder unsichere Abrufe"],
    settings: "Einstellungen ansehen",
  },
  access: {
    title: "Einstellungen aufrufen",
    heading: "Ihre Einstellungen, ohne Passwort.",
    lead: "Wir senden Ihnen einen Link. Er führt Sie zu allem, was wir zu Ihrer Adresse gespeichert haben.",
    request: "Zugang anfordern",
    email: "E‑Mail-Adresse",
    hint: (minutes: number) => `Der Link gilt ${minutes} Minuten und nur für diese Adresse.`,
    button: "Link zusenden",
    neutral:
      "Aus Rücksicht auf Ihre Privatsphäre zeigen wir hier immer dieselbe Antwort, ob die Adresse bei uns bekannt ist oder nicht.",
    summary: "Bitte sehen Sie noch einmal nach",
    errors: {
      email_missing: "Geben Sie bitte Ihre E‑Mail-Adresse ein.",
      email_invalid:
        "Diese E‑Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@example.org",
      form_expired: "Die Seite war lange geöffnet. Bitte senden Sie das Formular noch einmal ab.",
      too_fast:
        "Das ging sehr schnell. Bitte prüfen Sie Ihre Angabe und senden Sie noch einmal ab.",
    },
    honeypot: "Dieses Feld bitte leer lassen",
    sentTitle: "Bitte sehen Sie in Ihr Postfach",
    sentLead:
      "Wenn wir die angegebene Adresse kennen, ist Ihr Link unterwegs dorthin. Meist ist er nach einer Minute da.",
    sentHint:
      "Nichts angekommen? Sehen Sie bitte auch im Spam-Ordner nach. Wenn wir zu der Adresse nichts gespeichert haben, senden wir keine E‑Mail.",
    again: "Andere Adresse eingeben",
  },
  stale: {
    title: "Bitte holen Sie sich einen frischen Link",
    lead: "Dieser Link ist älter als 30 Tage. Falls die E‑Mail weitergeleitet wurde, soll niemand außer Ihnen Ihre Daten sehen.",
    text: "Wir senden den neuen Link an die Adresse, an die auch die E‑Mail ging. Eintippen müssen Sie nichts.",
    button: "Neuen Link zusenden",
    always: "Das geht auch mit diesem Link, jederzeit:",
    trackingTitle: "Auswertung meiner Nutzung",
    trackingText:
      "Wirkt sofort, auch für E‑Mails, die Sie schon haben. Der Newsletter kommt weiter.",
    trackingButton: "Auswertung ausschalten",
    leaveTitle: "Newsletter",
    leaveText: "Gilt sofort für den Newsletter, aus dem dieser Link stammt.",
    leaveButton: "Abmelden",
    sentTitle: "Ihr Link ist unterwegs",
    sentLead: "Wir haben ihn an die Adresse gesendet, an die auch die ursprüngliche E‑Mail ging.",
  },
  question: {
    title: "Eine Frage an Sie",
    heading: "Dürfen wir auswerten, was Sie lesen?",
    lead: (list?: string) =>
      list === undefined
        ? "Sie erhalten E‑Mails von uns. Bisher wissen wir nicht, welche Themen Sie darin interessieren. Das möchten wir nur mit Ihrer Erlaubnis ändern."
        : `Sie erhalten unseren Newsletter „${list}“. Bisher wissen wir nicht, welche Themen Sie darin interessieren. Das möchten wir nur mit Ihrer Erlaubnis ändern.`,
    yesTitle: "Wenn Sie zustimmen",
    yesText:
      "Wir sehen, ob und wann Sie den Newsletter öffnen und welche Links Sie anklicken, und wählen danach Themen und Zeitpunkt aus.",
    noTitle: "Wenn Sie ablehnen",
    noText:
      "Sie erhalten denselben Newsletter, vollständig und ohne Nachteil. Frühestens in einem Jahr fragen wir noch einmal.",
    wording: "Der genaue Wortlaut",
    withdraw:
      "Ihre Einwilligung können Sie jederzeit mit Wirkung für die Zukunft widerrufen: unter „Verwalten“ oder über „Tracking‑Einstellungen“ in jeder E‑Mail.",
    agree: "Ja, ich stimme zu",
    decline: "Nein, ich lehne ab",
    close: "Wenn Sie diese Seite schließen, bleibt alles, wie es ist: Es wird nichts ausgewertet.",
    details: "Einzelheiten stehen in den ",
    detailsLink: "Hinweisen zum Datenschutz",
    grantedTitle: "Danke für Ihr Vertrauen",
    grantedLead:
      "Ab jetzt werten wir aus, ob und wann Sie unsere E‑Mails öffnen und welche Links Sie anklicken.",
    grantedText:
      "Ausschalten können Sie das jederzeit mit einem Klick, ohne den Newsletter zu verlieren. Gespeicherte Auswertungsdaten löschen wir dann.",
    refusedTitle: "Alles bleibt, wie es ist",
    refusedLead:
      "Wir werten nichts aus. Ihr Newsletter kommt weiter wie bisher, vollständig und ohne Nachteil.",
    refusedText:
      "Frühestens in einem Jahr fragen wir Sie noch einmal. Anders entscheiden können Sie sich jederzeit unter „Verwalten“.",
    renewedLead:
      "Sie haben der Auswertung bereits zugestimmt. Inzwischen hat sich etwas Wesentliches geändert. Dafür gilt Ihre frühere Zustimmung nicht, deshalb fragen wir neu.",
    renewedNo:
      "Ihre frühere Zustimmung gilt weiter, genau in dem Umfang, den Sie damals gelesen haben. Ganz ausschalten können Sie die Auswertung unter „Verwalten“.",
    renewedClose: "Wenn Sie diese Seite schließen, bleibt alles, wie es ist.",
    keptTitle: "Es bleibt beim Bisherigen",
    keptLead:
      "Das Neue werten wir nicht aus. Ihre frühere Zustimmung gilt weiter, in ihrem damaligen Umfang.",
    keptText:
      "Frühestens in einem Jahr fragen wir Sie noch einmal. Ganz ausschalten können Sie die Auswertung jederzeit unter „Verwalten“.",
    settings: "Einstellungen ansehen",
  },
  address: {
    title: "Neue Adresse bestätigen",
    heading: "Ist das Ihre neue Adresse?",
    lead: "Nach Ihrer Bestätigung schreiben wir nur noch hierhin.",
    old: "Bisher",
    new: "Künftig",
    button: "Ja, Adresse bestätigen",
    until: (moment: string) => `Der Link gilt bis ${moment}.`,
    notMe:
      "Sie haben das nicht veranlasst? Dann schließen Sie diese Seite einfach. Es bleibt alles, wie es ist.",
    doneTitle: "Ihre neue Adresse gilt",
    doneLead:
      "Ihre Newsletter und Einstellungen sind mit umgezogen. An die bisherige Adresse schreiben wir nicht mehr.",
    settings: "Einstellungen ansehen",
  },
  erase: {
    title: "Alles löschen",
    heading: "Möchten Sie alles löschen?",
    lead: "Wir löschen Ihre Daten sofort. Rückgängig machen lässt sich das nicht.",
    goes: "Das wird gelöscht",
    goesItems: [
      "Ihre Adresse, Ihr Name und alle weiteren Angaben",
      "Ihre Newsletter-Abonnements",
      "alle Auswertungen Ihrer Nutzung",
    ],
    stays: "Das bleibt, und warum",
    button: "Alles endgültig löschen",
    back: "Nichts löschen, zurück",
    doneTitle: "Ihre Daten sind gelöscht",
    doneLead:
      "Zu Ihrer Adresse ist bei uns nichts mehr gespeichert, was wir nicht aufbewahren müssen.",
    doneStays: "Aufbewahrt wird:",
    doneGone: "Gelöscht haben wir:",
    counts: {
      details: (count: number) => `Angaben zu Ihrer Person: ${count}`,
      lists: (count: number) => `Newsletter: ${count}`,
      uses: (count: number) => `Auswertungen Ihrer Nutzung: ${count}`,
      mails: (count: number) => `Einträge über E‑Mails an Sie: ${count}`,
      purchases: (count: number) => `Käufe, Verträge und Daten aus anderen Systemen: ${count}`,
      rest: (count: number) => `Weitere Einträge: ${count}`,
    },
  },
  manage: {
    title: "Ihre Einstellungen",
    lead: "Alles, was Sie erlaubt haben, und alles, was wir wissen. Ein Klick ändert es sofort.",
    seeing: "Sie sehen die Daten zu",
    until: (moment: string) => `Dieser Zugang gilt bis ${moment}.`,
    sections: "Abschnitte",
    newsletters: "Newsletter",
    nothing: "Sie haben hier keinen Newsletter abonniert. Es gibt also nichts abzumelden.",
    nothingMore: "Möchten Sie auch künftig keinen bekommen, wählen Sie weiter unten",
    noLists: "Zurzeit gibt es hier keine Newsletter.",
    on: "an",
    off: "aus",
    since: (day: string) => `abonniert seit ${day}`,
    pending: "noch nicht bestätigt; die Bestätigungsmail ist unterwegs",
    none: "nicht abonniert",
    join: "Mit dem Einschalten erklären Sie:",
    leave:
      "Ausschalten heißt widerrufen: jederzeit, mit Wirkung für die Zukunft und ohne Begründung.",
    leaveAll: "Von allen Newslettern abmelden",
    tracking: "Auswertung meiner Nutzung",
    trackingOn:
      "Solange der Schalter an ist, sehen wir, ob und wann Sie unsere E‑Mails öffnen und welche Links Sie anklicken. So schicken wir Ihnen eher, was Sie interessiert.",
    trackingOff:
      "Zurzeit ausgeschaltet: Wir sehen nicht, ob Sie unsere E‑Mails öffnen oder was Sie darin anklicken. Ihre Newsletter erhalten Sie trotzdem vollständig.",
    trackingOffNote:
      "Ausschalten wirkt sofort, auch für E‑Mails, die Sie schon haben. Gespeicherte Auswertungsdaten löschen wir dabei. Ihre Newsletter kommen weiter wie bisher.",
    trackingOnNote:
      "Einschalten ist freiwillig und keine Voraussetzung für den Newsletter. Widerrufen können Sie jederzeit mit Wirkung für die Zukunft: hier oder über „Tracking‑Einstellungen“ in jeder E‑Mail.",
    trackingFresh: "Zum Einschalten senden wir Ihnen zur Sicherheit einen frischen Link.",
    accepted: "Was genau habe ich erlaubt?",
    acceptedMeta: (version: number, moment: string, source: string) =>
      `Fassung ${version}, erteilt am ${moment} ${source}`,
    person: "Name und Adresse",
    salutation: "Anrede",
    salutations: { "": "keine Angabe", frau: "Frau", herr: "Herr", divers: "divers" },
    firstName: "Vorname",
    lastName: "Nachname",
    language: "Sprache",
    languages: { "": "keine Angabe", de: "Deutsch", en: "Englisch" },
    requests: "Ihre Anliegen",
    requestKinds: {
      access: "Auskunft und Kopie",
      portability: "Daten mitnehmen",
      rectification: "Berichtigung",
      erasure: "Löschung",
      restriction: "Sperrung",
      objection: "Widerspruch",
      withdrawal: "Widerruf einer Einwilligung",
    },
    requestMeta: (number: string, day: string) => `${number}, eingegangen am ${day}.`,
    requestStates: {
      received: (due: string) => `Antwort bis ${due}.`,
      identified: (due: string) => `In Bearbeitung, Antwort bis ${due}.`,
      working: (due: string) => `In Bearbeitung, Antwort bis ${due}.`,
      answered: (_due: string) => "Beantwortet.",
      refused: (_due: string) => "Abgelehnt; die Gründe haben wir Ihnen geschrieben.",
      closed: (_due: string) => "Abgeschlossen.",
    },
    proveText: "Ist das Anliegen von Ihnen? Ein Klick genügt, ohne Ausweis.",
    prove: "Ja, das Anliegen ist von mir",
    saveNames: "Angaben speichern",
    newAddress: "Neue E‑Mail-Adresse",
    changeAddress: "Adresse ändern",
    addressHint:
      "Wir senden eine Bestätigungsmail an die neue und einen Hinweis an die bisherige Adresse. Bis Sie bestätigen, bleibt alles, wie es ist.",
    stored: "Was wir gespeichert haben",
    events: "Welche Öffnungen und Klicks sind gespeichert?",
    eventsNone: "Bisher wurde nichts aufgezeichnet.",
    eventOpen: (mailing: string) => `„${mailing}“ geöffnet`,
    eventClick: (mailing: string) => `In „${mailing}“ angeklickt:`,
    eventGoal: (mailing: string) => `Nach einem Klick in „${mailing}“ auf der Website:`,
    eventLoad: (mailing: string) => `Bild aus „${mailing}“ geladen`,
    eventCall: (mailing: string) => `Link in „${mailing}“ aufgerufen:`,
    eventInvisible: (mailing: string) => `Unsichtbarer Link in „${mailing}“ aufgerufen`,
    eventBy: {
      person: () => "Person",
      machine: (reason: string) => `Maschine: ${reason}`,
      uncertain: (reason: string) => `Unsicher: ${reason}`,
    },
    eventsWhy: "Person oder Maschine?",
    eventsUnknown: (what: string) => `Was wir nicht wissen: ${what}`,
    eventsRest: (count: number) =>
      count === 1
        ? "Ein weiterer Eintrag steht in Ihrer Kopie."
        : `${count} weitere Einträge stehen in Ihrer Kopie.`,
    history: "Verlauf meiner Einwilligungen",
    fresh: "Mehr sehen und ändern",
    freshText:
      "Was wir gespeichert haben, eine Kopie, das Löschen und eine neue Adresse zeigen wir nur nach einem frischen Link. So sieht niemand Ihre Daten, dem Sie diese E‑Mail weitergeleitet haben.",
    freshButton: "Frischen Link zusenden",
    rights: "Kopie, Löschen, Widersprechen",
    rightToObject: "Widersprechen",
    copy: "Kopie meiner Daten",
    copyText: "Alles, was wir zu Ihnen gespeichert haben, zum Herunterladen",
    copyButton: (format: string) => `Kopie als ${format}`,
    portable: "Zum Mitnehmen (JSON)",
    restriction: "Daten sperren",
    restrictionText:
      "Wir bewahren Ihre Daten nur auf und senden Ihnen nichts, bis Sie das aufheben.",
    restrictionOn:
      "Ihre Daten sind gesperrt: Wir bewahren sie nur auf und senden Ihnen nichts. Nach dem Aufheben gilt alles wieder wie vorher.",
    restrictionButton: "Sperren",
    restrictionLift: "Sperre aufheben",
    object: "Keine Werbung mehr",
    objectText:
      "Sie widersprechen jeder Werbung per E‑Mail. Wir merken uns nur, dass wir Ihnen nicht mehr schreiben.",
    objectedText:
      "Sie haben jeder Werbung per E‑Mail widersprochen. Das gilt, bis Sie uns schreiben, dass Sie wieder etwas erhalten möchten.",
    objectButton: "Widersprechen",
    erase: "Alles löschen",
    eraseText:
      "Ihre Daten, Abonnements und Auswertungen. Vor dem Löschen zeigen wir, was aus rechtlichen Gründen bleibt.",
    eraseButton: "Löschen …",
    notices: {
      joined: "Gespeichert. Sie erhalten diesen Newsletter ab der nächsten Ausgabe.",
      left: "Gespeichert. Diesen Newsletter erhalten Sie nicht mehr.",
      tracking_on: "Gespeichert. Die Auswertung Ihrer Nutzung ist an.",
      tracking_off:
        "Gespeichert. Die Auswertung Ihrer Nutzung ist aus, die Auswertungsdaten werden gelöscht.",
      names_saved: "Gespeichert. So sprechen wir Sie künftig an.",
      address_sent: "Bitte sehen Sie in das neue Postfach: Dort wartet eine E‑Mail zum Bestätigen.",
      fresh_sent: "Der Link ist unterwegs an Ihre Adresse.",
      restricted: "Gespeichert. Ihre Daten sind gesperrt, wir nutzen sie nicht mehr.",
      unrestricted: "Gespeichert. Die Sperre ist aufgehoben.",
      proven: "Danke. Wir wissen jetzt, dass das Anliegen von Ihnen ist.",
      unchanged: "Es war schon so eingestellt. Geändert wurde nichts.",
    },
    problems: {
      email_invalid:
        "Diese E‑Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@example.org",
      email_same: "Das ist schon Ihre Adresse.",
      name_too_long: "Kürzen Sie bitte den Namen auf höchstens 100 Zeichen.",
      form_expired: "Die Seite war lange geöffnet. Bitte versuchen Sie es noch einmal.",
    },
    summary: "Bitte sehen Sie noch einmal nach",
  },
} as const;

/** The shape that every voice fills completely (A11Y-06, A11Y-08). */
export type PreferenceTexts = Words<typeof de>;
