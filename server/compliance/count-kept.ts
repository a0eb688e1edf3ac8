import type { Clock, RawBuilder, Tx } from "../platform/index.ts";
import { candidatesOneByOne, type CountedAccount } from "./count-facts.store.ts";
import type { Day } from "./facts.ts";
import { groupFacts, type FactsScope } from "./facts.store.ts";
import { keepFactsSoon, rulesOfToday } from "./keep-facts.ts";
import { kindOf, readKept, type KeptKind } from "./kept-facts.ts";
import {
  amongThem,
  contactsOfChanges,
  contactsOfKinds,
  countKinds,
  heldForLists,
  keptKinds,
  keptState,
  newestKind,
  openChanges,
} from "./kept-facts.store.ts";

/** So many are asked anew beside what is kept; with more of them everybody is. */
const ANEW = 5_000;

/** People with the same facts, as the gate's statement tells them. */
export interface CountedFacts {
  contactId: number | null;
  emailNormalised: string | null;
  facts: string;
  people: number;
}

/**
 * Whose kept facts do not hold at this moment, besides everybody's that do. Undefined where nothing is kept yet, or so much
 * has changed that everybody has to be asked; then the job is asked to catch up.
 *
 * The notes are read first: what changes later is noted later, and then what is kept holds for the moment of this look.
 */
export async function changedSinceKept(
  tx: Tx,
  accountId: number,
  clock: Clock,
): Promise<{ ids: number[]; day: Day | null } | undefined> {
  const open = await openChanges(tx);
  const isMuch = open.everybody || open.named > 2 * ANEW;
  const ids = isMuch || open.named === 0 ? [] : await contactsOfChanges(tx, null, ANEW + 1);
  const state = await keptState(tx);
  // What an earlier version of the product kept says nothing about what the gate decides now.
  const isReady = state?.ready === true && state.rules === rulesOfToday(tx);
  if (!isReady || isMuch || ids.length > 0) await keepFactsSoon(tx, accountId, clock.now());
  if (!isReady || isMuch || ids.length > ANEW) return undefined;
  return { ids, day: state.day };
}

/**
 * What `countFacts` says, from the kept facts: a million rows of a few bytes in one pass, and everybody asked anew whom a
 * note names. Undefined where that cannot be told from what is kept.
 */
export async function countKept(
  tx: Tx,
  { clock }: { clock: Clock },
  account: CountedAccount,
  scope: FactsScope,
  decidingDay: Day,
  chosen?: RawBuilder<unknown>,
): Promise<CountedFacts[] | undefined> {
  const asksMore =
    scope.isChosen ||
    scope.frequency.length > 0 ||
    scope.questionAt !== null ||
    scope.wordingFrom !== null;
  if (asksMore) return undefined;
  const changed = await changedSinceKept(tx, account.id, clock);
  if (changed === undefined) return undefined;
  if (changed.day !== decidingDay) {
    await keepFactsSoon(tx, account.id, clock.now());
    return undefined;
  }
  const held = await heldForLists(tx, ANEW + 1);
  if (held.length > ANEW) return undefined;
  const but = [...new Set([...changed.ids, ...held])];
  const counted = await countKinds(tx, account.id, but, chosen);
  const texts = new Map((await keptKinds(tx)).map(({ id, facts }) => [id, facts]));
  const groups: CountedFacts[] = [];
  const asked: number[] = [];
  for (const { kind, people, contactId, emailNormalised } of counted) {
    const text = texts.get(kind);
    if (text === undefined) return undefined;
    const reading = readKept(text, account.text, scope.listIds, decidingDay);
    if (reading.kind === "ask") asked.push(kind);
    if (reading.kind === "facts")
      groups.push({ contactId, emailNormalised, facts: reading.facts, people });
  }
  const odd = asked.length === 0 ? [] : await contactsOfKinds(tx, asked, ANEW + 1);
  if (odd.length > ANEW) return undefined;
  const anew = [...new Set([...but, ...odd])];
  if (anew.length > 0) {
    const those = candidatesOneByOne(account, scope, amongThem(anew, chosen));
    groups.push(...(await groupFacts(tx, those, scope)));
  }
  return groups;
}

/** What segments may ask of the kept facts: the numbers of kinds of people, and whom to ask anew. */
export interface KeptPeople {
  changed: number[];
  kindsWhere(test: (kind: KeptKind) => boolean): number[];
  /** Whether the kinds are still all there are; asked after counting, which by older ones would have missed people. */
  stillHold(): Promise<boolean>;
}

/** Undefined where nothing is kept, or too much has changed. */
export async function keptPeople(
  tx: Tx,
  accountId: number,
  clock: Clock,
): Promise<KeptPeople | undefined> {
  const changed = await changedSinceKept(tx, accountId, clock);
  if (changed === undefined) return undefined;
  const kinds = (await keptKinds(tx)).map(({ id, facts }) => ({ id, kind: kindOf(facts) }));
  const odd = kinds.filter(({ kind }) => kind.elsewhere).map(({ id }) => id);
  const elsewhere = odd.length === 0 ? [] : await contactsOfKinds(tx, odd, ANEW + 1);
  if (elsewhere.length > ANEW) return undefined;
  return {
    changed: [...new Set([...changed.ids, ...elsewhere])],
    kindsWhere: (test) => kinds.filter(({ kind }) => test(kind)).map(({ id }) => id),
    stillHold: async () => (await newestKind(tx)) <= Math.max(0, ...kinds.map(({ id }) => id)),
  };
}
