export { chooseRelay } from "./choose-relay.ts";
export type { RelaysDeps } from "./deps.ts";
export { type RelayEvent } from "./relay-event.ts";
export {
  createRelayHealth,
  type RelayChangeOfHealth,
  type RelayHealth,
  type RelayState,
} from "./relay-health.ts";
export { hasKeepingNothing, keepsContent, mayKeepContent } from "./keeps-content.ts";
export { apiBase } from "./relay-place.ts";
export { portOf } from "./relay-rules.ts";
export { type RelayCredentials, type RelayKind, type SendingRelay, type Stream } from "./relay.ts";
export { relayRoutes } from "./relays.routes.ts";
export { relayHealthNotes } from "./note-health.ts";
export { findRelay, listRelays, saveTest } from "./relays.store.ts";
export { createRelay } from "./save-relay.ts";
export { hasOwnRelays, hasWayOut, openRelay, relaysForSending } from "./sealed-relay.ts";
