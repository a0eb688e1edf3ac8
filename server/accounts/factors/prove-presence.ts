import type { ProofAnswer } from "../../../contract/sign-in.ts";
import { conflict, invalid } from "../../platform/index.ts";
import type { AccountsDeps } from "../deps.ts";
import { getOperator } from "../operators.store.ts";
import { noteProof, type AtDoor } from "../session.ts";
import { auditInAllAccounts, proveInStep, proveOperator } from "../sign-in.ts";
import { hasFactor, listFactors } from "./factors.store.ts";
import { authenticationOptions } from "./passkeys.ts";
import { proveFactor } from "./prove-factor.ts";
import { beginStep, endStep, presentStep } from "./step.ts";

/** What the browser needs to prove by a passkey that its owner is there. */
export async function proofPasskeyOptions(deps: AccountsDeps, operatorId: number, at: AtDoor) {
  const passkeys = await deps.db.instance((tx) => listFactors(tx, operatorId));
  const made = await authenticationOptions(deps.publicUrl, { passkeys, alone: false });
  await beginStep(deps, { purpose: "prove", operatorId, data: { challenge: made.challenge } }, at);
  return { options: made.options };
}

/**
 * Proves that the person at the screen is the one signed in: by a factor, or by the password where there is none. The
 * session gets a new token and ten minutes for acts that ask for it. `factor_wrong`, `password_wrong` (400),
 * `factor_needed` (409), `too_many_requests` (429).
 */
export async function provePresence(
  deps: AccountsDeps,
  operatorId: number,
  answer: ProofAnswer,
  at: AtDoor,
): Promise<void> {
  const { password, ...factor } = answer;
  const operator = await deps.db.instance((tx) => getOperator(tx, operatorId));
  const withFactor = await deps.db.instance((tx) => hasFactor(tx, operatorId));
  let by: string = "password";
  if (password === undefined) {
    const step = answer.passkey === undefined ? undefined : await presentStep(deps, "prove", at);
    by =
      step?.operatorId === operatorId
        ? await proveInStep(deps, { ...step, operatorId }, factor, at)
        : await proveFactor(deps, operatorId, factor, { ip: at.request.ip, challenge: undefined });
    if (step) await endStep(deps, step, at);
  } else if (withFactor)
    throw conflict("factor_needed", "This needs your second factor.", {
      hint: "Give a code or a passkey instead of the password.",
    });
  else await provePassword(deps, { email: operator.email, password }, at.request.ip);
  await deps.db.instance(async (tx) => {
    await noteProof(tx, { ...at, now: deps.clock.now(), withFactor: withFactor || undefined });
    await auditInAllAccounts(tx, operator, "session.proved", { by });
  });
}

async function provePassword(
  deps: AccountsDeps,
  input: { email: string; password: string },
  ip: string,
): Promise<void> {
  await proveOperator(deps, input, ip).catch((error: { code?: string }) => {
    if (error.code !== "bad_credentials") throw error;
    throw invalid("password_wrong", "The password is not right.", {
      errors: [{ path: "/password", message: "The password is not right." }],
    });
  });
}
