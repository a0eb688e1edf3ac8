import { IdParams } from "../../contract/common.ts";
import { LinkCheckSchema } from "../../contract/link-check.ts";
import { audit } from "../accounts/index.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import { showLinkCheck, startLinkCheck } from "./link-check.ts";

const path = "/api/v1/mailings/:id/link-check";
const tag = "Mailings";

/** Whether the links of a mailing lead somewhere. */
export function linkCheckRoutes(deps: MailingDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path,
      permission: "mailings.read",
      tag,
      summary: "What the links and images of a mailing answered when they were last asked.",
      params: IdParams,
      response: LinkCheckSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) =>
          showLinkCheck(tx, deps, await getMailing(tx, params.id)),
        ),
    }),
    route({
      method: "POST",
      path,
      permission: "mailings.write",
      tag,
      summary:
        "Have the links and images of a mailing asked, without anything personal. It is a job; GET shows its progress.",
      params: IdParams,
      response: LinkCheckSchema,
      status: 202,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          await startLinkCheck(tx, deps, accountId, mailing);
          await audit(tx, accountId, actor, "mailing.links_checked", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
          return showLinkCheck(tx, deps, mailing);
        }),
    }),
  ];
}
