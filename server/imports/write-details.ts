import type { Tx } from "../platform/index.ts";
import { assignMany, ensureTags, tagMany } from "./details.store.ts";
import type { PlannedLine } from "./plan-batch.ts";
import type { UndoDetail } from "./undo-detail.ts";

/** Tags, stage and responsible person of a batch. Gives what it takes to undo them, by line. */
export async function writeDetails(
  tx: Tx,
  accountId: number,
  lines: readonly PlannedLine[],
  idOf: (line: PlannedLine) => number | null,
  now: Date,
): Promise<Map<number, Pick<UndoDetail, "tags" | "stage" | "responsible">>> {
  const changed = lines.filter((line) => line.details && line.result !== "rejected");
  if (changed.length === 0) return new Map();
  const names = [...new Set(changed.flatMap((line) => line.details!.tags))];
  const ids = names.length > 0 ? await ensureTags(tx, accountId, names, now) : new Map();
  const tagIds = (line: PlannedLine): number[] => [
    ...new Set(line.details!.tags.flatMap((name) => ids.get(name.toLowerCase()) ?? [])),
  ];
  const pairs = changed.flatMap((line) =>
    tagIds(line).map((tagId) => ({ tagId, contactId: idOf(line)! })),
  );
  if (pairs.length > 0) await tagMany(tx, accountId, pairs, now);
  const assigned = changed.filter(({ details }) => details!.stage ?? details!.responsibleId);
  if (assigned.length > 0)
    await assignMany(
      tx,
      assigned.map((line) => ({
        contactId: idOf(line)!,
        stage: line.details!.stage ?? null,
        responsibleId: line.details!.responsibleId ?? null,
      })),
    );
  return new Map(
    changed.map((line) => {
      const { stage, responsibleId, before } = line.details!;
      return [
        line.parsed.line,
        {
          tags: tagIds(line),
          ...(stage === undefined ? {} : { stage: { before: before.stage, after: stage } }),
          ...(responsibleId === undefined
            ? {}
            : { responsible: { before: before.responsibleId, after: responsibleId } }),
        },
      ];
    }),
  );
}
