export type {
  NewSuppression,
  Suppression,
  SuppressionOrigin,
  SuppressionScope,
} from "./suppression.ts";
export {
  activeForAddress,
  activeForPerson,
  dueReviews,
  insertSuppression,
  liftByAddress,
  unrestricted,
} from "./suppression.store.ts";
export { liftByPerson } from "./person.store.ts";
export {
  countRetainedSince,
  endRetainedPauses,
  releaseRetained,
  retainAddresses,
} from "./retained.store.ts";
export { heldLifts } from "./lift-suppression.ts";
export { blocksForFile } from "./export-blocks.ts";
export { leftLists, suppressImported, type ImportedSuppression } from "./bulk.store.ts";
export { suppressionPersonalData } from "./personal-data.ts";
export { suppressionRoutes } from "./suppression.routes.ts";
