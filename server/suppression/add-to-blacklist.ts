import type { BulkAnswerView } from "../../contract/suppression.ts";
import { addressHash } from "../contacts/index.ts";
import type { Actor, Keys, Tx } from "../platform/index.ts";
import { parseBlacklistLine, type BlacklistTarget, type NewSuppression } from "./suppression.ts";
import { insertSuppression } from "./suppression.store.ts";

/** Puts one target on the blacklist (UNS-24); false when it is there already. */
export function addToBlacklist(
  tx: Tx,
  keys: Keys,
  accountId: number,
  actor: Actor,
  entry: { target: BlacklistTarget; reason: string; reviewOn: string; at: Date },
): Promise<boolean> {
  const { target } = entry;
  const made: NewSuppression = {
    scope: "blacklist",
    reason: entry.reason,
    origin: actor.kind === "apiKey" ? "api" : "operator",
    reviewOn: entry.reviewOn,
    at: entry.at,
    ...target,
    ...("emailNormalised" in target
      ? { addressHash: addressHash(keys, accountId, target.emailNormalised) }
      : {}),
    ...(actor.operatorId === undefined ? {} : { createdBy: actor.operatorId }),
  };
  return insertSuppression(tx, accountId, made);
}

/** Many lines at once, each with its result; a line that is wrong holds up no other. */
export async function addManyToBlacklist(
  tx: Tx,
  keys: Keys,
  accountId: number,
  actor: Actor,
  entries: { lines: string[]; reason: string; reviewOn: string; at: Date },
): Promise<BulkAnswerView> {
  const { lines, ...rest } = entries;
  const answer: BulkAnswerView = { added: 0, known: 0, invalid: 0, lines: [] };
  for (const [at, line] of lines.entries()) {
    const text = line.trim();
    if (text === "") continue;
    const target = parseBlacklistLine(text);
    const result =
      target === undefined
        ? "invalid"
        : (await addToBlacklist(tx, keys, accountId, actor, { target, ...rest }))
          ? "added"
          : "known";
    answer[result] += 1;
    answer.lines.push({ line: at + 1, text, result });
  }
  return answer;
}
