import { lockAddress } from "../contacts/index.ts";
import type { Tx } from "../platform/index.ts";
import { saidNotMe } from "./admit-opt-in-mail.ts";
import { declaredEvidence, putIntoForce } from "./confirm-subscription.ts";
import type { SignupDeps } from "./deps.ts";
import {
  findStanding,
  listIdsOf,
  requestOptIn,
  type OptInRequest,
  type OptInResult,
} from "./request-opt-in.ts";

/**
 * Puts a signed declaration that names the address into force at once, without a mail (CON-13, exception b). The
 * caller has checked that the account enabled this. Somebody who left one of these newsletters, or said "not me",
 * is asked by mail all the same (DOI-13, DOI-15).
 */
export async function confirmSigned(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  input: OptInRequest & { reason: string },
): Promise<OptInResult | { kind: "confirmed"; entries: { entryId: number; publicId: string }[] }> {
  const { emailNormalised, declaration, locale } = input;
  await lockAddress(tx, accountId, emailNormalised);
  const standing = await findStanding(tx, deps, accountId, input);
  if (standing.decision.kind === "excluded") return { kind: "silent", reason: "excluded" };
  if (standing.allConfirmed) return { kind: "silent", reason: "confirmed" };
  const listIds = listIdsOf(declaration);
  const left = standing.suppressions.some(
    (one) =>
      one.scope === "newsletters_address" ||
      (one.scope === "list_address" && one.listId !== null && listIds.includes(one.listId)),
  );
  if (left || (await saidNotMe(tx, deps, accountId, emailNormalised)))
    return requestOptIn(tx, deps, accountId, input);
  const { entries } = await putIntoForce(tx, deps, accountId, {
    email: input.email,
    emailNormalised,
    declaration,
    fields: input.fields,
    locale,
    requestId: null,
    proof: "signed_declaration",
    evidence: (shown, list) => ({
      ...declaredEvidence(declaration, locale, shown, list),
      confirmedBy: "signed_declaration",
      confirmedAt: deps.clock.now().toISOString(),
      reason: input.reason,
    }),
  });
  return { kind: "confirmed", entries };
}
