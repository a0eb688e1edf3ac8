import type { CoreField } from "../../contract/crm.ts";
import {
  addressHash,
  cleanFields,
  originNames,
  sortKey,
  updateCoreContact,
} from "../contacts/index.ts";
import { outbox, type Clock, type Keys, type Tx } from "../platform/index.ts";
import { measuredAs, type CoreList } from "../records/index.ts";
import type { CoreLine, ReadCoreLine } from "./core-file.ts";
import {
  insertChanges,
  recordsByNumber,
  updateRecord,
  type StoredRecord,
} from "./core-imports.store.ts";

/** Fields of a line that a stored record has under the same name. */
const NAMES = ["salutation", "title", "firstName", "lastName", "company", "locale"] as const;

/**
 * CRM-18: changes the records of a person number, and of a record number where the line names one, by what the file gives.
 * The old value goes to the history. A changed address or Profiling takes effect with the next mail.
 */
export async function updateFromLine(
  tx: Tx,
  { keys }: { keys: Keys; clock: Clock },
  accountId: number,
  where: { list: CoreList; importId: number; at: Date },
  line: ReadCoreLine,
): Promise<ReadCoreLine> {
  if ("refused" in line) return line;
  const { list, importId, at } = where;
  const found = (await recordsByNumber(tx, list.id, line.personNumber)).filter(
    (one) => line.recordNumber === "" || one.recordNumber === line.recordNumber,
  );
  if (found.length === 0) return { line: line.line, raw: line.raw, refused: "not_in_list" };
  for (const known of found) {
    const next = merged(known, line);
    const changes = changesOf(known, next);
    if (changes.length === 0) continue;
    const fields = cleanFields({
      salutation: next.salutation as "" | "frau" | "herr" | "divers",
      title: next.title,
      firstName: next.firstName,
      lastName: next.lastName,
      company: next.company,
      ...(next.locale ? { locale: next.locale } : {}),
    });
    const origin = { source: "core_system", at: at.toISOString(), detail: list.sourceSystem };
    await updateCoreContact(tx, {
      id: known.contactId,
      email: next.email,
      emailNormalised: next.emailNormalised,
      addressHash: addressHash(keys, accountId, next.emailNormalised),
      sortKey: sortKey(fields, next.emailNormalised),
      fields,
      origins: Object.fromEntries(["email", ...originNames(fields)].map((name) => [name, origin])),
      at,
    });
    await updateRecord(tx, { ...next, at });
    await insertChanges(
      tx,
      accountId,
      { contactId: known.contactId, listId: list.id, importId, at },
      changes,
    );
    // TRK-14: the core system took the permission back, so what was measured goes.
    if (known.profiling && !next.profiling)
      await outbox.publish(tx, accountId, {
        type: "profiling.withdrawn",
        emailNormalised: measuredAs(known.contactId),
      });
  }
  return line;
}

function merged(known: StoredRecord, line: CoreLine): StoredRecord {
  const has = (field: CoreField) => line.given.has(field);
  const next: StoredRecord = { ...known };
  if (has("email") && line.email !== "") {
    next.email = line.email;
    next.emailNormalised = line.emailNormalised;
  }
  for (const name of NAMES)
    if (has(name))
      Object.assign(next, { [name]: line.fields[name] ?? (name === "locale" ? null : "") });
  // Whoever unsubscribed is measured in no record any more, whatever the file says.
  if (has("profiling")) next.profiling = line.profiling && known.unsubscribedAt === null;
  if (has("basis") || has("consentId")) {
    next.basis = line.basis;
    next.basisReference = line.basisReference;
  }
  if (has("origin")) next.origin = line.origin;
  return next;
}

const COMPARED = [
  "email",
  ...NAMES,
  "profiling",
  "basis",
  "basisReference",
  "origin",
] as const satisfies readonly (keyof StoredRecord)[];

function changesOf(
  known: StoredRecord,
  next: StoredRecord,
): { field: string; old: string; new: string }[] {
  const text = (value: unknown) =>
    value === true ? "1" : value === false ? "0" : String(value ?? "");
  return COMPARED.filter((name) => known[name] !== next[name]).map((name) => ({
    field: name,
    old: text(known[name]),
    new: text(next[name]),
  }));
}
