import {
  hashToken,
  randomToken,
  type Clock,
  type Database,
  type Keys,
} from "../../platform/index.ts";
import { clearCookie, cookieOf, setCookie, type AtDoor, type SignInMethod } from "../session.ts";
import { deleteStep, findStep, insertStep, updateStep, type StepPurpose } from "./factors.store.ts";

/** What is remembered between two requests of one sign-in. */
export interface StepData {
  /** Of WebAuthn. */
  challenge?: string;
  /** By what the person got this far. */
  method?: SignInMethod;
  /** Of the identity provider. */
  provider?: { state: string; nonce: string; verifier: string; fresh: boolean };
}

export interface Step {
  tokenHash: Buffer;
  operatorId: number | null;
  data: StepData;
}

type Deps = { db: Database; clock: Clock; keys: Keys };
const STEP_MS = 10 * 60_000;
const LABEL = "sign-in-step";
const sealData = (keys: Keys, data: StepData): Buffer =>
  keys.seal(LABEL, Buffer.from(JSON.stringify(data)));

/** Begins a step: what is remembered stays here, sealed; the browser gets a token for ten minutes. */
export async function beginStep(
  deps: Deps,
  step: { purpose: StepPurpose; operatorId: number | null; data: StepData },
  at: AtDoor,
): Promise<void> {
  const token = randomToken(32);
  const now = deps.clock.now();
  await deps.db.instance((tx) =>
    insertStep(tx, {
      tokenHash: hashToken(token),
      purpose: step.purpose,
      operatorId: step.operatorId,
      sealed: sealData(deps.keys, step.data),
      now,
      expiresAt: new Date(now.getTime() + STEP_MS),
    }),
  );
  setCookie(at.reply, at.publicUrl, { use: "step", token, maxAgeMs: STEP_MS });
}

/** The step of this browser; undefined when there is none or its time is over. */
export async function presentStep(
  deps: Deps,
  purpose: StepPurpose,
  at: AtDoor,
): Promise<Step | undefined> {
  const token = cookieOf(at.request, at.publicUrl, "step");
  if (token === undefined) return undefined;
  const tokenHash = hashToken(token);
  const found = await deps.db.instance((tx) => findStep(tx, tokenHash, purpose, deps.clock.now()));
  if (!found) return undefined;
  const data = JSON.parse(deps.keys.open(LABEL, found.sealed).toString()) as StepData;
  return { tokenHash, operatorId: found.operatorId, data };
}

/** Remembers more with a step that goes on. */
export async function keepInStep(deps: Deps, step: Step, data: StepData): Promise<void> {
  const sealed = sealData(deps.keys, { ...step.data, ...data });
  await deps.db.instance((tx) => updateStep(tx, step.tokenHash, sealed));
}

/** Ends a step. False when another request ended it first: then this one counts for nothing. */
export async function endStep(deps: Deps, step: Step, at: AtDoor): Promise<boolean> {
  clearCookie(at.reply, at.publicUrl, "step");
  return (await deps.db.instance((tx) => deleteStep(tx, step.tokenHash))) === 1;
}
