import type { Json, Locale } from "../platform/index.ts";
import { COMMITMENT_DOMAIN, type LedgerDocument } from "./ledger.ts";
import type { LedgerEntry } from "./record-entry.ts";
import type { WordingVersion } from "./wording.ts";

/** One entry, with all that is needed to compute its commitment again. */
export interface ProofEntry {
  id: string;
  kind: string;
  at: string;
  /** Hexadecimal, as is the salt. */
  commitment: string;
  salt: string | null;
  /** RFC 8785; what was hashed. */
  canonical: string | null;
  document: LedgerDocument | null;
  intact: boolean | null;
}

/** A wording that entries name, with placeholders as approved. */
export interface ProofWording {
  id: string;
  version: number;
  locale: string;
  purpose: string;
  text: string;
  sha256: string;
  approvedAt: string | null;
}

/** An opened entry with what belongs to it, as the workplace shows it. */
export interface ProofDocument {
  format: "klarpost-proof/1";
  createdAt: string;
  account: { id: string; name: string };
  entry: ProofEntry;
  /** Other entries of the same double opt-in, or of the same purpose and list, oldest first. */
  related: ProofEntry[];
  wordings: ProofWording[];
  /** The entry's place in the tree; null in the first seconds. */
  leaf: { index: number; hash: string } | null;
  verify: Record<Locale, string>;
}

const howTo: Record<Locale, string> = {
  de: `Für jeden Eintrag gilt: commitment = SHA-256(0x00 ‖ "${COMMITMENT_DOMAIN}" ‖ salt ‖ canonical), mit salt als 32 Bytes und canonical als UTF-8-Text nach RFC 8785. canonical ist die kanonische Form von document; dessen id, kind und at sind die des Eintrags. Für jeden Wortlaut gilt: sha256 = SHA-256(text), und document.wording.sha256 nennt denselben Wert. Das Programm verify-proof.mjs rechnet das ohne Netz nach.`,
  en: `For each entry: commitment = SHA-256(0x00 ‖ "${COMMITMENT_DOMAIN}" ‖ salt ‖ canonical), with salt as 32 bytes and canonical as UTF-8 text in the form of RFC 8785. canonical is the canonical form of document, whose id, kind and at are those of the entry. For each wording: sha256 = SHA-256(text), and document.wording.sha256 names the same value. The program verify-proof.mjs computes this without a network.`,
};

export function proofEntry(entry: LedgerEntry): ProofEntry {
  return {
    id: entry.publicId,
    kind: entry.kind,
    at: entry.at.toISOString(),
    commitment: entry.commitment.toString("hex"),
    salt: entry.salt?.toString("hex") ?? null,
    canonical: entry.canonical,
    document: entry.document,
    intact: entry.intact,
  };
}

/** The wordings that these entries name; without entries all of those given. */
export function namedWordings(
  entries: readonly LedgerEntry[],
  versions: readonly WordingVersion[],
): ProofWording[] {
  const named = new Set(entries.map((entry) => entry.wordingVersionId));
  return versions
    .filter((version) => entries.length === 0 || named.has(version.id))
    .map((version) => ({
      id: version.publicId,
      version: version.version,
      locale: version.locale,
      purpose: version.purpose,
      text: version.text,
      sha256: version.sha256.toString("hex"),
      approvedAt: version.approvedAt?.toISOString() ?? null,
    }));
}

/** Entries that tell the same story: of one double opt-in, or else of one purpose and list. Pure. */
export function relatedEntries(entry: LedgerEntry, all: readonly LedgerEntry[]): LedgerEntry[] {
  const request = entry.document?.evidence.requestId;
  return all.filter((other) => {
    if (other.publicId === entry.publicId) return false;
    const sameRequest = request !== undefined && other.document?.evidence.requestId === request;
    const sameMatter =
      entry.purpose !== null && other.purpose === entry.purpose && other.listId === entry.listId;
    return sameRequest || sameMatter;
  });
}

export function buildProof(
  account: { publicId: string; name: string },
  entry: LedgerEntry,
  all: readonly LedgerEntry[],
  versions: readonly WordingVersion[],
  leaf: ProofDocument["leaf"],
  now: Date,
): ProofDocument {
  const related = relatedEntries(entry, all);
  return {
    format: "klarpost-proof/1",
    createdAt: now.toISOString(),
    account: { id: account.publicId, name: account.name },
    entry: proofEntry(entry),
    related: related.map(proofEntry),
    wordings: namedWordings([entry, ...related], versions),
    leaf,
    verify: howTo,
  };
}

/** Evidence members that have a place of their own in a readable proof. */
export const namedEvidence = new Set([
  "channel",
  "form",
  "page",
  "list",
  "shownText",
  "locale",
  "privacyNotice",
  "requestId",
  "requestedAt",
  "landingAt",
  "confirmedAt",
  "grantedAt",
  "mail",
  "mailHtml",
  "actor",
  "source",
  "reason",
  "ip",
]);

/** What else an entry holds, as one line each. */
export function furtherEvidence(evidence: Record<string, Json | undefined>): [string, string][] {
  return Object.entries(evidence)
    .filter(([key, value]) => !namedEvidence.has(key) && value !== undefined)
    .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
}
