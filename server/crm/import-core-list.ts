import { CORE_FILE_LIMITS, type CoreCounts } from "../../contract/crm.ts";
import {
  addressHash,
  cleanFields,
  insertCoreContacts,
  originNames,
  sortKey,
  type NewCoreContact,
} from "../contacts/index.ts";
import type { Table } from "../imports/index.ts";
import { conflict, invalid, type Clock, type Keys, type Tx } from "../platform/index.ts";
import { OWN_NUMBER, withoutProfiling, type CoreList } from "../records/index.ts";
import { readCoreLine, type CoreLine, type CoreMapping, type ReadCoreLine } from "./core-file.ts";
import {
  insertCoreImport,
  insertRecords,
  insertRefused,
  sameFileInList,
  setCoreCounts,
  type CoreImport,
} from "./core-imports.store.ts";
import { updateFromLine } from "./update-records.ts";

export interface CoreFile {
  fileName: string;
  table: Table;
  mapping: CoreMapping;
  /** Lines without person number are taken too (CRM-16). */
  manual: boolean;
}

interface Deps {
  keys: Keys;
  clock: Clock;
}

const CHUNK = 1000;

/** Reads all lines of a file for a source. Throws 422 `too_many_rows` and `address_column_missing`. */
export function readLines(
  file: CoreFile,
  source: string,
  kind: CoreImport["kind"],
): ReadCoreLine[] {
  if (file.table.rows.length > CORE_FILE_LIMITS.rows)
    throw invalid("too_many_rows", `A file holds at most ${CORE_FILE_LIMITS.rows} records.`, {
      hint: "Deliver larger selects through the automatic interface.",
    });
  const needed = kind === "update" ? "personNumber" : "email";
  if (!file.mapping.includes(needed))
    throw invalid(
      "column_missing",
      needed === "email" ? "No column holds the address." : "No column holds the person number.",
      { hint: `Name the column of \`${needed}\` in \`mapping\`.` },
    );
  const options = { source, manual: file.manual, needsAddress: kind !== "update" };
  return file.table.rows.map((row) => readCoreLine(row, file.mapping, options));
}

/** How the lines end, as far as they can say themselves. */
export function countLines(lines: readonly ReadCoreLine[]): CoreCounts {
  const counts: CoreCounts = {
    lines: lines.length,
    taken: 0,
    warned: 0,
    refused: 0,
    warnings: {},
    refusals: {},
  };
  const add = (of: Record<string, number>, name: string) => (of[name] = (of[name] ?? 0) + 1);
  for (const one of lines) {
    if ("refused" in one) {
      counts.refused++;
      add(counts.refusals, one.refused);
    } else {
      counts[one.warnings.length === 0 ? "taken" : "warned"]++;
      for (const warning of one.warnings) add(counts.warnings, warning);
    }
  }
  return counts;
}

/**
 * Takes a file into a list, all of it or nothing, in the caller's transaction: each line becomes a record of its own,
 * whoever is on the address and whatever newsletters say (CRM-07). `update` changes records by person number (CRM-18).
 *
 * Throws 409 `file_taken` when the very file was taken into this list before.
 */
export async function importIntoList(
  tx: Tx,
  deps: Deps,
  accountId: number,
  list: CoreList,
  file: CoreFile & { kind: CoreImport["kind"]; by: string },
): Promise<CoreImport> {
  const { table, kind } = file;
  if (await sameFileInList(tx, list.id, table.sha256))
    throw conflict("file_taken", "This very file is in this list already.", {
      hint: "Nothing was changed. Deliver the next file, or make another list.",
    });
  const lines = readLines(file, list.sourceSystem, kind);
  const at = deps.clock.now();
  const made = await insertCoreImport(tx, accountId, {
    listId: list.id,
    kind,
    fileName: file.fileName,
    sha256: table.sha256,
    columns: table.columns,
    mapping: file.mapping,
    manualConfirmed: file.manual,
    madeBy: file.by,
    madeAt: at,
  });
  const where = { list, importId: made.id, at };
  await dropEndedProfiling(tx, list, lines);
  const done: ReadCoreLine[] = [];
  for (let from = 0; from < lines.length; from += CHUNK) {
    const chunk = lines.slice(from, from + CHUNK);
    if (kind === "update")
      for (const one of chunk) done.push(await updateFromLine(tx, deps, accountId, where, one));
    else {
      await addRecords(tx, deps, accountId, where, chunk);
      done.push(...chunk);
    }
  }
  const refused = done.flatMap((one) => ("refused" in one ? [one] : []));
  await insertRefused(tx, accountId, made.id, refused, at);
  return setCoreCounts(tx, made.id, countLines(done));
}

/** A file cannot turn on again what a person ended while the core system does not know of it (TRK-14, CRM-10). */
async function dropEndedProfiling(
  tx: Tx,
  list: CoreList,
  lines: readonly ReadCoreLine[],
): Promise<void> {
  const asked = lines.flatMap((one) => (!("refused" in one) && one.profiling ? [one] : []));
  const ended = await withoutProfiling(tx, list.sourceSystem, [
    ...new Set(asked.map((one) => one.personNumber)),
  ]);
  for (const one of asked) {
    if (one.personNumber === "" || !ended.has(one.personNumber)) continue;
    one.profiling = false;
    one.warnings.push("profiling_withdrawn");
  }
}

async function addRecords(
  tx: Tx,
  deps: Deps,
  accountId: number,
  { list, importId, at }: { list: CoreList; importId: number; at: Date },
  chunk: readonly ReadCoreLine[],
): Promise<void> {
  const lines = chunk.flatMap((one) => ("refused" in one ? [] : [one]));
  if (lines.length === 0) return;
  const keyOf = (line: CoreLine) => `${importId}.${line.line}`;
  const origin = { source: "core_system", at: at.toISOString(), detail: list.sourceSystem };
  const ids = await insertCoreContacts(
    tx,
    accountId,
    lines.map((line): NewCoreContact => {
      const fields = cleanFields(line.fields);
      return {
        pot: "core",
        email: line.email,
        emailNormalised: line.emailNormalised,
        addressHash: addressHash(deps.keys, accountId, line.emailNormalised),
        sortKey: sortKey(fields, line.emailNormalised),
        fields,
        origins: Object.fromEntries(
          ["email", ...originNames(fields)].map((name) => [name, origin]),
        ),
        sourceSystem: list.sourceSystem,
        // Without a number of the core system each record is a person of its own.
        personNumber: line.personNumber || OWN_NUMBER + keyOf(line),
        recordNumber: keyOf(line),
        createdAt: at,
      };
    }),
  );
  await insertRecords(
    tx,
    accountId,
    { listId: list.id, importId, at },
    lines.map((line) => ({ ...line, contactId: ids.get(keyOf(line))! })),
  );
}
