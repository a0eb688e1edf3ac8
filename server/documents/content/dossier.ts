import type {
  DocumentBlock,
  DocumentContent,
  DocumentSection,
  HouseAssessmentView,
} from "../../../contract/documents.ts";
import { countingMethod, type MethodBlock } from "../../../contract/counting-method.ts";
import type { Locale } from "../../platform/index.ts";
import { documentNames } from "../document.ts";
import { sayIn, type Facts } from "../facts.ts";
import { contractContent } from "./contract.ts";
import { flowPicture } from "./flow.ts";
import { measuresContent } from "./measures.ts";
import { facts, list, section, text, whoIsResponsible } from "./parts.ts";
import { weighing } from "./risks.ts";
import { screeningContent } from "./screening.ts";

/** What the adversary test of the counting method found, in words. */
export type TestResults = { when: string; rows: { trial: string; found: string }[] } | null;

export interface DossierParts {
  /** State of each confirmed document, in words. */
  states: { title: string; state: string }[];
  results: TestResults;
  assessments: HouseAssessmentView[];
  /** Filed impact assessments. */
  files: { name: string; when: string; by: string; sha256: string }[];
}

/** Everything a data protection officer and a legal department ask for, in one document (T-18). */
export function dossierContent(of: Facts, parts: DossierParts, locale: Locale): DocumentContent {
  const say = sayIn(locale);
  const part = (no: number, de: string, en: string): string => `${no}. ${say(de, en)}`;
  const within = (name: string, id: string, { sections }: DocumentContent): DocumentSection[] =>
    sections.map((each) => ({ ...each, id: `${id}-${each.id}`, part: name }));
  const overview = part(1, "Überblick", "Overview");
  return {
    title: documentNames.dossier.title[locale],
    intro: say(
      `Wie ${of.controller} mit Klarpost arbeitet: für die Prüfung durch Datenschutz und Rechtsabteilung. Aus dem laufenden System erzeugt.`,
      `How ${of.controller} works with Klarpost: for review by data protection and the legal department. Made from the live system.`,
    ),
    sections: [
      section(
        "who",
        say("Verantwortlicher", "Controller"),
        [whoIsResponsible(of, locale)],
        overview,
      ),
      section(
        "states",
        say("Stand der Dokumente", "State of the documents"),
        [facts(parts.states.map(({ title, state }) => [title, state]))],
        overview,
      ),
      section("flow", say("Datenflüsse", "Data flows"), [flowPicture(of, locale)], overview),
      ...methodSections(
        of,
        parts.results,
        locale,
        part(2, "Messverfahren und seine Prüfung", "Counting method and its test"),
      ),
      ...weighing(of, locale, part(3, "Risiken und Nutzen", "Risks and benefits")),
      ...within(
        part(4, "Verträge und Orte", "Contracts and places"),
        "contract",
        contractContent(of, locale),
      ).filter(({ id }) => id !== "contract-who" && id !== "contract-signatures"),
      ...within(
        part(
          5,
          "Technische und organisatorische Maßnahmen",
          "Technical and organisational measures",
        ),
        "measures",
        measuresContent(of, locale),
      ),
      ...within(
        part(6, "Datenschutz-Folgenabschätzung", "Data protection impact assessment"),
        "screening",
        screeningContent(of, locale),
      ).filter(({ id }) => id !== "screening-who"),
      filesSection(
        parts,
        locale,
        part(6, "Datenschutz-Folgenabschätzung", "Data protection impact assessment"),
      ),
      ...periodsSection(of, locale, part(7, "Löschkonzept", "Deletion concept")),
      ...assessmentSections(
        parts.assessments,
        locale,
        part(8, "Eigene Einschätzungen", "The house's own assessments"),
      ),
    ],
  };
}

function methodSections(
  of: Facts,
  results: TestResults,
  locale: Locale,
  part: string,
): DocumentSection[] {
  return countingMethod(locale, {
    level: of.account.countingLevel,
    k: of.account.kMin,
    results,
  }).map((each) => section(`method-${each.id}`, each.title, each.blocks.map(methodBlock), part));
}

function methodBlock(block: MethodBlock): DocumentBlock {
  switch (block.kind) {
    case "steps":
      return list(block.items.map(({ title, text: words }) => `${title}: ${words}`));
    case "quote":
      return text(block.text);
    case "table":
      return { kind: "table", label: block.label, head: block.head, rows: block.rows };
    default:
      return block;
  }
}

function filesSection(parts: DossierParts, locale: Locale, part: string): DocumentSection {
  const say = sayIn(locale);
  return section(
    "impact-files",
    say("Hinterlegte Folgenabschätzung", "Filed impact assessment"),
    [
      parts.files.length === 0
        ? text(say("Keine hinterlegt.", "None filed."))
        : facts(
            parts.files.map(({ name, when, by, sha256 }) => [
              name,
              say(
                `hochgeladen am ${when} von ${by}; SHA-256 ${sha256}`,
                `uploaded on ${when} by ${by}; SHA-256 ${sha256}`,
              ),
            ]),
          ),
    ],
    part,
  );
}

function periodsSection(of: Facts, locale: Locale, part: string): DocumentSection[] {
  const say = sayIn(locale);
  return [
    section(
      "periods",
      say("Fristen nach Datenart", "Periods by class of data"),
      [
        {
          kind: "table",
          label: say("Fristen", "Periods"),
          head: [
            say("Datenart", "Class of data"),
            say("Beginn", "Begins"),
            say("Frist", "Period"),
            say("Rechtsgrund", "Legal basis"),
          ],
          rows: of.concept.classes.map(({ label, start, period, basis }) => [
            label[locale],
            start[locale],
            period[locale],
            basis[locale],
          ]),
        },
      ],
      part,
    ),
  ];
}

function assessmentSections(
  found: HouseAssessmentView[],
  locale: Locale,
  part: string,
): DocumentSection[] {
  const say = sayIn(locale);
  const day = (at: string) =>
    new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", {
      dateStyle: "long",
      timeZone: "UTC",
    }).format(new Date(at));
  return found
    .filter(({ needed, current }) => needed || current !== null)
    .map(({ topic, title, current }) =>
      section(
        `assessment-${topic}`,
        title[locale],
        current === null
          ? [text(say("Noch nicht festgehalten.", "Not recorded yet."))]
          : [
              facts([
                [say("Frage", "Question"), current.question],
                [say("Ergebnis", "Conclusion"), current.conclusion],
                [say("Von", "By"), `${current.assessedBy}, ${day(current.assessedAt)}`],
                [say("Wiedervorlage", "Next look"), day(current.reviewOn)],
              ]),
              ...current.arguments
                .split(/\n+/)
                .map((line) => text(line.trim()))
                .filter(({ kind }) => kind === "text"),
            ],
        part,
      ),
    );
}
