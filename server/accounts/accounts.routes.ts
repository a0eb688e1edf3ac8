import {
  AccountChange,
  AccountSchema,
  AssessmentInput,
  LegalFormList,
  MyAccountList,
  NewAccount,
  type AccountView,
} from "../../contract/accounts.ts";
import { MyAccountSchema } from "../../contract/operators.ts";
import {
  AppError,
  route,
  signedIn,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import type { Account } from "./account.ts";
import { getAccount } from "./accounts.store.ts";
import { assessCounting, withdrawAssessment } from "./assess-counting.ts";
import { changeSettings } from "./change-settings.ts";
import { createAccount } from "./create-account.ts";
import type { AccountsDeps } from "./deps.ts";
import { legalForms, registerNames } from "./legal-form.ts";
import { buildMe, operatorIdOf, signedInOf } from "./me.ts";
import { findMemberPublicId, getOperator } from "./operators.store.ts";
import { showAccount } from "./show-account.ts";

const tag = "Account";

/** Accounts of the signed-in operator, and the settings of the chosen one. */
export function accountSettingsRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db, clock, keys } = deps;
  const show = async (tx: Tx, account: Account): Promise<AccountView> =>
    showAccount(account, (await deps.furtherSetupSteps?.(tx)) ?? [], clock.now());
  return [
    route({
      method: "GET",
      path: "/api/v1/accounts",
      permission: signedIn,
      summary: "List the accounts one may work in",
      tag,
      response: MyAccountList,
      handle: async ({ principal }) => ({
        items: (await buildMe(deps, signedInOf(principal))).accounts,
      }),
    }),
    route({
      method: "POST",
      path: "/api/v1/accounts",
      permission: signedIn,
      summary: "Create an account; administrators only",
      tag,
      body: NewAccount,
      response: MyAccountSchema,
      status: 201,
      async handle({ principal, body }) {
        const operatorId = operatorIdOf(principal);
        const created = await db.instance(async (tx) => {
          const operator = await getOperator(tx, operatorId);
          if (!operator.isAdministrator)
            throw new AppError(
              "administrator_needed",
              403,
              "Only an administrator creates accounts.",
              {
                hint: "Ask the person who runs this installation.",
              },
            );
          const account = await createAccount(tx, { ...body, owner: operator, now: clock.now() });
          await deps.prepareAccount?.(tx, account.id);
          return account;
        });
        const me = await buildMe(deps, signedInOf(principal));
        return me.accounts.find((account) => account.id === created.publicId);
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/account",
      permission: "account.read",
      summary: "The account's settings and what the set-up still needs",
      tag,
      response: AccountSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => show(tx, await getAccount(tx))),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/account",
      permission: "account.manage",
      summary: "Replace sections of the account's settings",
      tag,
      body: AccountChange,
      response: AccountSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const who = await memberOf(tx, actor);
          return show(
            tx,
            await changeSettings(tx, accountId, actor, who, body, { keys, now: clock.now() }),
          );
        }),
    }),
    route({
      method: "PUT",
      path: "/api/v1/account/counting-assessment",
      permission: "privacy.manage",
      summary: "Record the assessment that counting level `unique` needs",
      tag,
      body: AssessmentInput,
      response: AccountSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const who = await memberOf(tx, actor);
          return show(tx, await assessCounting(tx, accountId, actor, who, body, clock.now()));
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/account/counting-assessment",
      permission: "privacy.manage",
      summary: "Take the assessment back; a choice of `unique` ends with it",
      tag,
      response: AccountSchema,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) =>
          show(tx, await withdrawAssessment(tx, accountId, actor, clock.now())),
        ),
    }),
    route({
      method: "GET",
      path: "/api/v1/account/legal-forms",
      permission: "account.read",
      summary: "The legal forms and what each has to state",
      tag,
      response: LegalFormList,
      handle: async () => ({
        items: legalForms.map((form) => ({
          code: form.code,
          label: form.label,
          representatives: form.representatives,
          register: form.register && { ...form.register, label: registerNames[form.register.kind] },
          generalPartner: form.generalPartner ?? false,
          headOffice: form.headOffice ?? false,
        })),
      }),
    }),
  ];
}

/** Public id of the person who acts, if it is one. */
function memberOf(tx: Tx, { operatorId }: Actor): Promise<string | undefined> {
  return operatorId === undefined ? Promise.resolve(undefined) : findMemberPublicId(tx, operatorId);
}
