import type { FactorAnswer } from "../../../contract/sign-in.ts";
import { invalid } from "../../platform/index.ts";
import type { AccountsDeps } from "../deps.ts";
import { countTries, takeBackTry, throttleKeys, tooMany } from "../throttle.ts";
import { hashRecoveryCode } from "./factor.ts";
import { listFactors, markPasskeyUsed, takeStep, useRecoveryCode } from "./factors.store.ts";
import { credentialIdOf, readAuthentication } from "./passkeys.ts";
import { stepOfCode } from "./totp.ts";

export type ProvenBy = "totp" | "passkey" | "recovery";

const SECRET = "totp-secret";
type Deps = Pick<AccountsDeps, "db" | "clock" | "keys" | "publicUrl">;

export const sealSecret = (deps: Pick<Deps, "keys">, secret: string): Buffer =>
  deps.keys.seal(SECRET, Buffer.from(secret));
export const openSecret = (deps: Pick<Deps, "keys">, sealed: Buffer): string =>
  deps.keys.open(SECRET, sealed).toString();

const wrong = () =>
  invalid("factor_wrong", "This code or passkey is not right.", {
    hint: "A code of the app counts once and for half a minute. Wait for the next one.",
  });

/**
 * Whether the answer is a second factor of this person, under the limits for tries: counted for the person, from
 * wherever the tries come, and for the network. `factor_wrong` (400), `too_many_requests` (429).
 *
 * @param challenge what a passkey had to sign; used up by this call
 */
export async function proveFactor(
  deps: Deps,
  operatorId: number,
  answer: FactorAnswer,
  at: { ip: string; challenge: string | undefined },
): Promise<ProvenBy> {
  const keys = throttleKeys(deps.keys, { rule: "factor", what: operatorId }, at.ip);
  const blocked = await deps.db.instance((tx) => countTries(tx, keys, deps.clock.now()));
  if (blocked) throw tooMany(blocked.retryAfterMs);
  const by = await readAnswer(deps, operatorId, answer, at.challenge);
  if (!by) throw wrong();
  await deps.db.instance(async (tx) => {
    await takeBackTry(tx, keys);
  });
  return by;
}

async function readAnswer(
  deps: Deps,
  operatorId: number,
  answer: FactorAnswer,
  challenge: string | undefined,
): Promise<ProvenBy | undefined> {
  if (answer.code !== undefined)
    return (await isCode(deps, operatorId, answer.code)) ? "totp" : undefined;
  if (answer.passkey !== undefined && challenge !== undefined)
    return (await isPasskey(deps, operatorId, answer.passkey, challenge)) ? "passkey" : undefined;
  if (answer.recoveryCode === undefined) return undefined;
  const hash = hashRecoveryCode(deps.keys, operatorId, answer.recoveryCode);
  const used = await deps.db.instance((tx) =>
    useRecoveryCode(tx, operatorId, hash, deps.clock.now()),
  );
  return used === 1 ? "recovery" : undefined;
}

/** A code of one of the person's apps, which then is used up. */
function isCode(deps: Deps, operatorId: number, code: string): Promise<boolean> {
  return deps.db.instance(async (tx) => {
    const now = deps.clock.now();
    for (const factor of await listFactors(tx, operatorId)) {
      if (factor.secret === null) continue;
      const step = stepOfCode(openSecret(deps, factor.secret), code, factor.lastStep, now);
      if (step !== undefined && (await takeStep(tx, factor.id, step, now)) === 1) return true;
    }
    return false;
  });
}

async function isPasskey(
  deps: Deps,
  operatorId: number,
  answer: Record<string, unknown>,
  challenge: string,
): Promise<boolean> {
  const id = credentialIdOf(answer);
  const factors = await deps.db.instance((tx) => listFactors(tx, operatorId));
  const passkey = factors.find((factor) => id !== undefined && factor.credentialId?.equals(id));
  if (!passkey) return false;
  const input = { challenge, passkey, alone: false };
  const count = await readAuthentication(deps.publicUrl, input, answer);
  if (count === undefined) return false;
  await deps.db.instance((tx) => markPasskeyUsed(tx, passkey.id, count, deps.clock.now()));
  return true;
}
