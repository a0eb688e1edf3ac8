import { Readable } from "node:stream";
import { IdParams } from "../../contract/common.ts";
import { contactSubjects, type ExportSubject } from "../../contract/export-subjects.ts";
import {
  ExportPage,
  ExportPassword,
  ExportSchema,
  ExportsQuery,
  NewEvidenceExportSchema,
  NewExportSchema,
  type ExportView,
} from "../../contract/exports.ts";
import { audit, type Permission } from "../accounts/index.ts";
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
import { fileNameOf, mayRead } from "./subjects.ts";
import { cancelExport, startExport } from "./start-export.ts";

const tag = "Exports";

/** Where exports of some subjects are asked for and fetched, with the right that all of it needs. */
interface Door {
  path: string;
  permission: Permission;
  of: readonly ExportSubject[];
  what: string;
}
const CONTACTS: Door = {
  path: "/api/v1/contact-exports",
  permission: "contacts.export",
  of: contactSubjects,
  what: "exports of contacts, blocks, retained addresses and people of reports",
};
/** Whoever reads proofs takes them too, auditors above all, who export no contacts. */
const EVIDENCE: Door = {
  path: "/api/v1/evidence-exports",
  permission: "consents.read",
  of: ["evidence"],
  what: "exports of evidence",
};

/** Files with people in them: asked for with a reason, made by a job, fetched within a day. */
export function exportRoutes(deps: ExportDeps): RouteSpec[] {
  return [
    startRoute(deps),
    startEvidenceRoute(deps),
    ...[CONTACTS, EVIDENCE].flatMap((door) => [
      ...readRoutes(deps, door),
      fileRoute(deps, door),
      passwordRoute(deps, door),
      cancelRoute(deps, door),
    ]),
  ];
}

/** An export of this door that the caller may know of; whatever else is not there. */
const isHere = (door: Door, found: Export | undefined, caller: Actor): found is Export =>
  found !== undefined && door.of.includes(found.what) && mayRead(found.what, caller);

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
    persons: found.filter.persons ?? null,
    evidence: found.filter.evidence ?? null,
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
    path: CONTACTS.path,
    permission: CONTACTS.permission,
    proof: "with_factor",
    tag,
    summary:
      "Write contacts to a file, with a reason: all, or those a filter of the directory means. `what` takes the list of blocks (of one `scope`), retained addresses (`retainedFor` one reason) or the people of a report (`persons` names the mailing and what they did) instead, for those who may read it. Of many people it is `held` until a second person agrees. A job makes an encrypted ZIP of it, which can be fetched for 24 hours.",
    body: NewExportSchema,
    response: ExportSchema,
    status: 202,
    handle: async ({ accountId, actor, body }) =>
      present(await startExport(deps, accountId, body, actor), actor),
  });
}

function startEvidenceRoute(deps: ExportDeps): RouteSpec {
  return route({
    method: "POST",
    path: EVIDENCE.path,
    permission: EVIDENCE.permission,
    proof: "with_factor",
    tag,
    summary:
      "Write the evidence of a list to a file for auditors, with a reason: consents, versions, opt-in mails, withdrawals, with a signed manifest (CON-24, klarpost-evidence/1). Of many people it is `held` until a second person agrees. A job makes an encrypted ZIP of it, which can be fetched for 24 hours.",
    body: NewEvidenceExportSchema,
    response: ExportSchema,
    status: 202,
    handle: async ({ accountId, actor, body }) => {
      const wanted = { ...body, what: "evidence", format: "jsonl" } as const;
      return present(await startExport(deps, accountId, wanted, actor), actor);
    },
  });
}

function readRoutes({ db }: ExportDeps, door: Door): RouteSpec[] {
  const { path, permission } = door;
  return [
    route({
      method: "GET",
      path,
      permission,
      tag,
      summary: `All ${door.what}, the newest first: who, what for, how many. Only of what the caller may read.`,
      query: ExportsQuery,
      response: ExportPage,
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const after = decodeCursor(query.cursor, 1)?.[0];
          const found = await listExports(tx, {
            of: door.of.filter((what) => mayRead(what, actor)),
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
      path: `${path}/:id`,
      permission,
      tag,
      summary: "One export with its progress.",
      params: IdParams,
      response: ExportSchema,
      handle: async ({ accountId, actor, params }) => {
        const found = await db.account(accountId, (tx) => findExport(tx, params.id));
        if (!isHere(door, found, actor)) throw notFound("export");
        return present(found, actor);
      },
    }),
  ];
}

function fileRoute({ db, keys, clock }: ExportDeps, door: Door): RouteSpec {
  return route({
    method: "GET",
    path: `${door.path}/:id/file`,
    permission: door.permission,
    tag,
    summary:
      "The file as a ZIP encrypted with AES-256, for 24 hours. Every download is written to the audit log.",
    params: IdParams,
    status: 200,
    async handle({ accountId, actor, params, reply }) {
      const found = await db.account(accountId, async (tx) => {
        const one = await findExport(tx, params.id);
        if (!isHere(door, one, actor)) throw notFound("export");
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

function passwordRoute({ db, keys }: ExportDeps, door: Door): RouteSpec {
  return route({
    method: "GET",
    path: `${door.path}/:id/password`,
    permission: door.permission,
    tag,
    summary:
      "The password of one's own export, while its file is there. Nobody else is shown it; every look is written to the audit log.",
    params: IdParams,
    response: ExportPassword,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const found = await findExport(tx, params.id);
        if (!isHere(door, found, actor) || !isOwn(found, actor)) throw notFound("export");
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

function cancelRoute(deps: ExportDeps, door: Door): RouteSpec {
  return route({
    method: "POST",
    path: `${door.path}/:id/cancel`,
    permission: door.permission,
    tag,
    summary: "Stop an export, or delete its file before its time.",
    params: IdParams,
    response: ExportSchema,
    handle: async ({ accountId, actor, params }) =>
      present(
        await cancelExport(deps, accountId, params.id, actor, (found) =>
          isHere(door, found, actor),
        ),
        actor,
      ),
  });
}
