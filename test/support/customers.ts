import { addressHash } from "../../server/contacts/index.ts";
import {
  createMailing,
  findMailingById,
  scheduleMailing,
  type Mailing,
} from "../../server/mailings/index.ts";
import { one, rows, sql, type Actor } from "../../server/platform/index.ts";
import {
  addCategory,
  addEntity,
  changeSimilarity,
  recordPurchases,
  type PurchaseEntry,
} from "../../server/purchases/index.ts";
import type { SeededNewsletter } from "./newsletter.ts";
import { operatorActor, SAMPLE_HTML, type SendingParts } from "./sending.ts";

/** A shop with the example of the rule catalogue: handbags are like shoes and accessories, not like household goods. */
export interface Shop {
  /** Ids and public ids by name. */
  categories: Record<string, { id: number; publicId: string }>;
  own: { id: number; publicId: string };
  sister: { id: number; publicId: string };
  buy(entry: Partial<PurchaseEntry> & { email: string }): Promise<void>;
}

const NAMES = ["Handtaschen", "Schuhe", "Modeaccessoires", "Haushaltsgeräte"] as const;

export async function openShop(parts: SendingParts, seeded: SeededNewsletter): Promise<Shop> {
  const { accountId } = seeded;
  const { db, clock } = parts.deps;
  const actor: Actor = operatorActor(seeded.operatorId);
  let number = 0;
  const made = await db.account(accountId, async (tx) => {
    const act = { accountId, actor, now: clock.now() };
    const categories: Shop["categories"] = {};
    for (const name of NAMES) categories[name] = await addCategory(tx, act, { name });
    categories["Gesamtsortiment"] = await addCategory(tx, act, {
      name: "Gesamtsortiment",
      wholeRange: true,
    });
    for (const advertised of ["Schuhe", "Modeaccessoires"])
      await changeSimilarity(tx, act, {
        purchasedId: categories["Handtaschen"]!.publicId,
        advertisedId: categories[advertised]!.publicId,
        similar: true,
        note: "Wird zusammen getragen.",
      });
    // The account itself became its own company with the first category.
    const own = await one<{ id: number; publicId: string }>(
      tx,
      sql`select id, public_id from legal_entities where account_id = ${accountId}`,
    );
    const sister = await addEntity(tx, act, { name: "Schwester GmbH", relation: "group" });
    return { categories, own, sister };
  });
  return {
    ...made,
    async buy({ email, ...entry }) {
      const [answer] = await db.account(accountId, (tx) =>
        recordPurchases(
          tx,
          parts.deps,
          accountId,
          [
            {
              orderNumber: `A-${++number}`,
              email,
              emailNormalised: email,
              categoryId: made.categories["Handtaschen"]!.id,
              entityId: made.own.id,
              concludedOn: monthsAgo(clock.now(), 2),
              addressGiven: true,
              notice: {
                version: "2026-01",
                shownOn: monthsAgo(clock.now(), 3),
                place: "unter dem Feld E-Mail",
              },
              ...entry,
            },
          ],
          { source: "api", by: "Test", at: clock.now() },
        ),
      );
      if (answer!.outcome === "refused") throw new Error(answer!.reason);
    },
  };
}

/** A day so many months before. */
export function monthsAgo(now: Date, months: number): string {
  const day = new Date(now);
  day.setUTCMonth(day.getUTCMonth() - months, 15);
  return day.toISOString().slice(0, 10);
}

/** Gives a person another address, as a confirmed change does (DOI-14). */
export async function moveContact(
  parts: SendingParts,
  accountId: number,
  from: string,
  to: string,
): Promise<void> {
  await parts.deps.db.account(accountId, (tx) =>
    rows(
      tx,
      sql`update contacts set email = ${to}, email_normalised = ${to}, address_hash = ${addressHash(parts.keys, accountId, to)}
          where account_id = ${accountId} and email_normalised = ${from}`,
    ),
  );
}

/** Writes a mailing to existing customers, schedules it for now and prepares it: after this the dispatcher may send. */
export async function prepareCustomerMailing(
  parts: SendingParts,
  seeded: SeededNewsletter,
  offer: { category: { publicId: string }; entity: { publicId: string } },
  options: { html?: string } = {},
): Promise<Mailing> {
  const { deps } = parts;
  const scheduled = await deps.db.account(seeded.accountId, async (tx) => {
    const mailing = await createMailing(
      tx,
      seeded.accountId,
      {
        name: "Neues für Kundinnen und Kunden",
        kind: "customer_7_3",
        subject: "Passend zu Ihrer Tasche",
        html: options.html ?? SAMPLE_HTML,
        locale: "de",
        offer: { categoryId: offer.category.publicId, entityId: offer.entity.publicId },
      },
      seeded.operatorId,
      deps.clock.now(),
    );
    return scheduleMailing(
      tx,
      deps,
      seeded.accountId,
      operatorActor(seeded.operatorId),
      mailing.publicId,
      {},
    );
  });
  const jobs = parts.jobs();
  await jobs.drain();
  return (await deps.db.account(seeded.accountId, (tx) => findMailingById(tx, scheduled.id)))!;
}
