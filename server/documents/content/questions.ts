import type { Words } from "../document.ts";
import { joinsWebsite, measures, type Facts } from "../facts.ts";

export type Answer = "yes" | "no";

/** A question of the screening. `known` answers it from the configuration; the others the house answers. */
export interface Question {
  key: string;
  question: Words;
  help: Words;
  known?: (of: Facts) => Answer;
}

const w = (de: string, en: string): Words => ({ de, en });
const answer = (is: boolean): Answer => (is ? "yes" : "no");

/** By the criteria of WP 248 rev.01 and the list of the German authorities (DSK), Art. 35(3) and (4) GDPR. */
export const questions: readonly Question[] = [
  {
    key: "profiling",
    question: w(
      "Wird ausgewertet, was einzelne Menschen lesen (Profiling)?",
      "Is it analysed what single people read (profiling)?",
    ),
    help: w(
      "Sobald ein Einwilligungstext dafür freigegeben ist oder jemand es erlaubt hat.",
      "As soon as a wording for it is approved or somebody has permitted it.",
    ),
    known: (of) => answer(measures(of)),
  },
  {
    key: "joined",
    question: w("Werden E-Mail und Website verbunden?", "Are mail and website joined?"),
    help: w(
      "Sobald der Text für die Verbindung freigegeben ist oder Websites für Ziele eingetragen sind.",
      "As soon as the wording for joining is approved or websites for goals are entered.",
    ),
    known: (of) => answer(joinsWebsite(of)),
  },
  {
    key: "large",
    question: w(
      "Sind mehr als 10 000 Menschen betroffen?",
      "Are more than 10,000 people concerned?",
    ),
    help: w("Gezählt werden die Kontakte.", "Contacts are counted."),
    known: (of) => answer(of.use.isLarge),
  },
  {
    key: "special",
    question: w(
      "Lassen sich aus Listen, Feldern oder Klicks besondere Kategorien ablesen (Art. 9 DSGVO)?",
      "Can special categories be read from lists, fields or clicks (Art. 9 GDPR)?",
    ),
    help: w(
      "Gesundheit, Religion, Gewerkschaft, politische Meinung, Herkunft, Sexualleben: schon eine Liste „Leben mit Diabetes“ genügt.",
      "Health, religion, trade union, political opinion, origin, sex life: a list “Living with diabetes” is enough.",
    ),
  },
  {
    key: "vulnerable",
    question: w(
      "Sind schutzbedürftige Menschen dabei: Kinder, Patienten, eigene Beschäftigte?",
      "Are vulnerable people among them: children, patients, own staff?",
    ),
    help: w(
      "Menschen, die nicht frei entscheiden können, ob sie mitmachen.",
      "People who cannot decide freely whether they take part.",
    ),
  },
  {
    key: "decisions",
    question: w(
      "Hängt von der Auswertung eine Entscheidung ab, die Menschen erheblich trifft (Art. 22 DSGVO)?",
      "Does a decision depend on it that affects people significantly (Art. 22 GDPR)?",
    ),
    help: w(
      "Zum Beispiel Konditionen, Kredite, Zugang zu einer Leistung. Welche E-Mail jemand bekommt, zählt nicht dazu.",
      "Terms, loans, access to a service, for example. Which mail somebody gets does not count.",
    ),
  },
  {
    key: "scoring",
    question: w(
      "Werden Menschen nach ihrem Verhalten bewertet (Punkte, Rangfolge)?",
      "Are people scored by what they do (points, ranking)?",
    ),
    help: w(
      "Auch in einem anderen System, das Daten aus Klarpost bekommt.",
      "In another system that gets data from Klarpost, too.",
    ),
  },
  {
    key: "matched",
    question: w(
      "Werden die Daten mit Daten anderer Herkunft abgeglichen?",
      "Are the data matched with data of other origin?",
    ),
    help: w(
      "Zugekaufte Merkmale, soziale Netzwerke, Daten anderer Unternehmen.",
      "Bought attributes, social networks, data of other companies.",
    ),
  },
  {
    key: "new",
    question: w(
      "Kommen neue Techniken dazu, etwa künstliche Intelligenz über Personendaten?",
      "Are new techniques used, such as artificial intelligence on personal data?",
    ),
    help: w(
      "Klarpost selbst setzt keine ein; gemeint sind Werkzeuge daneben.",
      "Klarpost itself uses none; this is about tools beside it.",
    ),
  },
];

export interface Answered {
  question: Question;
  answer: Answer | null;
  reason: string;
  setBy: string | null;
}

/** Every question with its answer, from the configuration or from the house. */
export const answersOf = (of: Facts): Answered[] =>
  questions.map((question) => {
    if (question.known) return { question, answer: question.known(of), reason: "", setBy: null };
    const entry = of.entries.find(
      (each) => each.document === "screening" && each.key === question.key,
    );
    return {
      question,
      answer: entry === undefined || entry.answer === "" ? null : entry.answer,
      reason: entry?.text ?? "",
      setBy: entry?.setBy ?? null,
    };
  });

/** Why an assessment is needed, or not. */
export interface ScreeningResult {
  /** Null while questions are open and nothing known makes it necessary. */
  required: boolean | null;
  reasons: Words[];
}

/** Criteria of WP 248 of which two make an assessment necessary. */
const CRITERIA = [
  "profiling",
  "large",
  "special",
  "vulnerable",
  "decisions",
  "scoring",
  "matched",
  "new",
  "joined",
];

const german = ",,Zwei,Drei,Vier,Fünf,Sechs,Sieben,Acht,Neun".split(",");
const english = ",,Two,Three,Four,Five,Six,Seven,Eight,Nine".split(",");

/** The result of the screening (ORG-13). Pure. */
export function judge(answers: ReadonlyMap<string, Answer | null>): ScreeningResult {
  const is = (key: string): boolean => answers.get(key) === "yes";
  const reasons: Words[] = [];
  if (is("profiling") && is("large"))
    reasons.push(
      w(
        "Profiling in großem Umfang (Art. 35 Abs. 3 lit. a DSGVO): Es wird ausgewertet, was mehr als 10 000 Menschen lesen können.",
        "Profiling on a large scale (Art. 35(3)(a) GDPR): what more than 10,000 people may read is analysed.",
      ),
    );
  if (is("scoring") && is("joined"))
    reasons.push(
      w(
        "Bewertung von Menschen aus Daten von E-Mail und Website zugleich.",
        "Scoring people with data of mail and website together.",
      ),
    );
  if (is("special"))
    reasons.push(
      w(
        "Besondere Kategorien personenbezogener Daten sind erkennbar (Art. 9, Art. 35 Abs. 3 lit. b DSGVO).",
        "Special categories of personal data can be recognised (Art. 9, 35(3)(b) GDPR).",
      ),
    );
  if (is("decisions"))
    reasons.push(
      w(
        "Entscheidungen, die Menschen erheblich treffen, beruhen darauf (Art. 22, Art. 35 Abs. 3 lit. a DSGVO).",
        "Decisions that affect people significantly rest on it (Art. 22, 35(3)(a) GDPR).",
      ),
    );
  const met = CRITERIA.filter(is);
  if (reasons.length === 0 && met.length >= 2)
    reasons.push(
      w(
        `${german[met.length]} der Kriterien der Aufsichtsbehörden (WP 248) sind erfüllt; ab zweien ist in der Regel eine Abschätzung nötig.`,
        `${english[met.length]} of the authorities' criteria (WP 248) are met; from two on an assessment is needed as a rule.`,
      ),
    );
  if (reasons.length > 0) return { required: true, reasons };
  if (questions.some(({ key }) => (answers.get(key) ?? null) === null))
    return { required: null, reasons: [] };
  return {
    required: false,
    reasons: [
      w(
        met.length === 0
          ? "Keines der Kriterien ist erfüllt."
          : "Nur eines der Kriterien der Aufsichtsbehörden (WP 248) ist erfüllt, und keines, das für sich genügt.",
        met.length === 0
          ? "None of the criteria is met."
          : "Only one of the authorities' criteria (WP 248) is met, and none that is enough by itself.",
      ),
    ],
  };
}

/** The screening of the configuration as it is now. */
export const screen = (of: Facts): ScreeningResult =>
  judge(new Map(answersOf(of).map(({ question, answer: given }) => [question.key, given])));
