import { audit } from "../accounts/index.ts";
import { lockAddresses, lockAllAddresses, noticeDay, setNoticeDue } from "../contacts/index.ts";
import { enqueueJob, type Tx } from "../platform/index.ts";
import { auditActor } from "./actor.ts";
import { ahead } from "./ahead.ts";
import type { WorkResult } from "./check-import.ts";
import { countLines, noCounts, type Counts } from "./counts.ts";
import { isLarge, UNDO_DAYS, type Import, type ImportDeps } from "./import.ts";
import { forgetFile, lockImport, saveRun, saveState } from "./imports.store.ts";
import { loadBatchFacts } from "./load-facts.ts";
import { createdOf } from "./lines.store.ts";
import { planBatch, planStrangers } from "./plan-batch.ts";
import { prepareBatch, type Outlook, type ReadyBatch } from "./prepare-batch.ts";
import { prepareRecipe, type Recipe } from "./recipe.ts";
import { deleteFiles, EXPIRE_JOB } from "./start-import.ts";
import { Meter, walkFile } from "./walk-file.ts";
import { writeBatch } from "./write-batch.ts";

const DAY_MS = 86_400_000;

/**
 * Imports the file, 1,000 rows a transaction, from where it stopped. After a crash the last committed line is known
 * and the lines after it follow; a line is never done twice. Throws FileError.
 */
export async function runImport(
  deps: ImportDeps,
  accountId: number,
  importId: number,
  signal?: AbortSignal,
): Promise<WorkResult> {
  const start = await deps.db.account(accountId, async (tx) => {
    const found = await lockImport(tx, importId);
    if (found?.state !== "running") return undefined;
    return { found, recipe: await prepareRecipe(tx, deps, accountId, found, { store: true }) };
  });
  if (!start) return "stopped";
  const { found, recipe } = start;
  const meter = new Meter(deps.clock, found.counts?.rows ?? 0);
  let last = found.runLine;
  const outlook: Outlook = { known: knownBy(found.checkCounts) };
  for await (const batch of ahead(prepared(deps, found, recipe, outlook))) {
    if (signal?.aborted) return "interrupted";
    const committed = await deps.db.account(accountId, (tx) =>
      commitBatch(tx, deps, { importId, after: last, batch, outlook }, recipe, meter),
    );
    if (!committed) return "stopped";
    last = batch.lines.at(-1)!.line;
  }
  await deps.db.account(accountId, (tx) => finish(tx, deps, accountId, importId));
  return "done";
}

async function* prepared(
  deps: ImportDeps,
  found: Import,
  recipe: Recipe,
  outlook: Outlook,
): AsyncGenerator<ReadyBatch> {
  for await (const batch of walkFile(deps, found, recipe, found.runLine))
    yield await prepareBatch(deps, batch, recipe, found.actor, outlook);
}

/** The share of people who are known here already. */
function knownBy(counts: Pick<Counts, "created" | "updated" | "unchanged"> | null): number {
  const { created, updated, unchanged } = counts ?? noCounts();
  return (updated + unchanged) / Math.max(1, created + updated + unchanged);
}

/** One batch. False when somebody stopped the import, or another worker has gone on with it. */
async function commitBatch(
  tx: Tx,
  deps: ImportDeps,
  {
    importId,
    after,
    batch,
    outlook,
  }: { importId: number; after: number; batch: ReadyBatch; outlook: Outlook },
  recipe: Recipe,
  meter: Meter,
): Promise<boolean> {
  const { lines, share, now } = batch;
  const found = await lockImport(tx, importId);
  if (found?.state !== "running" || found.runLine !== after) return false;
  // A sign-up at this moment for the same address waits, so that there is one contact (as in findOrCreateContact).
  if (isLarge(found)) await lockAllAddresses(tx, recipe.accountId);
  else
    await lockAddresses(
      tx,
      recipe.accountId,
      lines.filter((line) => !line.rejection).map((line) => line.emailNormalised),
    );
  const facts = await loadBatchFacts(tx, deps, lines, recipe);
  const planned =
    planStrangers(batch.strangers?.planned, facts, recipe, now) ??
    planBatch(lines, facts, recipe, now);
  await writeBatch(tx, deps, importId, found.actor, planned, batch, recipe);
  if (found.options.origin?.collectedFrom === "elsewhere")
    await setNoticeDue(
      tx,
      await createdOf(tx, importId, { from: lines[0]!.line, to: lines.at(-1)!.line }),
      noticeDay(now),
    );
  const people = planned.filter((line) => line.result !== "rejected");
  outlook.known = people.filter((line) => line.contact).length / Math.max(1, people.length);
  const counts = found.counts ?? noCounts();
  countLines(counts, planned);
  const rows = found.checkCounts?.rows;
  await saveRun(tx, importId, {
    runLine: lines.at(-1)!.line,
    counts,
    progress: meter.read(counts.rows, rows ? counts.rows / rows : share),
  });
  return true;
}

async function finish(
  tx: Tx,
  deps: ImportDeps,
  accountId: number,
  importId: number,
): Promise<void> {
  const found = await lockImport(tx, importId);
  if (found?.state !== "running") return;
  const now = deps.clock.now();
  await saveState(tx, importId, {
    state: "done",
    finishedAt: now,
    progress: { ...found.progress, share: 1 },
  });
  await dropFile(tx, found);
  await enqueueJob(tx, {
    kind: EXPIRE_JOB,
    accountId,
    payload: { importId },
    runAt: new Date(now.getTime() + UNDO_DAYS * DAY_MS),
    uniqueKey: `${accountId}:${importId}`,
  });
  const { rows, created, updated, unchanged, rejected, mailable, consents } =
    found.counts ?? noCounts();
  await audit(tx, accountId, auditActor(found.actor), "import.finished", {
    objectType: "import",
    objectId: found.publicId,
    detail: { rows, created, updated, unchanged, rejected, mailable, consents },
  });
}

/** What the file said is in the contacts now, and its hash in the proofs. */
async function dropFile(tx: Tx, found: Import): Promise<void> {
  if (found.fileId === null) return;
  await forgetFile(tx, found.id);
  await deleteFiles(tx, found);
}
