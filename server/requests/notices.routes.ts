import { Type } from "typebox";
import { IdParams, LocaleSchema, oneOf } from "../../contract/common.ts";
import { DataNoticeSchema, DataNoticesSchema } from "../../contract/data-requests.ts";
import { audit } from "../accounts/index.ts";
import { notFound, route, type RouteSpec } from "../platform/index.ts";
import type { RequestsDeps } from "./deps.ts";
import { noticesCsv, presentNotice } from "./notices.ts";
import { listNotices, tellNotice } from "./notices.store.ts";

const tag = "Data requests";
const permission = "privacy.manage";
const MOST = 1000;

/** Whom to tell that data were corrected, erased or locked (Art. 19 GDPR, DSR-14). */
export function noticeRoutes({ db, keys, clock }: RequestsDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/data-notices",
      permission,
      tag,
      summary: "Recipients to tell, the open ones first. The look is written to the audit log.",
      query: Type.Object({ state: Type.Optional(oneOf("open", "all")) }),
      response: DataNoticesSchema,
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, async (tx) => {
          const found = await listNotices(tx, query.state ?? "all", MOST);
          await audit(tx, accountId, actor, "data_notice.listed");
          return { items: found.map((one) => presentNotice(keys, one)) };
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/data-notices/file",
      permission,
      tag,
      summary: "The open notices as CSV, to hand to the recipients.",
      query: Type.Object({ locale: Type.Optional(LocaleSchema) }),
      status: 200,
      async handle({ accountId, actor, query, reply }) {
        const csv = await db.account(accountId, async (tx) => {
          const found = await listNotices(tx, "open", MOST);
          await audit(tx, accountId, actor, "data_notice.exported", {
            detail: { count: found.length },
          });
          return noticesCsv(
            found.map((one) => presentNotice(keys, one)),
            query.locale ?? "de",
          );
        });
        const name = `${query.locale === "en" ? "notices" : "mitteilungen"}-art-19.csv`;
        return reply
          .header("content-disposition", `attachment; filename="${name}"`)
          .header("cache-control", "private, no-store")
          .type("text/csv; charset=utf-8")
          .send(csv);
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/data-notices/:id/told",
      permission,
      tag,
      summary: "Say that a recipient was told; whom it was about is forgotten.",
      params: IdParams,
      response: DataNoticeSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const told = await tellNotice(tx, params.id, { at: clock.now(), by: actor.name });
          if (!told) throw notFound("notice");
          await audit(tx, accountId, actor, "data_notice.told", {
            objectType: "data_notice",
            objectId: params.id,
            detail: { reason: told.reason, recipient: told.recipientKind },
          });
          return presentNotice(keys, told);
        }),
    }),
  ];
}
