import type { ImportRemark } from "../../contract/import-texts.ts";
import { networkOf } from "../pages/index.ts";
import { classify, decisionOf } from "./evidence-class.ts";
import type { ParsedLine } from "./read-line.ts";
import { readMoment, readYesNo, type Moment } from "./read-values.ts";
import type { Recipe } from "./recipe.ts";
import { says, type ForeignStatus } from "./status.ts";

/** Evidence of a consent in a line; complete, or what is missing. */
export type LineConsent =
  | {
      complete: true;
      given: Moment;
      /** Of the double opt-in, where the file tells it apart from the sign-up. */
      confirmed: Moment | undefined;
      source: string;
      network: string | undefined;
      lastMailedAt: Date | null;
    }
  /** `only`: not even an unverified subscription, just the contact. */
  | { complete: false; missing: ImportRemark; only?: "contact" };

const MAX_SOURCE = 300;

/**
 * CON-23: without time and source a consent stays unverified. What the other system calls unconfirmed is never mailed,
 * and the decision on each class of evidence can only take away.
 */
export function judgeConsent(
  line: ParsedLine,
  values: Record<string, string>,
  status: ForeignStatus | undefined,
  recipe: Recipe,
  now: Date,
): void {
  const waiting = status === "unconfirmed" || neverActivated(values, recipe);
  if (waiting || status === "unknown") {
    const missing = status === "unknown" ? "status_unknown" : "consent_unconfirmed";
    line.consent = { complete: false, missing, only: "contact" };
    return;
  }
  const read = readConsent(values, recipe, now);
  line.evidence = classify(
    {
      hasDate: isMoment(values["consent.date"], recipe, now),
      hasConfirmation: isMoment(values["consent.confirmedAt"], recipe, now),
      hasIp: read.complete ? read.network !== undefined : says(values["consent.ip"] ?? ""),
    },
    recipe.kit,
  );
  const decision = decisionOf(line.evidence, recipe.triage);
  const missing = read.complete ? ("consent_set_aside" as const) : read.missing;
  line.consent =
    decision === "contact"
      ? { complete: false, missing, only: "contact" }
      : decision === "unverified"
        ? { complete: false, missing }
        : read;
}

/** CleverReach keeps who never confirmed among the others: signed up, but the time of activation is empty or 0. */
const neverActivated = (values: Record<string, string>, { kit, mapping }: Recipe): boolean =>
  kit === "cleverreach" &&
  mapping.includes("consent.confirmedAt") &&
  !says(values["consent.confirmedAt"] ?? "");

const isMoment = (text: string | undefined, recipe: Recipe, now: Date): boolean =>
  text !== undefined && readMoment(text, recipe.timeZone, now) !== undefined;

function readConsent(values: Record<string, string>, recipe: Recipe, now: Date): LineConsent {
  const { consent } = recipe;
  if (consent.evidence === "none") return { complete: false, missing: "consent_none" };
  const confirmation = values["consent.confirmedAt"] ?? "";
  const confirmed = says(confirmation) ? readMoment(confirmation, recipe.timeZone, now) : undefined;
  const date = values["consent.date"] ?? "";
  if (!says(date) && !says(confirmation))
    return { complete: false, missing: "consent_date_missing" };
  const given = says(date) ? readMoment(date, recipe.timeZone, now) : confirmed;
  if (given === undefined) return { complete: false, missing: "consent_date_unreadable" };
  const source = sourceOf(values["consent.source"], consent.source);
  if (source === "") return { complete: false, missing: "consent_source_missing" };
  const ip = values["consent.ip"] ?? "";
  const lastMailed = values["consent.lastMailed"] ?? "";
  const mailed = lastMailed === "" ? undefined : readMoment(lastMailed, recipe.timeZone, now);
  return {
    complete: true,
    given,
    confirmed,
    source,
    network: ip === "" ? undefined : networkOf(ip, { v4: 24, v6: 48 }),
    lastMailedAt: mailed?.at ?? consent.lastMailedAt,
  };
}

/** TRK-03, TRK-04: a yes counts only with its time, source and an approved wording; everything else stays unknown. */
export function readProfiling(
  line: ParsedLine,
  values: Record<string, string>,
  recipe: Recipe,
  now: Date,
): void {
  const answer = readYesNo(values["profiling"] ?? "");
  if (answer === false) return;
  if (answer === undefined) return void line.remarks.push("profiling_unreadable");
  const given = readMoment(values["profiling.date"] ?? "", recipe.timeZone, now);
  if (given === undefined) return void line.remarks.push("profiling_date_missing");
  const source = sourceOf(values["profiling.source"], recipe.profiling.source);
  if (source === "") return void line.remarks.push("profiling_source_missing");
  const named = values["profiling.wording"] ?? "";
  const version =
    named === "" ? recipe.profiling.wordingVersionId : recipe.profiling.versions.get(named);
  if (version === undefined) return void line.remarks.push("profiling_wording_missing");
  line.profiling = { given, source, wordingVersionId: version };
}

function sourceOf(own: string | undefined, common: string | undefined): string {
  return (own || common || "")
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, MAX_SOURCE)
    .toWellFormed();
}
