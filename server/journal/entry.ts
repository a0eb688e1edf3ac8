import { sameBytes, type Keys } from "../platform/index.ts";

/** What the journal knows of: erasures, and everything that says "not to me" or takes it back. */
export type JournalKind =
  | "erased"
  | "suppressed"
  | "lifted"
  | "withdrawn"
  | "restricted"
  | "unrestricted";

/**
 * One entry as it stands in the files beside the database (RET-11). Nothing in it names a person: `address` is the keyed
 * hash that suppressions carry, `subject` a keyed hash of the contact or of the person number.
 */
export interface JournalEntry {
  /** Without gaps, so that a missing entry is seen. */
  no: number;
  at: string;
  account: number;
  kind: JournalKind;
  address: string | null;
  subject: string | null;
  scope: string | null;
  list: number | null;
  origin: string | null;
}

/** What the newest entry of a folder is and until when nothing can be missing in it. */
export interface JournalState {
  lastNo: number;
  completeUntil: string;
}

const LABEL = "erasure-journal/v1";

/** Keyed hash of a contact, or of a person of a core system, within its account. */
export function subjectHash(
  keys: Keys,
  accountId: number,
  subject: { contactId: number } | { source: string; number: string },
): Buffer {
  return "contactId" in subject
    ? keys.mac(`${LABEL}/contact`, accountId, subject.contactId).subarray(0, 16)
    : keys.mac(`${LABEL}/person`, accountId, subject.source, subject.number).subarray(0, 16);
}

/** A line of a journal file: the entry and a seal over it, as JSON. */
export function writeLine(keys: Keys, content: JournalEntry | JournalState): string {
  const text = JSON.stringify(content);
  return `${JSON.stringify({ ...content, seal: keys.mac(LABEL, text).toString("hex") })}\n`;
}

/** Reads a line back. Undefined when it is torn, was altered, or was sealed with another SECRET_KEY. */
export function readLine<T extends JournalEntry | JournalState>(
  keys: Keys,
  line: string,
): T | undefined {
  try {
    const { seal, ...content } = JSON.parse(line) as T & { seal: string };
    const expected = keys.mac(LABEL, JSON.stringify(content));
    return sameBytes(expected, Buffer.from(seal, "hex")) ? (content as unknown as T) : undefined;
  } catch {
    return undefined;
  }
}

/** What an operator has to know before sending is let go on: why the journal may not say everything. */
export type Missing =
  | { what: "no_journal" }
  | { what: "entries"; from: number; to: number }
  | { what: "damaged"; lines: number }
  | { what: "time"; from: string; to: string };

/** Everything the files say after `from`, and what they do not say. Pure. `now` ends the stretch nobody vouches for. */
export function judgeJournal(
  found: { entries: JournalEntry[]; state: JournalState | null; damaged: number },
  from: number,
  now: Date,
): { entries: JournalEntry[]; missing: Missing[] } {
  const entries = [...new Map(found.entries.map((entry) => [entry.no, entry])).values()]
    .filter((entry) => entry.no > from)
    .toSorted((a, b) => a.no - b.no);
  const missing: Missing[] = [];
  if (found.state === null && found.entries.length === 0)
    return { entries, missing: [{ what: "no_journal" }] };
  let last = from;
  for (const { no } of entries) {
    if (no > last + 1) missing.push({ what: "entries", from: last + 1, to: no - 1 });
    last = no;
  }
  const promised = found.state?.lastNo ?? last;
  if (promised > last) missing.push({ what: "entries", from: last + 1, to: promised });
  if (found.damaged > 0) missing.push({ what: "damaged", lines: found.damaged });
  const until = found.state?.completeUntil ?? entries.at(-1)?.at ?? null;
  if (until === null || now.getTime() - Date.parse(until) > COMPLETE_WITHIN_MS)
    missing.push({ what: "time", from: until ?? "", to: now.toISOString() });
  return { entries, missing };
}

/** An installation that works notes at least this often that its journal is complete. */
const COMPLETE_WITHIN_MS = 15 * 60_000;
