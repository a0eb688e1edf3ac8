import type { Locale, Tx } from "../platform/index.ts";
import { insertOperator, upsertMembership, type Operator } from "./operators.store.ts";
import { hashPassword } from "./password.ts";
import { requireGoodCredentials } from "./set-up-owner.ts";

/**
 * Creates an operator with a password, and their place in an account when one is given. For instance
 * transactions (demo, command line). Refuses bad addresses and passwords like the set-up does.
 */
export async function createOperator(
  tx: Tx,
  input: {
    name: string;
    email: string;
    password: string;
    locale?: Locale;
    isAdministrator?: boolean;
    /** Names of roles, and ids of the account's own. */
    membership?: { accountId: number; roles: string[] };
    now: Date;
  },
): Promise<Operator> {
  const address = requireGoodCredentials(input);
  const operator = await insertOperator(tx, {
    email: address.address,
    emailNormalised: address.normalised,
    name: input.name.trim(),
    passwordHash: await hashPassword(input.password),
    locale: input.locale ?? "de",
    isAdministrator: input.isAdministrator ?? false,
    now: input.now,
  });
  if (input.membership)
    await upsertMembership(tx, { operatorId: operator.id, ...input.membership, now: input.now });
  return operator;
}
