import type { Locale } from "../platform/index.ts";
import { listAccountsOf } from "./accounts.store.ts";
import type { AccountsDeps } from "./deps.ts";
import type { SystemMail } from "./system-mail.ts";

/** What a mail to somebody who works here says, in their language. */
export type OperatorMail = Pick<
  SystemMail,
  "subject" | "heading" | "paragraphs" | "button" | "note"
>;

type Recipient = { id: number; email: string; locale: Locale };

/**
 * Writes to an operator by way of one of their accounts, best one whose mail leaves the house. Never fails what it
 * tells about: a mail that cannot be queued is logged. True when it leaves the house.
 *
 * @param options.onlyOutside not into the built-in mailbox, where colleagues read: links that open a door
 */
export async function mailOperator(
  deps: Pick<AccountsDeps, "db" | "log" | "sendSystemMail" | "systemMailLeaves">,
  operator: Recipient,
  mail: { de: OperatorMail; en: OperatorMail },
  options: { kind?: SystemMail["kind"]; onlyOutside?: boolean } = {},
): Promise<boolean> {
  const { sendSystemMail } = deps;
  if (!sendSystemMail) return false;
  try {
    const accounts = await deps.db.instance((tx) => listAccountsOf(tx, operator.id));
    const outside = await firstThatLeaves(
      deps,
      accounts.map(({ id }) => id),
    );
    const accountId = outside ?? (options.onlyOutside === true ? undefined : accounts[0]?.id);
    if (accountId === undefined) return false;
    await deps.db.account(accountId, (tx) =>
      sendSystemMail(tx, {
        accountId,
        kind: options.kind ?? "security_note",
        to: operator.email,
        locale: operator.locale,
        ...mail[operator.locale],
      }),
    );
    return outside !== undefined;
  } catch (error) {
    deps.log.warn({ err: error }, "a note to an operator could not be queued");
    return false;
  }
}

/** The first of these accounts whose mail leaves the house. */
export async function firstThatLeaves(
  deps: Pick<AccountsDeps, "db" | "systemMailLeaves">,
  accountIds: readonly number[],
): Promise<number | undefined> {
  const { systemMailLeaves } = deps;
  if (!systemMailLeaves) return undefined;
  for (const id of accountIds) if (await deps.db.account(id, systemMailLeaves)) return id;
  return undefined;
}
