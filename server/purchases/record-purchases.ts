import type { RefusalReason } from "../../contract/purchase-texts.ts";
import {
  addressHash,
  contactColumns,
  findFirstByAddresses,
  insertContacts,
  lockAddresses,
  sameOrigin,
  sortKey,
  takeContactIds,
  touchContacts,
} from "../contacts/index.ts";
import { newPublicId, type Keys, type Tx } from "../platform/index.ts";
import { merged, type Purchase, type PurchaseEntry } from "./purchase.ts";
import {
  insertPurchases,
  lockByOrderNumbers,
  updatePurchases,
  type Writer,
} from "./purchases.store.ts";

export type Recorded =
  | { outcome: "created" | "unchanged" }
  | { outcome: "changed"; fields: string[] }
  | { outcome: "refused"; reason: RefusalReason };

/** Where the address of a contact that is first known by a purchase comes from (DSR-03). */
const ORIGIN = "Kauf oder Vertrag";

/**
 * Stores purchases; the account's own number says which are the same (LEG-04). A number that is there is changed where
 * it differs, but never its address or its contact: those are evidence. People who are not known become contacts,
 * which may not be mailed by that alone. Numbers must differ among the entries. Gives an answer for each, in order.
 */
export async function recordPurchases(
  tx: Tx,
  deps: { keys: Keys },
  accountId: number,
  entries: readonly PurchaseEntry[],
  writer: Writer,
): Promise<Recorded[]> {
  await lockAddresses(tx, accountId, [...new Set(entries.map((entry) => entry.emailNormalised))]);
  const known = await knownPurchases(tx, entries);
  const updates: Purchase[] = [];
  const answers = entries.map((entry): Recorded | undefined => {
    const found = known.get(entry.orderNumber);
    if (!found) return undefined;
    if (entry.contactId !== undefined && entry.contactId !== found.contactId)
      return { outcome: "refused", reason: "order_of_another_contact" };
    if (entry.emailNormalised !== found.emailNormalised)
      return { outcome: "refused", reason: "address_fixed" };
    const { after, changed } = merged(found, entry);
    if (changed.length === 0) return { outcome: "unchanged" };
    updates.push(after);
    return { outcome: "changed", fields: changed };
  });
  await updatePurchases(tx, updates, writer.at);
  const fresh = entries.filter((_entry, at) => answers[at] === undefined);
  const people = await contactsFor(tx, deps, accountId, fresh, writer.at);
  const added = fresh.map((entry) => ({
    ...entry,
    contactId: entry.contactId ?? people.get(entry.emailNormalised)!,
  }));
  const lost = new Set(await insertPurchases(tx, accountId, added, writer));
  await touchContacts(
    tx,
    added.map((entry) => entry.contactId),
    writer.at,
  );
  return answers.map(
    (answer, at): Recorded =>
      answer ??
      (lost.has(entries[at]!.orderNumber)
        ? { outcome: "refused", reason: "order_of_another_contact" }
        : { outcome: "created" }),
  );
}

async function knownPurchases(
  tx: Tx,
  entries: readonly PurchaseEntry[],
): Promise<Map<string, Purchase>> {
  const found = await lockByOrderNumbers(
    tx,
    entries.map((entry) => entry.orderNumber),
  );
  return new Map(found.map((purchase) => [purchase.orderNumber, purchase]));
}

/** The contact of each address, made where there is none. */
async function contactsFor(
  tx: Tx,
  { keys }: { keys: Keys },
  accountId: number,
  entries: readonly PurchaseEntry[],
  at: Date,
): Promise<Map<string, number>> {
  const wanted = new Map(
    entries
      .filter((entry) => entry.contactId === undefined)
      .map((entry) => [entry.emailNormalised, entry.email]),
  );
  const found = new Map(
    (await findFirstByAddresses(tx, [...wanted.keys()])).map((contact) => [
      contact.emailNormalised,
      contact.id,
    ]),
  );
  const strangers = [...wanted].filter(([emailNormalised]) => !found.has(emailNormalised));
  const ids = await takeContactIds(tx, strangers.length);
  await insertContacts(
    tx,
    accountId,
    contactColumns(
      strangers.map(([emailNormalised, email], index) => ({
        id: ids[index]!,
        publicId: newPublicId("ctc"),
        email,
        emailNormalised,
        addressHash: addressHash(keys, accountId, emailNormalised),
        sortKey: sortKey({}, emailNormalised),
        fields: {},
        origins: sameOrigin(["email"], { source: ORIGIN, at: at.toISOString() }),
        createdAt: at,
      })),
    ),
  );
  return new Map([
    ...found,
    ...strangers.map(([emailNormalised], index) => [emailNormalised, ids[index]!] as const),
  ]);
}
