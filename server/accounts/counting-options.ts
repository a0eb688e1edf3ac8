import type { AssessmentState, CountingLevel } from "../../contract/accounts.ts";
import type { Account } from "./account.ts";
import {
  assessmentCounts,
  assessmentState,
  assessorOf,
  type AssessorRole,
} from "./counting-assessment.ts";

interface Text {
  de: string;
  en: string;
}

/** The four ways to count people without permission (tracking.md), as the set-up offers them. */
const levels: readonly { level: CountingLevel; label: Text; description: Text }[] = [
  {
    level: "unique",
    label: { de: "Anonym und eindeutig zählen", en: "Count anonymously and uniquely" },
    description: {
      de: "In jeder E-Mail tragen die Messgrafik und jeder Link eine eigene Zufallszahl, die nirgends einer Person zugeordnet ist. Wer zweimal öffnet, zählt einmal. Nach 14 Tagen werden die Zahlen gelöscht. Weil jede E-Mail andere Zahlen enthält, gilt das als Zugriff auf das Endgerät (§ 25 TDDDG) und braucht eine dokumentierte Einschätzung.",
      en: "In each e-mail the measuring image and every link carry a random number of their own, which is attributed to nobody anywhere. Whoever opens twice counts once. After 14 days the numbers are deleted. Because each e-mail holds other numbers, this is regarded as access to the device (§ 25 TDDDG) and needs a recorded assessment.",
    },
  },
  {
    level: "shared",
    label: { de: "Anonyme Summen zählen", en: "Count anonymous totals" },
    description: {
      de: "Alle E-Mails eines Mailings enthalten dieselbe Messgrafik und dieselben Links. Gezählt werden nur Summen (brutto), ab einer Mindestzahl von Empfängern. Auch eine nicht personalisierte Messgrafik greift nach Ansicht mancher Aufsichtsbehörden auf das Endgerät zu (§ 25 TDDDG).",
      en: "All e-mails of a mailing contain the same measuring image and the same links. Only gross totals are counted, from a minimum number of recipients on. Some authorities hold that even a measuring image that is not personalised accesses the device (§ 25 TDDDG).",
    },
  },
  {
    level: "clicks_only",
    label: { de: "Nur Klicks anonym zählen", en: "Count clicks anonymously only" },
    description: {
      de: "Ohne Messgrafik. Klicks werden über gemeinsame Links als Summe gezählt, Öffnungen gar nicht.",
      en: "No measuring image. Clicks are counted as totals through shared links, opens not at all.",
    },
  },
  {
    level: "none",
    label: { de: "Nichts zählen", en: "Count nothing" },
    description: {
      de: "Wer der Auswertung nicht zugestimmt hat, erhält E-Mails ohne Messgrafik und mit den ursprünglichen Links. Es gibt keine Zahlen über diese Empfänger.",
      en: "Whoever has not agreed to measuring gets e-mails without a measuring image and with the original links. There are no figures about these recipients.",
    },
  },
];

/** The same, each with whether this account may choose it now. */
export function countingOptions(
  account: Pick<Account, "countingAssessment" | "privacy">,
  now: Date,
): {
  level: CountingLevel;
  available: boolean;
  label: Text;
  description: Text;
  reason: Text | null;
}[] {
  const state = assessmentState(account, now);
  return levels.map((option) => {
    const available = option.level !== "unique" || assessmentCounts(state);
    return { ...option, available, reason: available ? null : whyNot(state, assessorOf(account)) };
  });
}

function whyNot(state: AssessmentState, assessor: AssessorRole | null): Text {
  if (assessor === null)
    return {
      de: "Diese Stufe braucht eine dokumentierte Einschätzung. Geben Sie zuerst unter Datenschutz an, ob eine Datenschutzbeauftragte oder ein Datenschutzbeauftragter benannt ist.",
      en: "This level needs a recorded assessment. First say under data protection whether a data protection officer is appointed.",
    };
  const who =
    assessor === "dpo"
      ? { de: "der oder des Datenschutzbeauftragten", en: "the data protection officer" }
      : { de: "der Inhaberin oder des Inhabers", en: "the owner" };
  if (state === "overdue")
    return {
      de: `Die Einschätzung ist zur Wiedervorlage überfällig. Diese Stufe lässt sich erst nach einer neuen Einschätzung ${who.de} wählen.`,
      en: `The assessment is overdue for its next look. This level can be chosen after a new assessment by ${who.en}.`,
    };
  return {
    de: `Diese Stufe lässt sich wählen, sobald die Einschätzung ${who.de} dokumentiert ist.`,
    en: `This level can be chosen as soon as the assessment by ${who.en} is recorded.`,
  };
}
