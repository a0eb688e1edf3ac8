import { alertHours, type AlertLimits, type LimitKind } from "../../contract/guards.ts";
import { failedSignIns, writeListed } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import { follow, type Sighting } from "./alert.ts";
import {
  insertAlert,
  largeExports,
  latestAlert,
  manyExports,
  manyListed,
  manyLooks,
  newSignIns,
  raiseAlert,
} from "./alerts.store.ts";
import type { GuardDeps } from "./deps.ts";
import { readGuards } from "./guards.store.ts";

const HOUR_MS = 3_600_000;
type Deps = Pick<GuardDeps, "db" | "clock" | "keys" | "wrongRecipients">;

/**
 * Looks through the last hours of an account for what is out of the ordinary (ORG-12) and writes an alert for what was
 * not told yet: each export or sign-in once; what is counted, once in its time, again when it doubled after somebody
 * called it expected. Gives how many are new.
 */
export async function watchAccount(deps: Deps, accountId: number): Promise<number> {
  const now = deps.clock.now();
  const since = (kind: LimitKind) => new Date(now.getTime() - alertHours[kind] * HOUR_MS);
  const failed = await failedSignIns(deps, accountId, since("failed_sign_ins"));
  return deps.db.account(accountId, async (tx) => {
    await writeListed(tx, accountId, now);
    const { limits } = await readGuards(tx);
    const seen = [...(await byPerson(tx, limits, since)), ...(await bySignIn(tx, limits, since))];
    if (limits.failed_sign_ins !== null && failed.tries >= limits.failed_sign_ins)
      seen.push({
        kind: "failed_sign_ins",
        who: "",
        counted: failed.tries,
        threshold: limits.failed_sign_ins,
        detail: { people: failed.people },
      });
    if (limits.wrong_recipients !== null) {
      const counted = await deps.wrongRecipients(tx, since("wrong_recipients"));
      const threshold = limits.wrong_recipients;
      if (counted >= threshold)
        seen.push({ kind: "wrong_recipients", who: "", counted, threshold });
    }
    let told = 0;
    for (const one of seen) told += await tell(tx, accountId, one, now);
    return told;
  });
}

async function byPerson(
  tx: Tx,
  limits: AlertLimits,
  since: (kind: LimitKind) => Date,
): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for (const [kind, look] of [
    ["many_people", manyLooks],
    ["many_listed", manyListed],
    ["many_exports", manyExports],
  ] as const) {
    const threshold = limits[kind];
    if (threshold === null) continue;
    for (const busy of await look(tx, since(kind), threshold))
      found.push({ kind, threshold, ...busy });
  }
  const large = limits.large_export;
  if (large !== null)
    for (const { reason, ...one } of await largeExports(tx, since("large_export"), large))
      found.push({
        ...one,
        kind: "large_export",
        threshold: large,
        detail: { export: one.objectId, reason },
      });
  return found;
}

async function bySignIn(
  tx: Tx,
  limits: AlertLimits,
  since: (kind: LimitKind) => Date,
): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for (const [kind, what] of [
    ["new_device", "newDevice"],
    ["new_place", "newPlace"],
  ] as const) {
    if (limits[kind] === null) continue;
    for (const { operatorId, who, entry, browser, at } of await newSignIns(tx, since(kind), what))
      found.push({
        kind,
        operatorId,
        who,
        at,
        objectId: entry,
        counted: 1,
        threshold: 1,
        detail: { browser },
      });
  }
  return found;
}

/** Writes what was not told yet; 1 for a new alert. */
async function tell(tx: Tx, accountId: number, seen: Sighting, now: Date): Promise<0 | 1> {
  if (seen.objectId === undefined && seen.kind !== "guard_loosened") {
    const since = new Date(now.getTime() - alertHours[seen.kind] * HOUR_MS);
    const latest = await latestAlert(tx, seen, since);
    const next = follow(latest, seen.counted);
    if (next === "same") await raiseAlert(tx, latest!.id, seen.counted, now);
    if (next !== "new") return 0;
  }
  return (await insertAlert(tx, accountId, seen, now)) ? 1 : 0;
}
