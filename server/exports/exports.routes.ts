import { Readable } from "node:stream";
import { IdParams } from "../../contract/common.ts";
import {
  ExportPage,
  ExportSchema,
  ExportsQuery,
  NewExportSchema,
  type ExportView,
} from "../../contract/exports.ts";
import { audit } from "../accounts/index.ts";
import {
  AppError,
  decodeCursor,
  notFound,
  readFile,
  route,
  toPage,
  type RouteSpec,
} from "../platform/index.ts";
import { KEY_LABEL, type Export, type ExportDeps } from "./export.ts";
import { countDownload, findExport, listExports } from "./exports.store.ts";
import { openStream } from "./sealed-stream.ts";
import { cancelExport, startExport } from "./start-export.ts";

const tag = "Exports";
const permission = "contacts.export";
const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  jsonl: "application/x-ndjson",
};

/** Files of contacts: asked for with a reason, made by a job, fetched within a day. */
export function exportRoutes(deps: ExportDeps): RouteSpec[] {
  return [startRoute(deps), ...readRoutes(deps), fileRoute(deps), cancelRoute(deps)];
}

function present(found: Export): ExportView {
  return {
    id: found.publicId,
    state: found.state,
    format: found.format,
    reason: found.reason,
    filter: found.filter,
    total: found.total,
    written: found.written,
    sizeBytes: found.sizeBytes,
    by: found.actor.name,
    downloads: found.downloads,
    createdAt: found.createdAt.toISOString(),
    finishedAt: found.finishedAt?.toISOString() ?? null,
    expiresAt: found.state === "done" ? (found.expiresAt?.toISOString() ?? null) : null,
  };
}

function startRoute(deps: ExportDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contact-exports",
    permission,
    proof: "with_factor",
    tag,
    summary:
      "Write contacts to a file: all, or those a filter of the directory means, with a reason. A job makes it; it can be fetched for 24 hours.",
    body: NewExportSchema,
    response: ExportSchema,
    status: 202,
    handle: async ({ accountId, actor, body }) =>
      present(await startExport(deps, accountId, body, actor)),
  });
}

function readRoutes({ db }: ExportDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/contact-exports",
      permission,
      tag,
      summary: "All exports of contacts, the newest first: who, what for, how many.",
      query: ExportsQuery,
      response: ExportPage,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const after = decodeCursor(query.cursor, 1)?.[0];
          const found = await listExports(tx, {
            limit: limit + 1,
            ...(after === undefined ? {} : { after: Number(after) }),
          });
          return toPage(found, limit, present, (one) => [one.id]);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/contact-exports/:id",
      permission,
      tag,
      summary: "One export with its progress.",
      params: IdParams,
      response: ExportSchema,
      handle: async ({ accountId, params }) => {
        const found = await db.account(accountId, (tx) => findExport(tx, params.id));
        if (!found) throw notFound("export");
        return present(found);
      },
    }),
  ];
}

function fileRoute({ db, keys, clock }: ExportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contact-exports/:id/file",
    permission,
    tag,
    summary: "The file, for 24 hours. Every download is written to the audit log.",
    params: IdParams,
    status: 200,
    async handle({ accountId, actor, params, reply }) {
      const found = await db.account(accountId, async (tx) => {
        const one = await findExport(tx, params.id);
        if (!one) throw notFound("export");
        const over = one.expiresAt === null || one.expiresAt <= clock.now();
        if (one.fileId === null || one.keySealed === null || over)
          throw new AppError("export_gone", 410, "The file of this export is not there.", {
            hint: "It is deleted 24 hours after it was made. Ask for it again.",
          });
        await countDownload(tx, one.id);
        await audit(tx, accountId, actor, "contacts.export_downloaded", {
          objectType: "export",
          objectId: one.publicId,
          detail: { people: one.written },
        });
        return { ...one, fileId: one.fileId, key: keys.open(KEY_LABEL, one.keySealed) };
      });
      const day = found.createdAt.toISOString().slice(0, 10);
      return reply
        .type(TYPES[found.format])
        .header(
          "content-disposition",
          `attachment; filename="kontakte-${day}.${found.format === "jsonl" ? "jsonl" : found.format}"`,
        )
        .send(Readable.from(openStream(found.key, readFile(db, accountId, found.fileId))));
    },
  });
}

function cancelRoute(deps: ExportDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contact-exports/:id/cancel",
    permission,
    tag,
    summary: "Stop an export, or delete its file before its time.",
    params: IdParams,
    response: ExportSchema,
    handle: async ({ accountId, actor, params }) =>
      present(await cancelExport(deps, accountId, params.id, actor)),
  });
}
