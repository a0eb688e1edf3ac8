import { createHash } from "node:crypto";
import type { DomainRecord } from "../../contract/domains.ts";
import type { FetchPage, LookUp } from "../platform/index.ts";
import { dkimRecord } from "./dkim-keys.ts";
import { examineBimi } from "./examine-bimi.ts";
import { examineDkim, type PublicKey } from "./examine-dkim.ts";
import { examineDmarc, examineReportConsent } from "./examine-dmarc.ts";
import { examineBounceMx, examineMtaSts, examineTlsReports } from "./examine-mail-in.ts";
import { examineSpf, spfRecordsOf, spfValue } from "./examine-spf.ts";
import { look } from "./findings.ts";
import { spfNeeds, type SendingWay } from "./sending-ways.ts";

/** Everything that decides which records a domain needs. */
export interface DomainPlan {
  domain: string;
  /** Keys that are or were in use. */
  keys: readonly PublicKey[];
  ways: readonly SendingWay[];
  /** Domain of the envelope senders. */
  bounceDomain: string | null;
  /** Domain in which this installation takes mail. */
  inboundDomain: string | null;
  reportAddress: string | null;
}

export interface Outside {
  lookUp?: LookUp | undefined;
  fetch?: FetchPage | undefined;
}

/** The parts of a domain's DNS that can be looked at by themselves. */
export type DomainPart = "spf" | "dkim" | "dmarc" | "bounce" | "bimi";

/**
 * The records a domain needs or may have, with what was found of them; without a resolver all are "not checked".
 *
 * @param parts only these; all by default
 */
export async function examineDomain(
  plan: DomainPlan,
  outside: Outside,
  parts: readonly DomainPart[] = ["spf", "dkim", "dmarc", "bounce", "bimi"],
): Promise<DomainRecord[]> {
  const looks: Record<DomainPart, () => Promise<DomainRecord | DomainRecord[]>[]> = {
    spf: () => [spfRecord(plan, plan.domain, "spf", outside)],
    dkim: () => plan.keys.map((key) => keyRecord(key, outside)),
    dmarc: () => [dmarcRecord(plan, outside)],
    bounce: () => bounceRecords(plan, outside),
    bimi: () => [bimiRecord(plan, outside)],
  };
  return (await Promise.all(parts.flatMap((part) => looks[part]()))).flat();
}

async function spfRecord(
  plan: DomainPlan,
  domain: string,
  kind: "spf" | "bounce_spf",
  { lookUp }: Outside,
): Promise<DomainRecord> {
  const needs = spfNeeds(plan.ways);
  const found = await look(lookUp, (ask) => examineSpf(domain, ask, needs));
  let existing: string | null = null;
  try {
    const records = lookUp ? await spfRecordsOf(lookUp, domain) : [];
    existing = records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    // `found` says that nobody could be asked.
  }
  const value = found.status === "passed" && existing ? existing : spfValue(needs, existing);
  return { kind, name: domain, type: "TXT", value, required: true, ...found };
}

async function keyRecord(key: PublicKey, { lookUp }: Outside): Promise<DomainRecord> {
  return {
    kind: "dkim",
    type: "TXT",
    ...dkimRecord(key),
    // A key that waits for its turn, or has had it, stops nothing.
    required: key.state === "active",
    ...(await look(lookUp, (ask) => examineDkim(key, ask))),
  };
}

async function dmarcRecord(plan: DomainPlan, { lookUp }: Outside): Promise<DomainRecord[]> {
  const { domain, reportAddress, inboundDomain } = plan;
  const signing = plan.keys.filter((key) => key.state === "active");
  const identifiers = {
    signingDomains: [...new Set(signing.map((key) => key.signingDomain))],
    envelopeDomain: plan.bounceDomain ?? domain,
  };
  const found = await look(lookUp, (ask) => examineDmarc(domain, ask, identifiers));
  const rua = reportAddress ?? `dmarc@${domain}`;
  const policy =
    found.found === null
      ? "none"
      : (/;\s*p\s*=\s*(quarantine|reject)/i.exec(found.found)?.[1]?.toLowerCase() ?? "none");
  const records: DomainRecord[] = [
    {
      kind: "dmarc",
      type: "TXT",
      name: `_dmarc.${domain}`,
      value:
        found.status === "passed" && found.found !== null
          ? found.found
          : `v=DMARC1; p=${policy}; rua=mailto:${rua}`,
      required: true,
      ...found,
    },
  ];
  const isOwn =
    inboundDomain === null || domain === inboundDomain || inboundDomain.endsWith(`.${domain}`);
  if (reportAddress !== null && !isOwn) {
    const name = `${domain}._report._dmarc.${inboundDomain}`;
    records.push({
      kind: "dmarc_reports",
      type: "TXT",
      name,
      value: "v=DMARC1",
      required: false,
      ...(await look(lookUp, (ask) => examineReportConsent(name, ask))),
    });
  }
  return records;
}

function bounceRecords(plan: DomainPlan, outside: Outside): Promise<DomainRecord>[] {
  const { bounceDomain, inboundDomain } = plan;
  if (bounceDomain === null || inboundDomain === null) return [];
  const { lookUp, fetch } = outside;
  const host = mailHostOf(inboundDomain, lookUp);
  const record = async (
    kind: DomainRecord["kind"],
    name: string,
    type: "TXT" | "MX",
    required: boolean,
    value: (mailHost: string) => string,
    examine: (mailHost: string, ask: LookUp) => ReturnType<typeof examineTlsReports>,
  ): Promise<DomainRecord> => {
    const mailHost = await host;
    const found = await look(lookUp, (ask) => examine(mailHost, ask));
    return { kind, name, type, value: value(mailHost), required, ...found };
  };
  return [
    record(
      "bounce_mx",
      bounceDomain,
      "MX",
      true,
      (mailHost) => `10 ${mailHost}`,
      (mailHost, ask) => examineBounceMx(bounceDomain, mailHost, ask),
    ),
    spfRecord(plan, bounceDomain, "bounce_spf", outside),
    record(
      "tls_rpt",
      `_smtp._tls.${bounceDomain}`,
      "TXT",
      false,
      () => `v=TLSRPTv1; rua=mailto:${plan.reportAddress ?? `tls@${plan.domain}`}`,
      (_, ask) => examineTlsReports(bounceDomain, ask),
    ),
    record(
      "mta_sts",
      `_mta-sts.${bounceDomain}`,
      "TXT",
      false,
      (mailHost) => `v=STSv1; id=${policyId(mailHost)}`,
      (mailHost, ask) => examineMtaSts(bounceDomain, mailHost, ask, fetch),
    ),
  ];
}

/** The server that takes the installation's mail: its first MX, or the domain itself (RFC 5321, 5.1). */
async function mailHostOf(inboundDomain: string, lookUp: LookUp | undefined): Promise<string> {
  try {
    return ((await lookUp?.mx(inboundDomain)) ?? [])[0]?.replace(/\.$/, "") ?? inboundDomain;
  } catch {
    return inboundDomain;
  }
}

/** The same policy has the same id, so that nobody fetches it anew (RFC 8461, 3.1). */
const policyId = (mailHost: string): string =>
  createHash("sha256").update(mtaStsPolicy(mailHost)).digest("hex").slice(0, 16);

/** The policy file that belongs to the record: every connection encrypted, for four weeks (RFC 8461, 3.2). */
export const mtaStsPolicy = (mailHost: string): string =>
  `version: STSv1\r\nmode: enforce\r\nmx: ${mailHost}\r\nmax_age: 2419200\r\n`;

async function bimiRecord({ domain }: DomainPlan, outside: Outside): Promise<DomainRecord> {
  return {
    kind: "bimi",
    type: "TXT",
    name: `default._bimi.${domain}`,
    value: `v=BIMI1; l=https://www.${domain}/bimi-logo.svg; a=`,
    required: false,
    ...(await look(outside.lookUp, (ask) => examineBimi(domain, ask, outside.fetch))),
  };
}
