import {
  getAccount,
  listMembers,
  type SendSystemMail,
  type SystemMail,
} from "../accounts/index.ts";
import type { Locale, Tx } from "../platform/index.ts";

/** Writes to the owners of the transaction's account, in the account's language. */
export async function notifyOwners(
  tx: Tx,
  sendSystemMail: SendSystemMail,
  accountId: number,
  words: Record<Locale, Pick<SystemMail, "subject" | "heading" | "paragraphs">>,
): Promise<void> {
  const { locale } = await getAccount(tx);
  const owners = (await listMembers(tx, accountId)).filter((one) => one.roles.includes("owner"));
  for (const owner of owners)
    await sendSystemMail(tx, {
      accountId,
      kind: "security_note",
      to: owner.email,
      locale,
      ...words[locale],
    });
}
