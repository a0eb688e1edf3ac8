import type { SignedRule, SignedRuleChange } from "../../contract/intake.ts";
import { audit } from "../accounts/index.ts";
import { AppError, type Actor, type Clock, type Tx } from "../platform/index.ts";
import { readSignedRule, writeSignedRule } from "./intake.store.ts";

const OFF: SignedRule = { enabled: false, reason: "", by: "", at: null };
const SHORTEST_REASON = 10;

/** Whether a signed declaration that names the address counts without an opt-in mail (CON-13, exception b). */
export async function signedRule(tx: Tx): Promise<SignedRule> {
  const stored = (await readSignedRule(tx)) as Partial<SignedRule> | null;
  if (stored === null || typeof stored !== "object") return OFF;
  const reason = typeof stored.reason === "string" ? stored.reason : "";
  return {
    enabled: stored.enabled === true && reason.length >= SHORTEST_REASON,
    reason,
    by: typeof stored.by === "string" ? stored.by : "",
    at: typeof stored.at === "string" ? stored.at : null,
  };
}

/** Enables or disables it. Throws 422 `reason_missing`: without a documented reason it stays off. */
export async function changeSignedRule(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  actor: Actor,
  change: SignedRuleChange,
): Promise<SignedRule> {
  const reason = (change.reason ?? "").trim();
  if (change.enabled && reason.length < SHORTEST_REASON)
    throw new AppError("reason_missing", 422, "Why a signature is enough here is missing.", {
      hint: "Say how it is made sure that the address belongs to who signs; it becomes part of every such proof.",
      errors: [{ path: "/reason", message: `At least ${SHORTEST_REASON} characters.` }],
    });
  const rule = {
    enabled: change.enabled,
    reason: change.enabled ? reason : "",
    by: actor.name,
    at: deps.clock.now().toISOString(),
  };
  await writeSignedRule(tx, rule);
  await audit(tx, accountId, actor, "intake.signed_rule_changed", {
    objectType: "account",
    detail: { enabled: rule.enabled, reason: rule.reason },
  });
  return rule;
}
