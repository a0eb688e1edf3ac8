import { IdParams } from "../../contract/common.ts";
import { PermissionAnswerSchema, PermissionQuery } from "../../contract/permission.ts";
import { auditPerson } from "../accounts/index.ts";
import { findContact } from "../contacts/index.ts";
import { findListsById, findListsByPublicId } from "../lists/index.ts";
import { notFound, route, type RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { explainPermission } from "./explain-permission.ts";
import { getMailing } from "./get-mailing.ts";

export function permissionRoutes(deps: MailingDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/contacts/:id/permission",
      permission: "contacts.read",
      tag: "Contacts",
      summary:
        "May we write to this person, and why: every step of the check before sending, with the fact it rests on and since when. For a mailing, for lists, or for a kind of mail. The look is written to the audit log.",
      params: IdParams,
      query: PermissionQuery,
      response: PermissionAnswerSchema,
      handle: ({ accountId, actor, params, query }) =>
        deps.db.account(accountId, async (tx) => {
          const contact = await findContact(tx, params.id);
          if (!contact) throw notFound("contact");
          const mailing =
            query.mailing === undefined ? undefined : await getMailing(tx, query.mailing);
          const ids = (query.list ?? "").split(",").filter(Boolean);
          const lists = mailing
            ? await findListsById(tx, mailing.listIds)
            : await findListsByPublicId(tx, ids);
          if (!mailing && lists.length < new Set(ids).size) throw notFound("list");
          await auditPerson(tx, accountId, actor, contact.publicId, "permission");
          return explainPermission(tx, deps, accountId, contact, {
            kind: mailing?.kind ?? query.kind ?? "newsletter",
            lists,
            ...(mailing ? { mailing } : {}),
            ...(actor.operatorId === undefined ? {} : { operatorId: actor.operatorId }),
          });
        }),
    }),
  ];
}
