import type { DocumentBlock, DocumentContent } from "../../../contract/documents.ts";
import type { Locale } from "../../platform/index.ts";
import { documentNames } from "../document.ts";
import { sayIn, type Facts } from "../facts.ts";
import { list, open, section, text, whoIsResponsible } from "./parts.ts";
import { answersOf, screen } from "./questions.ts";

/** Whether an impact assessment is needed, with the questions, answers and reasons (Art. 35 GDPR, ORG-13). */
export function screeningContent(of: Facts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  const { required, reasons } = screen(of);
  const result: DocumentBlock[] = [
    text(
      required === null
        ? say("Noch ohne Ergebnis: Fragen sind offen.", "No result yet: questions are open.")
        : required
          ? say("DSFA erforderlich.", "DPIA required.")
          : say("DSFA nicht erforderlich.", "DPIA not required."),
    ),
    ...(reasons.length === 0 ? [] : [list(reasons.map((reason) => reason[locale]))]),
  ];
  const answers = answersOf(of);
  return {
    title: documentNames.screening.title[locale],
    intro: say(
      `Braucht die Verarbeitung von ${of.controller} in Klarpost eine Datenschutz-Folgenabschätzung? Drei Fragen beantwortet die Konfiguration, die übrigen das Haus.`,
      `Does the processing of ${of.controller} in Klarpost need a data protection impact assessment? Three questions are answered by the configuration, the others by the house.`,
    ),
    sections: [
      section("result", say("Ergebnis", "Result"), result),
      ...answers.map(({ question, answer, reason }) =>
        section(
          question.key,
          question.question[locale],
          answer === null
            ? [
                open(
                  say(
                    `Noch zu beantworten. ${question.help.de}`,
                    `Still to be answered. ${question.help.en}`,
                  ),
                ),
              ]
            : [
                text(
                  `${answer === "yes" ? say("Ja", "Yes") : say("Nein", "No")}${question.known ? say(" (aus der Konfiguration)", " (from the configuration)") : ""}.`,
                ),
                ...(reason === "" ? [] : [text(reason)]),
              ],
        ),
      ),
      section("who", say("Verantwortlicher", "Controller"), [whoIsResponsible(of, locale)]),
    ],
  };
}
