import type { ConsentChannel, IntakeConsentInput } from "../../contract/intake.ts";
import type { FieldError } from "../platform/index.ts";

/** What branch or service desk wrote down, and where its evidence is. */
export interface IntakeRecord {
  id: number;
  publicId: string;
  kind: "consent" | "declaration";
  state: "waiting" | "unverified" | "proven";
  requestPublicId: string | null;
}

/** A scan as it is stored: sealed, known by its hash. */
export interface Attachment {
  id: number;
  publicId: string;
  fileId: number;
  mediaType: string;
  sizeBytes: number;
  sha256: Buffer;
}

/** How an attachment stands in the evidence. */
export type AttachmentProof = {
  id: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
};

export const proofOf = (one: Attachment): AttachmentProof => ({
  id: one.publicId,
  mediaType: one.mediaType,
  sizeBytes: one.sizeBytes,
  sha256: one.sha256.toString("hex"),
});

/** The kind of a scan by its first bytes; what it is called or said to be does not count. */
export function scanType(
  bytes: Buffer,
): "application/pdf" | "image/jpeg" | "image/png" | undefined {
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") return "application/pdf";
  if (bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"))) return "image/png";
  if (bytes.subarray(0, 3).equals(Buffer.from("ffd8ff", "hex"))) return "image/jpeg";
  return undefined;
}

type Given = Pick<
  IntakeConsentInput,
  | "declaredAt"
  | "wordingId"
  | "script"
  | "readOut"
  | "tabletLog"
  | "message"
  | "senderNumber"
  | "providerId"
> & { agent: string | undefined; attachments: number };

const words: Record<string, string> = {
  declaredAt: "When it was declared is missing.",
  wordingId: "Which approved wording was agreed to is missing.",
  agent: "Who spoke with the person is missing.",
  script: "The version of the phone script is missing.",
  readOut: "Whether the wording was read out in full is missing.",
  tabletLog: "A signed form (as scan) or the entry of the tablet's log is missing.",
  message: "The text of the message is missing.",
  senderNumber: "The number the message came from is missing.",
  providerId: "The provider's id of the message is missing.",
  attachments: "The scan of the letter is missing.",
};

/** What each channel must prove, beside time and wording (CON-12). */
const needs: Record<ConsentChannel, (given: Given) => (keyof Given)[]> = {
  letter: () => ["attachments"],
  phone: () => ["agent", "script", "readOut"],
  in_person: ({ attachments }) => (attachments > 0 ? ["agent"] : ["agent", "tabletLog"]),
  sms: () => ["message", "senderNumber", "providerId"],
};

/** Names what is missing for a consent to count (CON-12, CON-23). Empty when the evidence is complete. Pure. */
export function missingEvidence(channel: ConsentChannel, given: Given): FieldError[] {
  const wanted: (keyof Given)[] = ["declaredAt", "wordingId", ...needs[channel](given)];
  const isMissing = (name: keyof Given): boolean => {
    const value = given[name];
    return typeof value === "string" ? value.trim() === "" : !value;
  };
  return wanted
    .filter(isMissing)
    .map((name) => ({ path: `/${name}`, message: words[name] ?? "This is missing." }));
}

/** The facts of a channel as they stand in the evidence; what was not given is left out. */
export function factsOf(channel: ConsentChannel, given: Given & { note?: string | undefined }) {
  const { agent, script, tabletLog, message, senderNumber, providerId } = given;
  const all: Record<ConsentChannel, Record<string, string | undefined>> = {
    letter: { agent },
    phone: { agent, script, readOut: given.readOut ? "full" : undefined },
    in_person: { agent, tabletLog },
    sms: { message, senderNumber, providerId },
  };
  return cleanFacts({ ...all[channel], note: given.note });
}

/** Trimmed texts without control characters; empty ones are left out. */
export function cleanFacts(facts: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts)
      .map(([name, value]): [string, string] => [name, oneLine(value ?? "")])
      .filter(([, value]) => value !== ""),
  );
}

const oneLine = (value: string): string =>
  value
    .replace(/\p{C}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .toWellFormed();
