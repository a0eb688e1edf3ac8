import type { SendSystemMail } from "../../accounts/index.ts";
import { AppError, type Clock, type Tx } from "../../platform/index.ts";
import { listSelectors } from "../dkim-keys.store.ts";
import { findDomain, listSendingDomains, markAlarmed } from "../domains.store.ts";
import { notifyOwners } from "../notify-owners.ts";
import type { DmarcReport } from "./dmarc-report.ts";
import { readReport } from "./read-report.ts";
import { hasAlarm } from "./read-reports.ts";
import { addToDay, insertReport, type DayRow } from "./reports.store.ts";
import type { TlsReport } from "./tls-report.ts";
import { unreadable } from "./unpack.ts";

/** A report as it was recorded. */
export interface RecordedReport {
  kind: "dmarc" | "tls";
  reporter: string;
  messages: number;
  failures: number;
  /** It was known already and did not count twice. */
  known: boolean;
}

/** Nobody is written to about the same domain more often. */
const ALARM_PAUSE_MS = 7 * 24 * 3_600_000;
/** Reports are about a day, seldom a week; clocks and zones differ. */
const LONGEST_PERIOD_MS = 32 * 24 * 3_600_000;
const AHEAD_MS = 3 * 24 * 3_600_000;

/**
 * True for mails that bring an aggregate report of DMARC (RFC 9990) or TLS (RFC 8460), by head and names of files
 * alone. Reports about single mails (ruf) are none: they carry what people wrote.
 */
export function isDomainReport(raw: Buffer): boolean {
  const start = raw.subarray(0, 256 * 1024).toString("latin1");
  if (/report-type="?(feedback-report|delivery-status|disposition-notification)/i.test(start))
    return false;
  return (
    /^subject:[^\r\n]*report domain:/im.test(start) ||
    /^tls-report-domain:/im.test(start) ||
    /report-type="?tlsrpt/i.test(start) ||
    namesReport(start)
  );
}

/** Files of reports are called `receiver!domain!begin!end.xml`. Linear, whatever anybody wrote. */
function namesReport(head: string): boolean {
  for (const [, name = ""] of head.matchAll(/name(?:\*\d*)?\*?="?([^"\r\n]{1,400})/gi)) {
    const from = name.indexOf("!");
    if (from !== -1 && /\.(?:xml|json|zip)/i.test(name.slice(from))) return true;
  }
  return false;
}

/**
 * Records a DMARC or TLS report for the domains of the transaction's account: sums by day and sending server, never
 * contents of mails or addresses of people (SND-14). A report that was known already changes nothing. When a day has
 * two failures in a hundred, the owners are written to, once a week at most.
 *
 * @param report.raw a file, plain, gzipped or zipped, or the mail that brought it
 * @throws AppError `report_unreadable` (400), `report_not_ours` (409) for domains that are not the account's
 */
export async function recordDomainReport(
  tx: Tx,
  deps: { clock: Clock; sendSystemMail?: SendSystemMail },
  accountId: number,
  given: { raw: Buffer },
): Promise<RecordedReport> {
  const report = await readReport(given.raw);
  requireSensiblePeriod(report, deps.clock.now());
  const domains = await listSendingDomains(tx);
  const sums =
    report.kind === "dmarc" ? await sumDmarc(tx, report, domains) : sumTls(report, domains);
  if (sums.size === 0)
    throw new AppError("report_not_ours", 409, "The report is about domains that are not yours.", {
      hint: "It counts only for domains of your senders.",
    });
  const recorded: RecordedReport = {
    kind: report.kind,
    reporter: report.reporter,
    messages: 0,
    failures: 0,
    known: true,
  };
  const receivedAt = deps.clock.now();
  const day = report.beginsAt.toISOString().slice(0, 10);
  for (const [domain, days] of sums) {
    const messages = days.reduce((sum, one) => sum + one.messages, 0);
    const failures = days.reduce((sum, one) => sum + one.failures, 0);
    const isNew = await insertReport(tx, accountId, {
      kind: report.kind,
      domain,
      reporter: report.reporter,
      reportId: report.reportId,
      beginsAt: report.beginsAt,
      endsAt: report.endsAt,
      receivedAt,
      messages,
      failures,
    });
    if (isNew) {
      await addToDay(tx, accountId, { kind: report.kind, domain, day }, days);
      await alarmOwners(tx, deps, accountId, domain);
    }
    recorded.messages += messages;
    recorded.failures += failures;
    recorded.known &&= !isNew;
  }
  return recorded;
}

/** A day that never grows old would raise the alarm for ever. Throws `report_unreadable` (400). */
function requireSensiblePeriod(report: DmarcReport | TlsReport, now: Date): void {
  const begins = report.beginsAt.getTime();
  const ends = report.endsAt.getTime();
  if (ends < begins || ends - begins > LONGEST_PERIOD_MS || ends > now.getTime() + AHEAD_MS)
    throw unreadable("its period cannot be");
}

/** The sender's domain that a name belongs to: itself or the closest one above it. */
function domainOf(name: string, domains: readonly string[]): string | undefined {
  return domains
    .filter((domain) => name === domain || name.endsWith(`.${domain}`))
    .toSorted((a, b) => b.length - a.length)[0];
}

async function sumDmarc(
  tx: Tx,
  report: DmarcReport,
  domains: readonly string[],
): Promise<Map<string, DayRow[]>> {
  const ours = new Set(
    (await listSelectors(tx)).map((key) => `${key.selector}._domainkey.${key.signingDomain}`),
  );
  const sums = new Map<string, Map<string, DayRow>>();
  const concerned = domains.filter(
    (domain) =>
      domainOf(report.domain, [domain]) !== undefined ||
      domainOf(domain, [report.domain]) !== undefined,
  );
  for (const row of report.rows) {
    const domain = domainOf(row.headerFrom || report.domain, concerned);
    if (domain === undefined) continue;
    const sources = sums.get(domain) ?? new Map<string, DayRow>();
    sums.set(domain, sources);
    const sum = sources.get(row.source) ?? emptyRow(row.source);
    sources.set(row.source, sum);
    sum.messages += row.count;
    if (!row.dkimAligned && !row.spfAligned) sum.failures += row.count;
    if (row.dkimAligned) sum.dkimAligned += row.count;
    if (row.spfAligned) sum.spfAligned += row.count;
    if (row.signatures.some((one) => ours.has(`${one.selector}._domainkey.${one.domain}`)))
      sum.own += row.count;
  }
  return new Map([...sums].map(([domain, sources]) => [domain, [...sources.values()]]));
}

function sumTls(report: TlsReport, domains: readonly string[]): Map<string, DayRow[]> {
  const sums = new Map<string, DayRow[]>();
  for (const policy of report.policies) {
    const domain = domainOf(policy.domain, domains);
    if (domain === undefined) continue;
    const found = sums.get(domain) ?? [];
    sums.set(domain, found);
    const add = (source: string, messages: number, failures: number): void => {
      const sum = found.find((one) => one.source === source) ?? emptyRow(source);
      if (!found.includes(sum)) found.push(sum);
      sum.messages += messages;
      sum.failures += failures;
    };
    add("ok", policy.successes, 0);
    for (const { reason, sessions } of policy.reasons) add(reason, sessions, sessions);
  }
  return sums;
}

const emptyRow = (source: string): DayRow => ({
  source,
  messages: 0,
  failures: 0,
  dkimAligned: 0,
  spfAligned: 0,
  own: 0,
});

async function alarmOwners(
  tx: Tx,
  deps: { clock: Clock; sendSystemMail?: SendSystemMail },
  accountId: number,
  domain: string,
): Promise<void> {
  const now = deps.clock.now();
  if (!deps.sendSystemMail || !(await hasAlarm(tx, domain, now))) return;
  const last = (await findDomain(tx, domain))?.alarmedAt;
  if (last && now.getTime() - last.getTime() < ALARM_PAUSE_MS) return;
  await markAlarmed(tx, accountId, domain, now);
  await notifyOwners(tx, deps.sendSystemMail, accountId, {
    de: {
      subject: `Empfänger melden Fehler bei Mails von ${domain}`,
      heading: "Empfänger melden Fehler",
      paragraphs: [
        `Nach den Berichten der Mailanbieter scheitern mindestens 2 von 100 Mails mit dem Absender ${domain} an der Echtheitsprüfung (DMARC) oder an der Verschlüsselung.`,
        "Sehen Sie in den Einstellungen unter „Versanddomains“ nach, welche Server betroffen sind: eigene, deren DNS-Eintrag fehlt, oder fremde, die sich für Sie ausgeben.",
      ],
    },
    en: {
      subject: `Receivers report failures of mail from ${domain}`,
      heading: "Receivers report failures",
      paragraphs: [
        `According to mail providers' reports, at least 2 in 100 mails from ${domain} fail authentication (DMARC) or encryption.`,
        "See the settings under “Sending domains” for the servers concerned: your own with a record missing, or strangers that pretend to be you.",
      ],
    },
  });
}
