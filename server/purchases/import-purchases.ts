import { refusals } from "../../contract/purchase-texts.ts";
import type { PurchaseImport, PurchaseLine } from "../../contract/purchases.ts";
import { audit } from "../accounts/index.ts";
import { csvRow, csvStart, type Actor, type Clock, type Keys, type Tx } from "../platform/index.ts";
import { allCategories, allEntities } from "./catalogue.store.ts";
import type { Refusal } from "./purchase.ts";
import { readPurchasesCsv, type PurchaseLineRead } from "./read-purchases-csv.ts";
import { recordPurchases, type Recorded } from "./record-purchases.ts";

const CHUNK = 500;

/**
 * Takes a file of purchases, all of it in the caller's transaction. Every line ends created, changed, unchanged or
 * rejected with its reason. Throws 422 `purchases_not_readable` when it is no such file.
 */
export async function importPurchases(
  tx: Tx,
  deps: { keys: Keys; clock: Clock },
  accountId: number,
  actor: Actor,
  file: { csv: string; fileName?: string; dryRun?: boolean },
): Promise<PurchaseImport> {
  const now = deps.clock.now();
  const read = readPurchasesCsv(
    file.csv,
    { categories: await allCategories(tx), entities: await allEntities(tx) },
    now.toISOString().slice(0, 10),
  );
  const answers = new Map<PurchaseLineRead, Recorded>();
  const good = read.lines.filter((line) => line.entry !== undefined);
  for (let at = 0; at < good.length; at += CHUNK) {
    const chunk = good.slice(at, at + CHUNK);
    const entries = chunk.map((line) => line.entry!);
    const recorded = await recordPurchases(tx, deps, accountId, entries, {
      source: "csv",
      by: actor.name,
      at: now,
    });
    chunk.forEach((line, index) => answers.set(line, recorded[index]!));
  }
  const lines = read.lines.map((line) => present(line, answers.get(line)));
  const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
  for (const line of lines) counts[line.outcome]++;
  const { dryRun = false } = file;
  await audit(tx, accountId, actor, "purchases.imported", {
    objectType: "purchases",
    objectId: file.fileName ?? "",
    detail: { ...counts },
  });
  const rejected = read.lines.flatMap((line, at) =>
    lines[at]!.outcome === "rejected" ? [{ cells: line.cells, shown: lines[at]! }] : [],
  );
  return {
    stored: !dryRun,
    counts,
    columns: read.headings.map((heading, at) => ({ heading, field: read.fields[at] ?? null })),
    lines,
    errorFile: rejected.length === 0 ? "" : errorFile(read.headings, rejected),
  };
}

function present(line: PurchaseLineRead, recorded: Recorded | undefined): PurchaseLine {
  const refusal: Refusal | undefined =
    recorded?.outcome === "refused"
      ? { reason: recorded.reason, value: line.orderNumber }
      : (line.refusal ?? line.remark);
  const isRejected = line.refusal !== undefined || recorded?.outcome === "refused";
  return {
    line: line.line,
    outcome: isRejected ? "rejected" : (recorded!.outcome as "created" | "changed" | "unchanged"),
    orderNumber: line.orderNumber,
    reason: refusal?.reason ?? null,
    message: refusal === undefined ? null : refusals[refusal.reason],
    value: refusal?.value ?? null,
  };
}

/** The rejected lines as German spreadsheets open them: byte order mark, semicolons, CRLF. */
function errorFile(
  headings: string[],
  rejected: { cells: string[]; shown: PurchaseLine }[],
): string {
  const rows = rejected.map(({ cells, shown }) =>
    csvRow([
      String(shown.line),
      withValue(shown.message!.de, shown.value),
      withValue(shown.message!.en, shown.value),
      ...cells,
    ]),
  );
  return csvStart(["Zeile / Line", "Grund", "Reason", ...headings]) + rows.join("");
}

const withValue = (text: string, value: string | null): string =>
  value === null ? text : `${text} (${value})`;
