import { AppError, type Tx } from "../platform/index.ts";
import { FIELD_PROBLEMS, readFieldValue, type ContactField } from "./field.ts";
import { allFields, isKeyStored } from "./fields.store.ts";

/**
 * Brings the values of own fields into their canonical form, as callers of the API write them (English notation). A key
 * that was stored before its field was defined is taken as it is.
 * @throws AppError 422 `field_unknown`, `field_value_not_valid`, one error for each field
 */
export async function checkCustom(
  tx: Tx,
  given: Record<string, string> | undefined,
  known: Record<string, string> = {},
): Promise<Record<string, string> | undefined> {
  if (given === undefined) return undefined;
  const fields = await allFields(tx);
  const values: Record<string, string> = {};
  const wrong: { path: string; message: string }[] = [];
  const unknown: string[] = [];
  for (const [key, text] of Object.entries(given)) {
    const field = fields.find((one) => one.key === key);
    if (!field) {
      const stored =
        Object.hasOwn(known, key) || (!/\p{C}/u.test(key) && (await isKeyStored(tx, key)));
      if (stored) values[key] = text;
      else unknown.push(key);
      continue;
    }
    const read = readFieldValue(field, text, "en");
    if (read.ok) values[key] = read.value;
    else wrong.push({ path: `/custom/${key}`, message: explain(field, read.problem) });
  }
  if (unknown.length > 0)
    throw new AppError(
      "field_unknown",
      422,
      `There is no field ${unknown.map((key) => `“${key}”`).join(", ")}.`,
      {
        hint: `Known are: ${fields.map((field) => field.key).join(", ") || "none yet"}. A field is defined first, with its purpose and legal basis (POST /api/v1/contact-fields).`,
        errors: unknown.map((key) => ({ path: `/custom/${key}`, message: "Unknown field." })),
      },
    );
  if (wrong.length > 0)
    throw new AppError(
      "field_value_not_valid",
      422,
      "A value does not fit the type of its field.",
      { errors: wrong },
    );
  return values;
}

function explain(field: ContactField, problem: keyof typeof FIELD_PROBLEMS): string {
  const choices =
    field.type === "choice" || field.type === "choices" ? ` (${field.choices.join(", ")})` : "";
  return `${FIELD_PROBLEMS[problem].en}${choices}`;
}
