import type { Informal } from "../../platform/index.ts";
import type { de } from "./texts-de.ts";

/** What the preference pages say differently with du (A11Y-08). */
export const du: Informal<typeof de> = {
  unsubscribe: {
    heading: (list) =>
      list === undefined ? "Möchtest du dich abmelden?" : `Möchtest du „${list}“ abbestellen?`,
    campaignHeading: "Möchtest du diese E‑Mails nicht mehr erhalten?",
    campaignLead:
      "Ein Klick genügt. Es gilt sofort und für dich persönlich; Newsletter, die du bestellt hast, kommen weiterhin. Du musst nichts begründen.",
    customerHeading: "Möchtest du als Kunde keine Angebote mehr erhalten?",
    lead: "Ein Klick genügt. Es gilt sofort, und du musst nichts begründen.",
    keep: "Du möchtest nichts ändern? Dann schließ diese Seite einfach.",
  },
  unsubscribed: {
    title: "Du bist abgemeldet",
    heading: (list) =>
      list === undefined ? "Du bist abgemeldet." : `Du bist von „${list}“ abgemeldet.`,
    /** T-3, protected (A11Y-07). */
    newsletter:
      "Das gilt ab sofort und nur für diesen Newsletter. Andere Newsletter, die du zu weiteren Themen bestellt hast, kommen weiterhin.",
    campaignHeading: "Deine Abmeldung ist vermerkt.",
    /** T-4, protected (A11Y-07). */
    campaign:
      "Du erhältst von uns keine Angebote dieser Art mehr. Nutzen noch andere Personen diese E‑Mail-Adresse? Dann können hier weiterhin Angebote ankommen, die nicht an dich gerichtet sind.",
    customerTitle: "Dein Widerspruch ist vermerkt",
    customerHeading: "Dein Widerspruch ist vermerkt.",
    customer:
      "Wir verwenden diese E‑Mail-Adresse nicht mehr, um dir eigene ähnliche Angebote zu senden. Newsletter, die du selbst bestellt hast, kommen weiterhin.",
    noMail: "Eine Bestätigung per E‑Mail senden wir dir nicht.",
    thanks: "Danke, dass du uns gelesen hast.",
    undoHint: (time) =>
      `Versehentlich abgemeldet? Bis ${time} stellen wir dein Abonnement mit einem Klick wieder her. Die Auswertung deiner Nutzung bleibt dabei aus.`,
    campaignUndoHint: (time) =>
      `Versehentlich abgemeldet? Bis ${time} machen wir es mit einem Klick rückgängig. Die Auswertung deiner Nutzung bleibt dabei aus.`,
    more: "Möchtest du noch mehr ändern?",
    allText: (names) => `Du erhältst noch ${names}.`,
    allTextUnknown:
      "Falls du weitere Newsletter von uns bestellt hast, beendest du damit alle auf einmal.",
    objectText: "Du widersprichst jeder Werbung von uns an diese Adresse.",
  },
  undone: {
    title: "Dein Abonnement läuft weiter",
    heading: (list) =>
      list === undefined ? "Schön, dass du bleibst." : `Du erhältst „${list}“ wieder.`,
    lead: "Dein Abonnement läuft weiter, als wäre nichts gewesen. Neu bestätigen musst du nichts.",
    text: "Nur die Auswertung deiner Nutzung bleibt aus. Ob du sie wieder erlaubst, entscheidest du selbst unter „Verwalten“.",
    tooLateLead:
      "Dafür war 30 Minuten lang Zeit. Du möchtest den Newsletter wieder haben? Melde dich einfach neu an.",
    campaignTitle: "Deine Abmeldung ist zurückgenommen",
    campaignHeading: "Schön, dass du bleibst.",
    campaignLead: "Du erhältst unsere Angebote wieder, als wäre nichts gewesen.",
    campaignText:
      "Nur die Auswertung deiner Nutzung bleibt aus. Abmelden kannst du dich jederzeit mit dem Link in jeder dieser E‑Mails.",
    campaignTooLate:
      "Dafür war 30 Minuten lang Zeit. Deine Abmeldung gilt; schreib uns einfach, wenn du unsere Angebote doch wieder erhalten möchtest.",
    customerTitle: "Dein Widerspruch ist zurückgenommen",
    customerHeading: "Dein Widerspruch ist zurückgenommen.",
    customerLead: "Wir dürfen dir wieder eigene ähnliche Angebote senden.",
    customerText:
      "Du kannst jederzeit erneut widersprechen: mit dem Link in jeder dieser E‑Mails oder formlos an uns.",
    customerTooLate:
      "Dafür war 30 Minuten lang Zeit. Dein Widerspruch gilt; schreib uns einfach, wenn du unsere Angebote doch wieder erhalten möchtest.",
  },
  receipt: {
    keep: "Drucke oder speichere diese Seite, wenn du einen Beleg möchtest. Eine E‑Mail senden wir dazu nicht.",
    allHeading: "Du bist von allen Newslettern abgemeldet.",
    allLead: "Das gilt ab sofort. Eine Bestätigung per E‑Mail senden wir dir nicht.",
    objectHeading: "Wir senden dir keine Werbung mehr.",
    objectLead: "Dein Widerspruch gilt ab sofort und für jede Werbung von uns an diese Adresse.",
    objectText:
      "Damit das so bleibt, merken wir uns deine Adresse auf einer Sperrliste, und nur dafür. Nachrichten zu laufenden Verträgen können weiterhin kommen; sie enthalten keine Werbung.",
    trackingHeading: "Die Auswertung deiner Nutzung ist aus.",
    trackingLead:
      "Das gilt ab sofort, auch für E‑Mails, die du schon hast. Deine Newsletter kommen weiter wie bisher.",
    keptText: "nur der Nachweis, dass und wann du zugestimmt und widerrufen hast; unter Verschluss",
  },
  access: {
    heading: "Deine Einstellungen, ohne Passwort.",
    lead: "Wir senden dir einen Link. Er führt dich zu allem, was wir zu deiner Adresse gespeichert haben.",
    neutral:
      "Aus Rücksicht auf deine Privatsphäre zeigen wir hier immer dieselbe Antwort, ob die Adresse bei uns bekannt ist oder nicht.",
    summary: "Bitte sieh noch einmal nach",
    errors: {
      email_missing: "Gib bitte deine E‑Mail-Adresse ein.",
      email_invalid:
        "Diese E‑Mail-Adresse ist nicht vollständig. Richtig ist zum Beispiel: name@example.org",
      form_expired: "Die Seite war lange geöffnet. Bitte sende das Formular noch einmal ab.",
      too_fast: "Das ging sehr schnell. Bitte prüfe deine Angabe und sende noch einmal ab.",
    },
    sentTitle: "Bitte sieh in dein Postfach",
    sentLead:
      "Wenn wir die angegebene Adresse kennen, ist dein Link unterwegs dorthin. Meist ist er nach einer Minute da.",
    sentHint:
      "Nichts angekommen? Sieh bitte auch im Spam-Ordner nach. Wenn wir zu der Adresse nichts gespeichert haben, senden wir keine E‑Mail.",
  },
  stale: {
    title: "Bitte hol dir einen frischen Link",
    lead: "Dieser Link ist älter als 30 Tage. Falls die E‑Mail weitergeleitet wurde, soll niemand außer dir deine Daten sehen.",
    text: "Wir senden den neuen Link an die Adresse, an die auch die E‑Mail ging. Eintippen musst du nichts.",
    trackingText: "Wirkt sofort, auch für E‑Mails, die du schon hast. Der Newsletter kommt weiter.",
    sentTitle: "Dein Link ist unterwegs",
  },
  question: {
    title: "Eine Frage an dich",
    heading: "Dürfen wir auswerten, was du liest?",
    lead: (list) =>
      list === undefined
        ? "Du erhältst E‑Mails von uns. Bisher wissen wir nicht, welche Themen dich darin interessieren. Das möchten wir nur mit deiner Erlaubnis ändern."
        : `Du erhältst unseren Newsletter „${list}“. Bisher wissen wir nicht, welche Themen dich darin interessieren. Das möchten wir nur mit deiner Erlaubnis ändern.`,
    yesTitle: "Wenn du zustimmst",
    yesText:
      "Wir sehen, ob und wann du den Newsletter öffnest und welche Links du anklickst, und wählen danach Themen und Zeitpunkt aus.",
    noTitle: "Wenn du ablehnst",
    noText:
      "Du erhältst denselben Newsletter, vollständig und ohne Nachteil. Frühestens in einem Jahr fragen wir noch einmal.",
    withdraw:
      "Deine Einwilligung kannst du jederzeit mit Wirkung für die Zukunft widerrufen: unter „Verwalten“ oder über „Tracking‑Einstellungen“ in jeder E‑Mail.",
    close: "Wenn du diese Seite schließt, bleibt alles, wie es ist: Es wird nichts ausgewertet.",
    grantedTitle: "Danke für dein Vertrauen",
    grantedLead:
      "Ab jetzt werten wir aus, ob und wann du unsere E‑Mails öffnest und welche Links du anklickst.",
    grantedText:
      "Ausschalten kannst du das jederzeit mit einem Klick, ohne den Newsletter zu verlieren. Gespeicherte Auswertungsdaten löschen wir dann.",
    refusedLead:
      "Wir werten nichts aus. Dein Newsletter kommt weiter wie bisher, vollständig und ohne Nachteil.",
    refusedText:
      "Frühestens in einem Jahr fragen wir dich noch einmal. Anders entscheiden kannst du dich jederzeit unter „Verwalten“.",
    renewedLead:
      "Du hast der Auswertung bereits zugestimmt. Inzwischen hat sich etwas Wesentliches geändert. Dafür gilt deine frühere Zustimmung nicht, deshalb fragen wir neu.",
    renewedNo:
      "Deine frühere Zustimmung gilt weiter, genau in dem Umfang, den du damals gelesen hast. Ganz ausschalten kannst du die Auswertung unter „Verwalten“.",
    renewedClose: "Wenn du diese Seite schließt, bleibt alles, wie es ist.",
    keptLead:
      "Das Neue werten wir nicht aus. Deine frühere Zustimmung gilt weiter, in ihrem damaligen Umfang.",
    keptText:
      "Frühestens in einem Jahr fragen wir dich noch einmal. Ganz ausschalten kannst du die Auswertung jederzeit unter „Verwalten“.",
  },
  address: {
    heading: "Ist das deine neue Adresse?",
    lead: "Nach deiner Bestätigung schreiben wir nur noch hierhin.",
    notMe:
      "Du hast das nicht veranlasst? Dann schließ diese Seite einfach. Es bleibt alles, wie es ist.",
    doneTitle: "Deine neue Adresse gilt",
    doneLead:
      "Deine Newsletter und Einstellungen sind mit umgezogen. An die bisherige Adresse schreiben wir nicht mehr.",
  },
  erase: {
    heading: "Möchtest du alles löschen?",
    lead: "Wir löschen deine Daten sofort. Rückgängig machen lässt sich das nicht.",
    goesItems: [
      "Deine Adresse, dein Name und alle weiteren Angaben",
      "Deine Newsletter-Abonnements",
      "alle Auswertungen deiner Nutzung",
    ],
    doneTitle: "Deine Daten sind gelöscht",
    doneLead:
      "Zu deiner Adresse ist bei uns nichts mehr gespeichert, was wir nicht aufbewahren müssen.",
    counts: {
      details: (count) => `Angaben zu deiner Person: ${count}`,
      uses: (count) => `Auswertungen deiner Nutzung: ${count}`,
      mails: (count) => `Einträge über E‑Mails an dich: ${count}`,
    },
  },
  manage: {
    title: "Deine Einstellungen",
    lead: "Alles, was du erlaubt hast, und alles, was wir wissen. Ein Klick ändert es sofort.",
    seeing: "Du siehst die Daten zu",
    nothing: "Du hast hier keinen Newsletter abonniert. Es gibt also nichts abzumelden.",
    nothingMore: "Möchtest du auch künftig keinen bekommen, wähle weiter unten",
    join: "Mit dem Einschalten erklärst du:",
    trackingOn:
      "Solange der Schalter an ist, sehen wir, ob und wann du unsere E‑Mails öffnest und welche Links du anklickst. So schicken wir dir eher, was dich interessiert.",
    trackingOff:
      "Zurzeit ausgeschaltet: Wir sehen nicht, ob du unsere E‑Mails öffnest oder was du darin anklickst. Deine Newsletter erhältst du trotzdem vollständig.",
    trackingOffNote:
      "Ausschalten wirkt sofort, auch für E‑Mails, die du schon hast. Gespeicherte Auswertungsdaten löschen wir dabei. Deine Newsletter kommen weiter wie bisher.",
    trackingOnNote:
      "Einschalten ist freiwillig und keine Voraussetzung für den Newsletter. Widerrufen kannst du jederzeit mit Wirkung für die Zukunft: hier oder über „Tracking‑Einstellungen“ in jeder E‑Mail.",
    trackingFresh: "Zum Einschalten senden wir dir zur Sicherheit einen frischen Link.",
    requests: "Deine Anliegen",
    requestStates: {
      refused: () => "Abgelehnt; die Gründe haben wir dir geschrieben.",
    },
    proveText: "Ist das Anliegen von dir? Ein Klick genügt, ohne Ausweis.",
    addressHint:
      "Wir senden eine Bestätigungsmail an die neue und einen Hinweis an die bisherige Adresse. Bis du bestätigst, bleibt alles, wie es ist.",
    eventsRest: (count) =>
      count === 1
        ? "Ein weiterer Eintrag steht in deiner Kopie."
        : `${count} weitere Einträge stehen in deiner Kopie.`,
    freshText:
      "Was wir gespeichert haben, eine Kopie, das Löschen und eine neue Adresse zeigen wir nur nach einem frischen Link. So sieht niemand deine Daten, dem du diese E‑Mail weitergeleitet hast.",
    copyText: "Alles, was wir zu dir gespeichert haben, zum Herunterladen",
    restrictionText: "Wir bewahren deine Daten nur auf und senden dir nichts, bis du das aufhebst.",
    restrictionOn:
      "Deine Daten sind gesperrt: Wir bewahren sie nur auf und senden dir nichts. Nach dem Aufheben gilt alles wieder wie vorher.",
    objectText:
      "Du widersprichst jeder Werbung per E‑Mail. Wir merken uns nur, dass wir dir nicht mehr schreiben.",
    objectedText:
      "Du hast jeder Werbung per E‑Mail widersprochen. Das gilt, bis du uns schreibst, dass du wieder etwas erhalten möchtest.",
    eraseText:
      "Deine Daten, Abonnements und Auswertungen. Vor dem Löschen zeigen wir, was aus rechtlichen Gründen bleibt.",
    notices: {
      joined: "Gespeichert. Du erhältst diesen Newsletter ab der nächsten Ausgabe.",
      left: "Gespeichert. Diesen Newsletter erhältst du nicht mehr.",
      tracking_on: "Gespeichert. Die Auswertung deiner Nutzung ist an.",
      tracking_off:
        "Gespeichert. Die Auswertung deiner Nutzung ist aus, die Auswertungsdaten werden gelöscht.",
      names_saved: "Gespeichert. So sprechen wir dich künftig an.",
      address_sent: "Bitte sieh in das neue Postfach: Dort wartet eine E‑Mail zum Bestätigen.",
      fresh_sent: "Der Link ist unterwegs an deine Adresse.",
      restricted: "Gespeichert. Deine Daten sind gesperrt, wir nutzen sie nicht mehr.",
      proven: "Danke. Wir wissen jetzt, dass das Anliegen von dir ist.",
    },
    problems: {
      email_invalid:
        "Diese E‑Mail-Adresse ist nicht vollständig. Richtig ist zum Beispiel: name@example.org",
      email_same: "Das ist schon deine Adresse.",
      name_too_long: "Kürze bitte den Namen auf höchstens 100 Zeichen.",
      form_expired: "Die Seite war lange geöffnet. Bitte versuche es noch einmal.",
    },
    summary: "Bitte sieh noch einmal nach",
  },
};
