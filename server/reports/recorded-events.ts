import type { Tx } from "../platform/index.ts";
import { HONEYPOT_LINK, PIXEL_LINK } from "../tracking/index.ts";
import { countUseOf, useOf } from "./directory.store.ts";

/**
 * What was recorded of an address, for its own page (docs/privacy/measuring.md: the personal page lists it). Everything
 * that is stored, machines included, because it is the person's own data (Art. 15 GDPR).
 */
export async function recordedEvents(
  tx: Tx,
  emailNormalised: string,
  limit = 100,
): Promise<{
  newest: {
    kind: "open" | "click" | "invisible";
    at: Date;
    mailing: string;
    agent: number;
    link?: string;
  }[];
  total: number;
}> {
  const found = await useOf(tx, emailNormalised, limit);
  return {
    newest: found.map((row) => ({
      kind: row.link === PIXEL_LINK ? "open" : row.link === HONEYPOT_LINK ? "invisible" : "click",
      agent: row.agent,
      at: row.at,
      mailing: row.mailingName ?? "",
      ...(row.url === null ? {} : { link: row.url }),
    })),
    total: await countUseOf(tx, emailNormalised),
  };
}
