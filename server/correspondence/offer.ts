import type { LetterOffer } from "../../contract/correspondence.ts";
import { invalid, type Tx } from "../platform/index.ts";
import { findCategory, findCategoryById, findEntity, findEntityById } from "../purchases/index.ts";

/** An offer by the numbers of the database, as the gate asks for it. */
export interface GateOffer {
  categoryId: number;
  entityId: number;
}

/** The offer behind these ids; 400 for a category or company that is none of the account's. */
export async function gateOffer(
  tx: Tx,
  offer: LetterOffer | null | undefined,
): Promise<GateOffer | null> {
  if (!offer) return null;
  const category = await findCategory(tx, offer.categoryId);
  if (!category)
    throw invalid("no_such_category", "There is no such product category in this account.", {
      hint: "GET /api/v1/product-categories lists them.",
    });
  const entity = await findEntity(tx, offer.entityId);
  if (!entity)
    throw invalid("no_such_entity", "There is no such company in this account.", {
      hint: "GET /api/v1/legal-entities lists them.",
    });
  return { categoryId: category.id, entityId: entity.id };
}

/** The same for the border. */
export async function presentOffer(tx: Tx, offer: GateOffer | null): Promise<LetterOffer | null> {
  if (!offer) return null;
  const category = await findCategoryById(tx, offer.categoryId);
  const entity = await findEntityById(tx, offer.entityId);
  return category && entity ? { categoryId: category.publicId, entityId: entity.publicId } : null;
}
