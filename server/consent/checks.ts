import { getAccount } from "../accounts/index.ts";
import type { Check } from "../platform/index.ts";
import { checkWording } from "./check-wording.ts";
import { ledgerCheck } from "./ledger-check.ts";
import { currentWording } from "./manage-wordings.ts";
import { countUnprovenPermissions } from "./profiling.store.ts";

/** The entries of the checklist that concern wordings and the permission to analyse. */
export function consentChecks(): Check[] {
  return [
    ledgerCheck,
    {
      id: "CHK-19",
      rules: ["CON-04", "CON-07"],
      blocking: true,
      label: {
        de: "Mindestens eine Liste mit freigegebenem Einwilligungstext",
        en: "At least one list with an approved consent wording",
      },
      async run({ tx }) {
        const { locale } = await getAccount(tx);
        const wording = await currentWording(tx, "newsletter", locale);
        if (!wording)
          return {
            status: "failed",
            message: {
              de: "Der Einwilligungstext für Newsletter ist nicht freigegeben. Lesen Sie ihn unter „Datenschutz, Wortlaute“ und geben Sie ihn frei.",
              en: "The consent wording for newsletters is not approved. Read it under “Data protection, Wordings” and approve it.",
            },
          };
        const findings = checkWording(wording.text, "newsletter", locale);
        const evidence = { wording: wording.publicId, version: wording.version };
        if (findings.length > 0)
          return {
            status: "failed",
            message: {
              de: findings.map((finding) => finding.message.de).join(" "),
              en: findings.map((finding) => finding.message.en).join(" "),
            },
            evidence,
          };
        return {
          status: "passed",
          message: {
            de: `Der Einwilligungstext ist freigegeben (Fassung ${wording.version}).`,
            en: `The consent wording is approved (version ${wording.version}).`,
          },
          evidence,
        };
      },
    },
    {
      id: "CHK-25",
      rules: ["TRK-04", "CON-23"],
      blocking: true,
      label: {
        de: "Altbestand: Nachweis je Einwilligung und Profiling",
        en: "Existing stock: proof for each consent and permission",
      },
      async run({ tx }) {
        const unproven = await countUnprovenPermissions(tx);
        const evidence = { permissionsWithoutProof: unproven };
        return unproven > 0
          ? {
              status: "failed",
              message: {
                de: `${unproven} Erlaubnisse zur Auswertung haben keinen Nachweis.`,
                en: `${unproven} permissions to analyse have no proof.`,
              },
              evidence,
            }
          : {
              status: "passed",
              message: {
                de: "Jede Erlaubnis zur Auswertung ist belegt.",
                en: "Every permission to analyse is proven.",
              },
              evidence,
            };
      },
    },
  ];
}
