import { setImmediate as breathe } from "node:timers/promises";
import {
  sealAhead,
  takeLedgerSupplies,
  type LedgerSupplies,
  type SealedPerson,
} from "../consent/index.ts";
import { takeContactIds } from "../contacts/index.ts";
import { consentEntry } from "./consent-entry.ts";
import type { ImportDeps, StoredActor } from "./import.ts";
import type { ParsedLine } from "./read-line.ts";
import type { Recipe } from "./recipe.ts";
import { prepareStrangers, type StrangersBatch } from "./strangers-batch.ts";

/** Lines sealed before the event loop gets its turn again, so that the database never waits long: a third of a millisecond. */
const AT_ONCE = 10;

/** What is made ready for a line as long as nothing is known that speaks against it. */
export interface ReadyLine {
  contactId: number;
  /** Its consents for all lists of the import; undefined where they are not proven. */
  sealed?: SealedPerson;
}

/** What share of the people of the batch before was known here, 0 to 1; of the first one, what the check found. */
export interface Outlook {
  known: number;
}
/** Above this share little of what is made ahead would be used. */
const MANY_KNOWN = 0.5;

/** Lines of a batch with what could be made before anybody was looked up. */
export interface ReadyBatch {
  lines: ParsedLine[];
  share: number;
  /** By number of the line. */
  ready: ReadonlyMap<number, ReadyLine>;
  now: Date;
  /** All that is written if nobody is known; undefined where that cannot be made ahead. */
  strangers: StrangersBatch | undefined;
}

/**
 * Takes ids for a batch and seals its consents as if nobody in it were known here, while the batch before is written. Of
 * whoever is known after all, nothing of this is used; where many are, as the batch before says, nothing is made.
 */
export async function prepareBatch(
  deps: Pick<ImportDeps, "db" | "keys" | "clock">,
  { lines, share }: { lines: ParsedLine[]; share: number },
  recipe: Recipe,
  actor: StoredActor | null,
  { known }: Outlook,
): Promise<ReadyBatch> {
  if (known > MANY_KNOWN)
    return { lines, share, ready: new Map(), now: deps.clock.now(), strangers: undefined };
  const people = lines.filter((line) => !line.rejection);
  const proven = recipe.lists.length === 0 ? [] : people.filter((line) => line.consent.complete);
  const { contactIds, supplies } = await deps.db.account(recipe.accountId, async (tx) => ({
    contactIds: await takeContactIds(tx, people.length),
    supplies: await takeLedgerSupplies(tx, {
      people: proven.length,
      entries: proven.length * recipe.lists.length,
      wordingVersionIds: proven.length === 0 ? [] : wordingIds(recipe),
    }),
  }));
  const now = deps.clock.now();
  const ready = new Map<number, ReadyLine>();
  for (let at = 0; at < people.length; at++) {
    if (at % AT_ONCE === AT_ONCE - 1) await breathe();
    const line = people[at]!;
    ready.set(line.line, {
      contactId: contactIds[at]!,
      ...(line.consent.complete && recipe.lists.length > 0
        ? { sealed: seal(deps, line, recipe, actor, supplies, now) }
        : {}),
    });
  }
  const strangers = known === 0 ? await prepareStrangers(lines, ready, recipe, now) : undefined;
  return { lines, share, ready, now, strangers };
}

function seal(
  { keys }: Pick<ImportDeps, "keys">,
  line: ParsedLine,
  recipe: Recipe,
  actor: StoredActor | null,
  supplies: LedgerSupplies,
  now: Date,
): SealedPerson {
  const entries = () => recipe.lists.map((list) => consentEntry(line, list, recipe, actor));
  return sealAhead(keys, recipe.accountId, entries, supplies, now);
}

const wordingIds = ({ consent }: Recipe): number[] =>
  consent.evidence === "none" ? [] : [consent.wordingVersionId];
