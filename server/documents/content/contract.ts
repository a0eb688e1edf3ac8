import type { DocumentContent, DocumentSection } from "../../../contract/documents.ts";
import type { Locale } from "../../platform/index.ts";
import { documentNames } from "../document.ts";
import { isOwn, sayIn, type Facts } from "../facts.ts";
import {
  facts,
  list,
  open,
  partiesTable,
  section,
  storagePlace,
  text,
  transfers,
  whoIsResponsible,
} from "./parts.ts";

/** The processor contract (Art. 28 GDPR) or the statement of own operation (ORG-06). */
export function contractContent(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  const { operation } = of.account.processing;
  const title = documentNames.contract.title[locale];
  if (operation === undefined)
    return {
      title,
      intro: say(
        "Wer diese Installation betreibt, ist noch nicht gesagt.",
        "Nobody has said yet who operates this installation.",
      ),
      sections: [
        section("operation", say("Betrieb", "Operation"), [
          open(
            say(
              "Erfassen Sie unter „Einstellungen, Mandant, Verarbeitung“ den Auftragsverarbeitungsvertrag, oder erklären Sie den Eigenbetrieb.",
              "Record the processor contract under “Settings, Account, Processing”, or declare own operation.",
            ),
          ),
        ]),
      ],
    };
  return isOwn(of.account) ? ownOperation(of, locale) : processorContract(of, locale);
}

function ownOperation(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  const { operation } = of.account.processing;
  return {
    title: say("Erklärung des Eigenbetriebs", "Statement of own operation"),
    intro: say(
      `${of.controller} betreibt Klarpost selbst. Für den Betrieb der Software gibt es keinen Auftragsverarbeiter.`,
      `${of.controller} operates Klarpost itself. There is no processor for operating the software.`,
    ),
    sections: [
      section("who", say("Verantwortlicher", "Controller"), [whoIsResponsible(of, locale)]),
      section("statement", say("Erklärung", "Statement"), [
        text(
          say(
            `${of.controller} verarbeitet alle Daten in Klarpost auf eigenen oder selbst gemieteten Systemen, mit eigenen Beschäftigten und nach eigener Entscheidung. Der Hersteller der Software hat keinen Zugriff auf die Daten; Eigenbetrieb, kein Auftragsverarbeiter.`,
            `${of.controller} processes all data in Klarpost on systems of its own or that it rents itself, with its own staff and by its own decision. The maker of the software has no access to the data; own operation, no processor.`,
          ),
        ),
        facts([
          [say("Ort der Speicherung", "Place of storage"), storagePlace(of, locale)],
          [say("Drittländer", "Third countries"), transfers(of, locale)],
        ]),
      ]),
      contractors(of, locale),
      signatures([of.controller, operation?.signer ?? ""], locale),
    ],
  };
}

function contractors(of: Facts, locale: Locale): DocumentSection {
  const say = sayIn(locale);
  return section(
    "contractors",
    say("Dienstleister, die Daten berühren", "Service providers that touch the data"),
    [
      text(
        say(
          "Mit jeder dieser Stellen braucht es einen eigenen Vertrag nach Art. 28 DSGVO, soweit sie im Auftrag arbeitet (Versandwege, Rechenzentrum, Postfächer).",
          "With each of them a contract of its own under Art. 28 GDPR is needed where it works on your behalf (sending routes, data centre, mailboxes).",
        ),
      ),
      of.parties.length === 0
        ? text(say("Zurzeit keine.", "None at present."))
        : partiesTable(of, locale),
    ],
  );
}

function processorContract(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  const { operation } = of.account.processing;
  if (operation?.kind !== "processor") throw new Error("no processor");
  const provider = operation.provider;
  return {
    title: say("Vertrag zur Auftragsverarbeitung", "Data processing agreement"),
    intro: say(
      `Nach Art. 28 DSGVO, zwischen ${of.controller} (Verantwortlicher) und ${provider} (Auftragsverarbeiter).`,
      `Under Art. 28 GDPR, between ${of.controller} (controller) and ${provider} (processor).`,
    ),
    sections: [
      section("parties", say("1. Parteien", "1. Parties"), [
        whoIsResponsible(of, locale),
        facts([
          [say("Auftragsverarbeiter", "Processor"), provider],
          [say("Fassung", "Version"), operation.version],
          [say("Abgeschlossen am", "Concluded on"), operation.contractDate],
        ]),
      ]),
      section("subject", say("2. Gegenstand und Dauer", "2. Subject and duration"), [
        text(
          say(
            "Betrieb einer Installation von Klarpost für E-Mail-Marketing: Speicherung, Versand, Auswertung, Sicherung und Löschung. Der Vertrag gilt, solange die Installation für den Verantwortlichen betrieben wird.",
            "Operating an installation of Klarpost for e-mail marketing: storage, sending, measuring, backup and deletion. The contract lasts as long as the installation is operated for the controller.",
          ),
        ),
      ]),
      section("data", say("3. Zweck, Daten und Betroffene", "3. Purpose, data and data subjects"), [
        list([
          say(
            "Betroffen: Abonnenten, Kunden, Interessenten, Beschäftigte des Verantwortlichen.",
            "Data subjects: subscribers, customers, prospects, the controller's staff.",
          ),
          say(
            "Daten: Adressen, Namen, Einwilligungen, Versanddaten, mit Erlaubnis Öffnungen und Klicks, Schriftwechsel.",
            "Data: addresses, names, consents, delivery data, opens and clicks where permitted, correspondence.",
          ),
          say(
            "Einzelheiten stehen im Verarbeitungsverzeichnis, das mit diesem Vertrag gilt.",
            "Details stand in the records of processing, which go with this contract.",
          ),
        ]),
      ]),
      section("duties", say("4. Pflichten des Auftragsverarbeiters", "4. The processor's duties"), [
        list(duties(locale)),
      ]),
      section("measures", say("5. Sicherheit der Verarbeitung", "5. Security of processing"), [
        text(
          say(
            "Der Auftragsverarbeiter hält die Maßnahmen ein, die das Dokument „Technische und organisatorische Maßnahmen“ in seiner bestätigten Fassung beschreibt. Er darf sie verbessern; das Schutzniveau sinkt nicht.",
            "The processor keeps the measures described in the confirmed version of “Technical and organisational measures”. It may improve them; the level of protection does not fall.",
          ),
        ),
      ]),
      section(
        "subprocessors",
        say("6. Unterauftragnehmer und Orte", "6. Sub-processors and places"),
        [
          text(
            say(
              "Genehmigt sind die folgenden Stellen. Jede Änderung teilt der Auftragsverarbeiter mindestens 30 Tage vorher mit; der Verantwortliche kann widersprechen.",
              "The following are approved. The processor announces each change at least 30 days before; the controller may object.",
            ),
          ),
          of.parties.length === 0 ? text(say("Keine.", "None.")) : partiesTable(of, locale),
          facts([
            [say("Ort der Speicherung", "Place of storage"), storagePlace(of, locale)],
            [say("Drittländer", "Third countries"), transfers(of, locale)],
          ]),
        ],
      ),
      section("end", say("7. Ende des Vertrags", "7. End of the contract"), [
        text(
          say(
            "Nach dem Ende gibt der Auftragsverarbeiter alle Daten in einem gängigen Format heraus und löscht sie nach Wahl des Verantwortlichen; Sicherungen enden spätestens nach 35 Tagen. Die Löschung bestätigt er schriftlich.",
            "After the end the processor hands over all data in a common format and deletes them as the controller chooses; backups end after 35 days at the latest. It confirms the deletion in writing.",
          ),
        ),
      ]),
      signatures([of.controller, operation.signer, provider], locale),
    ],
  };
}

/** Art. 28(3) second sentence (a) to (h) GDPR. */
function duties(locale: Locale): string[] {
  const say = sayIn(locale);
  return [
    say(
      "(a) verarbeitet nur auf dokumentierte Weisung, auch bei Übermittlungen in Drittländer;",
      "(a) processes on documented instruction only, also for transfers to third countries;",
    ),
    say(
      "(b) verpflichtet alle, die Zugang haben, auf Vertraulichkeit;",
      "(b) binds everybody with access to confidentiality;",
    ),
    say(
      "(c) trifft die Maßnahmen nach Art. 32 DSGVO;",
      "(c) takes the measures under Art. 32 GDPR;",
    ),
    say(
      "(d) setzt weitere Auftragsverarbeiter nur nach Abschnitt 6 ein, mit denselben Pflichten;",
      "(d) engages further processors under section 6 only, with the same duties;",
    ),
    say(
      "(e) unterstützt bei Anliegen betroffener Personen; Auskunft, Berichtigung und Löschung sind in der Software eingebaut;",
      "(e) helps with requests of data subjects; access, rectification and erasure are built into the software;",
    ),
    say(
      "(f) unterstützt bei Sicherheit, Meldungen nach Art. 33 und 34, Folgenabschätzung und Konsultation; Verletzungen meldet er ohne Verzug, spätestens nach 24 Stunden;",
      "(f) helps with security, notifications under Art. 33 and 34, impact assessment and consultation; it reports breaches without delay, after 24 hours at the latest;",
    ),
    say(
      "(g) löscht oder gibt am Ende alle Daten zurück (Abschnitt 7);",
      "(g) deletes or returns all data at the end (section 7);",
    ),
    say(
      "(h) weist die Einhaltung nach und ermöglicht Prüfungen, auch vor Ort. Hält er eine Weisung für rechtswidrig, sagt er es sofort.",
      "(h) proves compliance and allows audits, also on site. If it holds an instruction to be unlawful, it says so at once.",
    ),
  ];
}

function signatures(parties: readonly string[], locale: Locale): DocumentSection {
  const say = sayIn(locale);
  return section(
    "signatures",
    say("Unterschriften", "Signatures"),
    parties
      .filter((name) => name.trim() !== "")
      .slice(0, 3)
      .map((name) => ({
        kind: "signature" as const,
        lines: [say("Ort, Datum, Unterschrift", "Place, date, signature"), name],
      })),
  );
}
