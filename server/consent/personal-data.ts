import type { Clock, Keys, PersonalDataSource } from "../platform/index.ts";
import { RETENTION_YEARS, type LedgerSubject } from "./ledger.ts";
import { entriesOfHashes, sealSubjects } from "./ledger.store.ts";
import { deletePermission, findPermissions } from "./profiling.store.ts";
import { openRow, subjectHash } from "./record-entry.ts";

interface Subject {
  accountId: number;
  emailNormalised: string;
  contactId?: number;
}

/** What consent holds about a person: proofs, and the permission to analyse. */
export function consentPersonalData(deps: { keys: Keys; clock: Clock }): PersonalDataSource {
  const hashesOf = (subject: Subject) => {
    const found: LedgerSubject[] = [{ emailNormalised: subject.emailNormalised }];
    if (subject.contactId !== undefined) found.push({ contactId: subject.contactId });
    return found.map((one) => subjectHash(deps.keys, subject.accountId, one));
  };
  return {
    slice: "consent",
    tables: ["profiling_permissions", "ledger_entries", "ledger_subjects", "ledger_payloads"],
    async exportFor(tx, subject) {
      const entries = await entriesOfHashes(tx, hashesOf(subject));
      return {
        profiling_permissions: (await findPermissions(tx, [subject.emailNormalised])).map(
          ({ state, source, changedAt, askedCount, lastAskedAt }) => ({
            state,
            source,
            changedAt,
            askedCount,
            lastAskedAt,
          }),
        ),
        ledger_entries: entries.map((row) => {
          const { kind, at, document } = openRow(deps.keys, row);
          return {
            // The person's receipt: with number and checksum the entry can be asked for and verified.
            id: row.publicId,
            commitment: row.commitment.toString("hex"),
            kind,
            at,
            wording: document?.wording,
            evidence: document?.evidence,
          };
        }),
      };
    },
    // The proof is what Art. 17(3)(e) GDPR keeps: sealed now, destroyed by the retention role at its end.
    async eraseFor(tx, subject) {
      const year = deps.clock.now().getUTCFullYear() + RETENTION_YEARS;
      return {
        profiling_permissions: await deletePermission(tx, subject.emailNormalised),
        ledger_subjects: await sealSubjects(tx, hashesOf(subject), `${year}-12-31`),
      };
    },
    retention: [
      {
        table: "profiling_permissions",
        rule: "RET-06",
        after:
          "with the last contact on the address; of a no the address stays alone, so that it stays a no",
      },
      {
        table: "ledger_entries",
        rule: "RET-09",
        after: "kept: commitments without personal data, so that everybody else's proofs hold",
      },
      {
        table: "ledger_subjects",
        rule: "RET-09",
        after: "the key is destroyed with the payloads; a number without a person stays",
      },
      {
        table: "ledger_payloads",
        rule: "RET-09",
        after: "three years after the consent ended, to 31 December; sealed until then",
      },
    ],
  };
}
