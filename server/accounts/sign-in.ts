import type { FastifyReply, FastifyRequest } from "fastify";
import type { FactorAnswer } from "../../contract/sign-in.ts";
import { AppError, normaliseEmailAddress, type Tx } from "../platform/index.ts";
import { listAccountsOf } from "./accounts.store.ts";
import { audit } from "./audit.ts";
import { enterAccount } from "./audit.store.ts";
import type { AccountsDeps } from "./deps.ts";
import {
  countRecoveryCodes,
  findPasskey,
  hasFactor,
  listFactors,
  markPasskeyUsed,
  notePlace,
} from "./factors/factors.store.ts";
import { authenticationOptions, credentialIdOf, readAuthentication } from "./factors/passkeys.ts";
import { proveFactor, type ProvenBy } from "./factors/prove-factor.ts";
import { beginStep, endStep, keepInStep, presentStep, type Step } from "./factors/step.ts";
import { networkOf } from "./login-throttle.ts";
import { mailOperator } from "./operator-mail.ts";
import { newDeviceMail, recoveryUsedMail } from "./operator-mails.ts";
import { findOperatorByEmail, getOperator, type Operator } from "./operators.store.ts";
import { verifyPassword } from "./password.ts";
import {
  browserOf,
  requireOwnPage,
  requireSafeTransport,
  startSession,
  type AtDoor,
  type SignInMethod,
} from "./session.ts";
import { countTries, takeBackTry, throttleKeys, tooMany } from "./throttle.ts";

/** Who came in, and whether with a second factor. */
export interface SignedIn {
  operatorId: number;
  withFactor: boolean;
}

type Door = { request: FastifyRequest; reply: FastifyReply };

/** Sign-ins come from our own pages and over a safe connection. */
function atDoor(deps: AccountsDeps, at: Door): AtDoor {
  requireOwnPage(at.request);
  requireSafeTransport(at.request, deps.publicUrl);
  return { ...at, publicUrl: deps.publicUrl };
}

/**
 * Signs an operator in with address and password. Unknown addresses, wrong passwords and disabled people get the same
 * answer after the same work (`bad_credentials`, 401); too many tries for an address or from a network get
 * `too_many_requests` (429), known or not (ORG-02). Whoever has a second factor is not in yet:
 * `second_factor_needed` (401), with the ways to give it.
 */
export async function signIn(
  deps: AccountsDeps,
  input: { email: string; password: string },
  at: Door,
): Promise<SignedIn> {
  const door = atDoor(deps, at);
  const operator = await proveOperator(deps, input, at.request.ip);
  return letIn(deps, operator, { method: "password", factor: undefined }, door);
}

/**
 * Checks address and password under the limits for tries, and gives the operator. Also used where a
 * signed-in person proves to be present (change of password, joining a second account).
 */
export async function proveOperator(
  deps: Pick<AccountsDeps, "db" | "clock" | "keys">,
  input: { email: string; password: string },
  ip: string,
): Promise<Operator> {
  const email = normaliseEmailAddress(input.email);
  const name = email ?? input.email.trim().toLowerCase();
  const keys = throttleKeys(deps.keys, { rule: "name", what: name }, ip);
  const found = await deps.db.instance(async (tx) => {
    const blocked = await countTries(tx, keys, deps.clock.now());
    // What is no address belongs to nobody, and may hold what no text in the database can.
    return blocked
      ? { blocked }
      : { operator: email === undefined ? undefined : await findOperatorByEmail(tx, email) };
  });
  if (found.blocked) throw tooMany(found.blocked.retryAfterMs);
  const { operator } = found;
  // Outside the transaction: hashing takes longer than any statement.
  const right = await verifyPassword(input.password, operator?.passwordHash);
  if (!right || !operator || operator.disabledAt !== null) throw badCredentials();
  await deps.db.instance(async (tx) => {
    await takeBackTry(tx, keys);
  });
  return operator;
}

const badCredentials = () =>
  new AppError("bad_credentials", 401, "Address or password is wrong.", {
    hint: "Check both. After several tries a pause is enforced.",
  });

/**
 * The end of every way in: starts a session, or, where a second factor is still missing, remembers who is at the door
 * and throws `second_factor_needed` (401).
 *
 * @param by.factor what was given as second factor; `provider` where the identity provider's own counts
 */
export async function letIn(
  deps: AccountsDeps,
  operator: Operator,
  by: { method: SignInMethod; factor: ProvenBy | "provider" | undefined },
  at: AtDoor,
): Promise<SignedIn> {
  const withFactor = by.factor !== undefined;
  if (!withFactor && (await deps.db.instance((tx) => hasFactor(tx, operator.id)))) {
    const { method } = by;
    await beginStep(deps, { purpose: "factor", operatorId: operator.id, data: { method } }, at);
    const factors = await deps.db.instance((tx) => listFactors(tx, operator.id));
    throw new AppError("second_factor_needed", 401, "A second factor is needed.", {
      hint: "Send a code or a passkey's answer to POST /api/v1/session/factor within ten minutes.",
      extra: { methods: [...new Set(factors.map(({ kind }) => kind))] },
    });
  }
  const now = deps.clock.now();
  const browser = browserOf(at.request.headers["user-agent"]);
  const isNewDevice = await deps.db.instance(async (tx) => {
    const started = { ...at, now, method: by.method, withFactor };
    const newDevice = await startSession(tx, operator.id, started);
    const placeHash = deps.keys.mac("login-place", operator.id, networkOf(at.request.ip));
    const newPlace = await notePlace(tx, { operatorId: operator.id, placeHash, now });
    await auditInAllAccounts(tx, operator, "session.started", {
      method: by.method,
      ...(withFactor ? { factor: by.factor } : {}),
      ...(newDevice ? { newDevice } : {}),
      ...(newPlace ? { newPlace } : {}),
      ...(newDevice || newPlace ? { browser } : {}),
    });
    return newDevice;
  });
  if (by.factor === "recovery") {
    const left = await deps.db.instance((tx) => countRecoveryCodes(tx, operator.id));
    await mailOperator(deps, operator, recoveryUsedMail(left));
  } else if (isNewDevice) {
    await mailOperator(deps, operator, newDeviceMail(now, browser));
  }
  return { operatorId: operator.id, withFactor };
}

const stepOver = () =>
  new AppError("sign_in_over", 401, "This sign-in took too long.", {
    hint: "Begin again with address and password.",
  });

/**
 * The second step of a sign-in. `factor_wrong` (400), `sign_in_over` (401), `too_many_requests` (429).
 */
export async function giveFactor(
  deps: AccountsDeps,
  answer: FactorAnswer,
  at: Door,
): Promise<SignedIn> {
  const door = atDoor(deps, at);
  const step = await presentStep(deps, "factor", door);
  if (!step || step.operatorId === null) throw stepOver();
  const factor = await proveInStep(deps, { ...step, operatorId: step.operatorId }, answer, door);
  const operator = await deps.db.instance((tx) => getOperator(tx, step.operatorId!));
  if (operator.disabledAt !== null || !(await endStep(deps, step, door))) throw stepOver();
  return letIn(deps, operator, { method: step.data.method ?? "password", factor }, door);
}

/** Proves a factor within a step, whose challenge is used up by it. */
export async function proveInStep(
  deps: AccountsDeps,
  step: Step & { operatorId: number },
  answer: FactorAnswer,
  at: AtDoor,
): Promise<ProvenBy> {
  const { challenge, ...rest } = step.data;
  if (answer.passkey !== undefined) await keepInStep(deps, { ...step, data: {} }, rest);
  return proveFactor(deps, step.operatorId, answer, { ip: at.request.ip, challenge });
}

/** What the browser needs to give a passkey as second factor of the sign-in under way. `sign_in_over` (401). */
export async function factorPasskeyOptions(deps: AccountsDeps, at: Door) {
  const door = atDoor(deps, at);
  const step = await presentStep(deps, "factor", door);
  if (!step || step.operatorId === null) throw stepOver();
  const passkeys = await deps.db.instance((tx) => listFactors(tx, step.operatorId!));
  const made = await authenticationOptions(deps.publicUrl, { passkeys, alone: false });
  await keepInStep(deps, step, { challenge: made.challenge });
  return { options: made.options };
}

/** What the browser needs to sign in with a passkey alone; the browser knows for whom. */
export async function passkeySignInOptions(deps: AccountsDeps, at: Door) {
  const door = atDoor(deps, at);
  const made = await authenticationOptions(deps.publicUrl, { passkeys: [], alone: true });
  const data = { challenge: made.challenge };
  await beginStep(deps, { purpose: "passkey", operatorId: null, data }, door);
  return { options: made.options };
}

/**
 * Signs in with a passkey alone: the device has checked the person, so it is both factors (ASVS 6.3.3).
 * `passkey_unknown` (401) for whatever is wrong with it.
 */
export async function signInWithPasskey(
  deps: AccountsDeps,
  answer: Record<string, unknown>,
  at: Door,
): Promise<SignedIn> {
  const door = atDoor(deps, at);
  const step = await presentStep(deps, "passkey", door);
  const refused = new AppError("passkey_unknown", 401, "This passkey opens nothing here.", {
    hint: "Use another one, or sign in with address and password.",
  });
  if (!step || !(await endStep(deps, step, door))) throw refused;
  const id = credentialIdOf(answer);
  const passkey = id && (await deps.db.instance((tx) => findPasskey(tx, id)));
  const challenge = step.data.challenge ?? "";
  const count =
    passkey &&
    (await readAuthentication(deps.publicUrl, { challenge, passkey, alone: true }, answer));
  if (!passkey || count === undefined) throw refused;
  const operator = await deps.db.instance(async (tx) => {
    await markPasskeyUsed(tx, passkey.id, count, deps.clock.now());
    return getOperator(tx, passkey.operatorId);
  });
  if (operator.disabledAt !== null) throw refused;
  return letIn(deps, operator, { method: "passkey", factor: "passkey" }, door);
}

/** Notes what an operator did about their own access in the log of every account it opens. */
export async function auditInAllAccounts(
  tx: Tx,
  operator: { id: number; publicId: string; name: string },
  action: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  for (const account of await listAccountsOf(tx, operator.id)) {
    await enterAccount(tx, account.id);
    await audit(
      tx,
      account.id,
      {
        kind: "operator",
        operatorId: operator.id,
        name: operator.name,
        roles: [],
        permissions: new Set(),
      },
      action,
      { objectType: "operator", objectId: operator.publicId, detail },
    );
  }
}
