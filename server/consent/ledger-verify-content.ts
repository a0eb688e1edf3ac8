import type { Keys } from "../platform/index.ts";
import { commitmentOf, erasureText, openEntry, type LedgerSubject } from "./ledger.ts";
import type { FindingCode } from "./ledger-findings.ts";
import type { LeafRow } from "./ledger-verify.store.ts";
import { KEY_LABEL, subjectHash } from "./record-entry.ts";

/** Keys of subjects, opened once while their entries lie close together. */
export interface SubjectKeys {
  keyOf(leaf: LeafRow): Buffer | null;
  hashOf(subject: LedgerSubject): Buffer;
}

const MOST_KEYS = 50_000;

export function createSubjectKeys(keys: Keys, accountId: number): SubjectKeys {
  const opened = new Map<string, Buffer | null>();
  return {
    keyOf({ subjectId, keySealed }) {
      if (keySealed === null) return null;
      const name = `${subjectId}`;
      const known = opened.get(name);
      if (known !== undefined) return known;
      if (opened.size >= MOST_KEYS) opened.clear();
      let key: Buffer | null = null;
      try {
        key = keys.open(KEY_LABEL, keySealed);
      } catch {
        // Altered, or sealed under another secret: its entries cannot be opened, and that is what is found.
      }
      opened.set(name, key);
      return key;
    },
    hashOf: (subject) => subjectHash(keys, accountId, subject),
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
  const owner = keys.hashOf(
    "email" in subject ? { emailNormalised: subject.email } : { contactId: subject.contact },
  );
  const fits =
    (purpose ?? null) === leaf.purpose &&
    (wording?.id ?? null) === leaf.wording &&
    leaf.subjectHash?.equals(owner) === true;
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
