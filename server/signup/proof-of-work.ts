import { createChallenge, randomInt, verifySolution, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { countHit, isWithinLimits } from "../pages/index.ts";
import type { Clock, Keys, Tx } from "../platform/index.ts";
import { PAGE_MAX_AGE_MS } from "./parameters.ts";

const BUCKET = "form_work";
/** Steps of one derivation, and how many derivations it takes: together about half a second on a desk, a few on a phone. */
const COST = 5000;
const DERIVATIONS = { min: 100, max: 250 };
/** A solution with its challenge is far shorter. Characters of base64. */
const MAX_PAYLOAD = 4000;

/** Computing tasks against programs, made and checked here, without any third party (DOI-11). */
export interface WorkGuard {
  /** A task for one form, in the form of ALTCHA. */
  issue(formId: string): Promise<Challenge>;
  /** Whether this is the solution of a task for this form, solved for the first time; it is used up by that. */
  accepts(tx: Tx, accountId: number, formId: string, payload: string): Promise<boolean>;
}

/** Stateless until a task is used: its signature names form and time. */
export function createWorkGuard(deps: { keys: Keys; clock: Clock }): WorkGuard {
  const ring = deps.keys.ring.map((keys) => ({
    hmacSignatureSecret: keys.derive("form-work/v1").toString("hex"),
    hmacKeySignatureSecret: keys.derive("form-work-key/v1").toString("hex"),
  }));
  return {
    issue: (formId) =>
      createChallenge({
        algorithm: "PBKDF2/SHA-256",
        cost: COST,
        counter: randomInt(DERIVATIONS.max, DERIVATIONS.min),
        deriveKey,
        // The time stands here and not in `expiresAt`, which the library compares with a clock of its own.
        data: { form: formId, at: deps.clock.now().getTime() },
        ...ring[0]!,
      }),
    async accepts(tx, accountId, formId, payload) {
      const given = parse(payload);
      if (given === undefined) return false;
      const verified = await isSolved(given, ring);
      const { form, at } = given.challenge.parameters.data ?? {};
      if (!verified || form !== formId || typeof at !== "number") return false;
      const now = deps.clock.now();
      if (now.getTime() - at > PAGE_MAX_AGE_MS) return false;
      // Uses of one task meet in one row, so that of two at the same moment only the first counts.
      const key = { bucket: BUCKET, key: given.challenge.signature ?? "" };
      await countHit(tx, deps, accountId, { ...key, now: new Date(at), keepMs: PAGE_MAX_AGE_MS });
      const limits = [{ max: 2, perMs: 2 * PAGE_MAX_AGE_MS }];
      return isWithinLimits(tx, deps, accountId, { ...key, limits, now });
    },
  };
}

async function isSolved(given: Given, ring: readonly Secrets[]): Promise<boolean> {
  for (const secrets of ring) {
    const found = await verifySolution({ ...given, deriveKey, ...secrets }).catch(() => undefined);
    if (found?.verified === true) return true;
  }
  return false;
}

interface Secrets {
  hmacSignatureSecret: string;
  hmacKeySignatureSecret: string;
}

type Given = Pick<Parameters<typeof verifySolution>[0], "challenge" | "solution">;

function parse(payload: string): Given | undefined {
  if (payload === "" || payload.length > MAX_PAYLOAD) return undefined;
  try {
    const given = JSON.parse(Buffer.from(payload, "base64").toString("utf8")) as Given;
    const isWhole = typeof given.challenge.parameters === "object" && given.solution !== undefined;
    return isWhole ? given : undefined;
  } catch {
    return undefined;
  }
}
