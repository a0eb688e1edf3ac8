import type { FormGuard } from "../pages/index.ts";
import { pause, type Locale } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form, FormVersion } from "./form.ts";
import { findVersion } from "./forms.store.ts";
import type { SignupProblem } from "./pages/index.ts";
import { loadParameters } from "./parameters.ts";
import type { WorkGuard } from "./proof-of-work.ts";
import { isNetworkAdmitted, judgeSubmission, type RawSubmission } from "./read-submission.ts";
import { submitForm } from "./submit-form.ts";

const ANSWER_AFTER_MS = 250;

export interface Guards {
  form: FormGuard;
  work: WorkGuard;
}

export type Taken =
  | { kind: "taken" }
  | { kind: "problems"; problems: SignupProblem[] }
  | { kind: "too_young"; minAge: number }
  | { kind: "busy" };

/** The guards, then the use case. Whatever happens behind `taken` is nobody's business but the mailbox's (DOI-11). */
export async function takeSubmission(
  deps: SignupDeps,
  guards: Guards,
  visit: { accountId: number; form: Form; version: FormVersion },
  raw: RawSubmission,
  locale: Locale,
  ip: string,
): Promise<Taken> {
  const { accountId, form } = visit;
  return deps.db.account(accountId, async (tx) => {
    const fromOwnPage = guards.form.ageOf(raw.started) !== null;
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
      guard: guards.form,
      minFillMs,
      ownPage: `${deps.pagesUrl}/f/${form.publicId}`,
      ip,
    });
    if (read.kind === "problems" || read.kind === "too_young") return read;
    const wantsWork = visit.version.definition.settings.proofOfWork === true;
    if (
      wantsWork &&
      read.kind === "submission" &&
      !(await guards.work.accepts(tx, accountId, form.publicId, raw.work))
    )
      return { kind: "problems", problems: ["work_missing"] };
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
    (before === undefined || before === after) &&
    // A page from before the age was asked has no answer to it (CON-22).
    seen.definition.settings.minAge === current.definition.settings.minAge
  );
}

/**
 * DOI-11: an answer comes at the next full step of time, so that the clock tells nothing about the address. Under
 * load the work may outlast the first step; then the answer waits for the next one.
 */
export async function waitUntil(began: number, deps: SignupDeps): Promise<void> {
  const step = deps.answerAfterMs ?? ANSWER_AFTER_MS;
  if (step <= 0) return;
  const spent = performance.now() - began;
  await pause(Math.ceil(spent / step) * step - spent);
}
