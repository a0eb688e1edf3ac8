import type { RouteSpec } from "../platform/index.ts";
import { addressRoutes } from "./addresses.routes.ts";
import { confirmationRoutes } from "./confirmation.routes.ts";
import type { SendersDeps } from "./deps.ts";
import { domainRoutes } from "./domains.routes.ts";
import { senderIdentityRoutes } from "./senders.routes.ts";

/** All routes of senders: identities, domains, confirmed addresses, and the page that confirms them. */
export function senderRoutes(deps: SendersDeps): RouteSpec[] {
  return [
    ...senderIdentityRoutes(deps),
    ...domainRoutes(deps),
    ...addressRoutes(deps),
    ...confirmationRoutes(deps),
  ];
}

export type { SendersDeps } from "./deps.ts";
export { listAddresses, type ConfirmedAddress } from "./addresses.store.ts";
export { bounceDomainOf } from "./bounce-domain.ts";
export { senderChecks } from "./checks.ts";
export { confirmByRealMail } from "./confirm-by-real-mail.ts";
export { type SenderCheckOptions } from "./domain-checks.ts";
export type { SelfTestMail } from "./self-test.ts";
export { signingKeys, type SigningKey } from "./dkim-keys.ts";
export { senderPeriodic } from "./domains.jobs.ts";
export { findConfirmedAddresses, replyToIsConfirmed } from "./facts.ts";
export { sendersPersonalData } from "./personal-data.ts";
export { readReportAddress, reportAddressOf } from "./report-address.ts";
export {
  isDomainReport,
  recordDomainReport,
  type RecordedReport,
} from "./reports/record-report.ts";
export { createSender } from "./save-sender.ts";
export { type Sender } from "./sender.ts";
export { senderForMail, type MailSender } from "./sender-for-mail.ts";
export { findSender, findSenderById, listSenders } from "./senders.store.ts";
export type { SendingWay } from "./sending-ways.ts";
export { senderSetupSteps } from "./set-up.ts";
