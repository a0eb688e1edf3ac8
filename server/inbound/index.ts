export type { InboundDeps } from "./deps.ts";
export { inboundRoutes, type InboundRouteDeps } from "./inbound.routes.ts";
export { inboundPersonalData } from "./personal-data.ts";
export { parseInbound } from "./parse-inbound.ts";
export { receiveMessage, type InboundOutcome } from "./receive-message.ts";
export { deleteOldReplies, waitingReplies } from "./replies.store.ts";
export { replyRoutes } from "./replies.routes.ts";
export { startInboundServer, type InboundServer } from "./start-inbound-server.ts";
export { replyLocalPart } from "./inbound-address.ts";
