import type { SpamCheck } from "../../contract/deliverability.ts";
import { askRspamd } from "./ask-rspamd.ts";
import { askSpamd } from "./ask-spamd.ts";
import { HINTS } from "./spam-check-hints.ts";
import type { Verdict } from "./verdict.ts";

/** Filters of one's own that judge a draft; null: not set up. */
export interface SpamCheckers {
  spamdUrl: string | null;
  rspamdUrl: string | null;
}

type Checker = SpamCheck["checkers"][number];

/** Asks every filter that is set up what it makes of a message. Filters that fail say so; nothing is thrown. */
export async function spamCheck(checkers: SpamCheckers, message: Buffer): Promise<SpamCheck> {
  const ask = async (
    name: Checker["name"],
    setting: string,
    url: string | null,
    check: (url: URL, message: Buffer) => Promise<Verdict>,
  ): Promise<Checker> => {
    const nothing = { name, setting, score: null, limit: null, rules: [], problem: null };
    if (url === null) return { ...nothing, state: "off" };
    try {
      const verdict = await check(new URL(url), message);
      const rules = verdict.rules
        .filter((rule) => rule.score !== 0)
        .toSorted((a, b) => b.score - a.score)
        .map((rule) => ({ ...rule, text: HINTS[rule.name] ?? { de: rule.text, en: rule.text } }));
      return { ...nothing, ...verdict, rules, state: "done" };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        ...nothing,
        state: "failed",
        problem: {
          de: `Keine brauchbare Antwort von ${name}: ${why}`,
          en: `No useful answer from ${name}: ${why}`,
        },
      };
    }
  };
  return {
    checkers: await Promise.all([
      ask("SpamAssassin", "SPAMD_URL", checkers.spamdUrl, askSpamd),
      ask("rspamd", "RSPAMD_URL", checkers.rspamdUrl, askRspamd),
    ]),
  };
}
