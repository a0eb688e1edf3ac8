import type { RouteSpec } from "../platform/index.ts";
import { addressRoutes } from "./addresses.routes.ts";
import { confirmationRoutes } from "./confirmation.routes.ts";
import type { SendersDeps } from "./deps.ts";
import { senderIdentityRoutes } from "./senders.routes.ts";

/** All routes of senders: identities, domains, confirmed addresses, and the page that confirms them. */
export function senderRoutes(deps: SendersDeps): RouteSpec[] {
  return [...senderIdentityRoutes(deps), ...addressRoutes(deps), ...confirmationRoutes(deps)];
}

export type { SendersDeps } from "./deps.ts";
export { listAddresses, type ConfirmedAddress } from "./addresses.store.ts";
export { bounceDomainFor, bounceDomainOf } from "./bounce-domain.ts";
export { senderChecks, type SenderCheckOptions } from "./checks.ts";
export { signingKeys, type SigningKey } from "./dkim-keys.ts";
export { findConfirmedAddresses, replyToIsConfirmed } from "./facts.ts";
export { sendersPersonalData } from "./personal-data.ts";
export { createSender } from "./save-sender.ts";
export { type Sender } from "./sender.ts";
export { senderForMail, type MailSender } from "./sender-for-mail.ts";
export { findSender, findSenderById, listSenders } from "./senders.store.ts";
export { senderSetupSteps } from "./set-up.ts";
