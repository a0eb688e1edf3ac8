import { refusals, type RefusalReason } from "../../contract/purchase-texts.ts";
import type { PurchaseInput } from "../../contract/purchases.ts";
import { audit } from "../accounts/index.ts";
import { findContact } from "../contacts/index.ts";
import {
  AppError,
  conflict,
  invalid,
  notFound,
  parseEmailAddress,
  type Actor,
  type Clock,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import { allEntities, findCategory, findEntity } from "./catalogue.store.ts";
import { ensureOwnEntity } from "./manage-catalogue.ts";
import { judgeDates, judgeNotice, type PurchaseEntry } from "./purchase.ts";
import { ownEntity } from "./read-purchases-csv.ts";
import { recordPurchases, type Recorded } from "./record-purchases.ts";

/**
 * Stores one purchase by its own number: new, changed or as it was. Throws 422 for what is no purchase or no evidence
 * (`purchase_refused`, with the reason), 409 for a number whose address or contact is another one.
 */
export async function savePurchase(
  tx: Tx,
  deps: { keys: Keys; clock: Clock },
  accountId: number,
  actor: Actor,
  input: PurchaseInput,
): Promise<Exclude<Recorded, { outcome: "refused" }>> {
  const now = deps.clock.now();
  await ensureOwnEntity(tx, accountId, now);
  const entry = await entryOf(tx, input, now.toISOString().slice(0, 10));
  const [answer] = await recordPurchases(tx, deps, accountId, [entry], {
    source: actor.kind === "apiKey" ? "api" : "form",
    by: actor.name,
    at: now,
  });
  if (answer!.outcome === "refused")
    throw conflict(answer!.reason, refusals[answer!.reason].en, {
      hint: "What was given at the sale is evidence. Delete the purchase and enter it anew if it was wrong.",
    });
  await audit(tx, accountId, actor, `purchase.${answer!.outcome}`, {
    objectType: "purchase",
    objectId: entry.orderNumber,
    detail: answer!.outcome === "changed" ? { fields: answer!.fields } : {},
  });
  return answer!;
}

async function entryOf(tx: Tx, input: PurchaseInput, today: string): Promise<PurchaseEntry> {
  const address = parseEmailAddress(input.email);
  if (!address.ok) throw refused("email_not_valid", "/email");
  const category = await findCategory(tx, input.categoryId);
  if (!category || category.archivedAt) throw refused("category_unknown", "/categoryId");
  if (category.wholeRange) throw refused("category_whole_range", "/categoryId");
  const entity =
    input.entityId === undefined
      ? ownEntity(await allEntities(tx))
      : await findEntity(tx, input.entityId);
  if (!entity)
    throw refused(input.entityId === undefined ? "entity_missing" : "entity_unknown", "/entityId");
  const { notice } = input;
  const entry: PurchaseEntry = {
    orderNumber: input.orderNumber.trim(),
    email: address.address,
    emailNormalised: address.normalised,
    contactId: await contactOf(tx, input.contactId),
    kind: input.kind,
    categoryId: category.id,
    entityId: entity.id,
    concludedOn: input.concludedOn,
    cancelledOn: input.cancelledOn,
    addressGiven: input.addressGiven,
    objected: input.objected,
    notice:
      notice === undefined || notice === null
        ? notice
        : { version: notice.version.trim(), shownOn: notice.shownOn, place: notice.place.trim() },
  };
  if (entry.orderNumber === "") throw refused("order_number_missing", "/orderNumber");
  const dates = judgeDates(entry, today);
  if (dates) throw refused(dates.reason, `/${dates.column}`);
  if (notice) {
    if (notice.version.trim() === "" || notice.place.trim().length < 3)
      throw refused("notice_incomplete", "/notice");
    const fault = judgeNotice(notice, input.concludedOn);
    if (fault !== null) throw refused(fault, "/notice");
  }
  return entry;
}

async function contactOf(tx: Tx, publicId: string | undefined): Promise<number | undefined> {
  if (publicId === undefined) return undefined;
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  if (contact.pot !== "newsletter")
    throw invalid(
      "contact_of_the_core_system",
      "Purchases of people of the core system stay in the core system.",
    );
  return contact.id;
}

function refused(reason: RefusalReason, path: string): AppError {
  return new AppError(reason, 422, refusals[reason].en, {
    errors: [{ path, message: refusals[reason].en }],
  });
}
