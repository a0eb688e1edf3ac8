import type { FactorAdded, NewTotp } from "../../../contract/sign-in.ts";
import { AppError, conflict, invalid, notFound, type Tx } from "../../platform/index.ts";
import type { AccountsDeps } from "../deps.ts";
import { mailOperator } from "../operator-mail.ts";
import { factorAddedMail, factorRemovedMail, recoveryRenewedMail } from "../operator-mails.ts";
import { getOperator, type Operator } from "../operators.store.ts";
import { noteProof, type AtDoor } from "../session.ts";
import { deleteOtherSessions } from "../sessions.store.ts";
import { auditInAllAccounts } from "../sign-in.ts";
import { hashRecoveryCode, MOST_FACTORS, newRecoveryCodes } from "./factor.ts";
import {
  confirmFactor,
  deleteFactor,
  deleteRecoveryCodes,
  findOpenFactor,
  findPasskey,
  insertFactor,
  insertRecoveryCodes,
  listFactors,
  lockOperator,
  renameFactor,
} from "./factors.store.ts";
import { readRegistration, registrationOptions } from "./passkeys.ts";
import { openSecret, sealSecret } from "./prove-factor.ts";
import { beginStep, endStep, presentStep } from "./step.ts";
import { newTotpSecret, stepOfCode, totpAddress } from "./totp.ts";

/** A new secret for an authenticator app. It counts once a code of it was typed (`confirmTotp`). */
export async function beginTotp(deps: AccountsDeps, operatorId: number): Promise<NewTotp> {
  const secret = newTotpSecret();
  const { factor, operator } = await deps.db.instance(async (tx) => {
    await requireRoom(tx, operatorId);
    const sealed = sealSecret(deps, secret);
    const now = deps.clock.now();
    const made = await insertFactor(tx, {
      ...{ operatorId, kind: "totp", name: "", secret: sealed, confirmed: false, now },
    });
    return { factor: made, operator: await getOperator(tx, operatorId) };
  });
  const { host } = new URL(deps.publicUrl);
  return { id: factor.publicId, ...totpAddress(secret, operator.email, host) };
}

async function requireRoom(tx: Tx, operatorId: number): Promise<void> {
  if ((await listFactors(tx, operatorId)).length >= MOST_FACTORS)
    throw conflict("too_many_factors", `Nobody needs more than ${MOST_FACTORS} factors.`, {
      hint: "Remove one that is no longer used.",
    });
}

/** Makes an authenticator app count, with a code of it. `factor_wrong` (400). */
export async function confirmTotp(
  deps: AccountsDeps,
  operatorId: number,
  input: { id: string; code: string; name: string },
  at: AtDoor,
): Promise<FactorAdded> {
  const now = deps.clock.now();
  return addFactor(deps, operatorId, input.name, at, async (tx) => {
    const open = await findOpenFactor(tx, operatorId, input.id);
    if (!open?.secret) throw notFound("factor");
    const step = stepOfCode(openSecret(deps, open.secret), input.code, 0, now);
    if (step === undefined)
      throw invalid("factor_wrong", "This code is not right.", {
        hint: "Type the code that the app shows now. The clock of the phone must be right.",
        errors: [{ path: "/code", message: "This code is not right." }],
      });
    await confirmFactor(tx, open.id, { name: input.name.trim(), step, now });
  });
}

/** What the browser needs to make a passkey for the person. */
export async function passkeyOptions(deps: AccountsDeps, operatorId: number, at: AtDoor) {
  const person = await deps.db.instance(async (tx) => {
    await requireRoom(tx, operatorId);
    const passkeys = await listFactors(tx, operatorId);
    return { ...(await getOperator(tx, operatorId)), passkeys };
  });
  const made = await registrationOptions(deps.publicUrl, person);
  await beginStep(
    deps,
    { purpose: "register", operatorId, data: { challenge: made.challenge } },
    at,
  );
  return { options: made.options };
}

/** Adds the passkey the browser made. `passkey_refused` (400), `passkey_known` (409). */
export async function addPasskey(
  deps: AccountsDeps,
  operatorId: number,
  input: { name: string; passkey: Record<string, unknown> },
  at: AtDoor,
): Promise<FactorAdded> {
  const step = await presentStep(deps, "register", at);
  const isOurs = step?.operatorId === operatorId && (await endStep(deps, step, at));
  const made =
    isOurs && (await readRegistration(deps.publicUrl, step.data.challenge ?? "", input.passkey));
  if (!made)
    throw invalid("passkey_refused", "This passkey could not be read.", {
      hint: "Try again, or use another device.",
    });
  return addFactor(deps, operatorId, input.name, at, async (tx) => {
    if (await findPasskey(tx, made.credentialId))
      throw conflict("passkey_known", "This passkey is in use already.");
    const now = deps.clock.now();
    const name = input.name.trim();
    await insertFactor(tx, { ...made, operatorId, kind: "passkey", name, confirmed: true, now });
  });
}

/**
 * Adds a factor: the first brings recovery codes. Every other session ends, because it was started without it; this
 * one gets a new token and counts as signed in with a factor (ASVS 7.2.4, 7.4.3).
 */
async function addFactor(
  deps: AccountsDeps,
  operatorId: number,
  name: string,
  at: AtDoor,
  add: (tx: Tx) => Promise<void>,
): Promise<FactorAdded> {
  const now = deps.clock.now();
  const done = await deps.db.instance(async (tx) => {
    await lockOperator(tx, operatorId);
    const isFirst = (await listFactors(tx, operatorId)).length === 0;
    await add(tx);
    const recoveryCodes = isFirst ? await makeRecoveryCodes(deps, tx, operatorId) : null;
    const kept = await noteProof(tx, { ...at, now, withFactor: true });
    await deleteOtherSessions(tx, operatorId, kept);
    const operator = await getOperator(tx, operatorId);
    await auditInAllAccounts(tx, operator, "operator.factor_added", { name: name.trim() });
    return { operator, recoveryCodes };
  });
  await mailOperator(deps, done.operator, factorAddedMail(name.trim()));
  return { recoveryCodes: done.recoveryCodes };
}

async function makeRecoveryCodes(
  deps: AccountsDeps,
  tx: Tx,
  operatorId: number,
): Promise<string[]> {
  const codes = newRecoveryCodes();
  const hashes = codes.map((code) => hashRecoveryCode(deps.keys, operatorId, code));
  await deleteRecoveryCodes(tx, operatorId);
  await insertRecoveryCodes(tx, operatorId, hashes, deps.clock.now());
  return codes;
}

/** New recovery codes; the former ones end. `no_factor` (409) where there is nothing to recover. */
export async function renewRecoveryCodes(
  deps: AccountsDeps,
  operatorId: number,
): Promise<string[]> {
  const done = await changed(deps, operatorId, "operator.recovery_codes_renewed", async (tx) => {
    if ((await listFactors(tx, operatorId)).length === 0)
      throw conflict("no_factor", "There is no second factor yet.", {
        hint: "Set one up; recovery codes come with it.",
      });
    return makeRecoveryCodes(deps, tx, operatorId);
  });
  await mailOperator(deps, done.operator, recoveryRenewedMail());
  return done.result;
}

export async function nameFactor(
  deps: AccountsDeps,
  operatorId: number,
  publicId: string,
  name: string,
): Promise<void> {
  await changed(deps, operatorId, "operator.factor_renamed", async (tx) => {
    if ((await renameFactor(tx, operatorId, publicId, name.trim())) === 0) throw notFound("factor");
  });
}

/**
 * Removes a factor; with the last one the recovery codes go. The last one stays where a live account is opened with it
 * (`last_factor`, 409). All other sessions end.
 */
export async function removeFactor(
  deps: AccountsDeps,
  operatorId: number,
  publicId: string,
  input: { opensLive: boolean },
  at: AtDoor,
): Promise<void> {
  const done = await changed(deps, operatorId, "operator.factor_removed", async (tx) => {
    const factors = await listFactors(tx, operatorId);
    const factor = factors.find((each) => each.publicId === publicId);
    if (!factor) throw notFound("factor");
    if (factors.length === 1 && input.opensLive)
      throw new AppError("last_factor", 409, "A live account needs a second factor.", {
        hint: "Set up another one first.",
      });
    await deleteFactor(tx, operatorId, publicId);
    if (factors.length === 1) await deleteRecoveryCodes(tx, operatorId);
    const kept = await noteProof(tx, {
      ...at,
      now: deps.clock.now(),
      withFactor: factors.length > 1,
    });
    await deleteOtherSessions(tx, operatorId, kept);
    return factor.name;
  });
  await mailOperator(deps, done.operator, factorRemovedMail(done.result));
}

async function changed<T>(
  deps: AccountsDeps,
  operatorId: number,
  action: string,
  change: (tx: Tx) => Promise<T>,
): Promise<{ result: T; operator: Operator }> {
  return deps.db.instance(async (tx) => {
    await lockOperator(tx, operatorId);
    const result = await change(tx);
    const operator = await getOperator(tx, operatorId);
    await auditInAllAccounts(tx, operator, action);
    return { result, operator };
  });
}
