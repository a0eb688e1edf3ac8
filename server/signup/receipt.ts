import { readEntries, type LedgerDeps } from "../consent/index.ts";
import { findContactById } from "../contacts/index.ts";
import type { Tx } from "../platform/index.ts";
import type { ConsentRequest } from "./consent-request.ts";

/** What a person can keep of an entry of the ledger: with it, nobody can deny or alter the entry unseen (CON-05). */
export interface ReceiptLine {
  id: string;
  /** Hexadecimal. */
  commitment: string;
}

/** The receipt of a confirmed request: its grants, oldest first. Empty once the contact is gone. */
export async function receiptOf(
  tx: Tx,
  deps: Pick<LedgerDeps, "keys">,
  accountId: number,
  request: ConsentRequest,
): Promise<ReceiptLine[]> {
  const contact =
    request.contactId === null ? undefined : await findContactById(tx, request.contactId);
  if (!contact) return [];
  const { emailNormalised } = contact;
  return (await readEntries(tx, deps, accountId, { emailNormalised }))
    .filter(
      ({ kind, document }) =>
        (kind === "consent_granted" || kind === "profiling_granted") &&
        document?.evidence.requestId === request.publicId,
    )
    .map((entry) => ({ id: entry.publicId, commitment: entry.commitment.toString("hex") }));
}
