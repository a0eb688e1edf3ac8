import { Type } from "typebox";
import { IdParams, LocaleSchema } from "../../contract/common.ts";
import {
  NewTemplateSchema,
  TemplateChangeSchema,
  TemplateListSchema,
  TemplateSchema,
  TemplateSummarySchema,
} from "../../contract/templates.ts";
import { notFound, route, type RouteSpec } from "../platform/index.ts";
import { addTemplate, changeTemplate, removeTemplate } from "./save-template.ts";
import {
  designOf,
  designsOf,
  prepareTemplate,
  presentDesign,
  presentTemplate,
  presentWhole,
  templateContent,
} from "./show-template.ts";
import type { TemplateDeps } from "./template.ts";
import {
  findOwnTemplate,
  findSharedTemplate,
  hasChildren,
  ownTemplates,
  sharedTemplates,
} from "./templates.store.ts";

const tag = "Templates";
const Params = Type.Object({ id: Type.String({ maxLength: 60, pattern: "^[a-z0-9_-]+$" }) });
const Query = Type.Object({ locale: Type.Optional(LocaleSchema) });

/** Templates: Klarpost's designs, the account's own, and those of the account above it. */
export function templateRoutes(deps: TemplateDeps): RouteSpec[] {
  return [...readRoutes(deps), ...changeRoutes(deps)];
}

function readRoutes(deps: TemplateDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/templates",
      permission: "mailings.read",
      tag,
      summary:
        "All templates a mailing can be begun with: own ones, those shared by the account above, and the designs. `locale` is the language of the designs' names.",
      query: Query,
      response: TemplateListSchema,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => ({
          items: [
            ...(await ownTemplates(tx)).map((one) => presentTemplate(one, "own")),
            ...(await sharedTemplates(tx)).map((one) => presentTemplate(one, "shared")),
            ...(await designsOf(tx)).map((one) => presentDesign(one, query.locale ?? one.locale)),
          ],
          hasChildren: await hasChildren(tx),
        })),
    }),
    route({
      method: "GET",
      path: "/api/v1/templates/:id",
      permission: "mailings.read",
      tag,
      summary: "A template with its content in the account's present look.",
      params: Params,
      query: Query,
      response: TemplateSchema,
      async handle({ accountId, params, query }) {
        await prepareTemplate(deps, accountId, params.id);
        return db.account(accountId, async (tx) => {
          const content = await templateContent(tx, deps, params.id);
          if (!content) throw notFound("template");
          const design = designOf(params.id);
          if (design)
            return presentWhole(presentDesign(design, query.locale ?? design.locale), content);
          const own = await findOwnTemplate(tx, params.id);
          const found = own ?? (await findSharedTemplate(tx, params.id))!;
          return presentWhole(presentTemplate(found, own ? "own" : "shared"), content);
        });
      },
    }),
  ];
}

function changeRoutes(deps: TemplateDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/templates",
      permission: "mailings.write",
      tag,
      summary: "Keep a mailing, another template or an empty letter as a template.",
      body: NewTemplateSchema,
      response: TemplateSummarySchema,
      status: 201,
      async handle({ accountId, actor, body }) {
        if (body.template !== undefined) await prepareTemplate(deps, accountId, body.template);
        return db.account(accountId, async (tx) =>
          presentTemplate(await addTemplate(tx, deps, { accountId, actor }, body), "own"),
        );
      },
    }),
    route({
      method: "PATCH",
      path: "/api/v1/templates/:id",
      permission: "mailings.write",
      tag,
      summary:
        "Change an own template: its words, which sections are locked, whether accounts below see it, or its content from a mailing.",
      params: IdParams,
      body: TemplateChangeSchema,
      response: TemplateSummarySchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) =>
          presentTemplate(
            await changeTemplate(tx, deps, { accountId, actor }, params.id, body),
            "own",
          ),
        ),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/templates/:id",
      permission: "mailings.write",
      tag,
      summary: "Delete an own template. Mailings made of it stay.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) => removeTemplate(tx, { accountId, actor }, params.id)),
    }),
  ];
}
