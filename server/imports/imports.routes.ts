import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { IdParams } from "../../contract/common.ts";
import {
  IMPORT_LIMITS,
  ImportChangeSchema,
  ImportPage,
  ImportSchema,
  ImportsQuery,
  PreviewSchema,
  UploadQuery,
} from "../../contract/imports.ts";
import { AppError, route, type Actor, type RouteSpec } from "../platform/index.ts";
import { changeImport } from "./change-import.ts";
import type { Import, ImportDeps } from "./import.ts";
import { previewImport } from "./preview-import.ts";
import { pageOfImports, readImport, readRejected, viewImport } from "./show-import.ts";
import { cancelImport, removeImport, startCheck, startRun, startUndo } from "./start-import.ts";
import { uploadImport } from "./upload-import.ts";

const tag = "Imports";
const permission = "contacts.import";

/** Contacts from files: upload, decide, check, import, undo. */
export function importRoutes(deps: ImportDeps): RouteSpec[] {
  return [
    uploadRoute(deps),
    ...readRoutes(deps),
    changeRoute(deps),
    ...actionRoutes(deps),
    removeRoute(deps),
  ];
}

function uploadRoute(deps: ImportDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/imports",
    permission,
    tag,
    summary:
      "Upload a file: CSV and TSV up to 200 MB (multipart/form-data, or text/csv as body), workbooks (XLSX, XLS, ODS), vCards and zip archives of CSV files up to 25 MB. Nothing is imported yet: the answer suggests how to read it, and names the system it comes from.",
    query: UploadQuery,
    response: ImportSchema,
    status: 201,
    async handle({ accountId, actor, request, query }) {
      const { stream, fileName } = await openUpload(request, query.name);
      try {
        const added = await uploadImport(deps, accountId, { stream, fileName, actor });
        return await viewImport(deps, accountId, added);
      } finally {
        // What was refused half way is read to its end, so that the answer arrives.
        stream.resume();
      }
    },
  });
}

async function openUpload(
  request: FastifyRequest,
  name: string | undefined,
): Promise<{ stream: Readable; fileName: string }> {
  if (request.isMultipart()) {
    // One byte more than allowed, so that our own message says what is wrong.
    const part = await request.file({ limits: { fileSize: IMPORT_LIMITS.bytes + 1 } });
    if (part) return { stream: part.file, fileName: name ?? part.filename };
  } else if (/^text\/csv\b/i.test(request.headers["content-type"] ?? ""))
    return { stream: request.raw, fileName: name ?? "import.csv" };
  throw new AppError("file_missing", 400, "There is no file in this request.", {
    hint: "Send the file as multipart/form-data, or as body with `Content-Type: text/csv`.",
  });
}

function readRoutes(deps: ImportDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/imports",
      permission,
      tag,
      summary: "All imports, the newest first.",
      query: ImportsQuery,
      response: ImportPage,
      handle: ({ accountId, query }) => pageOfImports(deps, accountId, query),
    }),
    route({
      method: "GET",
      path: "/api/v1/imports/:id",
      permission,
      tag,
      summary: "One import with its progress, its figures, and what is still missing.",
      params: IdParams,
      response: ImportSchema,
      handle: async ({ accountId, params }) =>
        viewImport(deps, accountId, await readImport(deps, accountId, params.id)),
    }),
    route({
      method: "GET",
      path: "/api/v1/imports/:id/preview",
      permission,
      tag,
      summary: "The first 20 rows as they would be imported with what is decided so far.",
      params: IdParams,
      response: PreviewSchema,
      handle: async ({ accountId, params }) => ({
        rows: await previewImport(deps, accountId, params.id),
      }),
    }),
    errorsRoute(deps),
  ];
}

function errorsRoute(deps: ImportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/imports/:id/errors.csv",
    permission,
    tag,
    summary: "The rejected lines with their reasons as a CSV file, for 30 days.",
    params: IdParams,
    status: 200,
    async handle({ accountId, actor, params, reply }) {
      const pieces = await readRejected(deps, accountId, params.id, actor);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${params.id}-errors.csv"`)
        .send(Readable.from(pieces));
    },
  });
}

function changeRoute(deps: ImportDeps): RouteSpec {
  return route({
    method: "PATCH",
    path: "/api/v1/imports/:id",
    permission,
    tag,
    summary:
      "Decide how the file is read, which column holds what, for which lists, and what proves the consents.",
    params: IdParams,
    body: ImportChangeSchema,
    response: ImportSchema,
    handle: async ({ accountId, actor, params, body }) =>
      viewImport(deps, accountId, await changeImport(deps, accountId, params.id, body, actor)),
  });
}

function actionRoutes(deps: ImportDeps): RouteSpec[] {
  type Action = (
    deps: ImportDeps,
    accountId: number,
    publicId: string,
    actor: Actor,
  ) => Promise<Import>;
  const action = (path: string, summary: string, act: Action): RouteSpec =>
    route({
      method: "POST",
      path: `/api/v1/imports/:id/${path}`,
      permission,
      tag,
      summary,
      params: IdParams,
      response: ImportSchema,
      status: 202,
      handle: async ({ accountId, actor, params }) =>
        viewImport(deps, accountId, await act(deps, accountId, params.id, actor)),
    });
  return [
    action(
      "check",
      "Read the whole file and count where every line would end and how many people may be mailed. Changes no contact.",
      startCheck,
    ),
    action("run", "Import the checked file, or go on with one that was stopped.", startRun),
    action("cancel", "Stop after the rows at hand. What is imported stays.", cancelImport),
    action(
      "undo",
      "Take the whole import back: consents, subscriptions, values and contacts that nobody changed since.",
      startUndo,
    ),
  ];
}

function removeRoute(deps: ImportDeps): RouteSpec {
  return route({
    method: "DELETE",
    path: "/api/v1/imports/:id",
    permission,
    tag,
    summary: "Remove an import and its file. Contacts stay; it can no longer be undone.",
    params: IdParams,
    handle: ({ accountId, actor, params }) => removeImport(deps, accountId, params.id, actor),
  });
}
