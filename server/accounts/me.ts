import type { Me, MyAccount } from "../../contract/operators.ts";
import { AppError, type Database, type Principal, type Tx } from "../platform/index.ts";
import type { Account } from "./account.ts";
import { listAccountsOf } from "./accounts.store.ts";
import { enterAccount } from "./audit.store.ts";
import { needsSecondFactor } from "./authenticate.ts";
import type { AccountsDeps } from "./deps.ts";
import { hasFactor } from "./factors/factors.store.ts";
import { getOperator } from "./operators.store.ts";
import { assignedOnly, permissionsOf, type OwnRole } from "./permissions.ts";
import { setupProgress } from "./set-up.ts";
import type { SignedIn } from "./sign-in.ts";
import { trainingState, withhold } from "./training.ts";

/** Who is signed in and where they may work; what the workplace asks first. */
export function buildMe(
  deps: Pick<AccountsDeps, "db" | "clock" | "furtherSetupSteps">,
  { operatorId, withFactor }: SignedIn,
): Promise<Me> {
  return deps.db.instance(async (tx) => {
    const operator = await getOperator(tx, operatorId);
    const hasSecondFactor = withFactor || (await hasFactor(tx, operatorId));
    const accounts: MyAccount[] = [];
    for (const account of await listAccountsOf(tx, operatorId))
      accounts.push(await showMyAccount(deps, tx, account, withFactor));
    return {
      operator: {
        id: operator.publicId,
        name: operator.name,
        email: operator.email,
        locale: operator.locale,
        isAdministrator: operator.isAdministrator,
        hasSecondFactor,
      },
      accounts,
      now: deps.clock.now().toISOString(),
    };
  });
}

async function showMyAccount(
  deps: Pick<AccountsDeps, "clock" | "furtherSetupSteps">,
  tx: Tx,
  account: Account & { roles: string[]; ownRoles: OwnRole[]; trainingDueOn: string },
  withFactor: boolean,
): Promise<MyAccount> {
  await enterAccount(tx, account.id);
  const further = (await deps.furtherSetupSteps?.(tx)) ?? [];
  const now = deps.clock.now();
  const { permissions, withheld } = withhold(
    permissionsOf(account.roles, account.ownRoles),
    account.trainingDueOn,
    now,
  );
  return {
    id: account.publicId,
    name: account.name,
    mode: account.mode,
    roles: account.roles,
    ownRoles: account.ownRoles.map(({ id, name }) => ({ id, name })),
    permissions: [...permissions],
    training: {
      dueOn: account.trainingDueOn,
      state: trainingState(account.trainingDueOn, now),
      withheld: [...(withheld?.permissions ?? [])],
    },
    assignedOnly: assignedOnly(account.roles, account.ownRoles),
    locale: account.locale,
    timezone: account.timezone,
    setupComplete: [...setupProgress(account), ...further].every((step) => step.done),
    needsSecondFactor: needsSecondFactor(account.mode, withFactor),
  };
}

/** The signed-in person behind a call, as `buildMe` wants it. */
export const signedInOf = (principal: Principal): SignedIn => ({
  operatorId: operatorIdOf(principal),
  withFactor: principal.proof?.withFactor ?? false,
});

/** The operator behind a call on their own session. API keys have none. */
export function operatorIdOf(principal: Principal): number {
  if (principal.operatorId !== undefined) return principal.operatorId;
  throw new AppError("operator_needed", 403, "Only a signed-in person can do this.", {
    hint: "Sign in at the workplace. API keys cannot do this.",
  });
}

/** True for the people who run the installation. They see no contacts for that reason alone (ORG-03). */
export async function isAdministrator(db: Database, operatorId: number): Promise<boolean> {
  return (await db.instance((tx) => getOperator(tx, operatorId))).isAdministrator;
}
