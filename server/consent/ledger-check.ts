import type { Check } from "../platform/index.ts";
import { findingTexts, type FindingCode } from "./ledger-findings.ts";
import { lastVerdict } from "./ledger-verify.store.ts";

/** The ledger's part of "proof for each consent": what was altered proves nothing (CON-06). */
export const ledgerCheck: Check = {
  id: "CHK-25",
  rules: ["CON-06"],
  blocking: true,
  label: {
    de: "Das Nachweisbuch ist unverändert",
    en: "The ledger is unaltered",
  },
  async run({ tx }) {
    const verdict = await lastVerdict(tx);
    if (!verdict)
      return {
        status: "not_applicable",
        message: {
          de: "Das Nachweisbuch ist noch leer.",
          en: "The ledger is still empty.",
        },
      };
    const evidence = { verification: verdict.publicId, entries: verdict.entries };
    if (verdict.ok === true)
      return {
        status: "passed",
        message: {
          de: `Das Nachweisbuch ist unverändert (${verdict.entries} Einträge geprüft).`,
          en: `The ledger is unaltered (${verdict.entries} entries verified).`,
        },
        evidence,
      };
    const found = findingTexts[verdict.findings[0]?.code as FindingCode];
    return {
      status: "failed",
      message: {
        de: `Das Nachweisbuch wurde verändert: ${found?.de ?? ""} Verständigen Sie die Person, die Klarpost bei Ihnen betreibt, und heben Sie eine Kopie der Datenbank auf.`,
        en: `The ledger was altered: ${found?.en ?? ""} Tell the person who runs Klarpost for you, and keep a copy of the database.`,
      },
      evidence,
    };
  },
};
