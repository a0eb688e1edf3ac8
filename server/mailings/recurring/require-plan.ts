import { feedsForContent } from "../../content/index.ts";
import { invalid, localTimeAt, type Tx } from "../../platform/index.ts";
import { requireZoneField } from "../recipient-time.ts";
import type { RecurringFields } from "./recurring.store.ts";

/** Throws `timezone_unknown`, `day_invalid`, `span_invalid`, `zone_field_unknown` or `no_such_feed` where a plan is none. */
export async function requirePlan(tx: Tx, fields: RecurringFields): Promise<void> {
  try {
    localTimeAt(new Date(0), fields.zone);
  } catch {
    throw invalid("timezone_unknown", `There is no time zone ${fields.zone}.`, {
      errors: [{ path: "/zone", message: "Unknown time zone." }],
    });
  }
  for (const [path, day] of [
    ["/startsOn", fields.startsOn],
    ["/endsOn", fields.endsOn],
  ] as const)
    if (day !== null && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day)
      throw invalid("day_invalid", "There is no such day.", {
        errors: [{ path, message: "A day such as 2026-11-24." }],
      });
  if (fields.endsOn !== null && fields.endsOn < fields.startsOn)
    throw invalid("span_invalid", "It ends before it begins.", {
      errors: [{ path: "/endsOn", message: "Not before `startsOn`." }],
    });
  if (fields.zoneField !== null) await requireZoneField(tx, fields.zoneField, "/zoneField");
  const { feedKey } = fields;
  if (feedKey !== null && !(feedKey in (await feedsForContent(tx, [feedKey]))))
    throw invalid("no_such_feed", "There is no such feed in this account.", {
      hint: "GET /api/v1/feeds lists them.",
    });
}

/** The day it is in a zone; in one that does not exist the day in UTC. */
export function todayIn(zone: string, now: Date): string {
  try {
    return localTimeAt(now, zone).slice(0, 10);
  } catch {
    return now.toISOString().slice(0, 10);
  }
}
