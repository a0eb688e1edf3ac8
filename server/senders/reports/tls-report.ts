import { unreadable } from "./unpack.ts";

/** What a sender says about the encryption towards one domain. */
export interface TlsPolicyResult {
  domain: string;
  successes: number;
  failures: number;
  /** Failed sessions by reason (RFC 8460, 4.3). */
  reasons: { reason: string; sessions: number }[];
}

export interface TlsReport {
  kind: "tls";
  reporter: string;
  reportId: string;
  beginsAt: Date;
  endsAt: Date;
  policies: TlsPolicyResult[];
}

type Node = Record<string, unknown>;
const node = (value: unknown): Node =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, 1000) : []);
const text = (value: unknown): string =>
  typeof value === "string" ? value.replaceAll("\0", "").slice(0, 255) : "";
const count = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0
    ? Math.min(Math.floor(value), 1_000_000_000)
    : 0;

/**
 * Reads a TLS report (RFC 8460). Host names and addresses of single failures are not kept: the reason and how often is
 * what helps.
 *
 * @throws AppError `report_unreadable` (400)
 */
export function parseTlsReport(json: string): TlsReport {
  let root: Node;
  try {
    root = node(JSON.parse(json.replace(/^\uFEFF/, "")));
  } catch {
    throw unreadable("the JSON is broken");
  }
  const range = node(root["date-range"]);
  const report: TlsReport = {
    kind: "tls",
    reporter: text(root["organization-name"]) || text(root["contact-info"]).split("@").at(-1) || "",
    reportId: text(root["report-id"]),
    beginsAt: new Date(text(range["start-datetime"])),
    endsAt: new Date(text(range["end-datetime"])),
    policies: list(root["policies"]).map(readPolicy),
  };
  if (report.reporter === "" || report.reportId === "" || report.policies.length === 0)
    throw unreadable("reporter, number or results are missing");
  if (Number.isNaN(report.beginsAt.getTime()) || Number.isNaN(report.endsAt.getTime()))
    throw unreadable("its period is missing");
  return report;
}

function readPolicy(value: unknown): TlsPolicyResult {
  const entry = node(value);
  const summary = node(entry["summary"]);
  const reasons = new Map<string, number>();
  for (const detail of list(entry["failure-details"]).map(node)) {
    const reason = /^[a-z0-9-]{1,60}$/.exec(text(detail["result-type"]).toLowerCase())?.[0];
    const sessions = count(detail["failed-session-count"]);
    if (sessions > 0)
      reasons.set(reason ?? "other", (reasons.get(reason ?? "other") ?? 0) + sessions);
  }
  const explained = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  const failures = Math.max(count(summary["total-failure-session-count"]), explained);
  if (failures > explained)
    reasons.set("other", (reasons.get("other") ?? 0) + failures - explained);
  return {
    domain: text(node(entry["policy"])["policy-domain"]).toLowerCase().replace(/\.$/, ""),
    successes: count(summary["total-successful-session-count"]),
    failures,
    reasons: [...reasons].map(([reason, sessions]) => ({ reason, sessions })),
  };
}
