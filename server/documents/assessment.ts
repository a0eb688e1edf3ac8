import { assessmentTopics, type AssessmentTopic } from "../../contract/documents.ts";
import type { Words } from "./document.ts";

/** What the house thought about a question, and when it looks again (CHK-36). */
export interface Assessment {
  publicId: string;
  /** One of ours, or `own_…`. */
  topic: string;
  question: string;
  arguments: string;
  conclusion: string;
  assessedBy: string;
  assessedAt: Date;
  /** `2027-11-22` */
  reviewOn: string;
  /** What it was made on, as `readBases` names it. Empty: nothing that changes. */
  basis: string;
}

export type AssessmentState = "missing" | "current" | "due" | "changed" | "overdue";

/** So long after its day an assessment still counts (as with the level of counting, TRK-07). */
const GRACE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Where an assessment stands on a day. One made on something else than what holds now (`basis`) has changed. Pure. */
export function assessmentStateOf(
  made: Pick<Assessment, "reviewOn" | "basis"> | undefined,
  today: string,
  basis = "",
): AssessmentState {
  if (made === undefined) return "missing";
  if (made.basis !== "" && basis !== "" && made.basis !== basis) return "changed";
  if (today < made.reviewOn) return "current";
  return Date.parse(today) - Date.parse(made.reviewOn) < GRACE_DAYS * DAY_MS ? "due" : "overdue";
}

interface Topic {
  title: Words;
  question: Words;
  help: Words;
  rule: string;
}

const w = (de: string, en: string): Words => ({ de, en });

/** The subjects that every house, or every house that works so, has to weigh for itself. */
export const topics: Record<AssessmentTopic, Topic> = {
  counting: {
    title: w("Zählen ohne Erlaubnis", "Counting without permission"),
    question: w(
      "Warum ist die gewählte Art vertretbar, Menschen ohne Erlaubnis zu zählen?",
      "Why is the chosen way of counting people without permission justifiable?",
    ),
    help: w(
      "Anonyme Summen sind schonend, aber je nach Stufe ein Zugriff auf das Endgerät (§ 25 TDDDG). Auch „nichts zählen“ ist eine Entscheidung.",
      "Anonymous totals are gentle, yet depending on the level an access to the device (§ 25 TDDDG). Counting nothing is a decision, too.",
    ),
    rule: "TRK-07",
  },
  unsubscribe_list: {
    title: w("Abmeldeliste", "Unsubscribe list"),
    question: w(
      "Auf welchem Grund bewahren Sie die Adressen Abgemeldeter auf?",
      "On which ground do you keep the addresses of people who unsubscribed?",
    ),
    help: w(
      "Üblich: Art. 6 Abs. 1 lit. f mit Art. 21 Abs. 3 und 17 Abs. 3 lit. b DSGVO, damit niemand wieder angeschrieben wird. Nur die Adresse bleibt.",
      "Usual: Art. 6(1)(f) with Art. 21(3) and 17(3)(b) GDPR, so that nobody is mailed again. The address alone stays.",
    ),
    rule: "UNS-17",
  },
  blacklist: {
    title: w("Blacklist", "Blacklist"),
    question: w(
      "Wen sperren Sie von sich aus, auf welchem Grund, und wann sehen Sie nach?",
      "Whom do you block on your own, on which ground, and when do you look again?",
    ),
    help: w(
      "Sperren, die niemand verlangt hat, brauchen ein eigenes Interesse und ein Ende.",
      "Blocks that nobody asked for need an interest of your own and an end.",
    ),
    rule: "UNS-24",
  },
  existing_customers: {
    title: w("E-Mails an Bestandskunden", "Mails to existing customers"),
    question: w(
      "Warum sind die Voraussetzungen von § 7 Abs. 3 UWG erfüllt, und was ist „ähnlich“?",
      "Why are the conditions of § 7(3) UWG met, and what is “similar”?",
    ),
    help: w(
      "Verkauf, eigene ähnliche Angebote, kein Widerspruch, Hinweis bei der Erhebung und in jeder E-Mail: alle vier zugleich.",
      "Sale, own similar offers, no objection, notice at collection and in each mail: all four at once.",
    ),
    rule: "LEG-04",
  },
  tying: {
    title: w("Kopplung", "Consent tied to a service"),
    question: w(
      "Hängt eine Leistung an der Einwilligung, und warum ist sie trotzdem freiwillig (Art. 7 Abs. 4 DSGVO)?",
      "Does a service depend on consent, and why is it voluntary all the same (Art. 7(4) GDPR)?",
    ),
    help: w(
      "Gewinnspiele, Downloads, Rabatte gegen Anmeldung. Gibt es nichts davon, ist auch das ein Ergebnis.",
      "Prize draws, downloads, discounts for a sign-up. If you offer none of these, that is a result too.",
    ),
    rule: "CON-10",
  },
};

export const isTopic = (topic: string): topic is AssessmentTopic =>
  (assessmentTopics as readonly string[]).includes(topic);
