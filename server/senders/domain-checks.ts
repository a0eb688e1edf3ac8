import type { DomainRecord } from "../../contract/domains.ts";
import type { Check, CheckContext, CheckOutcome, Keys } from "../platform/index.ts";
import { evaluateDmarc } from "./authentication.ts";
import { check, noSender, outcome } from "./check-outcomes.ts";
import { planDomain } from "./check-domain.ts";
import { checkPostmaster } from "./check-postmaster.ts";
import { checkHost } from "./check-sending-host.ts";
import { examineDomain, type DomainPart } from "./domain-records.ts";
import { listSendingDomains } from "./domains.store.ts";
import { lookAtSelfTests, type SelfTest, type SelfTestMail } from "./self-test.ts";
import type { SendingWay } from "./sending-ways.ts";

export interface SenderCheckOptions {
  keys?: Keys;
  inboundDomain?: string | null;
  /** A mailing as it would leave now, signed; to look at its signature and headers. */
  selfTestMail?: SelfTestMail;
  /** Speaks to the ways out up to TLS; empty when there are none. */
  probeWays?: (context: CheckContext) => Promise<{ host: string; tls: boolean }[]>;
  /** The account's ways out. */
  sendingWays?: (tx: CheckContext["tx"]) => Promise<SendingWay[]>;
}

/** The entries of the checklist about domains, signatures and the sending server. */
export function domainChecks(options: SenderCheckOptions): Check[] {
  return [
    check(
      "CHK-09",
      ["SND-01"],
      "SPF gültig (höchstens 10 Abfragen)",
      "SPF valid (at most 10 lookups)",
      (context) => checkRecords(context, options, ["spf", "bounce"], ["spf", "bounce_spf"]),
    ),
    check(
      "CHK-10",
      ["SND-01"],
      "DKIM veröffentlicht, Signatur prüft",
      "DKIM published, signature verifies",
      (context) => checkDkim(context, options),
    ),
    check(
      "CHK-11",
      ["SND-01"],
      "DMARC vorhanden, Berichtsadresse, Übereinstimmung",
      "DMARC present, report address, alignment",
      (context) => checkDmarc(context, options),
    ),
    check(
      "CHK-12",
      ["UNS-01"],
      "Ein-Klick-Header vorhanden und DKIM-signiert",
      "One-click headers present and DKIM-signed",
      (context) => checkOneClick(context, options),
    ),
    check(
      "CHK-15",
      ["SND-03"],
      "Reverse-DNS, HELO und Host-Impressum",
      "Reverse DNS, HELO and host imprint",
      async (context) => checkHost(context, (await options.sendingWays?.(context.tx)) ?? []),
    ),
    check("CHK-16", ["SND-04"], "TLS ausgehend", "TLS outgoing", (context) =>
      checkTls(context, options),
    ),
    check(
      "CHK-18",
      ["SND-07"],
      "Postmaster-Werkzeuge und Beschwerdemeldungen eingerichtet",
      "Postmaster tools and complaint feedback set up",
      checkPostmaster,
      false,
    ),
  ];
}

/** The worst finding over all domains that send. */
async function checkRecords(
  context: CheckContext,
  options: SenderCheckOptions,
  parts: readonly DomainPart[],
  kinds: readonly DomainRecord["kind"][],
): Promise<CheckOutcome> {
  const domains = await listSendingDomains(context.tx);
  if (domains.length === 0) return noSender;
  const found: (DomainRecord & { domain: string })[] = [];
  for (const domain of domains) {
    const plan = await planDomain(context.tx, options, context.accountId, domain);
    const records = await examineDomain(plan, context, parts);
    for (const record of records)
      if (record.required && kinds.includes(record.kind)) found.push({ ...record, domain });
  }
  const worst =
    found.find((record) => record.status === "failed") ??
    found.find((record) => record.status === "not_checked") ??
    found[0];
  if (!worst)
    return outcome("failed", "Es gibt keinen Signaturschlüssel.", "There is no signing key.");
  const next =
    worst.status === "failed"
      ? {
          de: " Die Einträge zum Übernehmen stehen unter Einstellungen › Versanddomains.",
          en: " The records to copy stand under Settings › Sending domains.",
        }
      : { de: "", en: "" };
  return {
    status: worst.status,
    message: {
      de: `${worst.domain}: ${worst.message.de}${next.de}`,
      en: `${worst.domain}: ${worst.message.en}${next.en}`,
    },
    evidence: { domain: worst.domain, name: worst.name, found: worst.found },
  };
}

async function checkDkim(
  context: CheckContext,
  options: SenderCheckOptions,
): Promise<CheckOutcome> {
  const published = await checkRecords(context, options, ["dkim"], ["dkim"]);
  if (published.status !== "passed") return published;
  const tests = await lookAtSelfTests(context, options.selfTestMail);
  for (const test of tests) {
    const bad = test.signatures.find((one) => one.result !== "pass");
    if (test.signatures.length === 0 || bad)
      return outcome(
        "failed",
        `${test.domain}: Die Signatur einer Probemail stimmt nicht mit dem veröffentlichten Schlüssel überein. Prüfen Sie unter Einstellungen › Versanddomains, ob der Wert vollständig übernommen ist.`,
        `${test.domain}: The signature of a test mail does not match the published key. See under Settings › Sending domains whether the value was copied completely.`,
        { domain: test.domain, selector: bad?.selector, comment: bad?.comment },
      );
  }
  return (await notTried(context, tests)) ?? published;
}

async function checkDmarc(
  context: CheckContext,
  options: SenderCheckOptions,
): Promise<CheckOutcome> {
  const published = await checkRecords(context, options, ["dmarc"], ["dmarc"]);
  if (published.status !== "passed" || !context.lookUp) return published;
  const tests = await lookAtSelfTests(context, options.selfTestMail);
  for (const test of tests) {
    const verdict = await evaluateDmarc(context.lookUp, {
      from: test.from,
      dkimDomains: test.signatures.filter((one) => one.result === "pass").map((one) => one.domain),
      spfDomains: [],
    });
    if (!verdict.dkim.aligned)
      return outcome(
        "failed",
        `${test.domain}: Eine Probemail besteht DMARC nicht; keine gültige Signatur passt zum Absender ${test.from}.`,
        `${test.domain}: A test mail does not pass DMARC; no valid signature aligns with the sender ${test.from}.`,
        { domain: test.domain, signatures: test.signatures.map((one) => one.domain) },
      );
  }
  return (await notTried(context, tests)) ?? published;
}

/** What is published is half of it: a domain without a test mail was not tried, and is not green. */
async function notTried(
  context: CheckContext,
  tests: readonly SelfTest[],
): Promise<CheckOutcome | undefined> {
  const tried = new Set(tests.map((test) => test.domain));
  const domain = (await listSendingDomains(context.tx)).find((one) => !tried.has(one));
  if (domain === undefined) return undefined;
  return outcome(
    "not_checked",
    `${domain}: Dafür wird eine Probemail gebraucht; es konnte keine erstellt und geprüft werden.`,
    `${domain}: This needs a test mail; none could be made and verified.`,
    { domain },
  );
}

/** Fields that a signature has to cover, so that nobody can add or change them (RFC 8058, 4; SND-06). */
const ONE_CLICK = ["list-unsubscribe", "list-unsubscribe-post"];
const COVERED = ["from", "to", "subject", "date", "message-id", "feedback-id"];

async function checkOneClick(
  context: CheckContext,
  options: SenderCheckOptions,
): Promise<CheckOutcome> {
  const tests = await lookAtSelfTests(context, options.selfTestMail);
  if (tests.length === 0)
    return outcome(
      "not_checked",
      "Dafür wird eine Probemail gebraucht; es konnte keine erstellt und geprüft werden.",
      "This needs a test mail; none could be made and verified.",
    );
  for (const test of tests) {
    // The lines that were signed, not the names: a signature may also cover that a header is absent.
    const passing = test.signatures.filter((one) => one.result === "pass");
    const wanted = [...ONE_CLICK, ...COVERED.filter((name) => test.headers.includes(name))];
    const lacking = wanted.filter((name) => !passing.some((one) => one.signed.includes(name)));
    if (lacking.length > 0)
      return outcome(
        "failed",
        `${test.domain}: Nicht signiert oder nicht vorhanden: ${lacking.join(", ")}.`,
        `${test.domain}: Not signed or not present: ${lacking.join(", ")}.`,
        { domain: test.domain, lacking },
      );
  }
  const untried = await notTried(context, tests);
  if (untried) return untried;
  return outcome(
    "passed",
    "Die Ein-Klick-Header stehen in der Mail und sind signiert.",
    "The one-click headers stand in the mail and are signed.",
    { signed: tests[0]?.signatures[0]?.names },
  );
}

async function checkTls(
  context: CheckContext,
  { probeWays }: SenderCheckOptions,
): Promise<CheckOutcome> {
  try {
    const found = (await probeWays?.(context)) ?? [];
    const open = found.find((one) => !one.tls);
    if (open)
      return outcome(
        "failed",
        `${open.host} bietet kein TLS an. Mails gingen im Klartext hinaus. Wählen Sie beim Versandweg „TLS verlangen“ oder einen anderen Server.`,
        `${open.host} offers no TLS. Mails would leave in clear. Choose “Require TLS” for this way out, or another server.`,
        open,
      );
    if (found.length > 0) {
      const hosts = found.map((one) => one.host).join(", ");
      return outcome("passed", `${hosts}: verschlüsselt.`, `${hosts}: encrypted.`, { hosts });
    }
  } catch {
    // Said below.
  }
  return outcome(
    "not_checked",
    "Der Versandweg ließ sich von hier aus nicht prüfen.",
    "The way to send could not be tested from here.",
  );
}
