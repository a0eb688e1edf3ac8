import { getAccount, listMembers, permissionsOf } from "../accounts/index.ts";
import type { Locale, Tx } from "../platform/index.ts";

/** Whom deadlines are told: the officer, else the privacy address, else everybody who may manage data protection. */
export async function responsible(
  tx: Tx,
  accountId: number,
): Promise<{ to: string; locale: Locale }[]> {
  const account = await getAccount(tx);
  const { dpo, contactEmail } = account.privacy;
  if (dpo?.appointed === true && dpo.email !== "")
    return [{ to: dpo.email, locale: account.locale }];
  if (contactEmail !== undefined && contactEmail !== "")
    return [{ to: contactEmail, locale: account.locale }];
  const members = await listMembers(tx, accountId);
  return members
    .filter((member) => permissionsOf(member.roles, member.ownRoles).has("privacy.manage"))
    .map((member) => ({ to: member.email, locale: account.locale }));
}
