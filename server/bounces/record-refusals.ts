import { addressHash } from "../contacts/index.ts";
import { outbox, providerOf, type Tx } from "../platform/index.ts";
import { retainAddresses } from "../suppression/index.ts";
import { addPolicyRefusals, type PolicyRefusals } from "./policy-refusals.store.ts";
import {
  consequence,
  mailingKey,
  PAUSE_DAYS,
  SOFT_DAYS,
  withoutAddresses,
  type Acceptance,
  type BounceDeps,
  type Refusal,
} from "./refusal.ts";
import {
  beginSeries,
  countSeries,
  noteAccepted,
  setPaused,
  upsertMailings,
  type BouncedMailing,
} from "./series.store.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * Records refused mails of one account, any number in a handful of statements, and retains the addresses they condemn
 * (SND-09, SND-10). Safe to run again: a mailing counts once for an address, whoever reports it. Policy and unclear
 * refusals blame nobody; those that come as reports are counted for our domain (SND-08), once for each call, while those
 * of the SMTP session are counted where it ends.
 */
export async function recordRefusals(
  tx: Tx,
  deps: BounceDeps,
  refusals: readonly Refusal[],
): Promise<void> {
  const accountId = refusals[0]?.accountId;
  if (accountId === undefined) return;
  await countPolicy(
    tx,
    accountId,
    refusals.filter((one) => one.class === "policy" && one.source !== "smtp"),
  );
  const byMailing = new Map<string, BouncedMailing>();
  for (const refusal of refusals) {
    // What was refused at the door was never taken for a success.
    const isNeutral = refusal.class === "policy" || refusal.class === "unknown";
    if (isNeutral && refusal.source === "smtp") continue;
    const made = toMailing(deps, refusal);
    const key = `${made.addressHash.toString("hex")} ${made.mailingKey}`;
    const known = byMailing.get(key);
    if (!known || gravity(made) > gravity(known)) byMailing.set(key, made);
  }
  const made = [...byMailing.values()].toSorted((a, b) =>
    Buffer.compare(a.addressHash, b.addressHash),
  );
  if (made.length === 0) return;
  await upsertMailings(tx, accountId, made);
  const blaming = made.filter((one) => one.class !== "neutral");
  if (blaming.length > 0) await beginSeries(tx, accountId, blaming);
  await judge(
    tx,
    deps,
    accountId,
    made.map((one) => one.addressHash),
  );
}

/**
 * Records accepted mails. Only addresses with a series are touched: for them a success ends what was before it, in the
 * order of the mailings (SND-09).
 */
export async function recordAccepted(
  tx: Tx,
  deps: BounceDeps,
  accountId: number,
  accepted: readonly Acceptance[],
): Promise<void> {
  if (accepted.length === 0) return;
  const noted = await noteAccepted(
    tx,
    accountId,
    accepted.map((one) => ({ ...one, mailingKey: mailingKey(one) })),
  );
  if (noted.length > 0)
    await judge(
      tx,
      deps,
      accountId,
      noted.map((one) => one.addressHash),
    );
}

const gravity = (one: BouncedMailing): number =>
  one.unknownUser ? 3 : one.class === "hard" ? 2 : one.class === "soft" ? 1 : 0;

function toMailing(deps: BounceDeps, refusal: Refusal): BouncedMailing {
  return {
    addressHash: addressHash(deps.keys, refusal.accountId, refusal.emailNormalised),
    mailingKey: mailingKey(refusal),
    emailNormalised: refusal.emailNormalised,
    contactId: refusal.contactId,
    deliveryId: refusal.deliveryId,
    class: refusal.class === "hard" || refusal.class === "soft" ? refusal.class : "neutral",
    unknownUser: refusal.class === "hard" && refusal.unknownUser,
    code: refusal.code,
    enhanced: refusal.enhanced,
    meaning: refusal.meaning,
    reply: withoutAddresses(refusal.text, refusal.emailNormalised),
    source: refusal.source,
    mailedAt: refusal.mailedAt ?? refusal.at,
    at: refusal.at,
  };
}

async function judge(tx: Tx, deps: BounceDeps, accountId: number, hashes: Buffer[]): Promise<void> {
  const now = deps.clock.now();
  const counted = await countSeries(tx, hashes, new Date(now.getTime() - SOFT_DAYS * DAY_MS));
  const condemned = counted.flatMap((series) => {
    const reason = consequence(series);
    return reason === null ? [] : [{ ...series, reason }];
  });
  if (condemned.length === 0) return;
  const retained = await retainAddresses(tx, accountId, condemned, now);
  const reasons = new Map(retained.map((one) => [one.addressHash.toString("hex"), one.reason]));
  const fresh = condemned.filter((one) => reasons.has(one.addressHash.toString("hex")));
  const paused = fresh.filter((one) => one.reason === "soft_paused").map((one) => one.addressHash);
  if (paused.length > 0) await setPaused(tx, paused, new Date(now.getTime() + PAUSE_DAYS * DAY_MS));
  for (const one of fresh)
    await outbox.publish(tx, accountId, {
      type: "address.retained",
      addressHash: one.addressHash.toString("hex"),
      contactId: one.contactId,
      reason: one.reason,
    });
}

async function countPolicy(tx: Tx, accountId: number, refusals: readonly Refusal[]): Promise<void> {
  const byLine = new Map<string, PolicyRefusals>();
  for (const refusal of refusals) {
    const line = {
      day: refusal.at.toISOString().slice(0, 10),
      senderDomain: refusal.senderDomain ?? "",
      provider: providerOf(
        refusal.emailNormalised.slice(refusal.emailNormalised.lastIndexOf("@") + 1),
      ),
      code: refusal.code,
      enhanced: refusal.enhanced,
      meaning: refusal.meaning,
    };
    const key = JSON.stringify(line);
    const known = byLine.get(key);
    if (known) known.count += 1;
    else
      byLine.set(key, {
        ...line,
        count: 1,
        sample: withoutAddresses(refusal.text, refusal.emailNormalised),
        lastAt: refusal.at,
      });
  }
  if (byLine.size === 0) return;
  await addPolicyRefusals(tx, accountId, [...byLine.values()]);
}
