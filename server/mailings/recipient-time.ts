import type { RecipientTime, RecipientWaves } from "../../contract/recipient-time.ts";
import { getAccount } from "../accounts/index.ts";
import { candidatesOfCustomers } from "../compliance/index.ts";
import { allFields } from "../contacts/index.ts";
import { conflict, invalid, type RawBuilder, type Tx } from "../platform/index.ts";
import { candidatesOfCampaign } from "./core-list.ts";
import type { Mailing } from "./mailing.ts";
import { scopeOfMailing } from "./mailing-scope.ts";
import { candidatesOfLists } from "./mailings.store.ts";
import { planWaves, type RecipientPlan } from "./recipient-zones.ts";
import { waveCondition, zoneValues } from "./recipient-zones.store.ts";
import { audienceConditionOf } from "./variants.ts";

type Chosen = Pick<Mailing, "kind" | "listIds" | "settings"> & { id: number };

/** Everybody a mailing selects at a moment, as rows for freezing. */
export async function candidatesOfMailing(
  tx: Tx,
  mailing: Chosen,
  scope: Awaited<ReturnType<typeof scopeOfMailing>>,
  at: Date,
): Promise<RawBuilder<unknown>> {
  const campaign = await candidatesOfCampaign(tx, mailing);
  if (campaign) return campaign;
  if (scope.offer) return candidatesOfCustomers(scope.offer);
  return candidatesOfLists(
    mailing.listIds,
    scope.behaviour && !("segment" in scope.behaviour)
      ? { condition: scope.behaviour, at }
      : undefined,
    await audienceConditionOf(tx, mailing, at),
  );
}

async function planned(
  tx: Tx,
  mailing: Chosen,
  { local, field }: Pick<RecipientTime, "local" | "field">,
  now: Date,
  passed?: "now" | "account",
): Promise<RecipientPlan & { people: number; accountZone: string }> {
  const { timezone: accountZone } = await getAccount(tx);
  const candidates = await candidatesOfMailing(tx, mailing, await scopeOfMailing(tx, mailing), now);
  const { people, values } = await zoneValues(tx, candidates, field);
  return {
    ...planWaves({ local, accountZone, people, now }, values, passed),
    people,
    accountZone,
  };
}

/** Who would get it when, for showing before somebody decides. Throws 422 `zone_field_unknown`, `time_invalid`. */
export async function recipientWaves(
  tx: Tx,
  mailing: Chosen,
  asked: Pick<RecipientTime, "local" | "field">,
  now: Date,
): Promise<RecipientWaves> {
  await requireReadable(tx, asked);
  const { people, known, unreadable, accountZone, waves } = await planned(tx, mailing, asked, now);
  return {
    people,
    known,
    unreadable,
    accountZone,
    waves: waves
      .filter((wave) => wave.people > 0)
      .map(({ at, ...wave }) => ({ ...wave, at: at.toISOString() })),
  };
}

/**
 * When a mailing by the recipients' clocks begins: at its first wave. Throws 409 `zones_passed` with the count where the
 * hour is over for somebody and nobody chose to send at once, 422 `time_past` where it is over everywhere.
 */
export async function beginsAt(
  tx: Tx,
  mailing: Chosen,
  asked: RecipientTime,
  now: Date,
): Promise<Date> {
  await requireReadable(tx, asked);
  const { waves, accountWave } = await planned(tx, mailing, asked, now);
  const filled = waves.filter((wave, no) => wave.people > 0 || no === accountWave);
  const over = filled.filter((wave) => wave.passed);
  const people = over.reduce((sum, wave) => sum + wave.people, 0);
  if (over.length === filled.length)
    throw invalid("time_past", "This hour is over for all recipients.", {
      errors: [{ path: "/recipientTime/local", message: "A later time." }],
    });
  if (people > 0 && asked.passed !== "now")
    throw conflict(
      "zones_passed",
      `For ${people} recipients the clock shows a later hour already.`,
      {
        hint: "Choose a later time, or `passed: now` to send to them at once.",
        extra: { people, zones: over.flatMap((wave) => wave.zones) },
      },
    );
  if (people > 0) return now;
  return filled.find((wave) => !wave.passed)!.at;
}

/**
 * At the start: the waves with the zones that recipients have by now and the rules known by now. What was over before the
 * start that was planned is over; a start that is a little late makes no wave miss its hour.
 */
export async function wavesAtStart(
  tx: Tx,
  mailing: Chosen,
  asked: RecipientTime,
  startsAt: Date,
): Promise<{ waves: { at: Date; zones: string[] }[]; waveOf: RawBuilder<unknown> }> {
  const plan = await planned(tx, mailing, asked, startsAt, asked.passed ?? "account");
  return {
    waves: plan.waves,
    waveOf: waveCondition(asked.field, plan.waveOf, plan.accountWave),
  };
}

async function requireReadable(
  tx: Tx,
  { field, local }: Pick<RecipientTime, "local" | "field">,
): Promise<void> {
  await requireZoneField(tx, field, "/recipientTime/field");
  const wanted = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wanted) || new Date(wanted).toISOString().slice(0, 16) !== local)
    throw invalid("time_invalid", "There is no such time.", {
      errors: [
        { path: "/recipientTime/local", message: "Expected a time such as 2026-11-24T14:05." },
      ],
    });
}

/** Throws `zone_field_unknown` unless the account has an own field of this key that can hold time zones. */
export async function requireZoneField(tx: Tx, field: string, path: string): Promise<void> {
  const found = (await allFields(tx)).find((one) => one.key === field);
  if (!found || !["text", "choice"].includes(found.type))
    throw invalid("zone_field_unknown", `There is no own text field ${field}.`, {
      errors: [{ path, message: "An own field with time zones." }],
    });
}
