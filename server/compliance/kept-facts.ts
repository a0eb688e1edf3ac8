import { SUBSCRIPTION_FLAG } from "./fact-flags.ts";
import type { Day } from "./facts.ts";

/**
 * Facts as they are kept for counting: `flags|pot|profiling|subscriptions`, without the account's part, and of each
 * subscription's last use only its side of one day, so that a million people have a few hundred different texts. The texts
 * themselves come from the gate's own statement (`facts.store.ts`).
 */
export interface KeptText {
  text: string;
  /** The first day of the subscriptions still in use: after it one of them changes its side. */
  since: Day | null;
}

/** Behind the facts of somebody who has a subscription under another address than their own. */
export const ELSEWHERE = "|elsewhere";
const DAY_ZERO = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

const numberOf = (day: Day): number => Math.round((Date.parse(day) - DAY_ZERO) / DAY_MS);
const dayOf = (number: number): Day =>
  new Date(DAY_ZERO + number * DAY_MS).toISOString().slice(0, 10);

/** A facts text of the gate as it is kept, parted by `decidingDay` (CON-18). */
export function keptText(facts: string, decidingDay: Day, elsewhere: boolean): KeptText {
  const [, flags = "", pot = "", profiling = "", subscriptions = ""] = facts.split("|");
  const deciding = numberOf(decidingDay);
  let since: number | null = null;
  const sided = subscriptions.split(",").map((one) => {
    const at = one.lastIndexOf(".");
    if (at < 0) return one;
    const day = Number(one.slice(at + 1));
    if (day >= deciding) since = since === null ? day : Math.min(since, day);
    return `${one.slice(0, at)}.${day >= deciding ? 1 : 0}`;
  });
  return {
    text: `${flags}|${pot}|${profiling}|${sided.join(",")}${elsewhere ? ELSEWHERE : ""}`,
    since: since === null ? null : dayOf(since),
  };
}

/** What a kept text says for a mailing to some of the lists. */
export type Reading =
  /** Nobody of these is on the lists. */
  | { kind: "none" }
  /** Each has to be asked: what is kept does not say enough. */
  | { kind: "ask" }
  /** As the gate's statement would say it for these lists. */
  | { kind: "facts"; facts: string };

/**
 * Reads a kept text for these lists, in their order. People of the core system who have a subscription are asked one by one,
 * because entries on person numbers are not followed; so are those with a subscription under another address.
 */
export function readKept(
  text: string,
  account: string,
  listIds: readonly number[],
  decidingDay: Day,
): Reading {
  const elsewhere = text.endsWith(ELSEWHERE);
  const [flags = "", pot = "", profiling = "", subscriptions = ""] = (
    elsewhere ? text.slice(0, -ELSEWHERE.length) : text
  ).split("|");
  const { own, unsubscribed } = SUBSCRIPTION_FLAG;
  const found = new Map<number, [flags: number, side: number]>();
  let isCandidate = false;
  for (const one of subscriptions === "" ? [] : subscriptions.split(",")) {
    const [list, said, side] = one.split(".").map(Number) as [number, number, number];
    if (!listIds.includes(list)) continue;
    found.set(list, [said, side]);
    if ((said & own) !== 0 && (said & unsubscribed) === 0) isCandidate = true;
  }
  if (elsewhere || (isCandidate && pot !== "newsletter")) return { kind: "ask" };
  if (!isCandidate) return { kind: "none" };
  const deciding = numberOf(decidingDay);
  const told = listIds.flatMap((list) => {
    const is = found.get(list);
    return is === undefined ? [] : `${list}.${is[0]}.${deciding - 1 + is[1]}`;
  });
  return { kind: "facts", facts: `${account}|${flags}|${pot}|${profiling}|${told.join(",")}` };
}

/** What a kept text says to whoever asks for people, not for mail. */
export interface KeptKind {
  /** The permission to analyse. */
  profiling: string;
  /** Of the contact's own subscriptions. */
  subscriptions: { listId: number; state: SubscriptionState; evidenced: boolean }[];
  /** There are more of them, under another address. */
  elsewhere: boolean;
}

type SubscriptionState = "pending" | "confirmed" | "unsubscribed" | undefined;

export function kindOf(text: string): KeptKind {
  const elsewhere = text.endsWith(ELSEWHERE);
  const [, , profiling = "", subscriptions = ""] = (
    elsewhere ? text.slice(0, -ELSEWHERE.length) : text
  ).split("|");
  const f = SUBSCRIPTION_FLAG;
  return {
    profiling,
    elsewhere,
    subscriptions: (subscriptions === "" ? [] : subscriptions.split(",")).flatMap((one) => {
      const [listId, said] = one.split(".").map(Number) as [number, number];
      if ((said & f.own) === 0) return [];
      const state =
        (said & f.confirmed) !== 0
          ? "confirmed"
          : (said & f.pending) !== 0
            ? "pending"
            : (said & f.unsubscribed) !== 0
              ? "unsubscribed"
              : undefined;
      return [{ listId, state, evidenced: (said & f.evidenced) !== 0 }];
    }),
  };
}
