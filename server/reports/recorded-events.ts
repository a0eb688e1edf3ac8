import { goalsOfAddress } from "../goals/index.ts";
import type { Tx } from "../platform/index.ts";
import { AGENT, HONEYPOT_LINK, PIXEL_LINK } from "../tracking/index.ts";
import { countUseOf, useOf } from "./person.store.ts";

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
    kind: "open" | "click" | "invisible" | "goal";
    at: Date;
    mailing: string;
    agent: number;
    link?: string;
  }[];
  total: number;
}> {
  const found = await useOf(tx, emailNormalised, limit);
  const goals = await goalsOfAddress(tx, emailNormalised, limit);
  const uses = found.map((row) => ({
    kind:
      row.link === PIXEL_LINK
        ? ("open" as const)
        : row.link === HONEYPOT_LINK
          ? ("invisible" as const)
          : ("click" as const),
    agent: row.agent,
    at: row.at,
    mailing: row.mailingName ?? "",
    ...(row.url === null ? {} : { link: row.url }),
  }));
  const reached = goals.newest.map((row) => ({
    ...{ kind: "goal" as const, agent: AGENT.person, at: row.at },
    ...{ mailing: row.mailing ?? "", link: row.goal },
  }));
  const newest = [...uses, ...reached].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  return {
    newest: newest.slice(0, limit),
    total: (await countUseOf(tx, emailNormalised)) + goals.total,
  };
}
