import type { Account } from "../accounts/index.ts";
import { createMailing } from "../mailings/index.ts";
import type { Actor, Clock, Keys, Tx } from "../platform/index.ts";
import {
  addCategory,
  addEntity,
  allEntities,
  changeSimilarity,
  recordPurchases,
  type ProductCategory,
  type PurchaseEntry,
} from "../purchases/index.ts";
import { someSubscribers } from "./demo.store.ts";

const DAY_MS = 86_400_000;

const CATEGORIES = [
  ["Girokonten", "Current accounts"],
  ["Kreditkarten", "Credit cards"],
  ["Tagesgeld und Festgeld", "Savings accounts"],
  ["Baufinanzierung", "Mortgages"],
  ["Bausparen", "Building savings"],
  ["Versicherungen", "Insurance"],
] as const;

/** Bought → advertised, with what the file says about it. */
const SIMILAR = [
  ["Girokonten", "Kreditkarten", "Karten gehören zum Konto und werden damit zusammen genutzt."],
  ["Girokonten", "Tagesgeld und Festgeld", "Beides sind Einlagen beim selben Haus."],
  ["Kreditkarten", "Girokonten", "Karten gehören zum Konto und werden damit zusammen genutzt."],
  ["Baufinanzierung", "Bausparen", "Bausparen dient der späteren Finanzierung."],
  ["Bausparen", "Baufinanzierung", "Wer bauspart, finanziert in aller Regel einen Bau."],
] as const;

/** How the example's customers differ: most prove everything, some lack one thing each. */
const VARIANTS: Partial<PurchaseEntry>[] = [
  {},
  {},
  {},
  {},
  { addressGiven: false },
  { notice: null },
  { objected: true },
];

interface CustomersOf {
  keys: Keys;
  clock: Clock;
  account: Account;
  actor: Actor;
  listId: number;
  senderPublicId: string;
}

/** Customers of the example with what they bought, what is similar to what, and a draft that advertises to them. */
export async function fillCustomers(tx: Tx, of: CustomersOf): Promise<void> {
  const { account, actor, clock } = of;
  const now = clock.now();
  const act = { accountId: account.id, actor, now };
  const made = new Map<string, ProductCategory>();
  for (const [name, nameEn] of CATEGORIES)
    made.set(name, await addCategory(tx, act, { name, nameEn }));
  await addCategory(tx, act, {
    name: "Gesamtsortiment",
    nameEn: "The whole range",
    wholeRange: true,
  });
  for (const [purchased, advertised, note] of SIMILAR)
    await changeSimilarity(tx, act, {
      purchasedId: made.get(purchased)!.publicId,
      advertisedId: made.get(advertised)!.publicId,
      similar: true,
      note,
    });
  const [own] = await allEntities(tx);
  await addEntity(tx, act, { name: "Muster Versicherungsdienst GmbH", relation: "group" });
  await addEntity(tx, act, { name: "Bausparkasse Beispielstadt AG", relation: "partner" });
  const people = await someSubscribers(tx, of.listId, 70);
  const day = (daysAgo: number) =>
    new Date(now.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const entries = people.map(({ email, contactId }, at): PurchaseEntry => {
    const [category] = CATEGORIES[at % 5]!;
    const concludedOn = day(20 + ((at * 37) % 800));
    return {
      orderNumber: `V-2026-${String(1000 + at)}`,
      email,
      emailNormalised: email.toLowerCase(),
      contactId,
      kind: "contract",
      categoryId: made.get(category)!.id,
      entityId: own!.id,
      concludedOn,
      addressGiven: true,
      notice: {
        version: "Antrag 2024-03",
        shownOn: concludedOn,
        place: "Antrag, unter dem Feld „E-Mail“",
      },
      ...VARIANTS[at % VARIANTS.length],
    };
  });
  await recordPurchases(tx, of, account.id, entries, { source: "csv", by: actor.name, at: now });
  await createMailing(
    tx,
    account.id,
    {
      kind: "customer_7_3",
      name: "Kreditkarte zum Konto",
      starter: "note-de",
      senderId: of.senderPublicId,
      offer: { categoryId: made.get("Kreditkarten")!.publicId, entityId: own!.publicId },
    },
    actor.operatorId!,
    now,
  );
}
