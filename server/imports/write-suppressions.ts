import type { Tx } from "../platform/index.ts";
import { suppressImported, type ImportedSuppression } from "../suppression/index.ts";
import type { PlannedLine } from "./plan-batch.ts";
import type { Recipe } from "./recipe.ts";

/**
 * UNS-23: who left in the other system is held back here from the first moment: on the lists of the import, or, where
 * none is chosen, from all newsletters. Nothing takes this back but the person, not even undoing the import.
 */
export async function writeSuppressions(
  tx: Tx,
  lines: readonly PlannedLine[],
  recipe: Recipe,
  now: Date,
): Promise<void> {
  const entries = lines.flatMap(({ parsed }): ImportedSuppression[] => {
    if (!parsed.suppress) return [];
    const { as, since } = parsed.suppress;
    const person = {
      emailNormalised: parsed.emailNormalised,
      addressHash: parsed.hash,
      since,
      reason: recipe.origin.slice(0, 200),
    };
    if (as === "bounced") return [{ ...person, scope: "retained", listId: null }];
    if (as === "complained") return [{ ...person, scope: "complaint", listId: null }];
    return recipe.lists.length === 0
      ? [{ ...person, scope: "newsletters_address", listId: null }]
      : recipe.lists.map((list) => ({
          ...person,
          scope: "list_address" as const,
          listId: list.id,
        }));
  });
  if (entries.length > 0) await suppressImported(tx, recipe.accountId, entries, now);
}
