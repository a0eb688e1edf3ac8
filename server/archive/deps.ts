import type { TemplateEngine } from "../content/index.ts";
import type { Clock, Database } from "../platform/index.ts";

/** What public pages of mailings need; given by the composition root. */
export interface ArchiveDeps {
  db: Database;
  clock: Clock;
  engine: TemplateEngine;
  /** Where recipients reach pages, without a slash at the end. */
  pagesUrl: string;
}
