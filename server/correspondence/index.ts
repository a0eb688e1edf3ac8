import type { RouteSpec } from "../platform/index.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { noteMailEnd } from "./note-mail-end.ts";
import { oneToOneRoutes } from "./one-to-one.routes.ts";
import { privacyNoticeRoutes } from "./privacy-notice.routes.ts";
import { templateRoutes } from "./templates.routes.ts";
import { transactionalRoutes } from "./transactional.routes.ts";

/** All routes of mails to one person. */
export function correspondenceRoutes(deps: CorrespondenceDeps): RouteSpec[] {
  return [
    ...oneToOneRoutes(deps),
    ...privacyNoticeRoutes(deps),
    ...templateRoutes(deps),
    ...transactionalRoutes(deps),
  ];
}

type Subscriber = (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>;

/** News this slice acts on. */
export function correspondenceSubscribers(deps: CorrespondenceDeps): Record<string, Subscriber[]> {
  return { "mail.ended": [(event) => noteMailEnd(deps, event)] };
}

export type { CorrespondenceDeps } from "./deps.ts";
export { insertInquiry } from "./inquiries.store.ts";
export { insertTemplate, transactionalImageUses } from "./templates.store.ts";
export { forgetOldCorrespondence } from "./forget-old.ts";
export { correspondencePersonalData } from "./personal-data.ts";
