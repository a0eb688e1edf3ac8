import type { Role } from "../../contract/operators.ts";
import type { Locale, Tx } from "../platform/index.ts";
import type { Account } from "./account.ts";
import { insertAccount } from "./accounts.store.ts";
import { audit } from "./audit.ts";
import { enterAccount } from "./audit.store.ts";
import { upsertMembership } from "./operators.store.ts";

/**
 * Creates an account in sandbox with its owner. For instance transactions; afterwards the transaction also
 * sees the rows of the new account.
 */
export async function createAccount(
  tx: Tx,
  input: {
    name: string;
    locale?: Locale;
    timezone?: string;
    owner: { id: number; publicId: string; name: string };
    now: Date;
  },
): Promise<Account> {
  const roles: Role[] = ["owner"];
  const account = await insertAccount(tx, {
    name: input.name.trim(),
    locale: input.locale ?? "de",
    timezone: input.timezone ?? "Europe/Berlin",
    now: input.now,
  });
  await upsertMembership(tx, {
    operatorId: input.owner.id,
    accountId: account.id,
    roles,
    now: input.now,
  });
  await enterAccount(tx, account.id);
  await audit(
    tx,
    account.id,
    {
      kind: "operator",
      operatorId: input.owner.id,
      name: input.owner.name,
      roles,
      permissions: new Set(),
    },
    "account.created",
    {
      objectType: "account",
      objectId: account.publicId,
      detail: { owner: input.owner.publicId },
    },
  );
  return account;
}
