import { IdParams } from "../../contract/common.ts";
import {
  CoreFileQuery,
  CoreHandoverSchema,
  CoreImportAnswerSchema,
  CoreImportSchema,
  CoreListChangeSchema,
  CoreListDetailSchema,
  CoreListPage,
  CoreListQuery,
  CoreListSchema,
  CoreListsQuery,
  CorePreviewQuery,
  CorePreviewSchema,
  CoreRecordPage,
  CoreRecordsQuery,
  ReturnFileBody,
} from "../../contract/crm.ts";
import { audit } from "../accounts/index.ts";
import {
  conflict,
  decodeCursor,
  notFound,
  route,
  toPage,
  type Call,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import {
  changeCoreList,
  coreLists,
  findCoreList,
  insertCoreList,
  lockCoreList,
  type CoreList,
} from "../records/index.ts";
import { endManualTask, findCoreImport } from "./core-imports.store.ts";
import type { CrmDeps } from "./deps.ts";
import { historyRoutes } from "./history.routes.ts";
import { acknowledgeReturnFile, makeReturnFile } from "./hand-over.ts";
import { countLines, importIntoList, readLines, type CoreFile } from "./import-core-list.ts";
import { fileOf } from "./read-file.ts";
import { recordsOfList, waitingOfLists } from "./lists.store.ts";
import {
  presentCoreImport,
  presentCoreList,
  presentHandover,
  showCoreList,
  showCoreListDetail,
} from "./present.ts";

const tag = "Core-system lists";
const MIME = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** Lists of the core system by hand: files in, return files out (CRM-02, CRM-07, CRM-12, CRM-16, CRM-18). */
export function crmRoutes(deps: CrmDeps): RouteSpec[] {
  return [
    ...readRoutes(deps),
    ...importRoutes(deps),
    ...changeRoutes(deps),
    ...historyRoutes(deps),
    ...returnRoutes(deps),
  ];
}

async function listOr404(tx: Tx, publicId: string): Promise<CoreList> {
  const list = await findCoreList(tx, publicId);
  if (!list) throw notFound("core-system list");
  return list;
}

function readRoutes({ db }: CrmDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/core-lists",
      permission: "lists.read",
      tag,
      summary: "Core-system lists, the newest first, with what waits for the core system.",
      query: CoreListsQuery,
      response: CoreListPage,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const after = decodeCursor(query.cursor, 1)?.[0];
          const found = await coreLists(tx, {
            limit: limit + 1,
            ...(after === undefined ? {} : { after: Number(after) }),
          });
          const waiting = new Map((await waitingOfLists(tx)).map((one) => [one.listId, one]));
          return toPage(
            found,
            limit,
            (one) => presentCoreList(one, one.records, waiting.get(one.id)),
            (one) => [one.id],
          );
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/core-lists/:id",
      permission: "lists.read",
      tag,
      summary: "One list: figures, files taken, campaigns, return files.",
      params: IdParams,
      response: CoreListDetailSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => showCoreListDetail(tx, await listOr404(tx, params.id))),
    }),
    route({
      method: "GET",
      path: "/api/v1/core-lists/:id/records",
      permission: "contacts.read",
      tag,
      summary: "Records of a list, as the core system delivered them. Written to the audit log.",
      params: IdParams,
      query: CoreRecordsQuery,
      response: CoreRecordPage,
      handle: ({ accountId, actor, params, query }) =>
        db.account(accountId, async (tx) => {
          const list = await listOr404(tx, params.id);
          const limit = query.limit ?? 50;
          const after = decodeCursor(query.cursor, 1)?.[0];
          const found = await recordsOfList(tx, list.id, {
            q: query.q,
            after: after === undefined ? undefined : Number(after),
            limit: limit + 1,
          });
          await audit(tx, accountId, actor, "core_list.records_seen", {
            objectType: "core_list",
            objectId: list.publicId,
            detail: { records: Math.min(found.length, limit) },
          });
          return toPage(
            found,
            limit,
            ({
              contactId: _id,
              publicId,
              firstName,
              lastName,
              company,
              unsubscribedAt,
              ...rest
            }) => ({
              ...rest,
              contactId: publicId,
              name: [firstName, lastName].filter(Boolean).join(" ") || company,
              unsubscribedAt: unsubscribedAt?.toISOString() ?? null,
            }),
            (one) => [one.contactId],
          );
        }),
    }),
  ];
}

function importRoutes(deps: CrmDeps): RouteSpec[] {
  const { db, clock } = deps;
  const permission = "contacts.import";
  return [
    route({
      method: "POST",
      path: "/api/v1/core-list-previews",
      permission,
      tag,
      summary:
        "Look into a file (multipart/form-data): columns with their suggested fields, and how its lines would end. Nothing is kept.",
      query: CorePreviewQuery,
      response: CorePreviewSchema,
      async handle(call) {
        const { accountId, actor, query } = call;
        const file = await fileOf(call, query);
        return db.account(accountId, async (tx) => {
          const list = query.list === undefined ? undefined : await listOr404(tx, query.list);
          const kind = query.kind ?? (list ? "append" : "create");
          // A file without the one column that is needed is shown all the same, so that it can be named.
          const needed = kind === "update" ? "personNumber" : "email";
          const lines = file.mapping.includes(needed)
            ? readLines(file, list?.sourceSystem ?? "", kind)
            : [];
          await audit(tx, accountId, actor, "core_list.previewed", {
            objectType: "core_list",
            objectId: list?.publicId ?? "",
            detail: { lines: file.table.rows.length },
          });
          return presentPreview(file, lines);
        });
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/core-lists",
      permission,
      tag,
      summary:
        "Make a list out of a file (multipart/form-data; CSV, TSV or XLSX). Two with the same name are two lists (CRM-02); nothing is cleaned (CRM-07).",
      query: CoreListQuery,
      response: CoreImportAnswerSchema,
      status: 201,
      async handle(call) {
        const { accountId, actor, query } = call;
        const file = await fileOf(call, query);
        return db.account(accountId, async (tx) => {
          const list = await insertCoreList(tx, accountId, {
            name: query.name,
            occasion: query.occasion,
            ownerId: actor.operatorId ?? null,
            sourceSystem: query.source.trim(),
            keepDays: query.keepDays ?? 180,
            createdBy: actor.name,
            at: clock.now(),
          });
          return take(tx, deps, call, list, file, "create");
        });
      },
    }),
    ...(["append", "update"] as const).map((kind) =>
      route({
        method: "POST",
        path: `/api/v1/core-lists/:id/${kind === "append" ? "appends" : "updates"}`,
        permission,
        tag,
        summary:
          kind === "append"
            ? "Add the records of a file to a list; those it has stay as they are (APPEND, CRM-18)."
            : "Change records by person number; the old values go to the history (UPD, CRM-18).",
        params: IdParams,
        query: CoreFileQuery,
        response: CoreImportAnswerSchema,
        status: 201,
        async handle(call) {
          const { accountId, params, query } = call;
          const file = await fileOf(call, query);
          return db.account(accountId, async (tx) => {
            const list = await lockCoreList(tx, params.id);
            if (!list) throw notFound("core-system list");
            if (list.endedAt)
              throw conflict("list_ended", "The records of this list have reached their end.", {
                hint: "Make a new list.",
              });
            return take(tx, deps, call, list, file, kind);
          });
        },
      }),
    ),
  ];
}

async function take(
  tx: Tx,
  deps: CrmDeps,
  { accountId, actor }: Pick<Call, "accountId" | "actor">,
  list: CoreList,
  file: CoreFile,
  kind: "create" | "append" | "update",
) {
  const made = await importIntoList(tx, deps, accountId, list, { ...file, kind, by: actor.name });
  const { lines, taken, warned, refused } = made.counts;
  await audit(tx, accountId, actor, "core_list.imported", {
    objectType: "core_list",
    objectId: list.publicId,
    detail: { kind, lines, taken, warned, refused, manual: file.manual },
  });
  return { list: await showCoreList(tx, list), import: presentCoreImport(made) };
}

function presentPreview(file: CoreFile, lines: ReturnType<typeof readLines>) {
  const good = lines.flatMap((one) => ("refused" in one ? [] : [one]));
  return {
    fileName: file.fileName,
    columns: file.table.columns.map((heading, at) => ({
      heading,
      field: file.mapping[at] ?? null,
      samples: file.table.rows.slice(0, 3).map(({ cells }) => (cells[at] ?? "").slice(0, 80)),
    })),
    counts: countLines(lines),
    persons: new Set(good.map((one) => one.personNumber).filter(Boolean)).size,
    addresses: new Set(good.map((one) => one.emailNormalised).filter(Boolean)).size,
    profiled: good.filter((one) => one.profiling).length,
  };
}

function changeRoutes({ db, clock }: CrmDeps): RouteSpec[] {
  return [
    route({
      method: "PATCH",
      path: "/api/v1/core-lists/:id",
      permission: "lists.write",
      tag,
      summary: "Change name, occasion or how long records are kept after their last mail (RET-03).",
      params: IdParams,
      body: CoreListChangeSchema,
      response: CoreListSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const list = await listOr404(tx, params.id);
          await changeCoreList(tx, list.id, { ...list, ...body });
          await audit(tx, accountId, actor, "core_list.changed", {
            objectType: "core_list",
            objectId: list.publicId,
            detail: { ...body },
          });
          return showCoreList(tx, await listOr404(tx, params.id));
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/core-imports/:id/manual-done",
      permission: "contacts.import",
      tag,
      summary: "The records without person number of this file were worked on by hand (CRM-16).",
      params: IdParams,
      response: CoreImportSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const found = await findCoreImport(tx, params.id);
          if (!found) throw notFound("import");
          await endManualTask(tx, found.id, actor.name, clock.now());
          await audit(tx, accountId, actor, "core_list.manual_done", {
            objectType: "core_import",
            objectId: found.publicId,
          });
          return presentCoreImport((await findCoreImport(tx, params.id))!);
        }),
    }),
  ];
}

function returnRoutes(deps: CrmDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/core-lists/:id/return-files",
      permission: "contacts.export",
      tag,
      summary:
        "Make the return file of a list, or of one of its mailings: per person number sent, bounce, not sent, retained, unsubscribed; openers and clickers only with Profiling 1; totals for the rest (CRM-12, CRM-13). The answer is the file.",
      params: IdParams,
      body: ReturnFileBody,
      status: 200,
      handle: async ({ accountId, actor, params, body, reply }) => {
        const { format = "csv", locale = "de", mailing, reason } = body;
        const { handover, content } = await db.account(accountId, async (tx) =>
          makeReturnFile(tx, deps, accountId, actor, await listOr404(tx, params.id), {
            format,
            mailing,
            reason,
            locale,
          }),
        );
        void reply
          .type(MIME[format])
          .header("x-return-file", handover.publicId)
          .header("cache-control", "no-store")
          .header("content-disposition", `attachment; filename="rueckmeldung.${format}"`);
        return content;
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/core-handovers/:id/acknowledge",
      permission: "contacts.export",
      tag,
      summary:
        "The core system has processed this return file: what it holds is no longer open (CRM-08, CRM-14).",
      params: IdParams,
      response: CoreHandoverSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) =>
          presentHandover(await acknowledgeReturnFile(tx, deps, accountId, actor, params.id), null),
        ),
    }),
  ];
}
