import type { FastifyRequest } from "fastify";
import { countHit, isWithinLimits, networkOf, type FormGuard } from "../pages/index.ts";
import { parseEmailAddress, type Locale, type Tx } from "../platform/index.ts";
import type { SignupDeps } from "./deps.ts";
import {
  pageOf,
  readParameter,
  type Form,
  type FormSettings,
  type FormVersion,
  type ShownForm,
} from "./form.ts";
import { signupFields, type SignupProblem } from "./pages/index.ts";
import { loadParameters, NETWORK_WINDOW_MS, PAGE_MAX_AGE_MS } from "./parameters.ts";
import type { Submission } from "./submit-form.ts";

/** What arrives from a form, of our own page or of a website, before anything is believed. */
export interface RawSubmission {
  email: string;
  lists: string[];
  tracking: boolean;
  salutation: string;
  firstName: string;
  lastName: string;
  honeypot: string;
  started: unknown;
  version: number | null;
  page: string | undefined;
  /** `older` or `younger`, where the age is asked (CON-22). */
  age: string;
  /** The solved task, if any. */
  work: string;
  /** Whatever else came, of which only the form's own hidden fields are read. */
  parameters: Record<string, unknown>;
}

export type ReadResult =
  | { kind: "submission"; submission: Submission }
  | { kind: "problems"; problems: SignupProblem[] }
  /** A program filled in the trap: it is answered like everybody, and nothing happens. */
  | { kind: "trapped" }
  /** CON-22: younger than the form allows. Nothing is kept, not even that. */
  | { kind: "too_young"; minAge: number };

const MAX_NAME = 100;

/** The fields of a posted form. Fields may come several times; anything else than text is empty. */
export function readFields(body: unknown, referer: string | undefined): RawSubmission {
  const values = (body ?? {}) as Record<string, unknown>;
  const all = (name: string): string[] => {
    const value = values[name];
    return (Array.isArray(value) ? value : [value]).filter(
      (each): each is string => typeof each === "string",
    );
  };
  const text = (name: string) => (all(name)[0] ?? "").trim();
  return {
    email: text(signupFields.email),
    lists: all(signupFields.lists),
    tracking: all(signupFields.profiling).length > 0,
    salutation: text(signupFields.salutation),
    firstName: text(signupFields.firstName),
    lastName: text(signupFields.lastName),
    honeypot: text(signupFields.honeypot),
    started: text(signupFields.started),
    version: readVersion(text("version")),
    page: referer,
    age: text(signupFields.age),
    work: text(signupFields.work),
    parameters: values,
  };
}

/** Null where none was given; what is no number is a version that does not exist. */
function readVersion(text: string): number | null {
  if (text === "") return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/**
 * Checks a sign-up against the version it was shown. Nothing here depends on whether the address is known, so
 * problems may be told (DOI-11).
 */
export function judgeSubmission(
  raw: RawSubmission,
  context: {
    form: Form;
    version: FormVersion;
    locale: Locale;
    guard: FormGuard;
    minFillMs: number;
    ownPage: string;
    ip: string;
  },
): ReadResult {
  if (raw.honeypot !== "") return { kind: "trapped" };
  const { version, locale, guard } = context;
  const { settings, shown } = version.definition;
  const problems: SignupProblem[] = [];
  const age = raw.started === "" ? null : guard.ageOf(raw.started);
  if (age !== null && age > PAGE_MAX_AGE_MS) problems.push("form_expired");
  else if (age !== null && age < context.minFillMs) problems.push("too_fast");
  const address = parseEmailAddress(raw.email);
  if (raw.email === "") problems.push("email_missing");
  else if (!address.ok) problems.push("email_invalid");
  const listIds = idsOf(raw.lists, shown[locale]!);
  if (raw.lists.length === 0) problems.push("list_missing");
  else if (listIds === null) problems.push("list_unknown");
  problems.push(...nameProblems(raw, settings.fields));
  if (settings.minAge !== undefined && raw.age !== "older" && raw.age !== "younger")
    problems.push("age_missing");
  if (problems.length > 0 || !address.ok || listIds === null) return { kind: "problems", problems };
  const minAge = settings.minAge;
  if (minAge !== undefined && raw.age === "younger") return { kind: "too_young", minAge };
  const texts = shown[locale]!;
  return {
    kind: "submission",
    submission: {
      form: context.form,
      version,
      locale,
      email: address.address,
      emailNormalised: address.normalised,
      listIds,
      wantsTracking: raw.tracking && settings.askTracking,
      fields: nameFields(raw, settings.fields),
      page: pageOf(raw.page, settings.embeddedOn) ?? context.ownPage,
      hidden: hiddenFields(settings, raw.parameters),
      age: texts.age && { question: texts.age.question, answer: texts.age.older },
      ip: context.ip,
    },
  };
}

function idsOf(publicIds: string[], shown: ShownForm): number[] | null {
  const ids = [...new Set(publicIds)].map(
    (publicId) => shown.lists.find((list) => list.publicId === publicId)?.listId,
  );
  return ids.some((id) => id === undefined) ? null : (ids as number[]);
}

/** A name is one line of text; a link in it would be carried into other people's mail. */
const NO_NAME = /\p{Cc}|[<>]|:\/\/|www\./iu;

/** What is wrong with the optional fields that the form asks. */
function nameProblems(raw: RawSubmission, asked: FormSettings["fields"]): SignupProblem[] {
  const problems: SignupProblem[] = [];
  const salutations = ["", "frau", "herr", "divers"];
  if (asked.salutation && !salutations.includes(raw.salutation))
    problems.push("salutation_unknown");
  for (const [field, name] of [
    ["firstName", "first_name"],
    ["lastName", "last_name"],
  ] as const) {
    if (!asked[field]) continue;
    if (raw[field].length > MAX_NAME) problems.push(`${name}_too_long`);
    else if (NO_NAME.test(raw[field]) || !raw[field].isWellFormed())
      problems.push(`${name}_invalid`);
  }
  return problems;
}

/** The form's hidden fields with where each value came from. Fixed values are the version's, never the request's. */
function hiddenFields(
  { hidden = [] }: FormSettings,
  parameters: Record<string, unknown>,
): Submission["hidden"] {
  return hidden.flatMap(({ name, value }): Submission["hidden"] => {
    if (value !== null) return [{ name, value, origin: "form" }];
    const given = Object.hasOwn(parameters, name) ? readParameter(parameters[name]) : undefined;
    return given === undefined ? [] : [{ name, value: given, origin: "address" }];
  });
}

function nameFields(
  raw: RawSubmission,
  asked: { salutation: boolean; firstName: boolean; lastName: boolean },
): Submission["fields"] {
  const { salutation, firstName, lastName } = raw;
  const isSalutation = salutation === "frau" || salutation === "herr" || salutation === "divers";
  return {
    ...(asked.salutation && isSalutation ? { salutation } : {}),
    ...(asked.firstName && firstName !== "" ? { firstName } : {}),
    ...(asked.lastName && lastName !== "" ? { lastName } : {}),
  };
}

/**
 * Counts a sign-up of a network through a form and says whether it is one too many (DOI-11). Without our page's own
 * time seal the limit is stricter, because nothing shows that a person took the time to read.
 */
export async function isNetworkAdmitted(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  visit: { form: Form; ip: string; fromOwnPage: boolean },
): Promise<boolean> {
  const parameters = await loadParameters(tx);
  const network = networkOf(visit.ip, { v4: 32, v6: 64 }) ?? "unknown";
  const at = {
    bucket: visit.fromOwnPage ? "form_network" : "form_network_elsewhere",
    key: `${visit.form.publicId} ${network}`,
    now: deps.clock.now(),
  };
  const max = visit.fromOwnPage ? parameters.perNetwork : parameters.perNetworkElsewhere;
  const limits = [{ max, perMs: NETWORK_WINDOW_MS }];
  if (!(await isWithinLimits(tx, deps, accountId, { ...at, limits }))) return false;
  await countHit(tx, deps, accountId, { ...at, keepMs: 2 * NETWORK_WINDOW_MS, grainMs: 10_000 });
  return true;
}

export function refererOf(request: FastifyRequest): string | undefined {
  const { referer } = request.headers;
  return typeof referer === "string" && referer.length <= 2000 ? referer : undefined;
}
