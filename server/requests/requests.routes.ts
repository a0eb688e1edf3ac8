import { Type } from "typebox";
import { IdParams, LocaleSchema, oneOf } from "../../contract/common.ts";
import {
  AnswerQuery,
  AnswerTextsSchema,
  CopyQuery,
  DataRequestDetailSchema,
  DataRequestPageSchema,
  RequestListQuery,
  RequestSummarySchema,
} from "../../contract/data-requests.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { findContact, findContactById } from "../contacts/index.ts";
import {
  conflict,
  decodeCursor,
  encodeCursor,
  notFound,
  route,
  type RouteSpec,
} from "../platform/index.ts";
import { refuseShared } from "./act-on-request.ts";
import { answerTexts } from "./answer-texts.ts";
import type { RequestsDeps } from "./deps.ts";
import { countOpenNotices } from "./notices.store.ts";
import { presentDetail, presentRequest, todayOf } from "./present-request.ts";
import { readRegister, registerCsv, registerName, registerPdf } from "./register.ts";
import { urgencyOf } from "./request.ts";
import { findRequest, listRequests, openRequests, requestsOf } from "./requests.store.ts";

const tag = "Data requests";
const permission = "privacy.manage";
const PATH = "/api/v1/data-requests";

/** Cases for whoever answers for data protection (Articles 12 to 22 GDPR). */
export function caseRoutes(deps: RequestsDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: PATH,
      permission,
      tag,
      summary: "Cases, the next to be answered first. The look is written to the audit log.",
      query: RequestListQuery,
      response: DataRequestPageSchema,
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, async (tx) => {
          const { state = "open", limit = 50 } = query;
          const position = decodeCursor(query.cursor, 2);
          const after = position && { key: String(position[0]), id: Number(position[1]) };
          const found = await listRequests(tx, state, after, limit + 1);
          const today = await todayOf(tx, clock);
          const items = [];
          for (const one of found.slice(0, limit)) items.push(await presentRequest(tx, one, today));
          const last = found.length > limit ? found[limit - 1] : undefined;
          await audit(tx, accountId, actor, "data_request.listed", { detail: { state } });
          return {
            items,
            nextCursor: last ? encodeCursor([last.dueOn, last.id]) : null,
          };
        }),
    }),
    route({
      method: "GET",
      path: `${PATH}/summary`,
      permission,
      tag,
      summary: "How many cases are open and what is due next.",
      response: RequestSummarySchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const open = await openRequests(tx, 10_000);
          const today = await todayOf(tx, clock);
          const of = (urgency: string) =>
            open.filter((one) => urgencyOf(one, today) === urgency).length;
          const account = await getAccount(tx);
          return {
            open: open.length,
            soon: of("soon") + of("urgent"),
            overdue: of("overdue"),
            nextDueOn: open[0]?.dueOn ?? null,
            notices: await countOpenNotices(tx),
            address: account.privacy.contactEmail || null,
            formUrl: `${deps.pagesUrl}/anfrage/${account.publicId}`,
          };
        }),
    }),
    route({
      method: "GET",
      path: `${PATH}/register`,
      permission,
      tag,
      summary: "The register of all cases as CSV or PDF; it names nobody.",
      query: Type.Object({ format: oneOf("csv", "pdf"), locale: Type.Optional(LocaleSchema) }),
      status: 200,
      async handle({ accountId, actor, query, reply }) {
        const { format, locale = "de" } = query;
        const register = await db.account(accountId, async (tx) => {
          await audit(tx, accountId, actor, "data_request.register_exported", {
            detail: { format },
          });
          return readRegister(tx, clock, locale, format === "csv" ? "days" : "texts");
        });
        return reply
          .header(
            "content-disposition",
            `attachment; filename="${registerName(locale, register.today, format)}"`,
          )
          .header("cache-control", "private, no-store")
          .type(format === "csv" ? "text/csv; charset=utf-8" : "application/pdf")
          .send(
            format === "csv"
              ? registerCsv(register, locale)
              : await registerPdf(register, locale, deps),
          );
      },
    }),
    route({
      method: "GET",
      path: `${PATH}/:id`,
      permission,
      tag,
      summary: "One case with its history. The look is written to the audit log.",
      params: IdParams,
      response: DataRequestDetailSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const request = await findRequest(tx, params.id);
          if (!request) throw notFound("request");
          await audit(tx, accountId, actor, "data_request.viewed", {
            objectType: "data_request",
            objectId: params.id,
          });
          return presentDetail(tx, clock, request);
        }),
    }),
    route({
      method: "GET",
      path: `${PATH}/:id/answers`,
      permission,
      tag,
      summary: "The templates of a case with its facts filled in.",
      params: IdParams,
      query: AnswerQuery,
      response: AnswerTextsSchema,
      handle: ({ accountId, params, query }) =>
        db.account(accountId, async (tx) => {
          const request = await findRequest(tx, params.id);
          if (!request) throw notFound("request");
          return { items: answerTexts(request, await getAccount(tx), query.locale) };
        }),
    }),
    copyRoute(deps),
    route({
      method: "GET",
      path: "/api/v1/contacts/:id/data-requests",
      permission,
      tag,
      summary: "Cases of one person.",
      params: IdParams,
      response: DataRequestPageSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const contact = await findContact(tx, params.id);
          if (!contact) throw notFound("contact");
          await audit(tx, accountId, actor, "contact.viewed", {
            objectType: "contact",
            objectId: params.id,
            detail: { view: "data_requests" },
          });
          const today = await todayOf(tx, clock);
          const items = [];
          for (const one of await requestsOf(tx, contact.id, contact.emailNormalised))
            items.push(await presentRequest(tx, one, today));
          return { items, nextCursor: null };
        }),
    }),
  ];
}

/** The copy of a person who asked by letter: printed and sent by post (Art. 15(3) GDPR). */
function copyRoute(deps: RequestsDeps): RouteSpec {
  return route({
    method: "GET",
    path: `${PATH}/:id/copy`,
    permission,
    tag,
    summary: "The copy of a person whose identity is proven, for an answer by letter.",
    params: IdParams,
    query: CopyQuery,
    status: 200,
    async handle({ accountId, actor, params, query, reply }) {
      const { contact, locale } = await deps.db.account(accountId, async (tx) => {
        const request = await findRequest(tx, params.id);
        if (!request) throw notFound("request");
        if (request.identity === null)
          throw conflict("identity_missing", "The identity of the person is not proven.");
        const found =
          request.contactId === null ? undefined : await findContactById(tx, request.contactId);
        if (!found) throw conflict("person_missing", "This case names nobody who is stored.");
        await refuseShared(tx, found);
        await audit(tx, accountId, actor, "contact.copied", {
          objectType: "contact",
          objectId: found.publicId,
          detail: { asked: "data_request", format: query.format },
        });
        return { contact: found, locale: request.locale };
      });
      const file = await deps.copyDataSubject(
        { accountId, emailNormalised: contact.emailNormalised, contactId: contact.id, locale },
        query.format,
      );
      return reply
        .header("content-disposition", `attachment; filename="${file.name}"`)
        .header("cache-control", "private, no-store")
        .type(file.mediaType)
        .send(file.bytes);
    },
  });
}
