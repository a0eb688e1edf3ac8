import { Type } from "typebox";
import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import {
  answerPage,
  assetHeaders,
  createFormGuard,
  neutralTheme,
  pageNotFound,
  rateLimitedPage,
  requestLocale,
  type PageContext,
} from "../pages/index.ts";
import {
  likelyDomain,
  parseEmailAddress,
  publicRoute,
  route,
  type Call,
  type RouteSpec,
} from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form, FormVersion } from "./form.ts";
import { formModel } from "./form-model.ts";
import { accountOfForm, findForm } from "./forms.store.ts";
import {
  formClosedPage,
  signupFormPage,
  signupThanksPage,
  tooYoungPage,
  workScript,
  workScriptPath,
  type SignupFormModel,
} from "./pages/index.ts";
import { NETWORK_WINDOW_MS } from "./parameters.ts";
import { createWorkGuard } from "./proof-of-work.ts";
import { readFields, refererOf, type RawSubmission } from "./read-submission.ts";
import { currentForm } from "./save-form.ts";
import { takeSubmission, type Guards } from "./take-submission.ts";

const tag = "Sign-up";
const params = Type.Object({ formId: Type.String({ maxLength: 60 }) });

/** The hosted sign-up page, and what is posted to it from there or from an own website. */
export function formPageRoutes(deps: SignupDeps): RouteSpec[] {
  const guards = { form: createFormGuard(deps), work: createWorkGuard(deps) };
  return [
    route({
      method: "GET",
      path: "/f/:formId",
      permission: publicRoute,
      tag,
      summary: "The sign-up page.",
      page: true,
      params,
      handle: (call) => showForm(deps, guards, call, call.params.formId),
    }),
    route({
      method: "POST",
      path: "/f/:formId",
      permission: publicRoute,
      tag,
      summary: "Takes a sign-up.",
      page: true,
      params,
      handle: (call) => takeForm(deps, guards, call, call.params.formId),
    }),
    route({
      method: "GET",
      path: workScriptPath,
      permission: publicRoute,
      tag,
      summary: "Solves the computing task of a form, also on own websites.",
      hidden: true,
      handle: async ({ reply }) =>
        reply
          .headers({ ...assetHeaders, "cross-origin-resource-policy": "cross-origin" })
          .type("text/javascript; charset=utf-8")
          .send(workScript),
    }),
  ];
}

interface Visit {
  accountId: number;
  account: Account;
  form: Form;
  version: FormVersion;
  open: boolean;
  context: PageContext;
}

/** The form behind an id with everything a page needs; undefined for an id that is none. */
async function visitForm(
  deps: SignupDeps,
  request: Call["request"],
  publicId: string,
): Promise<Visit | undefined> {
  const accountId = /^frm_[0-9a-f]{32}$/.test(publicId)
    ? await deps.db.instance((tx) => accountOfForm(tx, publicId))
    : null;
  if (accountId === null) return undefined;
  return deps.db.account(accountId, async (tx) => {
    const found = (await findForm(tx, publicId))!;
    const account = await getAccount(tx);
    const { kind, form, version } = await currentForm(tx, deps, accountId, found);
    const { locales } = version.definition.settings;
    const locale = requestLocale(request, locales);
    const theme = { ...pageTheme(account, locale), locales };
    const context = { theme, locale, timeZone: account.timezone };
    return { accountId, account, form, version, open: kind === "open", context };
  });
}

/** The page's model, with a fresh time seal and, where the form wants it, a fresh task. */
async function freshModel(
  guards: Guards,
  visit: Visit,
  parameters: unknown,
): Promise<SignupFormModel> {
  const wantsWork = visit.version.definition.settings.proofOfWork === true;
  const challenge = wantsWork
    ? JSON.stringify(await guards.work.issue(visit.form.publicId))
    : undefined;
  return formModel(visit, guards.form.started(), { parameters, challenge });
}

const scriptOf = (model: SignupFormModel) => ({ script: model.work !== undefined });

async function showForm(
  deps: SignupDeps,
  guards: Guards,
  { request, reply }: Call,
  publicId: string,
): Promise<string> {
  const visit = await visitForm(deps, request, publicId);
  if (!visit) return unknownForm(request, reply);
  if (!visit.open) return closedForm(visit, reply);
  const model = await freshModel(guards, visit, request.query);
  return answerPage(
    reply,
    visit.context.theme,
    signupFormPage(visit.context, model),
    scriptOf(model),
  );
}

async function takeForm(
  deps: SignupDeps,
  guards: Guards,
  { request, reply, body }: Call,
  publicId: string,
): Promise<string> {
  const began = performance.now();
  const visit = await visitForm(deps, request, publicId);
  if (!visit) return unknownForm(request, reply);
  if (!visit.open) return closedForm(visit, reply);
  const { context } = visit;
  const raw = readFields(body, refererOf(request));
  const sent = { raw, locale: context.locale, ip: request.ip, began };
  const answer = await takeSubmission(deps, guards, visit, sent);
  if (answer.kind === "problems") {
    const model = await freshModel(guards, visit, raw.parameters);
    const again = { ...model, values: valuesOf(raw), problems: answer.problems };
    const page = signupFormPage(context, again);
    return answerPage(reply, context.theme, page, { status: 422, ...scriptOf(model) });
  }
  if (answer.kind === "too_young")
    return answerPage(reply, context.theme, tooYoungPage(context, answer), { status: 422 });
  if (answer.kind === "busy") {
    const page = rateLimitedPage(context, { retryMinutes: NETWORK_WINDOW_MS / 60_000 });
    reply.header("retry-after", String(NETWORK_WINDOW_MS / 1000));
    return answerPage(reply, context.theme, page, { status: 429 });
  }
  const page = signupThanksPage(context, {
    formUrl: `/f/${visit.form.publicId}`,
    ...typoOf(raw.email),
  });
  return answerPage(reply, context.theme, page);
}

/** What was typed alone decides, nothing that is known of the address (DOI-11). Nothing is changed by itself. */
function typoOf(email: string): { typo?: { found: string; likely: string } } {
  const address = parseEmailAddress(email);
  const likely = address.ok ? likelyDomain(address.domain) : undefined;
  return address.ok && likely !== undefined ? { typo: { found: address.domain, likely } } : {};
}

function valuesOf(raw: RawSubmission): SignupFormModel["values"] {
  const { email, salutation, firstName, lastName } = raw;
  const cut = (text: string) => text.slice(0, 254);
  return { email: cut(email), salutation, firstName: cut(firstName), lastName: cut(lastName) };
}

function closedForm({ context, form }: Visit, reply: Call["reply"]): string {
  const manageUrl = `/f/${form.publicId}/verwalten`;
  return answerPage(reply, context.theme, formClosedPage(context, { manageUrl }), { status: 410 });
}

function unknownForm(request: Call["request"], reply: Call["reply"]): string {
  const theme = neutralTheme();
  const locale = requestLocale(request, theme.locales);
  const page = pageNotFound({ theme, locale, timeZone: "Europe/Berlin" });
  return answerPage(reply, theme, page, { status: 404 });
}
