import type { Keys } from "../platform/index.ts";
import { commitmentOf, erasureText, openEntry, type LedgerDocument } from "./ledger.ts";
import type { FindingCode } from "./ledger-findings.ts";
import type { LeafRow } from "./ledger-verify.store.ts";
import { openSubjectKey, subjectHash } from "./record-entry.ts";

/** What is known of subjects, computed once while their entries lie close together. */
export interface SubjectKeys {
  keyOf(leaf: LeafRow): Buffer | null;
  /** Whether the subject of a content is the one that the entry is assigned to. */
  owns(leaf: LeafRow, subject: LedgerDocument["subject"]): boolean;
}

const MOST_SUBJECTS = 50_000;

export function createSubjectKeys(keys: Keys, accountId: number): SubjectKeys {
  const keyOfSubject = new Map<number, Buffer | null>();
  const hashOfSubject = new Map<number, { name: string; hash: Buffer }>();
  const open = (sealed: Buffer): Buffer | null => {
    try {
      return openSubjectKey(keys, sealed);
    } catch {
      // Altered, or sealed under another secret: its entries cannot be opened, and that is what is found.
      return null;
    }
  };
  return {
    keyOf({ subjectId, keySealed }) {
      if (subjectId === null || keySealed === null) return null;
      const known = keyOfSubject.get(subjectId);
      if (known !== undefined) return known;
      if (keyOfSubject.size >= MOST_SUBJECTS) keyOfSubject.clear();
      const key = open(keySealed);
      keyOfSubject.set(subjectId, key);
      return key;
    },
    owns({ subjectId, subjectHash: stored }, subject) {
      const name = "email" in subject ? subject.email : `#${subject.contact}`;
      let known = hashOfSubject.get(subjectId!);
      if (known?.name !== name) {
        if (hashOfSubject.size >= MOST_SUBJECTS) hashOfSubject.clear();
        const whose =
          "email" in subject ? { emailNormalised: subject.email } : { contactId: subject.contact };
        known = { name, hash: subjectHash(keys, accountId, whose) };
        hashOfSubject.set(subjectId!, known);
      }
      return stored?.equals(known.hash) === true;
    },
  };
}

/** What does not fit between an entry, its content and what stands beside it. Undefined when all does. */
export function checkLeafContent(leaf: LeafRow, keys: SubjectKeys): FindingCode | undefined {
  const { publicId, kind, at, commitment, ciphertext } = leaf;
  if (publicId === null || kind === null || at === null || commitment === null) return undefined;
  if (kind === "erased") return checkErasure(leaf, commitment);
  // How many contents may be gone is counted over the whole ledger; nothing says whose they were.
  if (ciphertext === null) return undefined;
  const key = keys.keyOf(leaf);
  const opened = key && openEntry({ publicId, kind, at, commitment, ciphertext }, key);
  if (!opened?.intact) return "content_changed";
  const { subject, purpose, wording } = opened.document;
  const fits =
    (purpose ?? null) === leaf.purpose &&
    (wording?.id ?? null) === leaf.wording &&
    keys.owns(leaf, subject);
  return fits ? undefined : "content_moved";
}

function checkErasure(leaf: LeafRow, commitment: Buffer): FindingCode | undefined {
  const { erasureSalt, erasureEntries } = leaf;
  if (erasureSalt?.length !== 32 || erasureEntries === null || leaf.ciphertext !== null)
    return "erasure_changed";
  return commitmentOf(erasureSalt, erasureText(erasureEntries)).equals(commitment)
    ? undefined
    : "erasure_changed";
}
