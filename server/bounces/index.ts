export {
  classifyRefusal,
  type BounceClass,
  type ClassifiedRefusal,
  type RefusalText,
} from "./classify-refusal.ts";
