import type { RouteSpec } from "../platform/index.ts";
import { archiveRoutes } from "./archive.routes.ts";
import { choiceRoutes } from "./choices.routes.ts";
import type { ArchiveDeps } from "./deps.ts";
import { createSharedRenderings } from "./render-shared.ts";
import { webViewRoutes } from "./web-view.routes.ts";

export { changeArchive } from "./change-archive.ts";

/** All routes of web view and archive: the public pages, and what operators decide about them. */
export function publicMailingRoutes(deps: ArchiveDeps): RouteSpec[] {
  const renderings = createSharedRenderings(deps);
  return [
    ...webViewRoutes(deps, renderings),
    ...archiveRoutes(deps, renderings),
    ...choiceRoutes(deps),
  ];
}
