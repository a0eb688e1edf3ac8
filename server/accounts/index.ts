import type { RouteSpec } from "../platform/index.ts";
import { accountSettingsRoutes } from "./accounts.routes.ts";
import { apiKeyRoutes } from "./api-keys.routes.ts";
import { auditRoutes } from "./audit.routes.ts";
import type { AccountsDeps } from "./deps.ts";
import { factorRoutes } from "./factors/factors.routes.ts";
import { logoRoutes } from "./logo.routes.ts";
import { memberRoutes } from "./members.routes.ts";
import { passwordRoutes } from "./password.routes.ts";
import { providerRoutes } from "./provider/provider.routes.ts";
import { roleRoutes } from "./roles.routes.ts";
import { securityLogRoutes } from "./security-log.routes.ts";
import { sessionRoutes } from "./session.routes.ts";

/** All routes of accounts: sign-in, people, settings, API keys, audit log. */
export function accountRoutes(deps: AccountsDeps): RouteSpec[] {
  return [
    ...sessionRoutes(deps),
    ...factorRoutes(deps),
    ...passwordRoutes(deps),
    ...providerRoutes(deps),
    ...accountSettingsRoutes(deps),
    ...logoRoutes(deps),
    ...memberRoutes(deps),
    ...roleRoutes(deps),
    ...apiKeyRoutes(deps),
    ...auditRoutes(deps),
    ...securityLogRoutes(deps),
  ];
}

export type { AccountsDeps } from "./deps.ts";
export type {
  Account,
  AccountSettings,
  CountingLevel,
  Imprint,
  SettingsProblem,
} from "./account.ts";
export {
  findAccountById,
  getAccount,
  listAccountIds,
  listLiveAccountIds,
  setComplaintsAddress,
  setMode,
  updateAccount,
} from "./accounts.store.ts";

export { tidyAccounts, warnOfEndingKeys } from "./accounts.jobs.ts";
export { deleteOldAuditEntries } from "./audit.store.ts";
export { keepSecurityEvents } from "./security-log.ts";
export { deleteOldSecurityEvents, INSTALLATION } from "./security-log.store.ts";
export { audit, auditPerson, personActor, systemActor, type AuditActor } from "./audit.ts";
export { countListed, writeListed } from "./people-listed.ts";
export { createAuthenticator } from "./authenticate.ts";
export { accountChecks } from "./checks.ts";
export { createAccount } from "./create-account.ts";
export { createOperator } from "./create-operator.ts";
export { createRole } from "./manage-roles.ts";
export { imprintLines } from "./imprint-lines.ts";
export { imprintProblems } from "./imprint.ts";

export { isAdministrator } from "./me.ts";
export { networkOf } from "./login-throttle.ts";
export {
  accountVoice,
  addressesInformally,
  logoPath,
  pageTheme,
  type AccountTheme,
} from "./page-theme.ts";
export { listMembers, setTrainingDue } from "./operators.store.ts";
export { personBehind } from "./api-keys.store.ts";
export { failedSignIns, membersWho } from "./members-who.ts";
export { permissionsOf, type Permission, type Role } from "./permissions.ts";
export { accountsPersonalData } from "./personal-data.ts";
export { eeaCountries, responsibilityText, setupProgress } from "./set-up.ts";
export { suspendedFrom, trainingState, VALID_MONTHS } from "./training.ts";
export { createSetupLink, isSetupNeeded } from "./set-up-owner.ts";
export {
  endSessionsOf,
  helpOperator,
  listOperators,
  listSessionsOf,
  type OperatorOverview,
} from "./help-operator.ts";
export type { SendSystemMail, SystemMail } from "./system-mail.ts";
