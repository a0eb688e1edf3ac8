import type { Locale, Tx } from "../platform/index.ts";
import type { Declaration, SignupFields } from "./consent-request.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form, FormVersion } from "./form.ts";
import { requestOptIn, type OptInResult } from "./request-opt-in.ts";

/** A sign-up that passed the guards of the form. */
export interface Submission {
  form: Form;
  version: FormVersion;
  locale: Locale;
  email: string;
  emailNormalised: string;
  /** Internal ids out of the version's lists; at least one. */
  listIds: number[];
  wantsTracking: boolean;
  fields: SignupFields;
  /** Where it was declared: our own page, or one of the account's websites. */
  page: string;
  ip: string;
  hidden: NonNullable<Declaration["hidden"]>;
  age: Declaration["age"] | undefined;
}

export type SubmitResult = OptInResult;

/** Line A: freezes what the form showed and what was ticked, and asks for the confirmation by mail. */
export function submitForm(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  submission: Submission,
): Promise<SubmitResult> {
  const { form, version, locale, email, emailNormalised, fields, ip } = submission;
  return requestOptIn(tx, deps, accountId, {
    form: { id: form.id, versionId: version.id },
    origin: { source: "form", detail: form.name },
    locale,
    email,
    emailNormalised,
    fields,
    declaration: declare(submission, deps.clock.now()),
    ip,
  });
}

/** What the version showed in this language, cut down to what was ticked (CON-05). */
function declare(submission: Submission, now: Date): Declaration {
  const { form, version, locale, listIds } = submission;
  const shown = version.definition.shown[locale]!;
  const exchange = version.definition.settings.exchange?.notice[locale];
  return {
    form: { id: form.publicId, version: version.version, sha256: version.sha256.toString("hex") },
    page: submission.page,
    lists: shown.lists.filter((list) => listIds.includes(list.listId)),
    tracking: submission.wantsTracking ? shown.tracking : null,
    privacyNotice: shown.privacyNotice,
    ...(submission.hidden.length === 0 ? {} : { hidden: submission.hidden }),
    ...(submission.age === undefined ? {} : { age: submission.age }),
    ...(exchange === undefined ? {} : { exchangeNotice: exchange }),
    requestedAt: now.toISOString(),
  };
}
