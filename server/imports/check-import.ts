import { countLines, noCounts, type Counts } from "./counts.ts";
import type { ImportDeps } from "./import.ts";
import { lockImport, saveCheck, saveProgress } from "./imports.store.ts";
import { loadBatchFacts } from "./load-facts.ts";
import { planBatch } from "./plan-batch.ts";
import { prepareRecipe } from "./recipe.ts";
import { Meter, walkFile } from "./walk-file.ts";

export type WorkResult = "done" | "stopped" | "interrupted";

/**
 * Reads the whole file and counts where every line would end, and how many people might be mailed. Writes nothing
 * but the counts. `interrupted` when the signal says so; begin again then. Throws FileError.
 */
export async function checkImport(
  deps: ImportDeps,
  accountId: number,
  importId: number,
  signal?: AbortSignal,
): Promise<WorkResult> {
  const start = await deps.db.account(accountId, async (tx) => {
    const found = await lockImport(tx, importId);
    if (found?.state !== "checking") return undefined;
    return { found, recipe: await prepareRecipe(tx, deps, accountId, found, { store: false }) };
  });
  if (!start) return "stopped";
  const { found, recipe } = start;
  const counts: Counts = noCounts();
  const meter = new Meter(deps.clock, 0);
  for await (const { lines, share } of walkFile(deps, found, recipe)) {
    if (signal?.aborted) return "interrupted";
    const state = await deps.db.account(accountId, async (tx) => {
      const facts = await loadBatchFacts(tx, deps, lines, recipe);
      countLines(counts, planBatch(lines, facts, recipe, deps.clock.now()));
      return saveProgress(tx, importId, meter.read(counts.rows, share));
    });
    if (state !== "checking") return "stopped";
  }
  const saved = await deps.db.account(accountId, (tx) =>
    saveCheck(tx, importId, counts, meter.read(counts.rows, 1)),
  );
  return saved ? "done" : "stopped";
}
