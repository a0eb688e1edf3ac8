import { IdParams } from "../../contract/common.ts";
import {
  EmbedQuery,
  EmbedSchema,
  FormChangeSchema,
  FormPage,
  FormSchema,
  FormTextsSchema,
  NewFormSchema,
  SubmissionAnswer,
  SubmissionSchema,
  type FormTexts,
} from "../../contract/signup.ts";
import { getAccount, pageTheme } from "../accounts/index.ts";
import { createFormGuard } from "../pages/index.ts";
import {
  AppError,
  conflict,
  invalid,
  notFound,
  publicRoute,
  route,
  type Actor,
  type Locale,
  type RouteSpec,
} from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import { embedForm } from "./embed-form.ts";
import type { Form, FormVersion } from "./form.ts";
import { takeSubmission, waitUntil } from "./form-pages.routes.ts";
import { accountOfForm, allForms, findForm } from "./forms.store.ts";
import { signupTexts } from "./pages/texts.ts";
import { NETWORK_WINDOW_MS } from "./parameters.ts";
import { presentForm, presentForms } from "./present-form.ts";
import { changeFormSettings, createForm, currentForm, type FormAuthor } from "./save-form.ts";

const tag = "Forms";

/** Forms as an operator sees them, and sign-ups through own front ends. */
export function formRoutes(deps: SignupDeps): RouteSpec[] {
  return [
    indexRoute(deps),
    createRoute(deps),
    readRoute(deps),
    changeRoute(deps),
    embedRoute(deps),
    textsRoute(deps),
    submissionRoute(deps),
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
        const locale = offered(version, query.lang);
        const theme = pageTheme(await getAccount(tx), locale);
        const html = embedForm({ form, version, locale, theme, pagesUrl: deps.pagesUrl });
        return { html, version: version.version };
      }),
  });
}

function textsRoute(deps: SignupDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/forms/:id/texts",
    permission: publicRoute,
    tag,
    summary: "What an own front end has to show, word for word, before it sends a sign-up.",
    params: IdParams,
    query: EmbedQuery,
    response: FormTextsSchema,
    handle: async ({ params, query }) => {
      const accountId = await ownerOf(deps, params.id);
      return deps.db.account(accountId, async (tx) => {
        const { form, version } = await openForm(tx, deps, accountId, params.id);
        return presentTexts(form, version, offered(version, query.lang));
      });
    },
  });
}

function submissionRoute(deps: SignupDeps): RouteSpec {
  const guard = createFormGuard(deps);
  return route({
    method: "POST",
    path: "/api/v1/forms/:id/submissions",
    permission: publicRoute,
    tag,
    summary:
      "Sign somebody up through an own front end. Same guards and same opt-in mail as the hosted page; the answer is always the same.",
    params: IdParams,
    body: SubmissionSchema,
    response: SubmissionAnswer,
    status: 202,
    handle: async ({ params, body, request }) => {
      const began = performance.now();
      const accountId = await ownerOf(deps, params.id);
      const { form, version } = await deps.db.account(accountId, (tx) =>
        openForm(tx, deps, accountId, params.id),
      );
      const raw = {
        email: body.email.trim(),
        lists: body.lists,
        tracking: body.tracking ?? false,
        salutation: body.salutation ?? "",
        firstName: (body.firstName ?? "").trim(),
        lastName: (body.lastName ?? "").trim(),
        honeypot: "",
        started: "",
        version: body.version,
        page: body.page,
      };
      const visit = { accountId, form, version };
      const locale = offered(version, body.locale);
      const taken = await takeSubmission(deps, guard, visit, raw, locale, request.ip);
      if (taken.kind === "busy") throw tooMany();
      if (taken.kind === "problems")
        throw invalid("submission_invalid", "The sign-up cannot be taken like this.", {
          hint: "Correct the named fields; after `form_expired` fetch the texts once more.",
          errors: taken.problems.map((code) => ({
            path: code,
            message: signupTexts.en.form.errors[code],
          })),
        });
      await waitUntil(began, deps);
      return { message: { de: signupTexts.de.thanks.lead, en: signupTexts.en.thanks.lead } };
    },
  });
}

function tooMany(): AppError {
  return new AppError("too_many_submissions", 429, "Too many sign-ups came from this network.", {
    hint: `Try again in ${NETWORK_WINDOW_MS / 60_000} minutes. Nothing was stored.`,
  });
}

async function ownerOf(deps: SignupDeps, publicId: string): Promise<number> {
  const accountId = await deps.db.instance((tx) => accountOfForm(tx, publicId));
  if (accountId === null) throw notFound("form");
  return accountId;
}

async function openForm(
  tx: Parameters<typeof findForm>[0],
  deps: SignupDeps,
  accountId: number,
  publicId: string,
): Promise<{ form: Form; version: FormVersion }> {
  const found = await findForm(tx, publicId);
  if (!found) throw notFound("form");
  const current = await currentForm(tx, deps, accountId, found);
  if (current.kind === "open") return current;
  throw conflict("form_closed", "This form takes no sign-ups at the moment.", {
    hint: current.problem?.message ?? "It is archived.",
  });
}

function offered(version: FormVersion, wanted: Locale | undefined): Locale {
  const { locales } = version.definition.settings;
  return wanted !== undefined && locales.includes(wanted) ? wanted : locales[0]!;
}

function presentTexts(form: Form, version: FormVersion, locale: Locale): FormTexts {
  const { settings, shown } = version.definition;
  const texts = shown[locale]!;
  return {
    formId: form.publicId,
    version: version.version,
    locale,
    title: settings.title[locale] ?? null,
    intro: settings.intro[locale] ?? null,
    lists: texts.lists.map(({ publicId, name, topics, frequency, declaration }) => ({
      id: publicId,
      name,
      topics,
      frequency,
      declaration: { wordingVersionId: declaration.wordingPublicId, text: declaration.text },
    })),
    tracking:
      texts.tracking === null
        ? null
        : { wordingVersionId: texts.tracking.wordingPublicId, text: texts.tracking.text },
    exchangeNotice: settings.exchange?.notice[locale] ?? null,
    privacyNoticeUrl: texts.privacyNotice.url,
  };
}
