import { audit, listAccountIds, systemActor } from "../accounts/index.ts";
import { forgetPermissions, peopleWithConsent } from "../consent/index.ts";
import { forgetOldValues, markFieldsUsed, ORPHAN_DAYS } from "../contacts/index.ts";
import {
  isClassHeld,
  noteRetention,
  type Clock,
  type Database,
  type Keys,
} from "../platform/index.ts";
import { fieldsInUse } from "./field-uses.store.ts";
import {
  deleteOrphans,
  flaggedOrphans,
  flagOrphans,
  newOrphans,
  unflagOrphans,
  type Candidate,
} from "./orphans.store.ts";

interface Deps {
  db: Database;
  clock: Clock;
  keys: Keys;
}

const DAY_MS = 24 * 3_600_000;
const PER_TURN = 5_000;
/** How long a mailing counts as a use of the fields it reads (LEAD-07). */
const USE_DAYS = 180;

export interface ContactHousekeeping {
  flagged: number;
  deleted: number;
  /** Values of own fields whose months are over. */
  values: number;
}

/** What is looked after once a day: orphans and the permissions nobody is left for (RET-06), values that are too old and fields nobody reads (LEAD-07). */
export function contactPeriodic(deps: Deps): {
  name: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}[] {
  return [
    {
      name: "privacy.contacts",
      everyMs: DAY_MS,
      async run(signal) {
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          await tidyContacts(deps, accountId);
        }
      },
    },
  ];
}

/** One account's contacts; deletions stand in the audit log as counts. */
export function tidyContacts(deps: Deps, accountId: number): Promise<ContactHousekeeping> {
  const { db, clock, keys } = deps;
  const now = clock.now();
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return db.account(accountId, async (tx) => {
    const consenting = async (found: Candidate[]): Promise<number[]> => {
      const emails = found.map((one) => one.emailNormalised);
      const people = await peopleWithConsent(tx, keys, accountId, emails);
      return found.filter((one) => people.has(one.emailNormalised)).map((one) => one.id);
    };
    await unflagOrphans(
      tx,
      await overPages((after) => flaggedOrphans(tx, after, PER_TURN), consenting),
    );
    const deleted = (await isClassHeld(tx, "orphans"))
      ? 0
      : (await deleteOrphans(tx, before(ORPHAN_DAYS), now, PER_TURN)).length;
    await forgetPermissions(tx, deps, accountId);
    const flagged = (
      await overPages(
        (after) => newOrphans(tx, { madeBefore: before(1), after, limit: PER_TURN }),
        async (found) => {
          const held = new Set(await consenting(found));
          const ids = found.map((one) => one.id).filter((id) => !held.has(id));
          await flagOrphans(tx, ids, now);
          return ids;
        },
      )
    ).length;
    const values = (await isClassHeld(tx, "own_fields")) ? 0 : await forgetOldValues(tx, now);
    await noteRetention(tx, accountId, { class: "orphans", done: deleted, at: now });
    await noteRetention(tx, accountId, { class: "own_fields", done: values, at: now });
    await markFieldsUsed(tx, await fieldsInUse(tx, before(USE_DAYS)), now);
    const counts = { flagged, deleted, values };
    if (flagged + deleted + values > 0)
      await audit(tx, accountId, systemActor, "contacts.tidied", { detail: { ...counts } });
    return counts;
  });
}

/** Works through all that a query gives, a page at a time by id; gives what each page gave, in one. */
async function overPages(
  page: (after: number) => Promise<Candidate[]>,
  work: (found: Candidate[]) => Promise<number[]>,
): Promise<number[]> {
  const all: number[] = [];
  for (let after = 0; ;) {
    const found = await page(after);
    for (const id of await work(found)) all.push(id);
    if (found.length < PER_TURN) return all;
    after = found.at(-1)!.id;
  }
}
