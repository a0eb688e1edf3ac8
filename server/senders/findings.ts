import type { DomainRecord } from "../../contract/domains.ts";
import type { LookUp } from "../platform/index.ts";

/** What was found of one record. */
export type Finding = Pick<DomainRecord, "status" | "message" | "found">;

export const finding = (
  status: Finding["status"],
  de: string,
  en: string,
  found: string | null = null,
): Finding => ({ status, message: { de, en }, found });

/** Longest look at one record, in milliseconds. */
const MAX_LOOK_MS = 45_000;

/** Looks at one record. Whoever cannot look does not say that something is missing. */
export async function look(
  lookUp: LookUp | undefined,
  examine: (lookUp: LookUp) => Promise<Finding>,
): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  try {
    if (lookUp)
      return await Promise.race([
        examine(lookUp),
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new Error("took too long")), MAX_LOOK_MS);
        }),
      ]);
  } catch {
    // Said below.
  } finally {
    clearTimeout(timer);
  }
  return finding(
    "not_checked",
    "Der DNS-Eintrag ließ sich von hier aus nicht abfragen.",
    "The DNS record could not be asked for from here.",
  );
}

/** The strings of a TXT record are one text (RFC 7208, 3.3; RFC 6376, 3.6.2.2). */
export const textsOf = async (lookUp: LookUp, name: string): Promise<string[]> =>
  (await lookUp.txt(name)).map((strings) => strings.join(""));
