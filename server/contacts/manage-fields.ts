import type { FieldChange, NewField } from "../../contract/contact-fields.ts";
import { conflict, enqueueJob, invalid, notFound, type Actor, type Tx } from "../platform/index.ts";
import type { ContactRouteDeps } from "./contacts.routes.ts";
import { readFieldValue, type ContactField, type FieldType } from "./field.ts";
import { excessOf, isGreetingOnly } from "../../contract/excessive-fields.ts";
import {
  archiveField,
  countFieldValues,
  emptyField,
  findField,
  insertField,
  moveValues,
  sampleValues,
  updateField,
  valuesAfter,
  type FieldDefinition,
} from "./fields.store.ts";

export interface FieldAct {
  audit: ContactRouteDeps["audit"];
  accountId: number;
  actor: Actor;
  now: Date;
}

/** Values that are changed within a request; a job does the rest. */
export const AT_ONCE = 20_000;
export const EMPTY_JOB = "contacts.empty_field";
export const ADOPT_JOB = "contacts.adopt_field";

/**
 * Defines a field; with `from` the values of a stored key become its own.
 * @throws AppError `field_key_taken`, `field_choices_missing`, `field_need_missing`, `field_need_is_greeting`
 */
export async function addField(tx: Tx, act: FieldAct, input: NewField): Promise<ContactField> {
  const { from: asked, ...given } = input;
  const from = asked?.replace(/\p{C}/gu, "");
  const wanted = tidy({ withoutYear: false, choices: [], neededBecause: "", ...given });
  checkDefinition(wanted);
  const field = await insertField(tx, act.accountId, wanted, act.now);
  if (!field)
    throw conflict("field_key_taken", `There is a field with the key “${wanted.key}” already.`);
  if (from !== undefined || wanted.type !== "text")
    await adoptValues(tx, act.accountId, field, {
      from: from ?? field.key,
      after: 0,
      now: act.now,
    });
  await act.audit(tx, act.accountId, act.actor, "contact_field.created", {
    objectType: "contact_field",
    objectId: field.publicId,
    detail: { key: field.key, type: field.type, ...(from !== undefined && { from }) },
  });
  return field;
}

/** @throws AppError as `addField`, and `field_not_found` */
export async function changeField(
  tx: Tx,
  act: FieldAct,
  publicId: string,
  change: FieldChange,
): Promise<ContactField> {
  const known = await requireField(tx, publicId);
  const wanted = tidy({ ...known, ...change });
  checkDefinition(wanted);
  const field = await updateField(tx, known.id, wanted);
  await act.audit(tx, act.accountId, act.actor, "contact_field.changed", {
    objectType: "contact_field",
    objectId: field.publicId,
    detail: { key: field.key, fields: Object.keys(change) },
  });
  return field;
}

/**
 * Gives up a field: its values go for good, the definition stays as documentation. `values` is the number the caller
 * was shown.
 * @throws AppError `field_not_found`, `field_values_changed`
 */
export async function removeField(
  tx: Tx,
  act: FieldAct,
  publicId: string,
  values: number,
): Promise<number> {
  const field = await requireField(tx, publicId);
  const count = await countFieldValues(tx, field.key);
  if (count !== values)
    throw conflict("field_values_changed", `By now ${count} contacts hold a value.`, {
      hint: "Look at the new number and confirm once more.",
      extra: { values: count },
    });
  await archiveField(tx, field.id, act.now);
  const emptied = await emptyField(tx, field.key, AT_ONCE, act.now);
  if (emptied === AT_ONCE)
    await enqueueJob(tx, {
      kind: EMPTY_JOB,
      accountId: act.accountId,
      payload: { key: field.key },
      runAt: act.now,
    });
  await act.audit(tx, act.accountId, act.actor, "contact_field.removed", {
    objectType: "contact_field",
    objectId: field.publicId,
    detail: { key: field.key, values: count },
  });
  return count;
}

export async function requireField(tx: Tx, publicId: string): Promise<ContactField> {
  const field = await findField(tx, publicId);
  if (!field || field.archivedAt !== null) throw notFound("field");
  return field;
}

/** Reads the values under a key into the form of the field; what cannot be read stays as it is, for people to correct. */
export async function adoptValues(
  tx: Tx,
  accountId: number,
  field: ContactField,
  step: { from: string; after: number; now: Date },
): Promise<void> {
  const found = await valuesAfter(tx, step.from, step.after, AT_ONCE);
  const read = found.map(({ id, value }) => {
    const reading = readFieldValue(field, value, "de");
    return { id, value: reading.ok ? reading.value : value };
  });
  await moveValues(tx, step.from, field.key, read);
  const last = found.at(-1);
  if (last && found.length === AT_ONCE)
    await enqueueJob(tx, {
      kind: ADOPT_JOB,
      accountId,
      payload: { field: field.publicId, from: step.from, after: last.id },
      runAt: step.now,
    });
}

/** The type some values of a key speak for. */
export async function guessType(tx: Tx, key: string): Promise<FieldType> {
  const values = await sampleValues(tx, key, 100);
  const fits = (type: FieldType) =>
    values.length > 0 &&
    values.every((value) => readFieldValue({ type, choices: [] }, value, "de").ok);
  // 1 and 0 alone are numbers rather than yes and no.
  const isWord = values.some((value) => !/^\d+$/.test(value));
  if (isWord && fits("boolean")) return "boolean";
  if (values.every((value) => !/^0\d/.test(value)) && fits("number")) return "number";
  return fits("date") ? "date" : "text";
}

function tidy(field: FieldDefinition): FieldDefinition {
  const chosen = field.type === "choice" || field.type === "choices";
  const line = (text: string) => text.replace(/[\p{C}\s]+/gu, " ").trim();
  return {
    ...field,
    label: line(field.label),
    purpose: line(field.purpose),
    owner: line(field.owner),
    neededBecause: line(field.neededBecause),
    choices: chosen ? [...new Set(field.choices.map(line).filter(Boolean))] : [],
    withoutYear: field.type === "date" && field.withoutYear,
  };
}

function checkDefinition(field: FieldDefinition): void {
  if ((field.type === "choice" || field.type === "choices") && field.choices.length === 0)
    throw invalid("field_choices_missing", "A field to choose from needs at least one choice.");
  const excess = excessOf(field);
  if (!excess) return;
  if (field.neededBecause === "")
    throw invalid("field_need_missing", "This asks for more than a newsletter needs (LEAD-08).", {
      hint:
        excess === "birthday"
          ? "Keep day and month alone (withoutYear), or say in neededBecause what the year is needed for."
          : "Say in neededBecause what it is needed for, or leave the field out.",
    });
  if (excess === "birthday" && isGreetingOnly(field.neededBecause))
    throw invalid("field_need_is_greeting", "A greeting needs no year of birth (LEAD-08).", {
      hint: "Keep day and month alone: type date with withoutYear.",
    });
}
