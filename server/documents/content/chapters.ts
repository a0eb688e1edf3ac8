import type { Words } from "../document.ts";

/** A chapter that only the house can write: what to say, with an example to begin with. */
export interface Chapter {
  key: string;
  control: string;
  title: Words;
  ask: Words;
  example: Words;
}

const w = (de: string, en: string): Words => ({ de, en });

/** Fewer characters are no chapter (CHK-28). */
export const CHAPTER_LEAST = 40;

/** What the software cannot know of the house, by the eight controls (ORG-01) and their regular review (Art. 32(1)(d)). */
export const chapters: readonly Chapter[] = [
  {
    key: "premises",
    control: "entry",
    title: w("Rechenzentrum und Serverraum", "Data centre and server room"),
    ask: w(
      "Wo steht der Server, wer kommt hinein, und wie wird das geprüft? Zertifikate des Rechenzentrums genügen als Verweis.",
      "Where is the server, who can get in, and how is that checked? Certificates of the data centre are enough as a reference.",
    ),
    example: w(
      "Die Server stehen im Rechenzentrum … (ISO 27001, Zertifikat vom …). Zutritt haben nur … mit Ausweis und Begleitung; Besuche werden protokolliert.",
      "The servers stand in the data centre … (ISO 27001, certificate of …). Only … may enter, with a badge and an escort; visits are logged.",
    ),
  },
  {
    key: "devices",
    control: "access",
    title: w("Arbeitsplätze und Geräte", "Workplaces and devices"),
    ask: w(
      "Wie sind die Geräte geschützt, mit denen gearbeitet wird: Verschlüsselung, Sperre, Updates, private Geräte?",
      "How are the devices protected that people work with: encryption, lock, updates, private devices?",
    ),
    example: w(
      "Dienstgeräte mit verschlüsselter Festplatte, Sperre nach fünf Minuten, zentral verteilten Updates. Private Geräte sind nicht zugelassen.",
      "Company devices with an encrypted disk, locked after five minutes, updates rolled out centrally. Private devices are not allowed.",
    ),
  },
  {
    key: "granting",
    control: "rights",
    title: w("Vergabe und Prüfung von Rechten", "Granting and reviewing rights"),
    ask: w(
      "Wer genehmigt Rollen in Klarpost, wie werden sie beim Wechsel oder Ausscheiden entzogen, wie oft werden sie geprüft?",
      "Who approves roles in Klarpost, how are they withdrawn when somebody changes or leaves, how often are they reviewed?",
    ),
    example: w(
      "Rollen vergibt die Inhaberin auf schriftlichen Antrag der Abteilung. Beim Ausscheiden meldet die Personalabteilung am selben Tag; jedes Quartal prüft der Datenschutz die Liste.",
      "The owner grants roles on a written request of the department. Human resources report a leaver the same day; data protection reviews the list every quarter.",
    ),
  },
  {
    key: "transfer",
    control: "transfer",
    title: w("Ausdrucke, Datenträger, Exporte", "Prints, media, exports"),
    ask: w(
      "Was geschieht mit exportierten Dateien, Ausdrucken und Datenträgern: Wege, Aufbewahrung, Vernichtung?",
      "What happens to exported files, prints and media: ways, keeping, destruction?",
    ),
    example: w(
      "Exporte gehen nur an … über das verschlüsselte Laufwerk. Ausdrucke kommen in die Datenschutztonne (DIN 66399, Stufe P-4). USB-Sticks sind gesperrt.",
      "Exports go to … only, over the encrypted share. Prints go into the confidential bin (DIN 66399, level P-4). USB sticks are blocked.",
    ),
  },
  {
    key: "contractors",
    control: "order",
    title: w("Auswahl und Kontrolle der Dienstleister", "Choosing and checking service providers"),
    ask: w(
      "Wie werden Dienstleister ausgewählt, wo liegen die Verträge nach Art. 28 DSGVO, wie oft werden sie geprüft?",
      "How are service providers chosen, where are the contracts under Art. 28 GDPR kept, how often are they checked?",
    ),
    example: w(
      "Vor der Beauftragung prüft der Datenschutz Sitz, Zertifikate und Unterauftragnehmer. Verträge liegen in …; jedes Jahr wird nachgefragt.",
      "Before an order data protection checks seat, certificates and sub-processors. Contracts are kept in …; every year we ask again.",
    ),
  },
  {
    key: "operations",
    control: "availability",
    title: w("Notfall, Strom, Updates", "Emergency, power, updates"),
    ask: w(
      "Wie lange darf das System stehen, wie viel darf verloren gehen (RTO, RPO), wer stellt wieder her? Strom, Brand, Updates.",
      "How long may the system stand still, how much may be lost (RTO, RPO), who restores it? Power, fire, updates.",
    ),
    example: w(
      "RPO 24 Stunden, RTO ein Arbeitstag. Wiederherstellung nach Handbuch durch die IT (zwei Personen). USV und Brandmeldung im Rechenzentrum, Updates binnen 14 Tagen.",
      "RPO 24 hours, RTO one working day. Restored by IT after the manual (two people). UPS and fire alarm in the data centre, updates within 14 days.",
    ),
  },
  {
    key: "review",
    control: "review",
    title: w("Regelmäßige Prüfung", "Regular review"),
    ask: w(
      "Wer sieht diese Maßnahmen wann durch, und wohin gehen die Ergebnisse?",
      "Who goes through these measures when, and where do the results go?",
    ),
    example: w(
      "Der oder die Datenschutzbeauftragte geht das Dokument jedes Jahr im November durch; Befunde gehen an die Geschäftsleitung, mit Frist.",
      "The data protection officer goes through the document every November; findings go to the management, with a deadline.",
    ),
  },
];
