import { isClassHeld, type Tx } from "../platform/index.ts";
import { maxAgeMonths } from "../purchases/index.ts";
import { dueEvents } from "../tracking/index.ts";
import { dueCounts, type Due } from "./retention-due.store.ts";
import { daysOf, retentionClasses } from "./retention.ts";
import { ownPeriods } from "./retention.store.ts";

interface DueOfClass extends Due {
  class: string;
}

/**
 * What would go of each class at a moment, without touching anything (RET-14). `held` counts what a hold keeps: all of it,
 * where the class or the account is held. Classes without rows of their own are left out.
 */
export async function dryRun(tx: Tx, at: Date): Promise<DueOfClass[]> {
  const own = await ownPeriods(tx);
  const facts = {
    at,
    days: (name: string) => daysOf(name, own),
    purchaseMonths: await maxAgeMonths(tx),
  };
  const found: DueOfClass[] = [];
  for (const { id, holdable } of retentionClasses) {
    const counted =
      id === "events"
        ? { due: await dueEvents(tx, at), held: 0 }
        : await dueCounts[id]?.(tx, facts);
    if (counted === undefined) continue;
    const held = holdable && (await isClassHeld(tx, id)) ? counted.due : counted.held;
    found.push({ class: id, due: counted.due, held: holdable ? held : 0 });
  }
  return found;
}
