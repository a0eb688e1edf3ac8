export {
  createBounceAddresses,
  type BounceAddresses,
  type BounceSubject,
} from "./bounce-address.ts";
export { bouncePattern } from "./bounce-pattern.ts";
