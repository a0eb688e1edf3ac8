import type { SegmentDefinition } from "../../contract/segments.ts";
import { keptPeople } from "../compliance/index.ts";
import type { Clock, RawBuilder, Tx } from "../platform/index.ts";
import { onlyValue, segmentCondition } from "./condition.store.ts";
import type { SegmentScope } from "./scope.ts";
import { conditionsOf, standardValueOf } from "./segment.ts";
import {
  amongThese,
  countOf,
  countOfKept,
  countOfValues,
  peopleOf,
  seesEverybody,
} from "./segments.store.ts";

/**
 * How many people a definition means: by the kept facts where they say it sooner, and then whoever has changed since is
 * asked anew, so that both ways say the same.
 */
export async function countMembers(
  tx: Tx,
  deps: { clock: Clock },
  definition: SegmentDefinition,
  scope: SegmentScope,
): Promise<number> {
  const { statement, anew, stillHold } = await statementsOf(tx, deps, definition, scope);
  const people = (await peopleOf(tx, statement)) + (anew ? await peopleOf(tx, anew) : 0);
  if (stillHold === undefined || (await stillHold())) return people;
  return peopleOf(tx, countOf(segmentCondition(definition, scope)));
}

/** What is asked: of everybody, and of those anew who have changed; and afterwards, whether that was everybody. */
export async function statementsOf(
  tx: Tx,
  { clock }: { clock: Clock },
  definition: SegmentDefinition,
  scope: SegmentScope,
): Promise<{
  statement: RawBuilder<unknown>;
  anew?: RawBuilder<unknown>;
  stillHold?: () => Promise<boolean>;
}> {
  const value = onlyValue(definition, scope);
  if (value && (await seesEverybody(tx)))
    return { statement: countOfValues(value.fits, value.has) };
  const condition = segmentCondition(definition, scope);
  const kept = asksKeptFacts(definition, scope)
    ? await keptPeople(tx, scope.accountId, clock)
    : undefined;
  if (kept === undefined) return { statement: countOf(condition) };
  const { changed } = kept;
  return {
    statement: countOfKept(segmentCondition(definition, { ...scope, kept }), changed),
    ...(changed.length > 0 && { anew: countOf(amongThese(changed, condition)) }),
    stillHold: kept.stillHold,
  };
}

/** Whether the kept facts say something it asks for, and nothing has to be looked up in the contacts themselves. */
export function asksKeptFacts(
  { where }: SegmentDefinition,
  { fields, ready }: Pick<SegmentScope, "fields" | "ready">,
): boolean {
  let gains = false;
  for (const condition of conditionsOf(where))
    switch (condition.about) {
      case "field":
      case "provider": {
        const own = condition.about === "field" ? fields.get(condition.field)?.id : undefined;
        const id = own ?? standardValueOf(condition);
        if (id === undefined || !ready.has(id)) return false;
        break;
      }
      case "consent":
      case "stage":
        gains = true;
        break;
      case "list":
        gains ||= condition.days === undefined;
        break;
      case "received":
        gains ||= condition.mailing === undefined;
        break;
      case "source":
      case "adviser":
      case "created":
      case "changed":
        return false;
      default:
    }
  return gains;
}
