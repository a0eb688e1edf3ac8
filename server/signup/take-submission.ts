import { answerInTime, type FormGuard } from "../pages/index.ts";
import type { Locale, Tx } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import type { Form, FormVersion } from "./form.ts";
import { findVersion } from "./forms.store.ts";
import type { SignupProblem } from "./pages/index.ts";
import { loadParameters } from "./parameters.ts";
import type { WorkGuard } from "./proof-of-work.ts";
import {
  isNetworkAdmitted,
  judgeSubmission,
  type RawSubmission,
  type ReadResult,
} from "./read-submission.ts";
import { submitForm } from "./submit-form.ts";

export interface Guards {
  form: FormGuard;
  work: WorkGuard;
}

export type Taken =
  | { kind: "taken" }
  | { kind: "problems"; problems: SignupProblem[] }
  | { kind: "too_young"; minAge: number }
  | { kind: "busy" };

/** A visit to an open form, and what came of it. */
interface Visit {
  accountId: number;
  form: Form;
  version: FormVersion;
}

interface Sent {
  raw: RawSubmission;
  locale: Locale;
  ip: string;
  /** When the request arrived, by `performance.now()`. */
  began: number;
}

/**
 * The guards, then the use case. What the guards say depends on the form and the network and is told at once.
 * Whatever happens behind `taken` is nobody's business but the mailbox's: its answer comes at its time, whether or
 * not the work is done by then (DOI-11).
 */
export async function takeSubmission(
  deps: SignupDeps,
  guards: Guards,
  visit: Visit,
  sent: Sent,
): Promise<Taken> {
  const { accountId } = visit;
  const passed = await deps.db.account(accountId, (tx) =>
    passGuards(tx, deps, guards, visit, sent),
  );
  if (passed.kind !== "submission" && passed.kind !== "trapped") return passed;
  const work =
    passed.kind === "trapped"
      ? Promise.resolve()
      : deps.db.account(accountId, (tx) => submitForm(tx, deps, accountId, passed.submission));
  await answerInTime(work, sent.began, deps);
  return { kind: "taken" };
}

async function passGuards(
  tx: Tx,
  deps: SignupDeps,
  guards: Guards,
  { accountId, form, version }: Visit,
  { raw, locale, ip }: Sent,
): Promise<ReadResult | { kind: "busy" }> {
  const fromOwnPage = guards.form.ageOf(raw.started) !== null;
  if (!(await isNetworkAdmitted(tx, deps, accountId, { form, ip, fromOwnPage })))
    return { kind: "busy" };
  const { minFillMs } = await loadParameters(tx);
  // What was read on a page that stood open while the form changed still counts, if it still says the same.
  const seen = raw.version === null ? undefined : await findVersion(tx, form.id, raw.version);
  const stale = seen !== undefined && !sameDeclarations(seen, version, locale);
  if (raw.version !== null && (seen === undefined || stale) && raw.honeypot === "")
    return { kind: "problems", problems: ["form_expired"] };
  const read = judgeSubmission(raw, {
    form,
    version: seen ?? version,
    locale,
    guard: guards.form,
    minFillMs,
    ownPage: `${deps.pagesUrl}/f/${form.publicId}`,
    ip,
  });
  if (read.kind !== "submission" || version.definition.settings.proofOfWork !== true) return read;
  const solved = await guards.work.accepts(tx, accountId, form.publicId, raw.work);
  return solved ? read : { kind: "problems", problems: ["work_missing"] };
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
