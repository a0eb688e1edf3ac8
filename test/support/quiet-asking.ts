import type { AskDeps } from "../../server/guards/index.ts";
import { createLogger, type Clock } from "../../server/platform/index.ts";

/** Asks second persons whose mails go nowhere. */
export const quietAsking = (clock: Clock): AskDeps => ({
  clock,
  log: createLogger("silent"),
  publicUrl: "http://127.0.0.1:8025",
  sendSystemMail: async () => ({ via: "mailbox" }),
});
