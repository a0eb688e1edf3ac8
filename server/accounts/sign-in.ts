import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError, normaliseEmailAddress, type Keys, type Tx } from "../platform/index.ts";
import { audit } from "./audit.ts";
import { enterAccount } from "./audit.store.ts";
import type { AccountsDeps } from "./deps.ts";
import { countTry, networkOf, throttleRules } from "./login-throttle.ts";
import {
  clearThrottle,
  findOperatorByEmail,
  forgiveTry,
  lockThrottle,
  saveThrottle,
  type Operator,
} from "./operators.store.ts";
import { verifyPassword } from "./password.ts";
import { requireOwnPage, requireSafeTransport, startSession } from "./session.ts";
import { listAccountsOf } from "./accounts.store.ts";

/**
 * Signs an operator in with address and password and returns the operator's id. Unknown addresses, wrong
 * passwords and disabled people get the same answer after the same work (`bad_credentials`, 401); too many
 * tries for an address or from a network get `too_many_requests` (429), known or not (ORG-02).
 */
export async function signIn(
  deps: AccountsDeps,
  input: { email: string; password: string },
  at: { request: FastifyRequest; reply: FastifyReply },
): Promise<number> {
  requireOwnPage(at.request);
  requireSafeTransport(at.request, deps.publicUrl);
  const operator = await proveOperator(deps, input, at.request.ip);
  const now = deps.clock.now();
  await deps.db.instance(async (tx) => {
    await startSession(tx, operator.id, { ...at, publicUrl: deps.publicUrl, now });
    await auditInAllAccounts(tx, operator, "session.started");
  });
  return operator.id;
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
  const email = normaliseEmailAddress(input.email) ?? input.email.trim().toLowerCase();
  const keys = throttleKeys(deps.keys, email, ip);
  const operator = await deps.db.instance(async (tx) => {
    const retryAfterMs = await countTries(tx, keys, deps.clock.now());
    if (retryAfterMs !== undefined) return retryAfterMs;
    return findOperatorByEmail(tx, email);
  });
  if (typeof operator === "number") throw tooMany(operator);
  // Outside the transaction: hashing takes longer than any statement.
  const right = await verifyPassword(input.password, operator?.passwordHash);
  if (!right || !operator || operator.disabledAt !== null)
    throw new AppError("bad_credentials", 401, "Address or password is wrong.", {
      hint: "Check both. After several tries a pause is enforced.",
    });
  await deps.db.instance(async (tx) => {
    await clearThrottle(tx, keys.name);
    await forgiveTry(tx, keys.network);
  });
  return operator;
}

function throttleKeys(keys: Keys, email: string, ip: string): { name: Buffer; network: Buffer } {
  return {
    name: keys.mac("login-throttle", "name", email),
    network: keys.mac("login-throttle", "network", networkOf(ip)),
  };
}

/** Counts this try for address and network; milliseconds to wait when one of them is blocked. */
async function countTries(
  tx: Tx,
  keys: { name: Buffer; network: Buffer },
  now: Date,
): Promise<number | undefined> {
  // Always in this order, so that two tries cannot wait for each other.
  const network = countTry(await lockThrottle(tx, keys.network, now), throttleRules.network, now);
  if (!network.allowed) return network.retryAfterMs;
  const name = countTry(await lockThrottle(tx, keys.name, now), throttleRules.name, now);
  if (!name.allowed) return name.retryAfterMs;
  await saveThrottle(tx, keys.network, network.next);
  await saveThrottle(tx, keys.name, name.next);
  return undefined;
}

function tooMany(retryAfterMs: number): AppError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new AppError("too_many_requests", 429, `Too many tries. Wait ${seconds} seconds.`, {
    hint: "Wait, then try again with the right password.",
    extra: { retryAfterSeconds: seconds },
  });
}

/** Notes a sign-in in the log of every account it opens. */
export async function auditInAllAccounts(
  tx: Tx,
  operator: { id: number; publicId: string; name: string },
  action: string,
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
      { objectType: "operator", objectId: operator.publicId },
    );
  }
}
