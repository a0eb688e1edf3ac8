import type { LookUp } from "../platform/index.ts";
import { evaluateDmarc } from "./authentication.ts";
import { finding, textsOf, type Finding } from "./findings.ts";

/** What has to be aligned with the From domain. */
export interface Identifiers {
  /** d= of all keys that sign. */
  signingDomains: readonly string[];
  /** Domain of the envelope sender; null: the relay sets its own. */
  envelopeDomain: string | null;
}

/**
 * DMARC: a policy at the domain or above it, with an address for reports, and From aligned with every signature and
 * with the envelope sender (SND-01, RFC 9989).
 */
export async function examineDmarc(
  domain: string,
  lookUp: LookUp,
  identifiers: Identifiers = { signingDomains: [domain], envelopeDomain: domain },
): Promise<Finding> {
  const [signing = domain, ...others] = identifiers.signingDomains;
  const check = (dkim: string | null, spf: string | null) =>
    evaluateDmarc(lookUp, {
      from: domain,
      dkimDomains: dkim === null ? [] : [dkim],
      spfDomains: spf === null ? [] : [spf],
    });
  const verdict = await check(signing, identifiers.envelopeDomain);
  if (verdict.record === null) return whyNone(domain, lookUp);
  const { record, recordDomain } = verdict;
  if (!/;\s*p\s*=\s*(none|quarantine|reject)\s*(;|$)/i.test(record))
    return finding(
      "failed",
      "Der DMARC-Eintrag nennt keine gültige Regel („p=none“, „p=quarantine“ oder „p=reject“).",
      "The DMARC record names no valid policy (“p=none”, “p=quarantine” or “p=reject”).",
      record,
    );
  if (!/;\s*rua\s*=\s*mailto:[^;@\s]+@[^;\s]+/i.test(record))
    return finding(
      "failed",
      "Der DMARC-Eintrag nennt keine Adresse für Berichte („rua=mailto:…“).",
      "The DMARC record names no address for reports (“rua=mailto:…”).",
      record,
    );
  for (const one of [signing, ...others])
    if (one !== signing ? !(await check(one, null)).dkim.aligned : !verdict.dkim.aligned)
      return finding(
        "failed",
        `Die Unterschrift mit ${one} passt für DMARC nicht zum Absender ${domain}. ${verdict.dkim.strict ? "Entfernen Sie „adkim=s“, oder unterschreiben Sie mit der Domain selbst." : "Beide müssen zur selben Hauptdomain gehören."}`,
        `For DMARC the signature with ${one} does not align with the sender ${domain}. ${verdict.dkim.strict ? "Remove “adkim=s”, or sign with the domain itself." : "Both have to belong to the same organisational domain."}`,
        record,
      );
  const where = recordDomain !== null && recordDomain !== domain ? recordDomain : null;
  const above = where
    ? { de: ` Er steht bei ${where}.`, en: ` It stands at ${where}.` }
    : { de: "", en: "" };
  if (identifiers.envelopeDomain !== null && !verdict.spf.aligned)
    return finding(
      "passed",
      `Der DMARC-Eintrag ist gültig, und DKIM stimmt überein.${above.de} SPF stimmt wegen „aspf=s“ nicht überein; das ist erlaubt, aber ohne Reserve.`,
      `The DMARC record is valid and DKIM aligns.${above.en} Because of “aspf=s” SPF does not; that is allowed, but leaves no reserve.`,
      record,
    );
  if (verdict.testMode)
    return finding(
      "passed",
      `Der DMARC-Eintrag ist gültig.${above.de} „t=y“ schwächt die Regel noch um eine Stufe ab.`,
      `The DMARC record is valid.${above.en} “t=y” still weakens the policy by one step.`,
      record,
    );
  if (verdict.policy === "none")
    return finding(
      "passed",
      `Der DMARC-Eintrag ist gültig.${above.de} Er beobachtet nur („p=none“). Wenn die Berichte einige Wochen lang keine eigenen Fehler zeigen, wechseln Sie zu „p=quarantine“.`,
      `The DMARC record is valid.${above.en} It only watches (“p=none”). Once reports show no failures of your own for some weeks, change to “p=quarantine”.`,
      record,
    );
  return finding(
    "passed",
    `Der DMARC-Eintrag ist gültig, und alle Unterschriften passen zum Absender.${above.de}`,
    `The DMARC record is valid, and all signatures align with the sender.${above.en}`,
    record,
  );
}

async function whyNone(domain: string, lookUp: LookUp): Promise<Finding> {
  const own = (await textsOf(lookUp, `_dmarc.${domain}`)).filter((text) =>
    /^v\s*=\s*DMARC1/i.test(text),
  );
  if (own.length > 1)
    return finding(
      "failed",
      "Es gibt mehrere DMARC-Einträge; damit gilt keiner. Löschen Sie alle bis auf einen.",
      "There are several DMARC records, so none counts. Delete all but one.",
      own.join(" | "),
    );
  if (own.length === 1)
    return finding(
      "failed",
      "Der DMARC-Eintrag ist fehlerhaft. Er beginnt mit „v=DMARC1;“, nennt eine Regel („p=…“) und eine Adresse für Berichte („rua=mailto:…“), jede Angabe höchstens einmal.",
      "The DMARC record is broken. It begins with “v=DMARC1;” and names a policy (“p=…”) and an address for reports (“rua=mailto:…”), each tag at most once.",
      own[0],
    );
  return finding(
    "failed",
    "Es gibt keinen DMARC-Eintrag. Beginnen Sie mit „p=none“ und einer Adresse für Berichte.",
    "There is no DMARC record. Begin with “p=none” and an address for reports.",
  );
}

/**
 * The record by which the domain of a report address agrees to take the reports of another domain (RFC 9990, 4).
 * Without it receivers send none.
 */
export async function examineReportConsent(name: string, lookUp: LookUp): Promise<Finding> {
  const found = (await textsOf(lookUp, name)).find((text) => /^v\s*=\s*DMARC1\s*(;|$)/i.test(text));
  return found !== undefined
    ? finding(
        "passed",
        "Klarpost darf die Berichte über Ihre Domain annehmen.",
        "Klarpost may take the reports about your domain.",
        found,
      )
    : finding(
        "failed",
        "Diesen Eintrag setzt, wer Klarpost betreibt, im DNS der Empfangsdomain. Ohne ihn schicken viele Anbieter keine Berichte.",
        "Whoever runs Klarpost sets this record in the DNS of the receiving domain. Without it many providers send no reports.",
      );
}
