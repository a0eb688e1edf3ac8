import type { SetupStep } from "../../contract/accounts.ts";
import { parseEmailAddress } from "../platform/index.ts";
import type { AccountSettings, SettingsProblem } from "./account.ts";
import { imprintProblems, isHttpsUrl } from "./imprint.ts";

const has = (text: string | undefined): boolean => (text ?? "").trim() !== "";
const problem = (path: string, rule: string, de: string, en: string): SettingsProblem => ({
  path,
  rule,
  message: { de, en },
});

/** EU members and the EEA states Iceland, Liechtenstein, Norway (ISO 3166-1), ORG-09. */
export const eeaCountries: readonly string[] =
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split(
    " ",
  );

/** T-18, in its numbered wording. Whoever sets up an account accepts it; the record names the version. */
export const responsibilityText = {
  version: "2026-11",
  text: {
    de: "Klarpost unterstützt Sie dabei, E-Mails rechtskonform zu versenden und auszuwerten. Es ersetzt keine Rechtsberatung: Prüfungen und Vorlagen beruhen auf dem Stand der Software und kennen Ihren Einzelfall nicht. Verantwortlich im Sinne der DSGVO bleiben Sie, für Einwilligungen, Inhalte, Empfängerkreise und die Wahl der Auswertung.",
    en: "Klarpost helps you to send and measure e-mails lawfully. It is no legal advice: its checks and texts reflect the state of the software and do not know your case. You remain the controller under the GDPR, for consents, contents, recipients and the way of measuring.",
  },
} as const;

/** Privacy notice and contact (DSR-01, ORG-17, CHK-05). A statement under § 38 BDSG stands in for an officer. */
export function privacyProblems({ privacy }: Pick<AccountSettings, "privacy">): SettingsProblem[] {
  const found: SettingsProblem[] = [];
  if (!isHttpsUrl(privacy.noticeUrl))
    found.push(
      problem(
        "privacy.noticeUrl",
        "CNT-05",
        "Bitte geben Sie die Adresse Ihrer Datenschutzerklärung an; sie beginnt mit https://.",
        "Please give the address of your privacy notice; it begins with https://.",
      ),
    );
  if (!parseEmailAddress(privacy.contactEmail ?? "").ok)
    found.push(
      problem(
        "privacy.contactEmail",
        "ORG-17",
        "Bitte geben Sie eine E-Mail-Adresse für Fragen zum Datenschutz an.",
        "Please give an e-mail address for questions about data protection.",
      ),
    );
  const dpo = privacy.dpo;
  if (!dpo)
    found.push(
      problem(
        "privacy.dpo",
        "ORG-17",
        "Bitte benennen Sie die oder den Datenschutzbeauftragten, oder erklären Sie, dass keine Benennungspflicht besteht.",
        "Please name the data protection officer, or state that none has to be appointed.",
      ),
    );
  else if (dpo.appointed) {
    if (!has(dpo.name))
      found.push(
        problem(
          "privacy.dpo.name",
          "ORG-17",
          "Bitte geben Sie den Namen an.",
          "Please give the name.",
        ),
      );
    if (!parseEmailAddress(dpo.email).ok)
      found.push(
        problem(
          "privacy.dpo.email",
          "ORG-17",
          "Bitte geben Sie eine gültige E-Mail-Adresse an.",
          "Please give a valid e-mail address.",
        ),
      );
  } else {
    if (!has(dpo.reason))
      found.push(
        problem(
          "privacy.dpo.reason",
          "ORG-17",
          "Bitte begründen Sie kurz, warum keine Benennungspflicht besteht.",
          "Please say briefly why nobody has to be appointed.",
        ),
      );
    if (!dpo.fewerThan20)
      found.push(
        problem(
          "privacy.dpo.fewerThan20",
          "ORG-17",
          "Ab 20 Personen, die ständig automatisiert personenbezogene Daten verarbeiten, ist eine Benennung Pflicht (§ 38 Abs. 1 BDSG).",
          "From 20 persons who constantly process personal data by automated means, an appointment is mandatory (§ 38(1) BDSG).",
        ),
      );
    if (!dpo.noSpecialProcessing)
      found.push(
        problem(
          "privacy.dpo.noSpecialProcessing",
          "ORG-17",
          "Bei Verarbeitungen, die eine Datenschutz-Folgenabschätzung brauchen, oder bei umfangreicher Beobachtung ist eine Benennung Pflicht (Art. 37 DSGVO, § 38 BDSG).",
          "Processing that needs an impact assessment, or large-scale monitoring, makes an appointment mandatory (Art. 37 GDPR, § 38 BDSG).",
        ),
      );
  }
  return found;
}

/** Processor contract or own operation (ORG-06), and the place of storage (ORG-09). */
export function processingProblems({
  processing,
}: Pick<AccountSettings, "processing">): SettingsProblem[] {
  const found: SettingsProblem[] = [];
  const missing = (path: string, rule: string, de: string, en: string) =>
    found.push(problem(path, rule, de, en));
  const operation = processing.operation;
  if (!operation)
    missing(
      "processing.operation",
      "ORG-06",
      "Bitte erfassen Sie den Auftragsverarbeitungsvertrag, oder erklären Sie den Eigenbetrieb.",
      "Please record the processor contract, or declare your own operation.",
    );
  else {
    if (!has(operation.signer))
      missing(
        "processing.operation.signer",
        "ORG-06",
        "Bitte nennen Sie, wer unterzeichnet hat.",
        "Please name who signed.",
      );
    if (operation.kind === "processor") {
      if (!has(operation.provider))
        missing(
          "processing.operation.provider",
          "ORG-06",
          "Bitte nennen Sie den Auftragsverarbeiter.",
          "Please name the processor.",
        );
      if (!has(operation.contractDate))
        missing(
          "processing.operation.contractDate",
          "ORG-06",
          "Bitte geben Sie das Datum des Vertrags an.",
          "Please give the date of the contract.",
        );
      if (!has(operation.version))
        missing(
          "processing.operation.version",
          "ORG-06",
          "Bitte geben Sie die Fassung des Vertrags an.",
          "Please give the version of the contract.",
        );
    }
    for (const [index, sub] of (operation.subprocessors ?? []).entries()) {
      const path = `processing.operation.subprocessors.${index}`;
      if (!has(sub.name) || !has(sub.purpose))
        missing(
          path,
          "ORG-06",
          "Bitte nennen Sie Namen und Zweck des Unterauftragnehmers.",
          "Please give the sub-processor's name and purpose.",
        );
      if (!eeaCountries.includes(sub.country))
        missing(
          `${path}.country`,
          "ORG-09",
          "Dieser Staat liegt außerhalb von EU und EWR. Dafür ist eine dokumentierte Übermittlungsgrundlage nötig, die Klarpost noch nicht führt.",
          "This state lies outside the EU and EEA. It needs a recorded basis for the transfer, which Klarpost does not keep yet.",
        );
    }
  }
  if (!eeaCountries.includes(processing.place?.country ?? ""))
    missing(
      "processing.place.country",
      "ORG-09",
      "Bitte nennen Sie den Speicherort; er liegt in der EU oder im EWR.",
      "Please name the place of storage; it lies in the EU or EEA.",
    );
  if (!has(processing.place?.dataCentre))
    missing(
      "processing.place.dataCentre",
      "ORG-09",
      "Bitte nennen Sie das Rechenzentrum oder die eigenen Räume.",
      "Please name the data centre or your own premises.",
    );
  return found;
}

/** The steps of the set-up that belong to the account itself, each with what is still open. Pure. */
export function setupProgress(account: AccountSettings): SetupStep[] {
  const step = (id: string, de: string, en: string, problems: SettingsProblem[]): SetupStep => ({
    id,
    label: { de, en },
    done: problems.length === 0,
    problems,
  });
  const accepted = account.responsibility?.version === responsibilityText.version;
  return [
    step(
      "imprint",
      "Name, Rechtsform und Impressum",
      "Name, legal form and imprint",
      imprintProblems(account),
    ),
    step("privacy", "Datenschutz", "Data protection", privacyProblems(account)),
    step(
      "processing",
      "Betrieb und Speicherort",
      "Operation and place of storage",
      processingProblems(account),
    ),
    step(
      "responsibility",
      "Verantwortung",
      "Responsibility",
      accepted
        ? []
        : [
            problem(
              "responsibility",
              "ORG-06",
              "Bitte bestätigen Sie den Hinweis zur Verantwortung.",
              "Please accept the note on responsibility.",
            ),
          ],
    ),
    step(
      "counting",
      "Zählung ohne Zustimmung",
      "Counting without permission",
      account.countingChoice
        ? []
        : [
            problem(
              "counting",
              "TRK-07",
              "Bitte wählen Sie, wie Menschen ohne Zustimmung gezählt werden. Bis dahin wird nichts gezählt.",
              "Please choose how people without permission are counted. Until then nothing is counted.",
            ),
          ],
    ),
  ];
}
