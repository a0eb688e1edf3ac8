import type { Chapter, Question } from "./course.ts";

export const chaptersDe: Chapter[] = [
  {
    id: "permission",
    title: "Erst die Erlaubnis, dann die Mail",
    paragraphs: [
      "Werbung per E-Mail braucht eine Einwilligung, die vorher erteilt wurde: freiwillig, für einen benannten Zweck, informiert und durch eine eigene Handlung (Art. 4 Nr. 11 und Art. 7 DSGVO, § 7 UWG). Werbung ist dabei mehr, als man denkt: Auch eine Umfrage zur Zufriedenheit oder die Einladung zum Vortrag ist Werbung. Schweigen, ein vorbelegtes Häkchen oder eine Visitenkarte sind keine Einwilligung.",
      "Wer einwilligt, muss es jederzeit widerrufen können, und zwar so leicht, wie die Einwilligung erteilt wurde. Deshalb steht in jedem Newsletter ein Abmeldelink, der ohne Anmeldung und ohne Nachfragen funktioniert. Er ist keine lästige Pflicht, sondern das, worauf das Vertrauen beruht.",
      "Im Streit muss nicht der Empfänger beweisen, dass er nicht eingewilligt hat. Wir müssen beweisen, dass er es getan hat: wann, auf welchem Weg und zu welchem Wortlaut. Deshalb bestätigt jede Person ihre Anmeldung über einen Link in einer eigenen Mail (Double-Opt-in), und Klarpost bewahrt den Nachweis auf.",
      "Klarpost prüft vor jeder einzelnen Mail, ob sie erlaubt ist. Wenn jemand ausgeschlossen wird, steht der Grund daneben. Suchen Sie dann nicht nach einem Umweg, sondern nach der fehlenden Erlaubnis.",
    ],
    example: {
      title: "Die Messe",
      text: "Auf einer Messe haben 60 Menschen ihre Visitenkarte in ein Glas geworfen, um einen Kugelschreiber zu gewinnen. Die Kollegin möchte sie in die Newsletterliste importieren. Das geht nicht: Die Karten waren für das Gewinnspiel bestimmt. Richtig wäre ein Anmeldeformular auf dem Tablet am Stand gewesen, mit eigenem Häkchen und Bestätigungsmail.",
    },
    remember: "Ohne Nachweis keine Einwilligung, ohne Einwilligung keine Werbung.",
  },
  {
    id: "covert",
    title: "Wie verdecktes Tracking funktioniert",
    paragraphs: [
      "In vielen Newslettern steckt ein Bild, das einen Bildpunkt groß und durchsichtig ist. Beim Öffnen der Mail lädt das Mailprogramm dieses Bild von einem Server. Seine Adresse ist für jede Person eine andere. Der Server erfährt dadurch, wer wann gelesen hat, wie oft, mit welchem Gerät und ungefähr an welchem Ort. Links werden oft ebenso für jede Person umgeschrieben.",
      "Die Empfänger sehen davon nichts. Genau darin liegt das Problem: Für das Auslesen des Geräts (§ 25 TDDDG) und für ein persönliches Profil (Art. 6 Abs. 1 Buchst. a DSGVO) ist eine Einwilligung nötig, und sie muss eigens für diesen Zweck erteilt sein. Die Anmeldung zum Newsletter genügt nicht.",
      "In Klarpost ist beides getrennt: Die Erlaubnis, Mails zu senden, und die Erlaubnis, ihre Nutzung auszuwerten, sind zwei Häkchen. Wer das zweite nicht gesetzt hat, bekommt Mails ohne persönliche Zählung. Ob jemand einverstanden ist, wird zweimal gefragt: beim Versand und noch einmal, wenn ein Klick ankommt.",
      "Zahlen ohne Personenbezug sind weiterhin möglich, etwa wie viele Klicks ein Link insgesamt hatte. Kleine Zahlen werden verdeckt, damit niemand aus „eine von zwei Personen“ erraten kann, wer es war.",
    ],
    example: {
      title: "Der Anruf nach dem Lesen",
      text: "Ein Berater ruft an: „Ich sehe, Sie haben gestern Abend um zehn unsere Mail zur Baufinanzierung gelesen.“ Der Kundin ist das unheimlich, und sie hat recht: Sie hat nie erlaubt, dass ihr Leseverhalten ausgewertet wird. Selbst mit Erlaubnis wäre dieser Satz ein schlechter Anfang.",
    },
    remember: "Wer Mails bekommen möchte, möchte noch lange nicht beobachtet werden.",
  },
  {
    id: "tools",
    title: "Kein Tracking mit Fremdwerkzeugen",
    paragraphs: [
      "Die sorgfältigste Einstellung in Klarpost nützt nichts, wenn daneben ein anderes Werkzeug zählt. Es gibt Erweiterungen für Outlook, Gmail und den Browser, die melden, wann eine persönliche Mail geöffnet wurde. Es gibt Dienste, die Links kürzen und dabei jeden Klick einer Person zuordnen. Es gibt Bilder aus fremden Quellen, Signaturdienste und Umfragewerkzeuge mit eingebautem Zählpixel.",
      "Solche Werkzeuge setzen Sie im Namen des Unternehmens ein. Verantwortlich ist dann das Unternehmen, auch wenn niemand davon wusste (Art. 4 Nr. 7, Art. 29 DSGVO). Häufig gehen die Daten außerdem an Anbieter außerhalb der Europäischen Union, ohne Vertrag und ohne Rechtsgrundlage.",
      "Deshalb gilt: keine Erweiterung, die Lesebestätigungen heimlich einholt, keine Linkkürzer und keine Bilder mit Zählpixel in Mails. Klarpost hält persönliche Mails an, in denen ein fremdes Zählpixel steckt. Auch dann ist nichts verloren: Entfernen Sie das Bild und senden Sie erneut.",
      "Brauchen Sie ein neues Werkzeug, fragen Sie zuerst. Es wird geprüft und unter „Verbundene Werkzeuge“ eingetragen: mit einer verantwortlichen Person, einem Zweck und einem Datum, an dem jemand noch einmal hinsieht.",
    ],
    example: {
      title: "Die praktische Erweiterung",
      text: "Ein Kollege im Vertrieb installiert eine kostenlose Erweiterung, die grüne Häkchen zeigt, sobald ein Kunde liest. Er hält sie für eine harmlose Lesebestätigung. Tatsächlich steckt in jeder seiner Mails ein Zählpixel eines Anbieters in den USA. Das ist nicht nur unzulässig, es ist eine Datenpanne, die bewertet werden muss.",
    },
    remember: "Was heimlich mitliest, gehört in keine Mail. Fragen kostet nichts.",
  },
  {
    id: "rights",
    title: "Was Empfänger verlangen dürfen",
    paragraphs: [
      "Jede Person darf wissen, was wir über sie gespeichert haben, und eine Kopie erhalten (Art. 15 DSGVO). Sie darf Falsches berichtigen lassen (Art. 16), die Löschung verlangen (Art. 17), die Verarbeitung einschränken lassen (Art. 18), ihre Daten mitnehmen (Art. 20) und der Werbung widersprechen (Art. 21). Der Widerspruch gegen Werbung wirkt immer, ohne Begründung und ohne Abwägung.",
      "Wir müssen unverzüglich antworten, spätestens innerhalb eines Monats. Die Frist beginnt, wenn das Anliegen bei uns eintrifft, gleich in welcher Abteilung und in welchen Worten. Niemand muss einen Paragrafen nennen. „Woher haben Sie meine Adresse?“ ist eine Auskunftsanfrage.",
      "Ihre Aufgabe ist, solche Sätze zu erkennen und sofort unter „Anliegen“ einzutragen. Alles Weitere führt Klarpost: Frist, Prüfung der Identität, Kopie, Löschung und Antwort. Verlangen Sie keine Ausweiskopie. Meist genügt ein Link an die Adresse, um die es geht.",
      "Nach einer Löschung bleibt nur, was das Gesetz verlangt, und ein verschlüsselter Merker, damit die Person nicht versehentlich wieder angeschrieben wird. Legen Sie sie deshalb nie aus einer alten Liste neu an.",
    ],
    example: {
      title: "Der Satz am Schalter",
      text: "Ein Kunde sagt beim Abholen seiner Karte: „Und hören Sie bitte auf, mir ständig zu schreiben.“ Das ist ein Widerspruch. Er gilt ab diesem Moment, nicht erst mit einem Formular. Die Mitarbeiterin trägt ihn auf der Seite „Erfassen“ ein, und die nächste Mail geht nicht mehr hinaus.",
    },
    remember:
      "Ein Anliegen braucht keine Form. Entscheidend ist, dass Sie es erkennen und eintragen.",
  },
  {
    id: "handling",
    title: "Sicher mit Daten umgehen",
    paragraphs: [
      "Sehen Sie nur an, was Sie für Ihre Aufgabe brauchen. Jeder Blick auf eine Person wird protokolliert, nicht aus Misstrauen, sondern damit wir der Person antworten können, wer ihre Daten gesehen hat.",
      "Am meisten geht nicht bei Angriffen verloren, sondern beim Weitergeben: eine Tabelle im Anhang, eine Datei auf dem Desktop, ein Verteiler im falschen Feld. Exportieren Sie deshalb nur, wenn es nicht anders geht, nennen Sie den wahren Grund und löschen Sie die Datei, sobald sie ihren Zweck erfüllt hat. Arbeiten Sie lieber mit einem Segment in Klarpost als mit einer Kopie in einer Tabelle.",
      "Ihr Zugang gehört Ihnen allein. Teilen Sie kein Passwort, auch nicht im Urlaub, und richten Sie einen zweiten Faktor ein. API-Schlüssel sind Passwörter für Programme: so wenig Rechte wie möglich, mit Ablaufdatum, nie in einer Mail oder einem Chat.",
      "Prüfen Sie vor dem Versand drei Dinge: Wer bekommt die Mail? Stimmen die persönlichen Felder? Gehört der Anhang wirklich hierher? Klarpost zeigt Ihnen Zahl und Gründe. Eine Zahl, die Sie überrascht, ist ein Grund, noch einmal hinzusehen.",
    ],
    example: {
      title: "Nur schnell eine Liste",
      text: "Für eine Agentur exportiert jemand 8.000 Kontakte „zum Abgleich“ und schickt die Datei per Mail. Die Agentur brauchte nur die Zahl der Kontakte je Bundesland. Ein Bericht mit 16 Zeilen hätte genügt, und keine einzige Adresse hätte das Haus verlassen.",
    },
    remember: "Die sicherste Kopie ist die, die nie gemacht wurde.",
  },
  {
    id: "incident",
    title: "Wenn etwas schiefgeht",
    paragraphs: [
      "Eine Datenpanne ist nicht nur der große Hackerangriff. Eine Mail an die falsche Liste, ein verlorener Laptop, ein Name in der falschen Anrede bei tausend Menschen, eine gelöschte Tabelle ohne Sicherung: Immer wenn Daten verloren gehen, verändert werden oder bei Unbefugten landen, ist der Schutz verletzt (Art. 4 Nr. 12 DSGVO).",
      "Ab dem Moment, in dem es jemand im Haus bemerkt, laufen 72 Stunden bis zur Meldung an die Aufsichtsbehörde (Art. 33 DSGVO), auch am Wochenende. Besteht ein hohes Risiko, müssen auch die Betroffenen informiert werden (Art. 34). Gemeldet wird nicht, wenn voraussichtlich kein Risiko besteht; auch das wird mit Begründung festgehalten.",
      "Deshalb zählt Geschwindigkeit mehr als Vollständigkeit. Halten Sie an, was noch läuft: Der Versand lässt sich mit einem Klick stoppen. Sagen Sie sofort Bescheid, der datenschutzbeauftragten Person oder Ihrer Leitung. Löschen Sie nichts, um es ungeschehen zu machen; wir brauchen die Spuren, um zu helfen.",
      "Wer einen Fehler meldet, hat richtig gehandelt. Auch Beinahe-Pannen gehören ins Register, denn aus ihnen lernen wir am billigsten.",
    ],
    example: {
      title: "Freitag, 17 Uhr",
      text: "Eine Einladung für Bestandskunden ist an die Liste der Interessenten gegangen, mit Vertragsnummern in der Anrede. Der Kollege stoppt den Versand nach 400 Mails und ruft die Datenschutzbeauftragte an. Das Register zeigt: Frist Montag, 17 Uhr. Weil er sofort angerufen hat, bleibt das ganze Wochenende zum Prüfen.",
    },
    remember: "Anhalten, Bescheid sagen, nichts verwischen. Die Uhr läuft ab dem Bemerken.",
  },
];

export const questionsDe: Question[] = [
  {
    id: "permission",
    question:
      "Ein Interessent hat Ihnen auf einer Veranstaltung seine Visitenkarte gegeben. Darf er den Newsletter bekommen?",
    answers: [
      "Ja, wer seine Karte gibt, willigt damit ein.",
      "Erst, wenn er sich selbst anmeldet und die Anmeldung bestätigt.",
      "Ja, wenn in der ersten Mail ein Abmeldelink steht.",
    ],
    explanation:
      "Die Karte sagt nicht, dass er Werbung per E-Mail wünscht. Nötig sind eine eigene Handlung für diesen Zweck und ein Nachweis. Der Abmeldelink ist Pflicht, ersetzt die Einwilligung aber nicht.",
  },
  {
    id: "covert",
    question:
      "Jemand hat den Newsletter abonniert, das Häkchen für die Auswertung aber nicht gesetzt. Was dürfen Sie messen?",
    answers: [
      "Öffnungen und Klicks dieser Person, denn sie hat ja abonniert.",
      "Öffnungen ja, Klicks nein.",
      "Nichts, was auf diese Person zurückführt; nur Gesamtzahlen ohne Personenbezug.",
    ],
    explanation:
      "Senden und Auswerten sind zwei Zwecke mit zwei Einwilligungen. Ohne die zweite gibt es nur Gesamtzahlen, aus denen niemand auf einzelne Personen schließen kann.",
  },
  {
    id: "tools",
    question:
      "Eine kostenlose Erweiterung für Ihr Mailprogramm zeigt, wann Kunden Ihre Mails öffnen. Was tun Sie?",
    answers: [
      "Ich verwende sie nicht und frage nach, bevor ich ein Werkzeug mit Klarpost oder meinem Postfach verbinde.",
      "Ich verwende sie nur bei Kunden, die ich gut kenne.",
      "Ich verwende sie und weise in der Signatur darauf hin.",
    ],
    explanation:
      "Solche Erweiterungen setzen ein Zählpixel in jede Mail und geben die Daten oft an Dritte. Verantwortlich ist das Unternehmen. Ein Hinweis in der Signatur ist keine Einwilligung.",
  },
  {
    id: "rights",
    question: "Eine Kundin schreibt: „Woher haben Sie eigentlich meine Adresse?“ Was ist das?",
    answers: [
      "Eine Beschwerde, die höflich beantwortet werden sollte.",
      "Nichts Förmliches, solange sie die DSGVO nicht nennt.",
      "Eine Auskunftsanfrage: sofort als Anliegen eintragen, Antwort spätestens in einem Monat.",
    ],
    explanation:
      "Ein Anliegen braucht weder Form noch Paragrafen. Die Herkunft der Daten gehört zur Auskunft (Art. 15 Abs. 1 Buchst. g DSGVO), und die Frist läuft ab dem Eingang.",
  },
  {
    id: "incident",
    question: "Freitagabend bemerken Sie, dass eine Mail an die falsche Liste geht. Was zuerst?",
    answers: [
      "Am Montag in Ruhe klären, was geschehen ist, und dann entscheiden.",
      "Den Versand stoppen und sofort Bescheid sagen; die 72 Stunden laufen bereits.",
      "Eine zweite Mail mit der Bitte senden, die erste zu löschen.",
    ],
    explanation:
      "Die Frist zählt Stunden und läuft auch am Wochenende. Anhalten begrenzt den Schaden, Bescheid sagen verschafft Zeit. Eine eilige zweite Mail macht es oft schlimmer.",
  },
];

export const promiseDe =
  "Ich habe den Kurs selbst durchgearbeitet. Ich verarbeite personenbezogene Daten nur nach Weisung und für meine Aufgabe, behandle sie vertraulich, auch über das Ende meiner Tätigkeit hinaus, und setze keine Werkzeuge ein, die Empfänger heimlich beobachten (Art. 29, 32 Abs. 4 DSGVO).";
