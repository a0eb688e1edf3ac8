import type { Check, CheckContext, CheckOutcome } from "../platform/index.ts";
import type { SettingsProblem } from "./account.ts";
import { getAccount } from "./accounts.store.ts";
import { imprintProblems } from "./imprint.ts";
import {
  checkImprintPage,
  checkNotice,
  checkNoticeOnMeasuring,
  checkStatement,
  nameOf,
} from "./notice-checks.ts";
import { listMembers } from "./operators.store.ts";
import { permissionsOf } from "./permissions.ts";
import { processingProblems } from "./set-up.ts";

/** The entries of the checklist that concern the account itself. */
export const accountChecks = (): Check[] => [
  {
    id: "CHK-01",
    rules: ["CNT-04"],
    blocking: true,
    label: {
      de: "Verantwortlicher und Impressum vollständig (§ 5 DDG)",
      en: "Controller and imprint complete (§ 5 DDG)",
    },
    run: async ({ tx }) =>
      fromProblems(imprintProblems(await getAccount(tx)), {
        de: "Das Impressum ist vollständig.",
        en: "The imprint is complete.",
      }),
  },
  {
    id: "CHK-01",
    rules: ["CNT-04"],
    blocking: true,
    label: { de: "Impressum im Netz erreichbar", en: "Imprint page reachable" },
    run: checkImprintPage,
  },
  {
    id: "CHK-03",
    rules: ["CNT-05", "DSR-01"],
    blocking: true,
    label: { de: "Datenschutzerklärung erreichbar", en: "Privacy notice reachable" },
    run: checkNotice,
  },
  {
    id: "CHK-04",
    rules: ["TRK-01", "TRK-05"],
    blocking: true,
    label: {
      de: "Datenschutzerklärung beschreibt Zählpixel und Linkmessung",
      en: "Privacy notice describes measuring pixel and link measuring",
    },
    run: checkNoticeOnMeasuring,
  },
  {
    id: "CHK-06",
    rules: ["ORG-06"],
    blocking: true,
    label: {
      de: "AVV akzeptiert oder Eigenbetrieb erklärt",
      en: "Processor contract accepted or own operation declared",
    },
    async run({ tx }) {
      const account = await getAccount(tx);
      const open = processingProblems(account).filter((each) => each.rule === "ORG-06");
      const outcome = fromProblems(open, {
        de: "Der Betrieb ist geklärt und mit Person und Zeit festgehalten.",
        en: "The operation is settled and recorded with person and time.",
      });
      const { operation } = account.processing;
      if (outcome.status !== "passed" || operation?.kind !== "processor") return outcome;
      const { provider, version, contractDate, subprocessors = [] } = operation;
      // Asked anew when the provider, the contract or who works for the provider changes.
      const parties = nameOf([provider, subprocessors]);
      return {
        ...outcome,
        asks: [
          {
            key: `contract ${contractDate} ${parties} ${version}`.slice(0, 120),
            text: {
              de: `Der Vertrag zur Auftragsverarbeitung mit ${provider} (Fassung ${version}) liegt unterschrieben vor${subprocessors.length > 0 ? ` und nennt alle Unterauftragnehmer (${subprocessors.map(({ name }) => name).join(", ")})` : ""}.`,
              en: `The processor contract with ${provider} (version ${version}) lies before us, signed${subprocessors.length > 0 ? `, and names all sub-processors (${subprocessors.map(({ name }) => name).join(", ")})` : ""}.`,
            },
          },
        ],
      };
    },
  },
  {
    id: "CHK-32",
    rules: ["A11Y-09"],
    blocking: false,
    label: {
      de: "Erklärung zur Barrierefreiheit oder Ausnahme",
      en: "Accessibility statement or exemption",
    },
    run: checkStatement,
  },
  {
    id: "CHK-27",
    rules: ["ORG-02", "ORG-03"],
    blocking: true,
    label: { de: "Rollen, MFA, Vier-Augen", en: "Roles, MFA, four eyes" },
    run: checkRoles,
  },
  {
    id: "CHK-28",
    rules: ["ORG-01", "ORG-06", "ORG-09"],
    blocking: true,
    label: {
      de: "TOM ausgefüllt, Speicherort EU, Unterauftragnehmer gelistet",
      en: "TOM filled in, storage in the EU, sub-processors listed",
    },
    run: checkPlace,
  },
];

/** Passed without problems; otherwise failed with the first three of them in words. */
function fromProblems(problems: SettingsProblem[], good: CheckOutcome["message"]): CheckOutcome {
  if (problems.length === 0) return { status: "passed", message: good };
  const first = problems.slice(0, 3);
  return {
    status: "failed",
    message: {
      de: first.map((each) => each.message.de).join(" "),
      en: first.map((each) => each.message.en).join(" "),
    },
    evidence: { fields: problems.map((each) => each.path) },
  };
}

async function checkRoles({ tx, accountId }: CheckContext): Promise<CheckOutcome> {
  const members = await listMembers(tx, accountId);
  const owners = members.filter((member) => member.roles.includes("owner")).length;
  if (owners === 0)
    return {
      status: "failed",
      message: { de: "Der Mandant hat keinen Inhaber.", en: "The account has no owner." },
    };
  const lacking = members.filter((member) => !member.hasSecondFactor);
  const evidence = { members: members.length, owners, withoutSecondFactor: lacking.length };
  const inCharge = lacking.filter(
    (member) => member.roles.includes("owner") || member.isAdministrator,
  );
  const count = (people: number, de: [string, string], en: [string, string]) => ({
    de: `${people} ${people === 1 ? de[0] : de[1]}`,
    en: `${people} ${people === 1 ? en[0] : en[1]}`,
  });
  if (inCharge.length > 0) {
    const who = count(
      inCharge.length,
      ["Person mit allen Rechten hat", "Personen mit allen Rechten haben"],
      ["person with all rights has", "people with all rights have"],
    );
    return {
      status: "failed",
      message: {
        de: `${who.de} noch keinen zweiten Faktor für die Anmeldung. Jede richtet ihn unter „Meine Angaben“ selbst ein.`,
        en: `${who.en} no second factor for signing in yet. Each sets it up under “My details”.`,
      },
      evidence,
    };
  }
  const approvers = members.filter((member) =>
    permissionsOf(member.roles, member.ownRoles).has("mailings.send"),
  ).length;
  const rest = count(
    lacking.length,
    [
      "Person richtet ihn bei der nächsten Anmeldung ein",
      "Personen richten ihn bei der nächsten Anmeldung ein",
    ],
    ["person sets one up with the next sign-in", "people set one up with the next sign-in"],
  );
  const eyes =
    approvers > 1
      ? {
          de: `${approvers} Personen können große Mailings freigeben.`,
          en: `${approvers} people can approve large mailings.`,
        }
      : {
          de: "Nur eine Person kann freigeben: Große Mailings verlangen die getippte Zahl der Empfänger und zehn Minuten Bedenkzeit.",
          en: "One person alone can approve: large mailings ask for the typed number of recipients and ten minutes to think again.",
        };
  return {
    status: "passed",
    message: {
      de: `Wer alle Rechte hat, meldet sich mit zweitem Faktor an${lacking.length > 0 ? `; ${rest.de}` : ""}. ${eyes.de}`,
      en: `Whoever has all rights signs in with a second factor${lacking.length > 0 ? `; ${rest.en}` : ""}. ${eyes.en}`,
    },
    evidence: { ...evidence, approvers },
  };
}

async function checkPlace({ tx }: CheckContext): Promise<CheckOutcome> {
  const account = await getAccount(tx);
  const open = processingProblems(account).filter((each) => each.rule === "ORG-09");
  if (open.length > 0) return fromProblems(open, { de: "", en: "" });
  return {
    status: "passed",
    message: {
      de: "Der Ort der Speicherung liegt im EWR.",
      en: "The place of storage lies in the EEA.",
    },
    evidence: {
      country: account.processing.place?.country ?? null,
      subprocessors: account.processing.operation?.subprocessors?.length ?? 0,
    },
  };
}
