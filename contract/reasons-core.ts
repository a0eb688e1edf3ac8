import type { ReasonText } from "./reason-text.ts";

/** Reasons of mails to lists of the core system. */
export const reasonsOfCoreLists = {
  core_basis_missing: {
    rule: "CRM-19",
    label: { de: "Rechtsgrundlage nicht geliefert", en: "Legal basis not delivered" },
    explanation: {
      de: "Das Kernsystem hat für diesen Datensatz weder eine Einwilligung noch § 7 Abs. 3 UWG genannt.",
      en: "The core system named neither a consent nor § 7(3) UWG for this record.",
    },
    unblocks: {
      de: "Die Rechtsgrundlage im Kernsystem klären und die Liste mit „Datensätze ändern“ nachliefern.",
      en: 'Settle the legal basis in the core system and deliver it with "Update records".',
    },
  },
  technical_duplicate: {
    rule: "CRM-09",
    label: { de: "Technische Dublette", en: "Technical duplicate" },
    explanation: {
      de: "Dieselbe Personennummer steht mehrmals in der Liste; die Person bekommt die E-Mail einmal.",
      en: "The same person number is in the list more than once; the person gets the mail once.",
    },
    unblocks: {
      de: "Nichts: Die E-Mail geht an den ersten Datensatz der Person.",
      en: "Nothing: the mail goes to the person's first record.",
    },
  },
} as const satisfies Record<string, ReasonText>;
