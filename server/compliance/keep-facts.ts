import { allLists } from "../lists/index.ts";
import {
  offerJob,
  type Clock,
  type Database,
  type JobHandler,
  type Tx,
} from "../platform/index.ts";
import { findCountedAccount } from "./count-facts.store.ts";
import { defaultGatePolicy, type Day } from "./facts.ts";
import { groupFacts, nameOfRules } from "./facts.store.ts";
import { keptText } from "./kept-facts.ts";
import {
  beginKeeping,
  contactsAfter,
  contactsOfChanges,
  contactsToKeep,
  contactsTurning,
  dropChanges,
  dropFactsOfGone,
  dropUnusedKinds,
  endKeeping,
  hasContacts,
  insertKinds,
  keptKinds,
  keptState,
  lookAtMark,
  markKeeping,
  oldestChanges,
  saveKeptState,
  subscribedElsewhere,
  writeFacts,
  type KeptState,
} from "./kept-facts.store.ts";
import { scopeOf } from "./load-facts.ts";
import { stillUsedFrom } from "./newsletter-consent.ts";
import { parseFacts } from "./parse-facts.ts";

/** Keeps what the gate knows of an account's contacts ready for counting. */
export const FACTS_JOB = "compliance.facts";

/** Accounts with fewer contacts are counted as they are. */
const WORTH = 20_000;
const AT_ONCE = 5_000;
/** Where the day turns for more than so many, everybody is read anew step by step instead of all of them in one. */
const TURNING_MOST = 20_000;
const SOON_MS = 250;
const DAY_MS = 86_400_000;
/** Where nobody has counted for so long, nothing is kept any more. */
const FORGOTTEN_MS = 30 * DAY_MS;

type Deps = { db: Database; clock: Clock };

/** Asks for the account's facts to be kept, or written anew, if it is large enough for that. */
export async function keepFactsSoon(tx: Tx, accountId: number, at: Date): Promise<void> {
  if (!(await hasContacts(tx, WORTH))) return;
  await offerJob(tx, { kind: FACTS_JOB, accountId, runAt: at, uniqueKey: String(accountId) });
}

/** What the gate's statement asks for; the number is raised when its texts are kept otherwise. */
export const rulesOfToday = (tx: Tx): string =>
  `1 ${nameOfRules(tx, scopeOf({ kind: "newsletter", listIds: [] }, new Date(0), []))}`;

/** The day that parts consents in use from others, as the account's policy has it now (CON-18). */
async function decidingDayOf(tx: Tx, now: Date): Promise<Day> {
  const account = await findCountedAccount(tx);
  return stillUsedFrom(now, parseFacts(account?.text ?? "").policy ?? defaultGatePolicy);
}

/**
 * The steps are transactions of their own: the account is noted; then a mark set after the note is visible to everybody; and
 * nobody's facts are read before all have ended who may have written without seeing the note. So no change is missed.
 */
export function keepFactsJob(deps: Deps): JobHandler {
  return async ({ accountId }, context) => {
    const { db, clock } = deps;
    const state = await db.account(accountId, async (tx) => {
      await beginKeeping(tx, accountId, clock.now());
      await saveKeptState(tx, { askedAt: clock.now() });
      return keptState(tx);
    });
    if (state?.mark == null) await db.account(accountId, markKeeping);
    if (!(await bringUpToDate(deps, accountId, context)))
      return { again: new Date(clock.now().getTime() + SOON_MS) };
    return undefined;
  };
}

/** False: it has to wait, or was stopped. */
async function bringUpToDate(
  { db, clock }: Deps,
  accountId: number,
  context: { keep(): Promise<void>; signal: AbortSignal },
): Promise<boolean> {
  for (;;) {
    if (context.signal.aborted) return false;
    const done = await db.account(accountId, (tx) => keepSome(tx, accountId, clock.now()));
    if (done !== "more") return done === "done";
    await context.keep();
  }
}

/** Every few minutes: notes are taken in, and what nobody asks for any more is put away. */
export async function refreshKeptFacts(
  deps: Deps,
  accountIds: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  const context = { keep: async () => undefined, signal };
  for (const accountId of accountIds) {
    if (signal.aborted) return;
    const state = await deps.db.account(accountId, (tx) => keptState(tx));
    if (!state) continue;
    if (deps.clock.now().getTime() - state.askedAt.getTime() > FORGOTTEN_MS)
      await deps.db.account(accountId, async (tx) => {
        await keptState(tx, "hold");
        await endKeeping(tx);
      });
    else if (state.mark !== null) await bringUpToDate(deps, accountId, context);
  }
}

/** One step of one process at a time: some of the filling, or what the oldest notes name. */
async function keepSome(tx: Tx, accountId: number, now: Date): Promise<"more" | "done" | "waits"> {
  const state = await keptState(tx, "hold");
  if (state?.mark == null) return "waits";
  const mark = await lookAtMark(tx, state.mark);
  if (mark.isForeign) {
    await markKeeping(tx);
    return "more";
  }
  if (!mark.over) return "waits";
  const rules = rulesOfToday(tx);
  if (state.rules !== rules) {
    await saveKeptState(tx, { ready: false, filledTo: 0, rules });
    return "more";
  }
  const today = await decidingDayOf(tx, now);
  if (!state.ready) return fillSome(tx, accountId, state, state.day ?? today);
  const day = state.day ?? today;
  if (today < day) {
    // The account's policy reaches back further: then everybody's side may be another.
    await saveKeptState(tx, { ready: false, filledTo: 0, day: today });
    return "more";
  }
  if (today > day) {
    const turning = await contactsTurning(tx, today, TURNING_MOST + 1);
    if (turning.length > TURNING_MOST) {
      await saveKeptState(tx, { ready: false, filledTo: 0, day: today });
      return "more";
    }
    await keepInSteps(tx, accountId, turning, today);
    await saveKeptState(tx, { day: today });
    return "more";
  }
  const changes = await oldestChanges(tx, AT_ONCE);
  if (changes.length === 0) return "done";
  const noted = changes.map(({ id }) => id);
  if (changes.some(({ everybody }) => everybody))
    await saveKeptState(tx, { ready: false, filledTo: 0 });
  else await keepInSteps(tx, accountId, await contactsOfChanges(tx, noted, null), day);
  await dropChanges(tx, noted);
  return "more";
}

async function fillSome(
  tx: Tx,
  accountId: number,
  { filledTo }: KeptState,
  day: Day,
): Promise<"more"> {
  const next = await contactsAfter(tx, filledTo, AT_ONCE);
  const last = next.at(-1);
  await dropFactsOfGone(tx, { after: filledTo, upTo: last ?? null });
  if (last === undefined) {
    await dropUnusedKinds(tx);
    await saveKeptState(tx, { ready: true, day });
    return "more";
  }
  await keepFactsOf(tx, accountId, next, day);
  await saveKeptState(tx, { filledTo: last, day });
  return "more";
}

async function keepInSteps(tx: Tx, accountId: number, ids: number[], day: Day): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE)
    await keepFactsOf(tx, accountId, ids.slice(at, at + AT_ONCE), day);
}

/** Reads these contacts' facts by the gate's own statement, and keeps them. */
async function keepFactsOf(tx: Tx, accountId: number, ids: number[], day: Day): Promise<void> {
  const listIds = (await allLists(tx, { archived: true }))
    .map(({ id }) => id)
    .toSorted((a, b) => a - b);
  const scope = scopeOf({ kind: "newsletter", listIds }, new Date(day), []);
  const elsewhere = new Set(await subscribedElsewhere(tx, ids));
  const groups = await groupFacts(tx, contactsToKeep(ids), scope);
  const known = new Map((await keptKinds(tx)).map(({ id, facts }) => [facts, id]));
  let last = Math.max(0, ...known.values());
  const added: { id: number; facts: string }[] = [];
  const facts = groups.flatMap((group) =>
    group.ids.split(",").map((text) => {
      const contactId = Number(text);
      const kept = keptText(group.facts, day, elsewhere.has(contactId));
      let kind = known.get(kept.text);
      if (kind === undefined) {
        kind = ++last;
        known.set(kept.text, kind);
        added.push({ id: kind, facts: kept.text });
      }
      return { contactId, kind, since: kept.since };
    }),
  );
  if (added.length > 0) await insertKinds(tx, accountId, added);
  await writeFacts(tx, accountId, facts);
  await dropFactsOfGone(tx, ids);
}
