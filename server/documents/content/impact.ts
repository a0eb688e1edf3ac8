import type { DocumentContent } from "../../../contract/documents.ts";
import type { Locale } from "../../platform/index.ts";
import { documentNames } from "../document.ts";
import { sayIn, type Facts } from "../facts.ts";
import { activitiesOf } from "./activities.ts";
import { flowPicture } from "./flow.ts";
import {
  facts,
  list,
  open,
  partiesTable,
  section,
  text,
  transfers,
  whoIsResponsible,
} from "./parts.ts";
import { screen } from "./questions.ts";
import { risksTable, weighing } from "./risks.ts";

/** The template of an impact assessment by the parts of Art. 35(7) GDPR, filled in as far as the system knows itself (ORG-13). */
export function impactContent(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  const { required, reasons } = screen(of);
  const complete = (de: string, en: string) =>
    open(say(`Vom Haus zu ergänzen: ${de}`, `For the house to complete: ${en}`));
  return {
    title: documentNames.impact.title[locale],
    intro: say(
      "Vorlage nach Art. 35 Abs. 7 DSGVO. Was das System über sich weiß, steht schon darin; die Bewertung ergänzt das Haus und lädt das fertige Dokument wieder hoch.",
      "Template under Art. 35(7) GDPR. What the system knows of itself stands in it already; the house adds its judgement and uploads the finished document.",
    ),
    sections: [
      section("who", say("Verantwortlicher und Anlass", "Controller and occasion"), [
        whoIsResponsible(of, locale),
        ...(required === true ? [list(reasons.map((reason) => reason[locale]))] : []),
      ]),
      section(
        "description",
        say("1. Beschreibung der Verarbeitung (lit. a)", "1. Description of the processing (a)"),
        [
          {
            kind: "table",
            label: say("Tätigkeiten", "Activities"),
            head: [
              say("Tätigkeit", "Activity"),
              say("Zweck", "Purpose"),
              say("Daten", "Data"),
              say("Frist", "Retention"),
            ],
            rows: activitiesOf(of, locale).map(({ title, purpose, data, period }) => [
              title,
              purpose,
              data,
              period,
            ]),
          },
          flowPicture(of, locale),
          ...(of.parties.length === 0 ? [] : [partiesTable(of, locale)]),
          facts([[say("Drittländer", "Third countries"), transfers(of, locale)]]),
        ],
      ),
      section(
        "necessity",
        say(
          "2. Notwendigkeit und Verhältnismäßigkeit (lit. b)",
          "2. Necessity and proportionality (b)",
        ),
        [
          list([
            say(
              "Pflicht ist nur die E-Mail-Adresse; alles andere ist freiwillig.",
              "Only the e-mail address is required; everything else is voluntary.",
            ),
            say(
              "Messen und Mailen brauchen getrennte Erlaubnisse; wer nicht gefragt ist, wird nicht gemessen.",
              "Measuring and mailing need separate permissions; whoever was not asked is not measured.",
            ),
            say(
              "Jede Datenart hat eine Frist, nach der sie von selbst endet (Löschkonzept).",
              "Each class of data has a period after which it ends by itself (deletion concept).",
            ),
            say(
              "Betroffene sehen, ändern und löschen ihre Daten ohne Anmeldung.",
              "People see, change and erase their data without signing in.",
            ),
          ]),
          complete(
            "warum der Zweck mit weniger Daten nicht zu erreichen ist.",
            "why the purpose cannot be reached with fewer data.",
          ),
        ],
      ),
      ...weighing(of, locale).slice(0, 1),
      section(
        "risk",
        say("3. Risiken (lit. c) und Maßnahmen (lit. d)", "3. Risks (c) and measures (d)"),
        [
          risksTable(of, locale),
          complete(
            "weitere Risiken aus Ihrem Einsatz, mit Eintritt und Schwere.",
            "further risks of your use, with likelihood and severity.",
          ),
        ],
      ),
      section(
        "views",
        say(
          "4. Standpunkt der Betroffenen (Abs. 9) und Rat der oder des Datenschutzbeauftragten (Abs. 2)",
          "4. Views of the people concerned (9) and advice of the data protection officer (2)",
        ),
        [
          complete(
            "wen Sie gefragt haben und was sie sagten.",
            "whom you asked and what they said.",
          ),
        ],
      ),
      section("result", say("5. Ergebnis", "5. Result"), [
        text(
          say(
            "Bleibt ein hohes Risiko, ist vor Beginn die Aufsichtsbehörde zu hören (Art. 36 DSGVO).",
            "If a high risk remains, the supervisory authority has to be consulted before (Art. 36 GDPR).",
          ),
        ),
        complete("Urteil, Datum, Name; nächste Durchsicht.", "judgement, date, name; next review."),
      ]),
    ],
  };
}
