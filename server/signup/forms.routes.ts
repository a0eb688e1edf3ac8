import { IdParams } from "../../contract/common.ts";
import {
  EmbedQuery,
  EmbedSchema,
  FormChangeSchema,
  FormPage,
  FormSchema,
  NewFormSchema,
} from "../../contract/signup.ts";
import { getAccount, pageTheme } from "../accounts/index.ts";
import { notFound, route, type Actor, type RouteSpec } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import { embedForm } from "./embed-form.ts";
import { offeredLocale } from "./form.ts";
import { formVersionRoutes } from "./form-versions.routes.ts";
import { allForms, findForm } from "./forms.store.ts";
import { presentForm, presentForms } from "./present-form.ts";
import { submissionRoutes } from "./submissions.routes.ts";
import { changeFormSettings, createForm, openForm, type FormAuthor } from "./save-form.ts";

const tag = "Forms";

/** Forms as an operator sees them, and sign-ups through own front ends. */
export function formRoutes(deps: SignupDeps): RouteSpec[] {
  return [
    indexRoute(deps),
    createRoute(deps),
    readRoute(deps),
    changeRoute(deps),
    embedRoute(deps),
    ...formVersionRoutes(deps),
    ...submissionRoutes(deps),
  ];
}

const authorOf = (actor: Actor): FormAuthor => ({ actor, operatorId: actor.operatorId ?? null });

function indexRoute(deps: SignupDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/forms",
    permission: "forms.read",
    tag,
    summary: "All sign-up forms with their sign-ups of the last 30 days.",
    response: FormPage,
    handle: ({ accountId }) =>
      deps.db.account(accountId, async (tx) => ({
        items: await presentForms(tx, deps, accountId, await allForms(tx)),
      })),
  });
}

function createRoute(deps: SignupDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/forms",
    permission: "forms.write",
    tag,
    summary:
      "Make a sign-up form. Refused with the rule's id where the law forbids it (CON-02, CON-10, CON-11, DSR-01, A11Y-06).",
    body: NewFormSchema,
    response: FormSchema,
    status: 201,
    handle: ({ accountId, actor, body }) =>
      deps.db.account(accountId, async (tx) => {
        const { form } = await createForm(tx, deps, accountId, body, authorOf(actor));
        return presentForm(tx, deps, accountId, form);
      }),
  });
}

function readRoute(deps: SignupDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/forms/:id",
    permission: "forms.read",
    tag,
    summary: "One form.",
    params: IdParams,
    response: FormSchema,
    handle: ({ accountId, params }) =>
      deps.db.account(accountId, async (tx) => {
        const form = await findForm(tx, params.id);
        if (!form) throw notFound("form");
        return presentForm(tx, deps, accountId, form);
      }),
  });
}

function changeRoute(deps: SignupDeps): RouteSpec {
  return route({
    method: "PATCH",
    path: "/api/v1/forms/:id",
    permission: "forms.write",
    tag,
    summary:
      "Change a form, archive it or bring it back. What visitors see becomes a new version; earlier ones stay (CON-04).",
    params: IdParams,
    body: FormChangeSchema,
    response: FormSchema,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const author = authorOf(actor);
        const { form } = await changeFormSettings(tx, deps, accountId, params.id, body, author);
        return presentForm(tx, deps, accountId, form);
      }),
  });
}

function embedRoute(deps: SignupDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/forms/:id/embed",
    permission: "forms.read",
    tag,
    summary: "The form as plain HTML for an own website, with the texts of its current version.",
    params: IdParams,
    query: EmbedQuery,
    response: EmbedSchema,
    handle: ({ accountId, params, query }) =>
      deps.db.account(accountId, async (tx) => {
        const { form, version } = await openForm(tx, deps, accountId, params.id);
        const locale = offeredLocale(version, query.lang);
        const theme = pageTheme(await getAccount(tx), locale);
        const html = embedForm({ form, version, locale, theme, pagesUrl: deps.pagesUrl });
        return { html, version: version.version };
      }),
  });
}
