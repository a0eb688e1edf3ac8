import { Type } from "typebox";
import { getAccount, pageTheme, type Account } from "../accounts/index.ts";
import {
  answerPage,
  createFormGuard,
  neutralTheme,
  pageNotFound,
  rateLimitedPage,
  requestLocale,
  type FormGuard,
  type PageContext,
} from "../pages/index.ts";
import {
  pause,
  publicRoute,
  route,
  type Call,
  type Locale,
  type RouteSpec,
} from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form, FormVersion } from "./form.ts";
import { formModel } from "./form-model.ts";
import { accountOfForm, findForm, findVersion } from "./forms.store.ts";
import {
  formClosedPage,
  signupFormPage,
  signupThanksPage,
  type SignupFormModel,
  type SignupProblem,
} from "./pages/index.ts";
import { loadParameters, NETWORK_WINDOW_MS } from "./parameters.ts";
import {
  isNetworkAdmitted,
  judgeSubmission,
  readFields,
  refererOf,
  type RawSubmission,
} from "./read-submission.ts";
import { currentForm } from "./save-form.ts";
import { submitForm } from "./submit-form.ts";

const tag = "Sign-up";
const params = Type.Object({ formId: Type.String({ maxLength: 60 }) });
const ANSWER_AFTER_MS = 250;

/** The hosted sign-up page, and what is posted to it from there or from an own website. */
export function formPageRoutes(deps: SignupDeps): RouteSpec[] {
  const guard = createFormGuard(deps);
  return [
    route({
      method: "GET",
      path: "/f/:formId",
      permission: publicRoute,
      tag,
      summary: "The sign-up page.",
      page: true,
      params,
      handle: (call) => showForm(deps, guard, call, call.params.formId),
    }),
    route({
      method: "POST",
      path: "/f/:formId",
      permission: publicRoute,
      tag,
      summary: "Takes a sign-up.",
      page: true,
      params,
      handle: (call) => takeForm(deps, guard, call, call.params.formId),
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

async function showForm(
  deps: SignupDeps,
  guard: FormGuard,
  { request, reply }: Call,
  publicId: string,
): Promise<string> {
  const visit = await visitForm(deps, request, publicId);
  if (!visit) return unknownForm(request, reply);
  if (!visit.open) return closedForm(visit, reply);
  const page = signupFormPage(visit.context, formModel(visit, guard.started()));
  return answerPage(reply, visit.context.theme, page);
}

async function takeForm(
  deps: SignupDeps,
  guard: FormGuard,
  { request, reply, body }: Call,
  publicId: string,
): Promise<string> {
  const began = performance.now();
  const visit = await visitForm(deps, request, publicId);
  if (!visit) return unknownForm(request, reply);
  if (!visit.open) return closedForm(visit, reply);
  const { context } = visit;
  const raw = readFields(body, refererOf(request));
  const answer = await takeSubmission(deps, guard, visit, raw, context.locale, request.ip);
  if (answer.kind === "problems") {
    const page = signupFormPage(context, {
      ...formModel(visit, guard.started()),
      values: valuesOf(raw),
      problems: answer.problems,
    });
    return answerPage(reply, context.theme, page, { status: 422 });
  }
  if (answer.kind === "busy") {
    const page = rateLimitedPage(context, { retryMinutes: NETWORK_WINDOW_MS / 60_000 });
    reply.header("retry-after", String(NETWORK_WINDOW_MS / 1000));
    return answerPage(reply, context.theme, page, { status: 429 });
  }
  await waitUntil(began, deps);
  const page = signupThanksPage(context, { formUrl: `/f/${visit.form.publicId}` });
  return answerPage(reply, context.theme, page);
}

export type Taken =
  | { kind: "taken" }
  | { kind: "problems"; problems: SignupProblem[] }
  | { kind: "busy" };

/** The guards, then the use case. Whatever happens behind `taken` is nobody's business but the mailbox's (DOI-11). */
export async function takeSubmission(
  deps: SignupDeps,
  guard: FormGuard,
  visit: { accountId: number; form: Form; version: FormVersion },
  raw: RawSubmission,
  locale: Locale,
  ip: string,
): Promise<Taken> {
  const { accountId, form } = visit;
  return deps.db.account(accountId, async (tx) => {
    const fromOwnPage = guard.ageOf(raw.started) !== null;
    if (!(await isNetworkAdmitted(tx, deps, accountId, { form, ip, fromOwnPage })))
      return { kind: "busy" };
    const { minFillMs } = await loadParameters(tx);
    // What was read on a page that stood open while the form changed still counts, if it still says the same.
    const seen = raw.version === null ? undefined : await findVersion(tx, form.id, raw.version);
    const stale = seen !== undefined && !sameDeclarations(seen, visit.version, locale);
    if (raw.version !== null && (seen === undefined || stale) && raw.honeypot === "")
      return { kind: "problems", problems: ["form_expired"] };
    const read = judgeSubmission(raw, {
      form,
      version: seen ?? visit.version,
      locale,
      guard,
      minFillMs,
      ownPage: `${deps.pagesUrl}/f/${form.publicId}`,
      ip,
    });
    if (read.kind === "problems") return read;
    if (read.kind === "submission") await submitForm(tx, deps, accountId, read.submission);
    return { kind: "taken" };
  });
}

/** Whether the declarations of an older version are those of the current one, word for word. */
function sameDeclarations(seen: FormVersion, current: FormVersion, locale: Locale): boolean {
  const texts = (version: FormVersion) => {
    const shown = version.definition.shown[locale];
    return new Map(shown?.lists.map((list) => [list.publicId, list.declaration.text]));
  };
  if (seen.id === current.id) return current.definition.shown[locale] !== undefined;
  const now = texts(current);
  const [before, after] = [seen, current].map(
    (version) => version.definition.shown[locale]?.tracking?.text,
  );
  return (
    seen.definition.shown[locale] !== undefined &&
    [...texts(seen)].every(([id, text]) => now.get(id) === text) &&
    (before === undefined || before === after)
  );
}

/** DOI-11: no answer before its time, so that the clock tells nothing about the address. */
export async function waitUntil(began: number, deps: SignupDeps): Promise<void> {
  const left = (deps.answerAfterMs ?? ANSWER_AFTER_MS) - (performance.now() - began);
  if (left > 0) await pause(left);
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
