import { IdParams } from "../../contract/common.ts";
import {
  CoreChangePage,
  CoreChangesQuery,
  CoreImportSchema,
  coreRefusals,
  type CoreRefusal,
} from "../../contract/crm.ts";
import { audit } from "../accounts/index.ts";
import {
  AppError,
  csvRow,
  csvStart,
  decodeCursor,
  notFound,
  route,
  toPage,
  type RouteSpec,
} from "../platform/index.ts";
import { findCoreList } from "../records/index.ts";
import { findCoreImport } from "./core-imports.store.ts";
import type { CrmDeps } from "./deps.ts";
import { changesOfList, refusedLines, type RefusedLine } from "./history.store.ts";
import { presentCoreImport } from "./present.ts";
import { undoCoreImport } from "./undo-core-import.ts";

const tag = "Core-system lists";

/** What became of the files of a list: refused lines, replaced values, taking a file back (CRM-16, CRM-18). */
export function historyRoutes(deps: CrmDeps): RouteSpec[] {
  return [refusedRoute(deps), changesRoute(deps), undoRoute(deps)];
}

function refusedRoute({ db }: CrmDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/core-imports/:id/refused.csv",
    permission: "contacts.import",
    tag,
    summary:
      "The refused lines of a file with the reason of each, as CSV; kept for 30 days. Written to the audit log.",
    params: IdParams,
    status: 200,
    async handle({ accountId, actor, params, reply }) {
      const { made, lines } = await db.account(accountId, async (tx) => {
        const made = await findCoreImport(tx, params.id);
        if (!made) throw notFound("import");
        const lines = await refusedLines(tx, made.id);
        if (lines.length === 0)
          throw new AppError("lines_gone", 404, "There are no refused lines of this file.", {
            hint: "Refused lines are kept for 30 days after the import.",
          });
        await audit(tx, accountId, actor, "core_list.refused_read", {
          objectType: "core_import",
          objectId: made.publicId,
          detail: { lines: lines.length },
        });
        return { made, lines };
      });
      void reply
        .type("text/csv; charset=utf-8")
        .header("cache-control", "no-store")
        .header("content-disposition", `attachment; filename="${made.publicId}-refused.csv"`);
      return refusedFile(made.columns, lines);
    },
  });
}

/** As spreadsheets in Germany open it by a double click; the columns stand as they were delivered (CRM-07). */
function refusedFile(columns: readonly string[], lines: readonly RefusedLine[]): string {
  const rows = lines.map(({ line, reason, raw }) => {
    const words = coreRefusals[reason as CoreRefusal];
    return csvRow([String(line), words?.de ?? reason, words?.en ?? reason, ...raw]);
  });
  return csvStart(["Zeile / Line", "Grund", "Reason", ...columns]) + rows.join("");
}

function changesRoute({ db }: CrmDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/core-lists/:id/changes",
    permission: "contacts.read",
    tag,
    summary:
      "Values that updates replaced, with the old ones, the newest first (CRM-18). Written to the audit log.",
    params: IdParams,
    query: CoreChangesQuery,
    response: CoreChangePage,
    handle: ({ accountId, actor, params, query }) =>
      db.account(accountId, async (tx) => {
        const list = await findCoreList(tx, params.id);
        if (!list) throw notFound("core-system list");
        const limit = query.limit ?? 50;
        const after = decodeCursor(query.cursor, 1)?.[0];
        const found = await changesOfList(tx, list.id, {
          record: query.record,
          after: after === undefined ? undefined : Number(after),
          limit: limit + 1,
        });
        await audit(tx, accountId, actor, "core_list.changes_seen", {
          objectType: "core_list",
          objectId: list.publicId,
          detail: { changes: Math.min(found.length, limit) },
        });
        return toPage(
          found,
          limit,
          ({ id, at, ...rest }) => ({ id: String(id), at: at.toISOString(), ...rest }),
          (one) => [one.id],
        );
      }),
  });
}

function undoRoute(deps: CrmDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/core-imports/:id/undo",
    permission: "contacts.import",
    tag,
    summary:
      "Take a file back: its records go while none of them was mailed, or replaced values come back (CRM-18).",
    params: IdParams,
    response: CoreImportSchema,
    handle: ({ accountId, actor, params }) =>
      deps.db.account(accountId, async (tx) =>
        presentCoreImport(await undoCoreImport(tx, deps, accountId, actor, params.id)),
      ),
  });
}
