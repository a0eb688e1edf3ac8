import type pg from "pg";
import { isDatabaseAway, pause, type Logger } from "../platform/index.ts";
import type { ClickTargets } from "../tracking/index.ts";
import { leadsToOwnSite, withGoal } from "./goal.ts";
import type { GoalTokens } from "./goal-token.ts";
import { clickMayCarryGoal, sitesOfAccounts } from "./goals.store.ts";

export interface GoalParameters extends ClickTargets {
  /** Reads the accounts' websites again; by itself every few seconds. */
  refresh(): Promise<void>;
}

const LOOK_MS = 5_000;

/** Puts the parameter on clicks to the account's own websites. Where anything is in doubt the link stays as it is. */
export function createGoalParameters(deps: {
  pool: pg.Pool;
  tokens: GoalTokens;
  log: Logger;
}): GoalParameters {
  const { pool, tokens, log } = deps;
  let sites: ReadonlyMap<number, ReadonlySet<string>> = new Map();
  const abort = new AbortController();
  let loop: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    const found = await sitesOfAccounts(pool);
    sites = new Map(found.map(({ accountId, hosts }) => [accountId, new Set(hosts)]));
  };
  const look = async (): Promise<void> => {
    try {
      await refresh();
    } catch (error) {
      if (!isDatabaseAway(error)) log.error({ err: error }, "websites of goals could not be read");
    }
  };
  return {
    wants(accountId, url) {
      const hosts = sites.get(accountId);
      return hosts !== undefined && leadsToOwnSite(url, hosts);
    },
    async target(click, url) {
      try {
        return (await clickMayCarryGoal(pool, click)) ? withGoal(url, tokens.forClick(click)) : url;
      } catch (error) {
        if (!isDatabaseAway(error)) log.error({ err: error }, "a click went without its goal");
        return url;
      }
    },
    refresh,
    async start() {
      await look();
      loop ??= (async () => {
        while (!abort.signal.aborted) {
          await pause(LOOK_MS, abort.signal);
          if (!abort.signal.aborted) await look();
        }
      })();
    },
    async stop() {
      abort.abort();
      await loop;
    },
  };
}
