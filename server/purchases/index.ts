export {
  allEntities,
  findCategory,
  findCategoryById,
  findEntity,
  findEntityById,
} from "./catalogue.store.ts";
export { addCategory, addEntity, changeSimilarity } from "./manage-catalogue.ts";
export { purchasesPersonalData } from "./personal-data.ts";
export type { LegalEntity, ProductCategory, PurchaseEntry } from "./purchase.ts";
export { purchaseReason } from "./purchase-reason.ts";
export { purchaseRoutes } from "./purchases.routes.ts";
export {
  deleteOldPurchases,
  freeServiceCounts,
  isSale,
  maxAgeMonths,
  purchasesForNotice,
} from "./purchases.store.ts";
export { recordPurchases } from "./record-purchases.ts";
