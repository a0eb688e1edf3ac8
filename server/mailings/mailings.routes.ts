import type { RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { calendarRoutes } from "./calendar.routes.ts";
import { campaignRoutes } from "./campaign.routes.ts";
import { approvalRoutes } from "./approval.routes.ts";
import { mailingRulesRoutes } from "./mailing-rules.routes.ts";
import { followUpRoutes } from "./follow-up.routes.ts";
import { linkCheckRoutes } from "./link-check.routes.ts";
import { languageRoutes } from "./languages.routes.ts";
import { codeRoutes } from "./code.routes.ts";
import { commentRoutes } from "./comments.routes.ts";
import { versionRoutes } from "./versions.routes.ts";
import { checkRoutes } from "./mailing-checks.routes.ts";
import { draftRoutes } from "./mailing-drafts.routes.ts";
import { permissionRoutes } from "./permission.routes.ts";
import { testLookRoutes } from "./test-look.routes.ts";
import { sendRoutes } from "./mailing-sending.routes.ts";
import { recurringRoutes } from "./recurring/recurring.routes.ts";
import { variantRoutes } from "./variants.routes.ts";
import { uncertainRoutes } from "./uncertain.routes.ts";

/** All routes of mailings: drafts, looking before sending, sending. */
export function mailingRoutes(deps: MailingDeps): RouteSpec[] {
  return [
    ...draftRoutes(deps),
    ...versionRoutes(deps),
    ...codeRoutes(deps),
    ...commentRoutes(deps),
    ...checkRoutes(deps),
    ...sendRoutes(deps),
    ...approvalRoutes(deps),
    ...calendarRoutes(deps),
    ...campaignRoutes(deps),
    ...mailingRulesRoutes(deps),
    ...followUpRoutes(deps),
    ...uncertainRoutes(deps),
    ...variantRoutes(deps),
    ...recurringRoutes(deps),
    ...languageRoutes(deps),
    ...linkCheckRoutes(deps),
    ...permissionRoutes(deps),
    ...testLookRoutes(deps),
  ];
}
