import type { CountingLevel } from "./accounts.ts";

export interface Both {
  de: string;
  en: string;
}
const both = (de: string, en: string): Both => ({ de, en });

/** Level, links, measuring image, stored. The first row is for people who agreed, whatever the level. */
export const levelRows: readonly { level: CountingLevel | "personal"; cells: readonly Both[] }[] = [
  {
    level: "personal",
    cells: [
      both("Mit Erlaubnis: persönlich", "With permission: personal"),
      both("ein eigenes Token je Link", "a token of its own for each link"),
      both("ein eigenes Token", "a token of its own"),
      both("eine Zeile je Abruf", "a row for each request"),
    ],
  },
  {
    level: "unique",
    cells: [
      both("Anonym und eindeutig", "Anonymous and unique"),
      both("frische Zufallszahl je Link und Mail", "a fresh random number for each link and mail"),
      both("eigene Zufallszahl je Mail", "a random number of its own for each mail"),
      both(
        "Tagessumme; gesehene Zufallszahlen bis zum Ende",
        "day's total; numbers seen, until closing",
      ),
    ],
  },
  {
    level: "shared",
    cells: [
      both("Anonyme Summen", "Anonymous totals"),
      both("dasselbe Token in jeder Mail", "the same token in every mail"),
      both("dasselbe in jeder Mail", "the same in every mail"),
      both("Tagessumme", "day's total"),
    ],
  },
  {
    level: "clicks_only",
    cells: [
      both("Nur Klicks, anonym", "Clicks only, anonymous"),
      both("dasselbe Token in jeder Mail", "the same token in every mail"),
      both("keine", "none"),
      both("Tagessumme der Klicks", "day's total of clicks"),
    ],
  },
  {
    level: "none",
    cells: [
      both("Nichts zählen", "Count nothing"),
      both("die ursprüngliche Adresse", "the original address"),
      both("keine", "none"),
      both("nichts", "nothing"),
    ],
  },
];

export const countingWords = {
  title: both("Wie Klarpost zählt", "How Klarpost counts"),
  lead: both(
    "Beschreibung des Verfahrens für Datenschutzbeauftragte, mit den Ergebnissen seiner Prüfung.",
    "Description of the method for data protection officers, with the results of its test.",
  ),
  short: {
    title: both("In drei Absätzen", "In three paragraphs"),
    texts: [
      both(
        "Wer die Auswertung seiner Nutzung erlaubt, bekommt Mails mit persönlichen Links. Ein Abruf wird nur gespeichert, wenn die Erlaubnis beim Versand bestand und in diesem Augenblick noch besteht. Die Datenbank prüft das in demselben Befehl, der speichert; einen Umweg daran vorbei gibt es nicht, auch keine Einstellung.",
        "Whoever permits the analysis of their use gets mails with personal links. A request is stored only if the permission held at sending and still holds at this moment. The database checks it in the very statement that stores; there is no way around it, and no setting either.",
      ),
      both(
        "Alle anderen werden auf der gewählten Stufe gezählt, hier: „{level}“. Dabei entstehen bloße Summen je Mailing, Link und Tag. Keine Zeile, kein Protokoll und kein Schlüssel führt von einer Summe zu einem Menschen.",
        "Everybody else is counted at the chosen level, here: “{level}”. What comes of it is bare totals for a mailing, link and day. No row, no log and no key leads from a total to a person.",
      ),
      both(
        "Gezeigt wird eine anonyme Zahl erst, wenn sie groß genug ist: mindestens {k} Abrufe, aus abgeschlossenen Tagen, in Portionen, die sich nie mehr ändern. Oberfläche, Schnittstelle und Exporte halten sich an dieselbe Regel.",
        "An anonymous figure is shown only once it is large enough: at least {k} requests, from days that have ended, in portions that never change again. Interface, API and exports keep to the same rule.",
      ),
    ],
  },
  levels: {
    title: both("Was auf welcher Stufe gezählt wird", "What is counted at which level"),
    lead: both(
      "Die Stufe gilt für Menschen ohne Erlaubnis. Sie wird mit den Empfängern eines Mailings festgeschrieben und steigt danach nie.",
      "The level is for people without permission. It is fixed with the recipients of a mailing and never rises afterwards.",
    ),
    head: [
      both("Stufe", "Level"),
      both("Links", "Links"),
      both("Messgrafik", "Measuring image"),
      both("Gespeichert", "Stored"),
    ],
    fall: both(
      "Kleine Gruppen fallen von selbst auf eine mildere Stufe: „anonym und eindeutig“ unter 50 Empfängern ohne Erlaubnis auf „anonyme Summen“, jede Stufe unter {k} auf „nichts zählen“. Einzelne Mails (Bestätigungen, Vorgangsmails, persönliche Mails, Tests) zählen ohne Erlaubnis nie.",
      "Small groups fall to a milder level by themselves: “anonymous and unique” below 50 recipients without permission to “anonymous totals”, every level below {k} to “count nothing”. Single mails (confirmations, transactional and personal mails, tests) never count without permission.",
    ),
  },
  mail: {
    title: both("Was in einer Mail steht", "What a mail contains"),
    texts: [
      both(
        "Zwei Mails desselben Mailings an Menschen ohne Erlaubnis unterscheiden sich nur in Anrede und persönlichem Text, in Zustellangaben, im Abmelde- und Verwalten-Link und, nur auf der Stufe „anonym und eindeutig“, in den Zufallszahlen. Abmelde- und Verwalten-Links tragen ein Token zu ihrem eigenen Zweck; sie werden nie gezählt.",
        "Two mails of one mailing to people without permission differ only in salutation and personal text, in delivery data, in the unsubscribe and manage links and, at the level “anonymous and unique” only, in the random numbers. Unsubscribe and manage links carry a token of their own purpose; they are never counted.",
      ),
      both(
        "Alle Token sind 43 Zeichen lang und mit AES-256 verschlüsselt. Ein persönliches und ein anonymes lassen sich von außen nicht unterscheiden, und keines lässt sich fälschen oder aus zweien zusammensetzen (Wahrscheinlichkeit 2⁻⁶⁴ je Versuch).",
        "All tokens are 43 characters long and encrypted with AES-256. From outside a personal and an anonymous one cannot be told apart, and none can be forged or put together from two (probability 2⁻⁶⁴ a try).",
      ),
    ],
  },
  stored: {
    title: both("Was gespeichert wird", "What is stored"),
    lead: both(
      "Vollständig, Spalte für Spalte, wie die Datenbank sie führt. Eine Prüfung vergleicht diese Liste bei jedem Bau mit der Datenbank.",
      "Complete, column by column, as the database holds it. A test compares this list with the database at every build.",
    ),
    head: [
      both("Tabelle", "Table"),
      both("Inhalt", "Content"),
      both("Spalten", "Columns"),
      both("Bis wann", "Until when"),
    ],
    after: both(
      "Nach Ablauf der Ereignisse bleiben Monatssummen von Gruppen mit mindestens {k} Menschen.",
      "When events expire, monthly totals of groups of at least {k} people stay.",
    ),
  },
  never: {
    title: both("Was nie gespeichert wird", "What is never stored"),
    items: [
      both("IP-Adressen, auch keine gekürzten", "IP addresses, not even shortened ones"),
      both("Browser, Gerät, Betriebssystem, Ort", "browser, device, operating system, place"),
      both(
        "Zeitpunkte von Abrufen genauer als die Stunde; ohne Erlaubnis keine genauer als der Tag",
        "times of requests finer than the hour; without permission none finer than the day",
      ),
      both(
        "Cookies oder andere Kennungen auf dem Gerät",
        "cookies or other identifiers on the device",
      ),
      both("die Herkunft des Aufrufs (Referrer)", "where a request came from (referrer)"),
      both(
        "Protokollzeilen über Abrufe; die mitgelieferten Einstellungen schalten sie auch im Webserver davor und in der Datenbank ab",
        "log lines about requests; the settings shipped with the product switch them off in a proxy in front and in the database too",
      ),
      both(
        "Zufallszahlen neben einer Person, einer Zustellung oder einer Uhrzeit",
        "random numbers beside a person, a delivery or a time",
      ),
    ],
  },
  holding: {
    title: both("Halten und mischen", "Holding and mixing"),
    lead: both(
      "Auch die Reihenfolge, in der Zeilen entstehen, kann etwas verraten. Anonyme Abrufe nehmen deshalb einen Umweg:",
      "Even the order in which rows come into being can tell something. So anonymous requests take a detour:",
    ),
    steps: [
      {
        title: both("Antworten", "Answer"),
        text: both(
          "Der Link führt sofort ans Ziel. Browserkennung und IP-Adresse dienen im Arbeitsspeicher dazu, Maschinen zu erkennen, und sind danach vergessen.",
          "The link leads to its target at once. Browser and IP address serve in memory to recognise machines and are forgotten afterwards.",
        ),
      },
      {
        title: both("Halten", "Hold"),
        text: both(
          "Der Abruf erhöht einen Zähler im Arbeitsspeicher. Dort wartet er, bis 500 beisammen sind oder ein zufälliger Zeitpunkt nach 5 bis 15 Minuten erreicht ist. Ein Absturz verliert, was wartet.",
          "The request raises a counter in memory. There it waits until 500 are together or a random moment after 5 to 15 minutes has come. A crash loses what waits.",
        ),
      },
      {
        title: both("Mischen", "Mix"),
        text: both(
          "Geschrieben wird sortiert und in einem Zug. Weder die Zeilen noch das Transaktionsprotokoll der Datenbank behalten Reihenfolge oder Uhrzeit.",
          "It is written sorted and in one go. Neither the rows nor the database's write-ahead log keep order or time.",
        ),
      },
      {
        title: both("Schließen", "Close"),
        text: both(
          "Nach 14 Tagen (höchstens 30) endet die Messung. Gesehene Zufallszahlen werden gelöscht, die Summen bleiben.",
          "After 14 days (30 at most) measuring ends. Numbers seen are deleted, totals stay.",
        ),
      },
    ],
  },
  small: {
    title: both("Kleine Zahlen, an einem Beispiel", "Small numbers, by an example"),
    lead: both(
      "Ein Mailing hatte 480 Empfänger ohne Erlaubnis; die kleinste gezeigte Zahl ist hier 10. So viele klickten, und das zeigt der Bericht am Ende des Tages:",
      "A mailing had 480 recipients without permission; the smallest figure shown here is 10. So many clicked, and this is what the report shows at the end of the day:",
    ),
    head: [both("Tag", "Day"), both("Klicks", "clicks"), both("gezeigt", "shown")],
    under: both("unter 10", "under 10"),
    after: [
      both(
        "Am zweiten Tag hat „Baufinanzierung“ 13 Klicks: Sie erscheinen zusammen, als Portion vom 16. bis 17. November. Die 4 und die 5 der nächsten Tage bleiben verborgen, bis am 20. mit 12 neuen die nächste Portion voll ist. Hätte der Bericht am 18. schon 17 gezeigt, hätte wer an diesem Tag selbst klickte, drei andere gesehen.",
        "On the second day “Building loan” has 13 clicks: they appear together, as the portion of 16 to 17 November. The 4 and the 5 of the next days stay hidden until on the 20th, with 12 new ones, the next portion is full. Had the report shown 17 on the 18th, somebody who clicked that day would have seen three others.",
      ),
      both(
        "Bei eindeutigen Zahlen muss auch der Rest groß genug sein: Von 480 werden 475 nicht gezeigt, denn dann wüsste man von fünf, dass sie nicht geöffnet haben. Filter, Segmente und Vergleiche nach Eigenschaften gibt es für anonyme Zahlen nicht; so hilft auch geschicktes Subtrahieren nichts.",
        "For unique figures the rest must be large enough too: of 480, 475 are not shown, because then one would know of five that they did not open. Filters, segments and comparisons by attributes do not exist for anonymous figures; so clever subtraction does not help either.",
      ),
    ],
  },
  machines: {
    title: both("Menschen und Maschinen", "People and machines"),
    texts: [
      both(
        "Maschinelle Abrufe (Bilderdienste, Virenscanner, Vorschauen, Suchprogramme) werden getrennt gezählt und stecken in keiner anderen Zahl. Bei Menschen mit Erlaubnis ist der Grund gespeichert und im Bericht erklärt; Bilderdienste der Postfächer gelten dort als ungewiss und stehen eigens. Im Zweifel ist ein Abruf nicht der eines Menschen.",
        "Machine requests (image proxies, virus scanners, previews, crawlers) are counted apart and are in no other figure. For people with permission the reason is stored and explained in the report; there, image services of mailboxes are uncertain and stand apart. In doubt a request is not a person's.",
      ),
    ],
  },
  attack: {
    title: both(
      "Was ein Angreifer versucht hat, und was er fand",
      "What an attacker tried, and what was found",
    ),
    lead: both(
      "Zum Produkt gehört sein eigener Angreifer, eine Prüfung, die jeder wiederholen kann. Er bekommt alles, was ein Betreiber hat: den Abzug der Datenbank, ihr Transaktionsprotokoll, alle Protokolldateien und alle Schlüssel. Nur die Mails selbst hat er nicht. Er versucht, anonyme Abrufe von Tausenden Menschen einzelnen zuzuordnen:",
      "The product contains its own attacker, a test that anybody can repeat. It gets everything an operator has: the dump of the database, its write-ahead log, all log files and all keys. Only the mails themselves it does not have. It tries to attribute anonymous requests of thousands of people to single ones:",
    ),
    tries: [
      both(
        "durch Gleichheit: taucht eine Zahl der Zählung anderswo neben einer Person auf?",
        "by equality: does a number of the count turn up beside a person elsewhere?",
      ),
      both(
        "durch Reihenfolge: stehen Zeilen in der Folge der Zustellungen oder der Abrufe?",
        "by order: do rows stand in the sequence of deliveries or requests?",
      ),
      both(
        "durch Zeit: verrät der Zeitpunkt eines Schreibens, wer gerade klickte?",
        "by timing: does the moment of a write tell who just clicked?",
      ),
      both(
        "durch Ausschluss: bleibt nach Abzug der bekannten Personen jemand übrig?",
        "by elimination: is anybody left after subtracting the known people?",
      ),
    ],
    measure: both(
      "Das Maß heißt AUC: 0,5 bedeutet geraten, 1,0 durchschaut. Bestanden ist bei 0,5 ± 0,05, und wenn auch das sicherste Hundertstel seiner Vermutungen nicht öfter stimmt als der Zufall. Eine absichtlich undichte Fassung des Programms muss dabei auffallen, sonst gilt die Prüfung nicht.",
      "The measure is the AUC: 0.5 is guessing, 1.0 is seeing through. It is passed at 0.5 ± 0.05, and if even the most certain hundredth of its guesses is right no more often than chance. A deliberately leaky variant of the program must be caught by it, or the test does not count.",
    ),
    head: [both("Prüfung", "Test"), both("Ergebnis", "Result")],
    from: both("Ergebnisse vom", "Results of"),
    none: both(
      "Dieser Installation liegen keine Ergebnisse bei. Die Prüfung lässt sich mit den Quellen wiederholen.",
      "No results are included with this installation. The test can be repeated with the sources.",
    ),
  },
  remains: {
    title: both("Was bleibt", "What remains"),
    lead: both(
      "Kein Verfahren nimmt alles. Diese Wege bleiben jemandem offen, der den Server betreibt oder ein Postfach besitzt:",
      "No method removes everything. These ways stay open to somebody who operates the server or owns a mailbox:",
    ),
    items: [
      both(
        "Wer den laufenden Netzverkehr des Servers mitliest, sieht Abrufe mit ihrer IP-Adresse, wie bei jeder Website.",
        "Whoever reads the server's live traffic sees requests with their IP address, as with every website.",
      ),
      both(
        "Das Postfach der Empfängerin enthält ihre Mail mit allen Token; auf der Stufe „anonym und eindeutig“ also auch deren Zufallszahlen. Wer Mail und Datenbank zugleich hat, könnte bis zum Ende der Messung vergleichen.",
        "A recipient's mailbox holds her mail with all tokens; at the level “anonymous and unique” its random numbers too. Whoever has mail and database at once could compare until measuring closes.",
      ),
      both(
        "Vollsicherungen, die ein Betreiber außerhalb des Produkts während der Messung anlegt, enthalten auch die gesehenen Zufallszahlen. Die Sicherung des Produkts lässt sie aus.",
        "Base backups an operator makes outside the product while measuring is open contain the numbers seen. The product's own backup leaves them out.",
      ),
      both(
        "Eine Bruttosumme lässt sich durch wiederholtes Laden erhöhen. Sie sagt nichts über Menschen, nur über Abrufe.",
        "A gross total can be raised by loading repeatedly. It says nothing about people, only about requests.",
      ),
    ],
  },
  law: {
    title: both("Rechtliche Einordnung", "Legal frame"),
    texts: [
      both(
        "Persönliche Messung: Einwilligung nach § 25 Abs. 1 TDDDG und Art. 6 Abs. 1 Buchst. a DSGVO, getrennt vom Newsletter, nachweisbar (Art. 7 Abs. 1) und so leicht zu widerrufen, wie sie zu erteilen ist (Art. 7 Abs. 3). Der Widerruf wirkt auch auf Mails, die schon versendet sind.",
        "Measuring per person: consent under § 25(1) TDDDG and Art. 6(1)(a) GDPR, separate from the newsletter, provable (Art. 7(1)) and as easy to withdraw as to give (Art. 7(3)). A withdrawal acts on mails already sent too.",
      ),
      both(
        "Anonyme Zählung: Die Summen sind keine personenbezogenen Daten (Erwägungsgrund 26 DSGVO). Der Abruf selbst ist es für einen Augenblick; verarbeitet wird er, um die Mail anzuzeigen und das Ziel zu liefern. Ob Messgrafik und umgeleitete Links auf das Endgerät zugreifen (§ 25 TDDDG, Art. 5 Abs. 3 der ePrivacy-Richtlinie, Leitlinien 2/2023 des EDSA), beurteilen Aufsichtsbehörden unterschiedlich. Die Stufe „anonym und eindeutig“ braucht deshalb eine dokumentierte Beurteilung.",
        "Anonymous counting: the totals are not personal data (recital 26 GDPR). The request itself is for a moment; it is processed to show the mail and deliver the target. Whether measuring image and redirected links access the device (§ 25 TDDDG, Art. 5(3) of the ePrivacy Directive, EDPB Guidelines 2/2023), authorities judge differently. So the level “anonymous and unique” needs a documented assessment.",
      ),
    ],
    modes: both(
      "Auch ein nicht personalisiertes Zählpixel greift nach Ansicht mancher Aufsichtsbehörden auf das Endgerät zu (§ 25 TDDDG). Wenn Sie jedes Restrisiko vermeiden möchten, wählen Sie „Nur Klicks, anonym“ oder „Nichts zählen“.",
      "Some authorities hold that even a pixel that is not personal accesses the device (§ 25 TDDDG). To avoid every remaining risk choose “Clicks only, anonymous” or “Count nothing”.",
    ),
    responsibility: both(
      "Klarpost unterstützt Sie dabei, die Regeln einzuhalten, und ersetzt keine Rechtsberatung. Verantwortlich im Sinne der DSGVO bleiben Sie.",
      "Klarpost helps you keep the rules and is no legal advice. You remain the controller under the GDPR.",
    ),
  },
} as const;
