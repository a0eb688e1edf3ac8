import type { Mailing } from "../mailings/index.ts";
import type { Tx } from "../platform/index.ts";
import { PIXEL_LINK } from "../tracking/index.ts";
import type { PersonalFacts } from "./facts.store.ts";
import {
  personsByEvents,
  personsOf,
  walkPersons,
  type PersonFilter,
  type PersonPage,
  type PersonRow,
} from "./persons.store.ts";
import { personsOfCampaign } from "./record-persons.store.ts";
import { findSnapshot } from "./snapshots.store.ts";

/** So many matching people are quicker found by what they did than by walking through all contacts by name. */
const FEW = 5000;
/** Contacts of one step of the walk. */
const STEP = 1000;
/** A page that needs a longer walk comes with what was found. */
const MOST_STEPS = 40;

/**
 * The next persons of a mailing by name. Of a large mailing the way is chosen by how many match: many are met soon on a
 * walk through the contacts, few are found by their events. Both give the same people.
 */
export async function listPersons(
  tx: Tx,
  mailing: Mailing,
  page: PersonPage,
): Promise<{ found: PersonRow[]; next: { sortKey: string; id: number } | null }> {
  if (mailing.kind === "core_campaign")
    return cut(
      await personsOfCampaign(tx, mailing.id, { ...page, limit: page.limit + 1 }),
      page.limit,
    );
  const facts = (await findSnapshot(tx, mailing.id))?.facts?.personal;
  if (!facts) {
    const found = await personsOf(tx, mailing.id, { ...page, limit: page.limit + 1 });
    return cut(found, page.limit);
  }
  const matching = matchingOf(facts, page);
  if (matching !== null && matching < FEW)
    return cut(
      await personsByEvents(tx, mailing.id, { ...page, limit: page.limit + 1 }),
      page.limit,
    );
  return walk(tx, mailing, page);
}

function cut(found: PersonRow[], limit: number) {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last ? { sortKey: last.sortKey, id: last.contactId } : null;
  return { found: shown, next };
}

/** Null for negations: those who did nothing have no events to be found by. */
function matchingOf(facts: PersonalFacts, { did, link }: PersonFilter): number | null {
  if (did === "not_opened" || did === "not_clicked") return null;
  const people = (no: number) => facts.people.find((row) => row.link === no)?.people ?? 0;
  if (link !== undefined) return people(link);
  if (did === "clicked") return facts.clickers;
  if (did === "opened") return people(PIXEL_LINK);
  return people(PIXEL_LINK) + facts.clickers;
}

async function walk(tx: Tx, mailing: Mailing, page: PersonPage) {
  const found: PersonRow[] = [];
  let after = page.after;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = await walkPersons(tx, mailing.id, { ...page, after, limit: STEP }, STEP);
    found.push(...step.found);
    if (found.length > page.limit) return cut(found, page.limit);
    if (!step.last) return { found, next: null };
    after = step.last;
  }
  return { found, next: after };
}
