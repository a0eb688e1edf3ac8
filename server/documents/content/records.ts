import type { DocumentContent, DocumentSection } from "../../../contract/documents.ts";
import type { Locale } from "../../platform/index.ts";
import { documentNames } from "../document.ts";
import { isOwn, sayIn, type Facts } from "../facts.ts";
import { activitiesOf, type Activity } from "./activities.ts";
import { flowPicture } from "./flow.ts";
import {
  facts,
  open,
  partiesTable,
  section,
  storagePlace,
  text,
  transfers,
  whoIsResponsible,
} from "./parts.ts";

/** Records of processing activities, as controller and as processor (Art. 30 GDPR, ORG-10). */
export function recordsContent(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  const controller = say(
    "Teil A: Als Verantwortlicher (Art. 30 Abs. 1)",
    "Part A: As controller (Art. 30(1))",
  );
  return {
    title: documentNames.records.title[locale],
    intro: say(
      `Was ${of.controller} mit Klarpost verarbeitet. Erzeugt aus der laufenden Konfiguration: Eine neue Liste, ein neuer Zweck oder eine neue Frist steht sofort hier.`,
      `What ${of.controller} processes with Klarpost. Made from the live configuration: a new list, purpose or period stands here at once.`,
    ),
    sections: [
      section(
        "who",
        say("Verantwortlicher", "Controller"),
        [whoIsResponsible(of, locale)],
        controller,
      ),
      ...activitiesOf(of, locale).map((each) => activitySection(each, locale, controller)),
      section(
        "recipients",
        say("Empfänger, Dienstleister und Orte", "Recipients, service providers and places"),
        of.parties.length === 0
          ? [
              text(
                say(
                  "Außer dem Verantwortlichen ist niemand beteiligt.",
                  "Nobody but the controller takes part.",
                ),
              ),
            ]
          : [partiesTable(of, locale)],
        controller,
      ),
      section(
        "transfers",
        say("Übermittlung in Drittländer", "Transfers to third countries"),
        [text(transfers(of, locale))],
        controller,
      ),
      section("flow", say("Datenflüsse", "Data flows"), [flowPicture(of, locale)], controller),
      section(
        "security",
        say("Technische und organisatorische Maßnahmen", "Technical and organisational measures"),
        [
          text(
            say(
              "Siehe das Dokument „Technische und organisatorische Maßnahmen“ nach Art. 32 DSGVO, gegliedert nach den acht Kontrollen.",
              "See the document “Technical and organisational measures” under Art. 32 GDPR, by the eight controls.",
            ),
          ),
        ],
        controller,
      ),
      processorSection(of, locale),
    ],
  };
}

function activitySection(each: Activity, locale: Locale, part: string): DocumentSection {
  const say = sayIn(locale);
  return section(
    each.id,
    each.title,
    [
      facts([
        [say("Zweck", "Purpose"), each.purpose],
        [say("Rechtsgrund", "Legal basis"), each.basis],
        [say("Betroffene", "Data subjects"), each.people],
        [say("Daten", "Data"), each.data],
        [say("Empfänger", "Recipients"), each.recipients],
        [say("Löschfrist", "Retention"), each.period],
        [say("Besondere Maßnahmen", "Measures of its own"), each.measures],
      ]),
    ],
    part,
  );
}

function processorSection(of: Facts, locale: Locale): DocumentSection {
  const say = sayIn(locale);
  const part = say(
    "Teil B: Als Auftragsverarbeiter (Art. 30 Abs. 2)",
    "Part B: As processor (Art. 30(2))",
  );
  const { operation } = of.account.processing;
  const title = say("Verarbeitung im Auftrag", "Processing on behalf");
  if (operation === undefined)
    return section(
      "processor",
      title,
      [
        open(
          say(
            "Noch nicht gesagt ist, wer diese Installation betreibt. Erklären Sie unter „Einstellungen, Mandant, Verarbeitung“ den Eigenbetrieb oder erfassen Sie den Vertrag.",
            "Nobody has said yet who operates this installation. Declare own operation or record the contract under “Settings, Account, Processing”.",
          ),
        ),
      ],
      part,
    );
  if (isOwn(of.account))
    return section(
      "processor",
      title,
      [
        text(
          say(
            `${of.controller} betreibt diese Installation selbst. Niemand verarbeitet damit Daten im Auftrag anderer; ein Verzeichnis nach Art. 30 Abs. 2 DSGVO entfällt.`,
            `${of.controller} operates this installation itself. Nobody processes data on behalf of others with it; records under Art. 30(2) GDPR are not needed.`,
          ),
        ),
      ],
      part,
    );
  if (operation.kind !== "processor") return section("processor", title, [], part);
  return section(
    "processor",
    title,
    [
      facts([
        [say("Auftragsverarbeiter", "Processor"), operation.provider],
        [say("Im Auftrag von", "On behalf of"), of.controller],
        [
          say("Arten der Verarbeitung", "Categories of processing"),
          say(
            "Hosting und Betrieb: Speicherung, Versand, Auswertung, Sicherung und Löschung nach Weisung",
            "hosting and operation: storage, sending, measuring, backup and deletion on instruction",
          ),
        ],
        [say("Ort der Speicherung", "Place of storage"), storagePlace(of, locale)],
        [say("Drittländer", "Third countries"), transfers(of, locale)],
        [
          say("Maßnahmen", "Measures"),
          say(
            "Technische und organisatorische Maßnahmen nach Art. 32 DSGVO",
            "Technical and organisational measures under Art. 32 GDPR",
          ),
        ],
      ]),
    ],
    part,
  );
}
