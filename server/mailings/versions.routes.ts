import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  NewVersionSchema,
  RestoreVersionSchema,
  VersionContentSchema,
  VersionListSchema,
  VersionSchema,
  type VersionView,
} from "../../contract/editing.ts";
import { MailingSchema } from "../../contract/mailings.ts";
import { audit } from "../accounts/index.ts";
import { findVersion, listVersions, nameVersion, type Version } from "../editing/index.ts";
import { notFound, route, type RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import { presentMailing } from "./present-mailing.ts";
import { restoreVersion } from "./restore-version.ts";

const VersionParams = Type.Object({
  ...IdParams.properties,
  version: IdParams.properties.id,
});

/** Earlier states of a draft: kept every ten minutes of writing and whenever somebody names one. */
export function versionRoutes(deps: MailingDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/versions",
      permission: "mailings.read",
      tag: "Mailings",
      summary: "Versions of a mailing's content, the newest first.",
      params: IdParams,
      response: VersionListSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          return { items: (await listVersions(tx, mailing.id)).map(present) };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/versions",
      permission: "mailings.write",
      tag: "Mailings",
      summary: "Keep the present state under a name.",
      params: IdParams,
      body: NewVersionSchema,
      response: VersionSchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const version = await nameVersion(tx, accountId, mailing.id, mailing, {
            name: body.name.trim() || body.name,
            operatorId: actor.operatorId ?? null,
            at: clock.now(),
          });
          await audit(tx, accountId, actor, "mailing.version_named", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { version: version.publicId },
          });
          return present(version);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/versions/:version",
      permission: "mailings.read",
      tag: "Mailings",
      summary: "One version with its content.",
      params: VersionParams,
      response: VersionContentSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const version = await findVersion(tx, mailing.id, params.version);
          if (!version) throw notFound("version");
          const { preheader, html, text, textIsEdited } = version;
          return { ...present(version), preheader, html, text, textIsEdited };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/versions/:version/restore",
      permission: "mailings.write",
      tag: "Mailings",
      summary: "Bring a version back. The state before becomes a version itself.",
      params: VersionParams,
      body: RestoreVersionSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await restoreVersion(tx, params.id, params.version, body.revision, {
            accountId,
            operatorId: actor.operatorId ?? null,
            at: clock.now(),
          });
          await audit(tx, accountId, actor, "mailing.version_restored", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { version: params.version, revision: mailing.revision },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
  ];
}

function present(
  version: Pick<
    Version,
    "publicId" | "name" | "revision" | "sourceKind" | "subject" | "createdBy" | "createdAt"
  >,
): VersionView {
  return {
    id: version.publicId,
    name: version.name,
    revision: version.revision,
    kind: version.sourceKind,
    subject: version.subject,
    createdBy: version.createdBy,
    createdAt: version.createdAt.toISOString(),
  };
}
