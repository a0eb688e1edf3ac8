import {
  AppError,
  canonicalJson,
  drawRandomBytes,
  newTimedPublicId,
  openWith,
  sealWith,
  sha256,
  type FieldError,
  type Json,
} from "../platform/index.ts";

/** What the ledger records. Every consent, its end, and what happened on the way. */
export const ledgerKinds = [
  "optin_requested",
  "optin_mail_accepted",
  "consent_granted",
  "consent_withdrawn",
  "profiling_granted",
  "profiling_refused",
  "profiling_withdrawn",
  "unsubscribed",
  "unsubscribe_undone",
  "objection",
  "objection_undone",
  "imported_with_evidence",
  "address_changed",
  "notice_sent",
  "erased",
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

export type ConsentPurpose =
  | "newsletter"
  | "profiling"
  | "sales_1to1"
  | "crm_campaign_email"
  | "web_tracking"
  | "web_email_link";

/** Years after its end for which a proof is kept under seal, to the end of the year (`evidence.retention_after_end`). */
export const RETENTION_YEARS = 3;

/** How a consent came in (CON-12). */
export type CaptureChannel =
  | "web_form"
  | "double_opt_in"
  | "preference_page"
  | "sms"
  | "letter"
  | "phone"
  | "in_person"
  | "crm_transfer"
  | "import"
  | "api";

/** Whose entry it is: an address (newsletter pot) or a contact (core-system pot). */
export type LedgerSubject = { emailNormalised: string } | { contactId: number };

/**
 * What an entry holds, beside what the ledger adds itself (kind, time, subject, wording). The named members are
 * the facts of CON-05 and DOI-08; a proof shows them with labels. Anything else that is JSON may stand beside them.
 */
export interface Evidence {
  channel?: CaptureChannel;
  /** Where it was declared. */
  form?: { id: string; version: number };
  page?: string;
  list?: { id: string; name: string };
  /** The full text as shown, placeholders filled in, in the language of the person. */
  shownText?: string;
  locale?: string;
  privacyNotice?: { url?: string; version?: string };
  /** Binds request, mail and confirmation of one double opt-in together. */
  requestId?: string;
  /** Times of the person's own acts, ISO 8601 UTC with milliseconds. */
  requestedAt?: string;
  landingAt?: string;
  confirmedAt?: string;
  grantedAt?: string;
  mail?: {
    subject: string;
    text: string;
    /** SHA-256 of the mail with a fixed placeholder for tokens, hexadecimal. */
    sha256: string;
    messageId?: string;
    acceptedAt?: string;
    /** The receiving server's final answer, for example "250 2.0.0 Ok: queued as 4Wx". */
    smtpReply?: string;
    server?: string;
  };
  /** Who acted, where it was not the person: an operator, an import. */
  actor?: { kind: string; name: string };
  source?: string;
  reason?: string;
  /** Truncated by default (/24, /48); supporting, never sufficient (`evidence.ip`). */
  ip?: string;
  [further: string]: Json | undefined;
}

export interface NewLedgerEntry {
  subject: LedgerSubject;
  kind: LedgerKind;
  purpose?: ConsentPurpose;
  listId?: number;
  wordingVersionId?: number;
  payload: Evidence;
}

/** What a commitment commits to. */
export interface LedgerDocument {
  v: 1;
  id: string;
  kind: LedgerKind;
  /** ISO 8601 UTC with milliseconds. */
  at: string;
  subject: { email: string } | { contact: number };
  purpose?: ConsentPurpose;
  wording?: { id: string; version: number; locale: string; sha256: string };
  evidence: Evidence;
}

/** First bytes of every commitment: the leaf prefix of RFC 9162 and our domain. */
export const COMMITMENT_DOMAIN = "klarpost/ledger/v1";
const LEAF = Buffer.concat([Buffer.from([0]), Buffer.from(COMMITMENT_DOMAIN, "utf8")]);
const SALT_BYTES = 32;

/** SHA-256(0x00 ‖ "klarpost/ledger/v1" ‖ salt ‖ canonical JSON). Says nothing about a person without the salt. */
export function commitmentOf(salt: Buffer, canonical: string): Buffer {
  if (salt.length !== SALT_BYTES) throw new Error(`A salt has ${SALT_BYTES} bytes.`);
  return commitmentOfPlain(Buffer.concat([salt, Buffer.from(canonical, "utf8")]));
}

/** The same over salt and text as they lie in an opened payload. */
function commitmentOfPlain(plain: Buffer): Buffer {
  return sha256(Buffer.concat([LEAF, plain]));
}

/** What an entry of the kind `erased` commits to: of how many entries the content was destroyed. */
export function erasureText(entries: number): string {
  return canonicalJson({ entries, kind: "erased", v: 2 });
}

export interface SealedEntry {
  publicId: string;
  commitment: Buffer;
  ciphertext: Buffer;
}

/** Where the text of an entry is put together before it is hashed and sealed. */
const scratch = Buffer.allocUnsafeSlow(1 << 14);

/** Builds a final entry: document, commitment, and the payload under the subject's key. */
export function sealEntry(
  entry: NewLedgerEntry,
  wording: LedgerDocument["wording"],
  subjectKey: Buffer,
  at: Date,
): SealedEntry {
  const publicId = newTimedPublicId("led", at);
  // Members in the order of the canonical text, which spares it the sorting.
  const document: LedgerDocument = {
    at: isoText(at),
    evidence: entry.payload,
    id: publicId,
    kind: entry.kind,
    purpose: entry.purpose,
    subject:
      "emailNormalised" in entry.subject
        ? { email: entry.subject.emailNormalised }
        : { contact: entry.subject.contactId },
    v: 1,
    wording,
  };
  const canonical = canonicalJson(document as unknown as Json);
  const begin = LEAF.length + SALT_BYTES;
  const most = begin + canonical.length * 3;
  const target = most <= scratch.length ? scratch : Buffer.allocUnsafe(most);
  LEAF.copy(target);
  drawRandomBytes(SALT_BYTES, target, LEAF.length);
  const committed = target.subarray(0, begin + target.write(canonical, begin));
  return {
    publicId,
    commitment: sha256(committed),
    ciphertext: sealWith(subjectKey, committed.subarray(LEAF.length)),
  };
}

/** Thousands of entries of a batch have the same time. */
let lastTime: { at: number; text: string } = { at: 0, text: new Date(0).toISOString() };
function isoText(at: Date): string {
  if (at.getTime() !== lastTime.at) lastTime = { at: at.getTime(), text: at.toISOString() };
  return lastTime.text;
}

export interface OpenedEntry {
  document: LedgerDocument;
  canonical: string;
  salt: Buffer;
  /** The commitment, and what the log says in clear, fit the payload. */
  intact: boolean;
}

/** Opens a payload and checks it against the log. Null when it cannot be opened: altered, or the key is gone. */
export function openEntry(
  row: { publicId: string; kind: string; at: Date; commitment: Buffer; ciphertext: Buffer },
  subjectKey: Buffer,
): OpenedEntry | null {
  let plain: Buffer;
  try {
    plain = openWith(subjectKey, row.ciphertext);
  } catch {
    return null;
  }
  const salt = plain.subarray(0, SALT_BYTES);
  const canonical = plain.subarray(SALT_BYTES).toString("utf8");
  const document = JSON.parse(canonical) as LedgerDocument;
  const intact =
    commitmentOfPlain(plain).equals(row.commitment) &&
    document.id === row.publicId &&
    document.kind === row.kind &&
    document.at === row.at.toISOString();
  return { document, canonical, salt, intact };
}

/** What must be known for an entry that gives permission (CON-05, CON-23). Names what is missing. */
export function missingEvidence(entry: NewLedgerEntry): FieldError[] {
  const { payload } = entry;
  const missing: FieldError[] = [];
  const want = (path: string, value: unknown, message: string) => {
    if (value === undefined || value === "") missing.push({ path, message });
  };
  if (!["consent_granted", "profiling_granted", "imported_with_evidence"].includes(entry.kind))
    return missing;
  want("payload.channel", payload.channel, "How the consent came in is missing.");
  if (entry.kind === "imported_with_evidence") {
    want("payload.grantedAt", payload.grantedAt, "When the consent was given is missing.");
    want("payload.source", payload.source, "Where the consent was given is missing.");
    return missing;
  }
  want("wordingVersionId", entry.wordingVersionId, "The wording that was agreed to is missing.");
  want("payload.shownText", payload.shownText, "The text as it was shown is missing.");
  return missing;
}

/** Throws 422 `evidence_incomplete` when a permission would be recorded without its proof. */
export function requireEvidence(entry: NewLedgerEntry): void {
  const errors = missingEvidence(entry);
  if (errors.length > 0)
    throw new AppError(
      "evidence_incomplete",
      422,
      "A consent cannot be recorded without its proof.",
      {
        hint: "Give the channel, the wording version and the text as it was shown; for imports when and where.",
        errors,
      },
    );
}
