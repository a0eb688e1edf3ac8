import { dkimVerify } from "mailauth";
import { getAccount } from "../accounts/index.ts";
import type { DomainRecord } from "../../contract/senders.ts";
import type { Check, CheckContext, CheckOutcome, LookUp } from "../platform/index.ts";
import { examineDomain } from "./domain-records.ts";
import { addressIsConfirmed, replyToIsConfirmed } from "./facts.ts";
import { judge } from "./sender.ts";
import { listActiveKeys } from "./dkim-keys.store.ts";
import { listSenders } from "./senders.store.ts";

export interface SenderCheckOptions {
  /** A mailing as it would leave now, signed; to look at its signature and headers. */
  selfTestMail?: (context: CheckContext) => Promise<Buffer | null>;
  /** Speaks to the relay up to TLS; null when there is none. */
  probeRelay?: () => Promise<{ host: string; tls: string | null } | null>;
  /** Mail leaves through a provider's relay, whose host names are not ours. */
  hasRelay?: boolean;
}

type Words = { de: string; en: string };
const outcome = (
  status: CheckOutcome["status"],
  de: string,
  en: string,
  evidence?: Record<string, unknown>,
): CheckOutcome => ({
  status,
  message: { de, en } satisfies Words,
  ...(evidence ? { evidence } : {}),
});

const noSender = outcome(
  "failed",
  "Es gibt noch keinen Absender. Legen Sie einen an.",
  "There is no sender yet. Create one.",
);

/** The entries of the checklist about senders, their addresses and domains. */
export function senderChecks(options: SenderCheckOptions = {}): Check[] {
  return [
    check(
      "CHK-05",
      ["ORG-17"],
      "Datenschutzkontakt/DSB hinterlegt",
      "Privacy contact on file",
      checkContact,
    ),
    check(
      "CHK-07",
      ["CNT-01", "CNT-02"],
      "Absendername verständlich, kein no-reply",
      "Sender name clear, no no-reply",
      checkNames,
    ),
    check(
      "CHK-08",
      ["CNT-03"],
      "Antwortadresse wird gelesen",
      "Reply address is read",
      checkReplies,
    ),
    check(
      "CHK-09",
      ["SND-01"],
      "SPF gültig (höchstens 10 Abfragen)",
      "SPF valid (at most 10 lookups)",
      (context) => checkRecords(context, "spf"),
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
      (context) => checkRecords(context, "dmarc"),
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
      async () => checkHost(options),
    ),
    check("CHK-16", ["SND-04"], "TLS ausgehend", "TLS outgoing", () => checkTls(options)),
  ];
}

function check(id: string, rules: string[], de: string, en: string, run: Check["run"]): Check {
  return { id, rules, blocking: true, label: { de, en }, run };
}

async function checkContact({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const { privacy } = await getAccount(tx);
  if (!privacy.contactEmail)
    return outcome(
      "failed",
      "Nennen Sie eine Adresse für Fragen zum Datenschutz.",
      "Name an address for questions about data protection.",
    );
  if (!privacy.dpo)
    return outcome(
      "failed",
      "Benennen Sie die oder den Datenschutzbeauftragten, oder erklären Sie, dass keine Benennungspflicht besteht.",
      "Name the data protection officer, or state that none has to be appointed.",
    );
  if (await addressIsConfirmed(tx, "privacy_contact", privacy.contactEmail, clock.now()))
    return outcome(
      "passed",
      "Der Datenschutzkontakt ist bestätigt.",
      "The privacy contact is confirmed.",
    );
  return outcome(
    "failed",
    "Die Adresse für Fragen zum Datenschutz ist noch nicht über den zugesandten Link bestätigt.",
    "The address for questions about data protection is not confirmed by the mailed link yet.",
  );
}

async function checkNames({ tx }: CheckContext): Promise<CheckOutcome> {
  const account = await getAccount(tx);
  const senders = await listSenders(tx);
  if (senders.length === 0) return noSender;
  for (const sender of senders) {
    const { problems, warnings } = judge(sender, account.name);
    const open = sender.warningsAcknowledgedAt === null ? warnings : [];
    const [first] = [...problems, ...open];
    if (first)
      return {
        status: "failed",
        message: first.message,
        evidence: { sender: sender.publicId, rule: first.rule },
      };
  }
  return outcome(
    "passed",
    "Alle Absender sind verständlich und erreichbar.",
    "All senders are clear and can be reached.",
  );
}

async function checkReplies({ tx, clock }: CheckContext): Promise<CheckOutcome> {
  const senders = await listSenders(tx);
  if (senders.length === 0) return noSender;
  for (const sender of senders)
    if (!(await replyToIsConfirmed(tx, sender, clock.now())))
      return outcome(
        "failed",
        "Mindestens eine Antwortadresse ist nicht oder vor mehr als 180 Tagen bestätigt. Öffnen Sie den zugesandten Link, oder lassen Sie ihn neu senden.",
        "At least one reply address is not confirmed, or was more than 180 days ago. Open the mailed link, or have it sent again.",
        { sender: sender.publicId },
      );
  return outcome(
    "passed",
    "Alle Antwortadressen sind bestätigt.",
    "All reply addresses are confirmed.",
  );
}

/** The worst finding over all domains that send. */
async function checkRecords(
  { tx, lookUp }: CheckContext,
  kind: DomainRecord["kind"],
): Promise<CheckOutcome> {
  const domains = [...new Set((await listSenders(tx)).map((sender) => sender.domain))];
  if (domains.length === 0) return noSender;
  const found: (DomainRecord & { domain: string })[] = [];
  for (const domain of domains)
    for (const record of await examineDomain(domain, await listActiveKeys(tx, domain), lookUp))
      if (record.kind === kind) found.push({ ...record, domain });
  const worst =
    found.find((record) => record.status === "failed") ??
    found.find((record) => record.status === "not_checked") ??
    found[0];
  if (!worst)
    return outcome("failed", "Es gibt keinen Signaturschlüssel.", "There is no signing key.");
  return {
    status: worst.status,
    message: {
      de: `${worst.domain}: ${worst.message.de}`,
      en: `${worst.domain}: ${worst.message.en}`,
    },
    evidence: { domain: worst.domain, name: worst.name, found: worst.found },
  };
}

async function checkDkim(
  context: CheckContext,
  options: SenderCheckOptions,
): Promise<CheckOutcome> {
  const published = await checkRecords(context, "dkim");
  if (published.status !== "passed" || !options.selfTestMail) return published;
  const verified = await verifySelfTest(context, options);
  return verified === null || verified.passes
    ? published
    : outcome(
        "failed",
        "Die Signatur einer Probemail stimmt nicht mit dem veröffentlichten Schlüssel überein.",
        "The signature of a test mail does not match the published key.",
      );
}

async function checkOneClick(
  context: CheckContext,
  options: SenderCheckOptions,
): Promise<CheckOutcome> {
  const verified = await verifySelfTest(context, options);
  if (verified === null)
    return outcome(
      "not_checked",
      "Dafür wird eine Probemail gebraucht; es konnte keine erstellt werden.",
      "This needs a test mail; none could be made.",
    );
  const needed = ["list-unsubscribe", "list-unsubscribe-post"];
  const lacking = needed.filter((name) => !verified.signed.includes(name));
  return lacking.length === 0
    ? outcome(
        "passed",
        "Die Ein-Klick-Header stehen in der Mail und sind signiert.",
        "The one-click headers stand in the mail and are signed.",
      )
    : outcome(
        "failed",
        `Nicht signiert oder nicht vorhanden: ${lacking.join(", ")}.`,
        `Not signed or not present: ${lacking.join(", ")}.`,
        { lacking },
      );
}

/** Whether the test mail's signature verifies, and which headers it covers. Null: nothing to look at. */
async function verifySelfTest(
  context: CheckContext,
  options: SenderCheckOptions,
): Promise<{ passes: boolean; signed: string[] } | null> {
  const mail = await options.selfTestMail?.(context);
  if (!mail || !context.lookUp) return null;
  const { results } = await dkimVerify(mail, { resolver: resolverOf(context.lookUp) });
  const passing = results.filter((result) => result.status?.result === "pass");
  return {
    passes: passing.length > 0,
    // The lines that were signed, not the names: a signature may also cover that a header is absent.
    signed: passing
      .flatMap((result) => result.signingHeaders?.headers ?? [])
      .map((header) => header.split(":")[0]?.trim().toLowerCase() ?? ""),
  };
}

const resolverOf = (lookUp: LookUp) => async (name: string, type: string) =>
  type === "TXT" ? lookUp.txt(name) : [];

function checkHost({ hasRelay }: SenderCheckOptions): CheckOutcome {
  return hasRelay
    ? outcome(
        "not_applicable",
        "Der Versand läuft über den Server eines Anbieters; dessen Namen verantwortet er.",
        "Mail leaves through a provider's server, who answers for its names.",
      )
    : outcome(
        "not_checked",
        "Es ist kein Versandweg eingerichtet (SMTP_URL).",
        "No way to send is configured (SMTP_URL).",
      );
}

async function checkTls({ probeRelay }: SenderCheckOptions): Promise<CheckOutcome> {
  try {
    const found = await probeRelay?.();
    if (found)
      return found.tls === null
        ? outcome(
            "failed",
            `${found.host} bietet kein TLS an. Mails gingen im Klartext hinaus.`,
            `${found.host} offers no TLS. Mails would leave in clear.`,
            found,
          )
        : outcome(
            "passed",
            `${found.host} spricht ${found.tls}.`,
            `${found.host} speaks ${found.tls}.`,
            found,
          );
  } catch {
    // Said below.
  }
  return outcome(
    "not_checked",
    "Der Versandweg ließ sich von hier aus nicht prüfen.",
    "The way to send could not be tested from here.",
  );
}
