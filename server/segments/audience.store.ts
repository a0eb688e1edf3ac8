import type { SegmentDefinition } from "../../contract/segments.ts";
import { sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { segmentCondition } from "./condition.store.ts";
import { loadScope } from "./scope.ts";
import { asksBehaviour, type Segment } from "./segment.ts";

/** A segment as a condition on the contact row `c` at a moment: for audiences, lists of contacts and exports. */
export async function conditionOfSegment(
  tx: Tx,
  { definition }: Pick<Segment, "definition">,
  at: Date,
): Promise<RawBuilder<unknown>> {
  return segmentCondition(definition, await loadScope(tx, definition, at));
}

/** What a run keeps of a segment that asks behaviour, so that the gate can ask once more at hand-over (TRK-11). */
export function keptForGate({ definition }: Pick<Segment, "definition">): {
  segment: { definition: SegmentDefinition };
} | null {
  return asksBehaviour(definition) ? { segment: { definition } } : null;
}

/**
 * The gate's question at hand-over: does the segment a run was chosen by hold for a recipient still? Whoever withdrew their
 * permission is in no such segment any more. One by one, for batches.
 */
export async function segmentHolds(
  tx: Tx,
  kept: { definition: unknown },
  at: Date,
): Promise<
  (person: { contactId: RawBuilder<unknown>; email: RawBuilder<unknown> }) => RawBuilder<unknown>
> {
  const definition = kept.definition as SegmentDefinition;
  const scope = await loadScope(tx, definition, at);
  const condition = segmentCondition(definition, { ...scope, each: true });
  return ({ contactId, email }) =>
    sql`exists (select 1 from contacts c where c.account_id = app_account() and c.id = ${contactId} and c.email_normalised = ${email} and ${condition})`;
}
