import { Readable } from "node:stream";
import { IdParams } from "../../contract/common.ts";
import {
  ExportPage,
  ExportPassword,
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
  type Actor,
  type RouteSpec,
} from "../platform/index.ts";
import { KEY_LABEL, PASSWORD_LABEL, type Export, type ExportDeps } from "./export.ts";
import { countDownload, findExport, listExports } from "./exports.store.ts";
import { openStream } from "./sealed-stream.ts";
import { fileNameOf } from "./subjects.ts";
import { cancelExport, startExport } from "./start-export.ts";

const tag = "Exports";
const permission = "contacts.export";
/** Files of contacts: asked for with a reason, made by a job, fetched within a day. */
export function exportRoutes(deps: ExportDeps): RouteSpec[] {
  return [
    startRoute(deps),
    ...readRoutes(deps),
    fileRoute(deps),
    passwordRoute(deps),
    cancelRoute(deps),
  ];
}

/** The person or the key that asked. */
const isOwn = ({ actor }: Export, caller: Actor): boolean =>
  caller.operatorId === undefined
    ? caller.apiKeyId !== undefined && caller.apiKeyId === actor.apiKeyId
    : caller.operatorId === actor.operatorId;

function present(found: Export, caller: Actor): ExportView {
  return {
    id: found.publicId,
    what: found.what,
    state: found.state,
    format: found.format,
    reason: found.reason,
    filter: found.what === "contacts" ? found.filter : {},
    total: found.total,
    written: found.written,
    sizeBytes: found.sizeBytes,
    by: found.actor.name,
    mine: isOwn(found, caller),
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
      "Write contacts to a file, with a reason: all, or those a filter of the directory means. `what` takes the list of blocks (of one `scope`) or retained addresses (`retainedFor` one reason) instead, for those who may read it. Of many people it is `held` until a second person agrees. A job makes an encrypted ZIP of it, which can be fetched for 24 hours.",
    body: NewExportSchema,
    response: ExportSchema,
    status: 202,
    handle: async ({ accountId, actor, body }) =>
      present(await startExport(deps, accountId, body, actor), actor),
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
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const after = decodeCursor(query.cursor, 1)?.[0];
          const found = await listExports(tx, {
            limit: limit + 1,
            ...(after === undefined ? {} : { after: Number(after) }),
          });
          return toPage(
            found,
            limit,
            (one) => present(one, actor),
            (one) => [one.id],
          );
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
      handle: async ({ accountId, actor, params }) => {
        const found = await db.account(accountId, (tx) => findExport(tx, params.id));
        if (!found) throw notFound("export");
        return present(found, actor);
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
    summary:
      "The file as a ZIP encrypted with AES-256, for 24 hours. Every download is written to the audit log.",
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
      return reply
        .type("application/zip")
        .header("content-disposition", `attachment; filename="${fileNameOf(found, "zip")}"`)
        .send(Readable.from(openStream(found.key, readFile(db, accountId, found.fileId))));
    },
  });
}

function passwordRoute({ db, keys }: ExportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contact-exports/:id/password",
    permission,
    tag,
    summary:
      "The password of one's own export, while its file is there. Nobody else is shown it; every look is written to the audit log.",
    params: IdParams,
    response: ExportPassword,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const found = await findExport(tx, params.id);
        if (!found || !isOwn(found, actor)) throw notFound("export");
        if (found.passwordSealed === null)
          throw new AppError("export_gone", 410, "The file of this export is not there.", {
            hint: "Its password was deleted with it. Ask for the export again.",
          });
        await audit(tx, accountId, actor, "contacts.export_password_shown", {
          objectType: "export",
          objectId: found.publicId,
        });
        return { password: keys.open(PASSWORD_LABEL, found.passwordSealed).toString("utf8") };
      }),
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
      present(await cancelExport(deps, accountId, params.id, actor), actor),
  });
}
