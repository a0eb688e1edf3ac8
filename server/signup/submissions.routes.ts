import { IdParams } from "../../contract/common.ts";
import {
  ChallengeSchema,
  EmbedQuery,
  FormTextsSchema,
  SubmissionAnswer,
  SubmissionSchema,
  type FormTexts,
  type SubmissionInput,
} from "../../contract/signup.ts";
import { createFormGuard } from "../pages/index.ts";
import {
  AppError,
  conflict,
  notFound,
  publicRoute,
  route,
  type FieldError,
  type RouteSpec,
} from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import { offeredLocale, pageOf, readParameter, type Form, type FormVersion } from "./form.ts";
import { withdrawSentence } from "./form-parts.ts";
import { accountOfForm } from "./forms.store.ts";
import type { SignupProblem } from "./pages/index.ts";
import { signupTexts } from "./pages/texts.ts";
import { NETWORK_WINDOW_MS } from "./parameters.ts";
import { createWorkGuard, type WorkGuard } from "./proof-of-work.ts";
import type { RawSubmission } from "./read-submission.ts";
import { openForm } from "./save-form.ts";
import { takeSubmission } from "./take-submission.ts";

const tag = "Forms";

/** Sign-ups through own front ends: what to show, what to solve, what to send. */
export function submissionRoutes(deps: SignupDeps): RouteSpec[] {
  const work = createWorkGuard(deps);
  return [textsRoute(deps), challengeRoute(deps, work), submissionRoute(deps, work)];
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
      const { form, version } = await visit(deps, params.id);
      return presentTexts(form, version, offeredLocale(version, query.lang));
    },
  });
}

function challengeRoute(deps: SignupDeps, work: WorkGuard): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/forms/:id/challenge",
    permission: publicRoute,
    tag,
    summary:
      "A computing task against programs, for the ALTCHA widget (version 2) or our own script. Only forms with `proofOfWork` give one.",
    params: IdParams,
    response: ChallengeSchema,
    handle: async ({ params, reply }) => {
      const { form, version } = await visit(deps, params.id);
      if (version.definition.settings.proofOfWork !== true)
        throw conflict("no_task", "This form asks for no computing task.", {
          hint: "Send the sign-up without `altcha`.",
        });
      // Websites that show the form fetch it from their own pages; it holds nothing of anybody.
      reply.headers({ "access-control-allow-origin": "*", "cache-control": "no-store" });
      return work.issue(form.publicId);
    },
  });
}

function submissionRoute(deps: SignupDeps, work: WorkGuard): RouteSpec {
  const guards = { form: createFormGuard(deps), work };
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
      const found = await visit(deps, params.id);
      refuseForeign(body, found.version);
      const locale = offeredLocale(found.version, body.locale);
      const sent = { raw: rawOf(body), locale, ip: request.ip, began };
      const taken = await takeSubmission(deps, guards, found, sent);
      if (taken.kind === "busy") throw tooMany();
      if (taken.kind === "too_young") throw tooYoung(taken.minAge);
      if (taken.kind === "problems") throw refused(taken.problems);
      const { sie, en } = signupTexts;
      // The sentence addresses nobody; it reads the same with du.
      return { message: { de: sie.thanks.lead, en: en.thanks.lead } };
    },
  });
}

function rawOf(body: SubmissionInput): RawSubmission {
  return {
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
    age: body.age ?? "",
    work: body.altcha ?? "",
    parameters: body.hidden ?? {},
  };
}

/** A program is told what a visitor's browser may leave out silently: a foreign page, an unknown hidden field. */
function refuseForeign(body: SubmissionInput, { definition }: FormVersion): void {
  const { embeddedOn, hidden = [] } = definition.settings;
  const errors: FieldError[] = [];
  if (body.page !== undefined && pageOf(body.page, embeddedOn) === undefined)
    errors.push({ path: "body/page", message: signupTexts.en.form.errors.page_unknown });
  for (const [name, value] of Object.entries(body.hidden ?? {}))
    if (!hidden.some((field) => field.name === name && field.value === null))
      errors.push({
        path: `body/hidden/${name.slice(0, 40)}`,
        message: signupTexts.en.form.errors.parameter_unknown,
      });
    else if (readParameter(value) !== value)
      errors.push({
        path: `body/hidden/${name}`,
        message: "One line of at most 100 characters, and never an e-mail address.",
      });
  if (errors.length > 0) throw badSubmission(errors, {});
}

const FIELD: Record<SignupProblem, string> = {
  email_missing: "email",
  email_invalid: "email",
  list_missing: "lists",
  list_unknown: "lists",
  first_name_too_long: "firstName",
  first_name_invalid: "firstName",
  last_name_too_long: "lastName",
  last_name_invalid: "lastName",
  salutation_unknown: "salutation",
  age_missing: "age",
  form_expired: "version",
  too_fast: "version",
  work_missing: "altcha",
  parameter_unknown: "hidden",
  page_unknown: "page",
};

function refused(problems: SignupProblem[]): AppError {
  const errors = problems.map((code) => ({
    path: `body/${FIELD[code]}`,
    message: signupTexts.en.form.errors[code],
  }));
  return badSubmission(errors, { problems });
}

function badSubmission(errors: FieldError[], extra: Record<string, unknown>): AppError {
  return new AppError("submission_invalid", 400, "The sign-up cannot be taken like this.", {
    hint: "Correct the named fields. If `version` is named, fetch the texts once more and show them.",
    errors,
    extra,
  });
}

function tooMany(): AppError {
  return new AppError("too_many_submissions", 429, "Too many sign-ups came from this network.", {
    hint: `Try again in ${NETWORK_WINDOW_MS / 60_000} minutes. Nothing was stored.`,
  });
}

function tooYoung(minAge: number): AppError {
  return new AppError("too_young", 422, `CON-22: Below ${minAge} the parents have to agree.`, {
    hint: "Say so kindly. Nothing was stored, and no mail is sent.",
    extra: { rule: "CON-22" },
  });
}

/** The open form behind a public id, with the account it belongs to. */
async function visit(
  deps: SignupDeps,
  publicId: string,
): Promise<{ accountId: number; form: Form; version: FormVersion }> {
  const accountId = await deps.db.instance((tx) => accountOfForm(tx, publicId));
  if (accountId === null) throw notFound("form");
  const open = await deps.db.account(accountId, (tx) => openForm(tx, deps, accountId, publicId));
  return { accountId, ...open };
}

function presentTexts(form: Form, version: FormVersion, locale: "de" | "en"): FormTexts {
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
    withdraw: withdrawSentence(texts, locale),
    exchangeNotice: settings.exchange?.notice[locale] ?? null,
    age: texts.age === undefined ? null : { minAge: settings.minAge!, ...texts.age },
    parameters: (settings.hidden ?? []).flatMap(({ name, value }) =>
      value === null ? [name] : [],
    ),
    proofOfWork: settings.proofOfWork === true,
    privacyNoticeUrl: texts.privacyNotice.url,
  };
}
