import { XMLParser } from "fast-xml-parser";
import { unreadable } from "./unpack.ts";

/** What a receiver says about the mail of one server on one day. */
export interface DmarcRow {
  /** Address of the sending server. */
  source: string;
  count: number;
  dkimAligned: boolean;
  spfAligned: boolean;
  /** Domain of the visible From. */
  headerFrom: string;
  /** DKIM signatures that were seen. */
  signatures: { domain: string; selector: string; result: string }[];
}

export interface DmarcReport {
  kind: "dmarc";
  reporter: string;
  reportId: string;
  /** Domain whose policy was applied. */
  domain: string;
  beginsAt: Date;
  endsAt: Date;
  rows: DmarcRow[];
}

/** Rows of a report that are read; the largest real ones have some thousand. */
const MAX_ROWS = 50_000;
const MAX_COUNT = 1_000_000_000;

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
  removeNSPrefix: true,
  isArray: (name, path) =>
    name === "record" || (/auth_results/.test(String(path)) && (name === "dkim" || name === "spf")),
});

type Node = Record<string, unknown>;
const node = (value: unknown): Node =>
  typeof value === "object" && value !== null ? (value as Node) : {};
const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const text = (value: unknown, most = 255): string =>
  (typeof value === "string" || typeof value === "number" ? String(value) : "")
    .replaceAll("\0", "")
    .slice(0, most);
const name = (value: unknown): string => text(value).toLowerCase().replace(/\.$/, "");

/**
 * Reads a DMARC aggregate report (RFC 9990, and RFC 7489 before it). Unknown elements are skipped; a document type is
 * refused, because entities can be made to swell.
 *
 * @throws AppError `report_unreadable` (400)
 */
export function parseDmarcReport(xml: string): DmarcReport {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw unreadable("it has a document type");
  let root: Node;
  try {
    // Some wrap the report into a schema that is never closed.
    const start = xml.search(/<(\w+:)?feedback[\s>]/);
    root = node(node(parser.parse(xml.slice(Math.max(start, 0))))["feedback"]);
  } catch {
    throw unreadable("the XML is broken");
  }
  const metadata = node(root["report_metadata"]);
  const range = node(metadata["date_range"]);
  const report: DmarcReport = {
    kind: "dmarc",
    reporter: text(metadata["org_name"]) || text(metadata["email"]).split("@").at(-1) || "",
    reportId: text(metadata["report_id"]),
    domain: name(node(root["policy_published"])["domain"]),
    beginsAt: time(range["begin"]),
    endsAt: time(range["end"]),
    rows: list(root["record"]).slice(0, MAX_ROWS).flatMap(readRow),
  };
  if (report.reporter === "" || report.reportId === "" || report.domain === "")
    throw unreadable("reporter, number or domain is missing");
  return report;
}

function time(value: unknown): Date {
  const seconds = Number(text(value));
  // Year 9999.
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 253_402_300_799)
    throw unreadable("its period is missing");
  return new Date(seconds * 1000);
}

function readRow(value: unknown): DmarcRow[] {
  const record = node(value);
  const row = node(record["row"]);
  const evaluated = node(row["policy_evaluated"]);
  const count = Number(text(row["count"]));
  const source = text(row["source_ip"], 45).toLowerCase();
  if (!Number.isInteger(count) || count <= 0 || !/^[0-9a-f.:]+$/.test(source)) return [];
  const passes = (side: string): boolean => text(evaluated[side]).toLowerCase() === "pass";
  return [
    {
      source,
      count: Math.min(count, MAX_COUNT),
      dkimAligned: passes("dkim"),
      spfAligned: passes("spf"),
      headerFrom: name(node(record["identifiers"])["header_from"]),
      signatures: list(node(record["auth_results"])["dkim"])
        .slice(0, 20)
        .map(node)
        .map((one) => ({
          domain: name(one["domain"]),
          selector: name(one["selector"]),
          result: name(one["result"]),
        })),
    },
  ];
}
