export type { InboundDeps } from "./deps.ts";
export { inboundRoutes } from "./inbound.routes.ts";
export { inboundPersonalData } from "./personal-data.ts";
export { parseInbound } from "./parse-inbound.ts";
export { receiveMessage } from "./receive-message.ts";
export { deleteOldReplies, waitingReplies } from "./replies.store.ts";
export { replyRoutes } from "./replies.routes.ts";
export { startInboundServer, type InboundServer } from "./start-inbound-server.ts";
