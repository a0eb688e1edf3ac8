import type { FormChangeInput, NewFormInput } from "../../contract/signup.ts";
import { audit, getAccount, type AuditActor } from "../accounts/index.ts";
import { AppError, conflict, notFound, type Clock, type Tx } from "../platform/index.ts";
import { readSettings } from "./check-form.ts";
import { definitionSha256, type Form, type FormVersion } from "./form.ts";
import {
  changeForm,
  findForm,
  findVersionById,
  insertForm,
  insertFormVersion,
  lockForm,
} from "./forms.store.ts";
import { defineForm } from "./show-form.ts";

export interface FormAuthor {
  actor: AuditActor;
  operatorId: number | null;
}

export interface SavedForm {
  form: Form;
  version: FormVersion;
}

/** Makes a form with its first version. Throws 422 with the rule for what no form may be (see `readSettings`, `defineForm`). */
export async function createForm(
  tx: Tx,
  { clock }: { clock: Clock },
  accountId: number,
  input: NewFormInput,
  by: FormAuthor,
): Promise<SavedForm> {
  const { name, ...rest } = input;
  const definition = await defineForm(tx, await getAccount(tx), readSettings(rest));
  const now = clock.now();
  const form = await insertForm(tx, accountId, name.trim(), now);
  const version = await insertFormVersion(tx, accountId, {
    formId: form.id,
    definition,
    sha256: definitionSha256(definition),
    createdBy: by.operatorId,
    now,
  });
  const { exchange } = definition.settings;
  await audit(tx, accountId, by.actor, "form.created", {
    objectType: "form",
    objectId: form.publicId,
    detail: { version: 1, ...(exchange === null ? {} : { exchangeReason: exchange.reason }) },
  });
  return { form: { ...form, currentVersionId: version.id }, version };
}

/** Changes a form. Whatever visitors see makes a new version; earlier ones stay as they were shown (CON-04). */
export async function changeFormSettings(
  tx: Tx,
  { clock }: { clock: Clock },
  accountId: number,
  publicId: string,
  input: FormChangeInput,
  by: FormAuthor,
): Promise<SavedForm> {
  const { name, archived, ...rest } = input;
  const before = await lockForm(tx, publicId);
  if (!before) throw notFound("form");
  const now = clock.now();
  const form = await changeForm(tx, before.id, {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(archived === undefined ? {} : { archivedAt: archived ? now : null }),
    now,
  });
  const current = (await findVersionById(tx, before.currentVersionId!))!;
  let version = current;
  if (Object.keys(rest).length > 0) {
    const settings = readSettings(rest, current.definition.settings);
    const definition = await defineForm(tx, await getAccount(tx), settings);
    const sha256 = definitionSha256(definition);
    if (!sha256.equals(current.sha256))
      version = await insertFormVersion(tx, accountId, {
        formId: form.id,
        definition,
        sha256,
        createdBy: by.operatorId,
        now,
      });
  }
  const reason = version.definition.settings.exchange?.reason;
  await audit(tx, accountId, by.actor, "form.changed", {
    objectType: "form",
    objectId: publicId,
    detail: {
      fields: Object.keys(input),
      version: version.version,
      ...(input.exchange == null || reason === undefined ? {} : { exchangeReason: reason }),
    },
  });
  return { form: { ...form, currentVersionId: version.id }, version };
}

/** A form as it can be shown now, or why it cannot. */
export type OpenForm =
  | { kind: "open"; form: Form; version: FormVersion }
  | { kind: "closed"; form: Form; version: FormVersion; problem: AppError | null };

/**
 * The version to show at this moment. When a list, a wording or the account's settings have changed since, the
 * form gets its next version first, so that what is stored is always what was shown.
 */
export async function currentForm(
  tx: Tx,
  { clock }: { clock: Clock },
  accountId: number,
  form: Form,
): Promise<OpenForm> {
  const version = (await findVersionById(tx, form.currentVersionId!))!;
  if (form.archivedAt) return { kind: "closed", form, version, problem: null };
  try {
    const definition = await defineForm(tx, await getAccount(tx), version.definition.settings);
    const sha256 = definitionSha256(definition);
    if (sha256.equals(version.sha256)) return { kind: "open", form, version };
    const locked = (await lockForm(tx, form.publicId))!;
    const latest = (await findVersionById(tx, locked.currentVersionId!))!;
    if (latest.sha256.equals(sha256)) return { kind: "open", form: locked, version: latest };
    const next = await insertFormVersion(tx, accountId, {
      formId: form.id,
      definition,
      sha256,
      createdBy: null,
      now: clock.now(),
    });
    return { kind: "open", form: { ...locked, currentVersionId: next.id }, version: next };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: "closed", form, version, problem: error };
  }
}

/** The open form behind a public id. Throws 404 for none, 409 `form_closed` with what keeps it closed. */
export async function openForm(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  publicId: string,
): Promise<SavedForm> {
  const found = await findForm(tx, publicId);
  if (!found) throw notFound("form");
  const current = await currentForm(tx, deps, accountId, found);
  if (current.kind === "open") return current;
  throw conflict("form_closed", "This form takes no sign-ups at the moment.", {
    hint: current.problem?.message ?? "It is archived.",
  });
}
