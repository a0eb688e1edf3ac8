/** What checks note, by the names they note it under; whatever else they note is for programs. */
export const evidenceNames = [
  "url",
  "status",
  "imprintUrl",
  "imprintStatus",
  "accessibilityUrl",
  "noticeVersion",
  "domain",
  "name",
  "found",
  "selector",
  "host",
  "way",
  "mailbox",
  "forms",
  "pages",
  "looks",
  "formats",
  "templates",
  "lists",
  "wording",
  "version",
  "tokenDays",
  "members",
  "owners",
  "approvers",
  "withoutSecondFactor",
  "mailable",
  "unverified",
  "permissionsWithoutProof",
  "country",
  "subprocessors",
  "lastBackup",
  "lastTest",
  "journalUntil",
  "trackUrl",
  "kMin",
  "mailing",
  "sentAt",
  "lookedAt",
  "source",
  "confirmedBy",
  "validUntil",
] as const;
export type EvidenceName = (typeof evidenceNames)[number];

const isMoment = (value: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);

/** Evidence as rows to read. Pure. */
export function evidenceRows(
  evidence: Record<string, unknown>,
  label: (name: EvidenceName) => string,
  moment: (at: string) => string,
): [string, string][] {
  return evidenceNames.flatMap((name): [string, string][] => {
    const shown = words(evidence[name], moment);
    return shown === "" ? [] : [[label(name), shown]];
  });
}

function words(value: unknown, moment: (at: string) => string): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return isMoment(value) ? moment(value) : value;
  if (Array.isArray(value)) return value.filter((one) => typeof one === "string").join(", ");
  return "";
}
