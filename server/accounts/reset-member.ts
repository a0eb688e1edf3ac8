import { conflict, notFound, type Actor } from "../platform/index.ts";
import { listAccountsOf } from "./accounts.store.ts";
import { audit } from "./audit.ts";
import { enterAccount } from "./audit.store.ts";
import type { AccountsDeps } from "./deps.ts";
import { requireWithin } from "./give-roles.ts";
import { deleteFactors } from "./factors/factors.store.ts";
import { mailOperator } from "./operator-mail.ts";
import { factorsResetMail, newPasswordMail } from "./operator-mails.ts";
import { getOperator, lockMembers, type Operator } from "./operators.store.ts";
import { forgetIdentities } from "./provider/provider.store.ts";
import { makePasswordLink } from "./reset-password.ts";
import { deleteOtherSessions } from "./sessions.store.ts";

const HANDED_HOURS = 24;

interface Input {
  accountId: number;
  actor: Actor;
  memberId: string;
}

/**
 * Removes the second factors of somebody who lost theirs, and ends all their sessions; they sign in with the password
 * and set up a new one. `works_elsewhere` (409).
 */
export async function resetFactors(deps: AccountsDeps, input: Input): Promise<void> {
  const member = await memberToHelp(deps, input);
  await deps.db.instance(async (tx) => {
    await enterAccount(tx, input.accountId);
    const removed = await deleteFactors(tx, member.id);
    await forgetIdentities(tx, member.id);
    await deleteOtherSessions(tx, member.id, null);
    await audit(tx, input.accountId, input.actor, "operator.factors_reset", {
      objectType: "operator",
      objectId: member.publicId,
      detail: { removed },
    });
  });
  await mailOperator(deps, member, factorsResetMail(input.actor.name));
}

/**
 * Gives somebody who cannot get in a link for a new password: by mail where mail leaves the house, else it is returned,
 * this once, to be handed over. Their second factor is still asked. `works_elsewhere` (409).
 */
export async function resetPassword(
  deps: AccountsDeps,
  input: Input,
): Promise<{ mailed: boolean; link: string | null }> {
  const member = await memberToHelp(deps, input);
  const link = await makePasswordLink(deps, member, HANDED_HOURS);
  const mailed = await mailOperator(deps, member, newPasswordMail(link, HANDED_HOURS), {
    kind: "new_password",
    onlyOutside: true,
  });
  await deps.db.account(input.accountId, (tx) =>
    audit(tx, input.accountId, input.actor, "operator.password_link_made", {
      objectType: "operator",
      objectId: member.publicId,
      detail: { mailed },
    }),
  );
  return { mailed, link: mailed ? null : link };
}

/**
 * Whoever manages one account helps only those who work in no other and do not run the installation: otherwise one
 * account's owner would open the doors of another. Nobody resets somebody who may do more than they (`member_beyond_giver`,
 * 403). Administrators of the installation help everybody but administrators.
 */
async function memberToHelp(deps: AccountsDeps, input: Input): Promise<Operator> {
  return deps.db.instance(async (tx) => {
    const members = await lockMembers(tx, input.accountId);
    const found = members.find((each) => each.publicId === input.memberId);
    if (!found) throw notFound("member");
    if (found.operatorId === input.actor.operatorId)
      throw conflict("not_for_oneself", "This is for people who cannot get in.", {
        hint: "Change your own sign-in under your own details.",
      });
    const member = await getOperator(tx, found.operatorId);
    const byAdministrator =
      input.actor.operatorId !== undefined &&
      (await getOperator(tx, input.actor.operatorId)).isAdministrator;
    const accounts = await listAccountsOf(tx, member.id);
    if (member.isAdministrator || (accounts.length > 1 && !byAdministrator))
      throw conflict("works_elsewhere", "This person works in other accounts too.", {
        hint: "Ask the person who runs the installation: an administrator or the command line can do it.",
      });
    if (!byAdministrator) requireWithin(input.actor, found);
    return member;
  });
}
