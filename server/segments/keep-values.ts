import type { SegmentDefinition, SegmentFieldType } from "../../contract/segments.ts";
import { allFields } from "../contacts/index.ts";
import {
  enqueueJob,
  type Clock,
  type Database,
  type JobHandler,
  type Tx,
} from "../platform/index.ts";
import { conditionsOf, STANDARD_VALUES, standardValueOf } from "./segment.ts";
import { allDefinitions } from "./segments.store.ts";
import {
  dropField,
  fillSome,
  isMarkOver,
  keepField,
  keptFields,
  markField,
} from "./values.store.ts";

/** Puts the values of fields that segments ask for into the indexed table, and takes out those nobody asks for any more. */
export const VALUES_JOB = "segments.values";
const SOON_MS = 250;

/** Looks soon which fields the account's segments ask for now. */
export async function keepValuesSoon(tx: Tx, accountId: number, at: Date): Promise<void> {
  await enqueueJob(tx, {
    kind: VALUES_JOB,
    accountId,
    runAt: at,
    uniqueKey: String(accountId),
  });
}

/** Fields that definitions read, under the ids they have in the table of values. */
function fieldsRead(
  definitions: readonly SegmentDefinition[],
  own: readonly { id: number; publicId: string; key: string; type: SegmentFieldType }[],
): Map<number, { key: string; type: SegmentFieldType }> {
  const read = new Map<number, { key: string; type: SegmentFieldType }>();
  for (const { where } of definitions)
    for (const condition of conditionsOf(where)) {
      const standard = standardValueOf(condition);
      if (standard !== undefined) {
        const name = Object.entries(STANDARD_VALUES).find(([, id]) => id === standard)![0];
        read.set(standard, { key: name, type: "text" });
      } else if (condition.about === "field") {
        const field = own.find(({ publicId }) => publicId === condition.field);
        if (field) read.set(field.id, { key: field.key, type: field.type });
      }
    }
  return read;
}

/**
 * The steps are transactions of their own: the field is noted; then a mark set after the note is visible to everybody; and
 * nobody's values are read before all have ended who may have written without seeing the note. So nobody is missed.
 */
export function keepValuesJob({ db, clock }: { db: Database; clock: Clock }): JobHandler {
  return async ({ accountId }, context) => {
    await db.account(accountId, async (tx) => {
      const wanted = fieldsRead(
        (await allDefinitions(tx)).map(({ definition }) => definition),
        await allFields(tx, { archived: true }),
      );
      const kept = await keptFields(tx);
      for (const { fieldId, type } of kept)
        if (wanted.get(fieldId)?.type !== type) await dropField(tx, fieldId);
      for (const [fieldId, field] of wanted)
        if (!kept.some((one) => one.fieldId === fieldId))
          await keepField(tx, accountId, { fieldId, ...field });
    });
    const open = (await db.account(accountId, keptFields)).filter(({ ready }) => !ready);
    for (const { fieldId } of open.filter(({ mark }) => mark === null))
      await db.account(accountId, (tx) => markField(tx, fieldId));
    let waits = false;
    for (const field of await db.account(accountId, keptFields)) {
      if (field.ready || field.mark === null) continue;
      if (!(await db.account(accountId, (tx) => isMarkOver(tx, field.mark!)))) {
        waits = true;
        continue;
      }
      while (await db.account(accountId, (tx) => fillSome(tx, field))) {
        if (context.signal.aborted) return { again: clock.now() };
        await context.keep();
      }
    }
    return waits ? { again: new Date(clock.now().getTime() + SOON_MS) } : undefined;
  };
}
