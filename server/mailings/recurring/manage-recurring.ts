import type { NewRecurring, RecurringChange } from "../../../contract/recurring.ts";
import { getAccount, personBehind } from "../../accounts/index.ts";
import { feedsForContent, feedsIn } from "../../content/index.ts";
import { conflict, notFound, type Actor, type Tx } from "../../platform/index.ts";
import { checkReadiness, type Readiness } from "../check-readiness.ts";
import { cloneMailing } from "../clone-mailing.ts";
import type { MailingDeps } from "../deps.ts";
import type { Mailing } from "../mailing.ts";
import { archiveMailing, findMailing, findMailingById } from "../mailings.store.ts";
import { notReady } from "../schedule-mailing.ts";
import { endTold } from "./finish-occurrence.ts";
import { retryOccurrence } from "./make-occurrence.ts";
import { entryOf } from "./entries.ts";
import { clocksSpan, nextDates, type Due } from "./recurrence.ts";
import {
  findOccurrence,
  findRecurring,
  insertRecurring,
  lockRecurring,
  noteStarted,
  occurrencesOf,
  setNext,
  setOccurrence,
  setRecurringState,
  updateRecurring,
  type Occurrence,
  type Recurring,
  type RecurringFields,
  type RecurringState,
} from "./recurring.store.ts";
import { requirePlan, todayIn } from "./require-plan.ts";
import { IS_TEMPLATE } from "./template-problems.ts";

const AHEAD = { letter: 24 * 60, feed: 60 };

/**
 * Makes a recurring mailing of a newsletter: a copy of it becomes the template. Nothing is sent before somebody starts it.
 * Throws 409 `recurring_needs_newsletter`, 422 where the plan is none.
 */
export async function createRecurring(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  input: NewRecurring,
  operatorId: number | null,
): Promise<Recurring> {
  const original = await findMailing(tx, input.mailingId);
  if (!original) throw notFound("mailing");
  const { purpose, behaviour, again } = original.settings;
  if (original.kind !== "newsletter" || purpose || behaviour || again !== undefined)
    throw conflict("recurring_needs_newsletter", "Only a newsletter to its lists recurs.", {
      hint: "Follow-ups, second attempts, questions and mailings on another basis do not.",
    });
  const { timezone } = await getAccount(tx);
  const now = deps.clock.now();
  const zone = input.zone ?? timezone;
  const feedKey = input.feedKey ?? null;
  const fields: RecurringFields = {
    name: input.name,
    rule: input.rule,
    time: input.time,
    zone,
    startsOn: input.startsOn ?? todayIn(zone, now),
    endsOn: input.endsOn ?? null,
    aheadMinutes: input.aheadMinutes ?? (feedKey === null ? AHEAD.letter : AHEAD.feed),
    zoneField: input.zoneField ?? null,
    feedKey,
  };
  await requirePlan(tx, fields);
  const by = { operatorId, pagesUrl: deps.pagesUrl, at: now };
  const template = await cloneMailing(tx, accountId, original, { name: input.name }, by);
  const publicId = await insertRecurring(tx, accountId, template.id, fields, now);
  return (await findRecurring(tx, publicId))!;
}

/** Changes the plan. Dates that were made stay as they are; the next one follows the new plan. */
export async function changeRecurring(
  tx: Tx,
  deps: MailingDeps,
  publicId: string,
  input: RecurringChange,
): Promise<Recurring> {
  const known = await lockIn(tx, publicId, ["draft", "active", "paused"]);
  const { feedKey = known.feedKey } = input;
  if (known.state !== "draft" && feedKey !== known.feedKey)
    throw conflict("recurring_started", "Which feed it waits for is fixed once it was started.", {
      hint: "End it and make another one.",
    });
  const fields: RecurringFields = { ...known, ...input, feedKey };
  await requirePlan(tx, fields);
  await updateRecurring(tx, known.id, fields);
  const next = { ...known, ...fields };
  if (known.state === "active") await setNext(tx, known.id, await nextFor(tx, deps, next));
  return (await findRecurring(tx, publicId))!;
}

/**
 * Starts it: from now on issues are made by themselves, in the name of whoever started it. Refused with what stands in the
 * way of the template. Where a typed number of recipients is asked for, it is typed once, here (CNT-18); where a second
 * person approves, they do so for each issue. Throws 409 `recurring_feed_unused`, `recurring_no_date`,
 * `recipients_not_confirmed`.
 */
export async function startRecurring(
  tx: Tx,
  deps: MailingDeps,
  actor: Pick<Actor, "operatorId" | "apiKeyId">,
  publicId: string,
  input: { confirmRecipients?: number; isConfirmed?: boolean; withPresent?: boolean },
): Promise<Recurring> {
  const recurring = await lockIn(tx, publicId, ["draft"]);
  const { template, readiness } = await lookAtTemplate(tx, deps, recurring);
  if (!readiness.ready) throw notReady(readiness);
  const { approval, audience } = readiness;
  const typed = approval === "typed_number" || approval === "typed_number_and_delay";
  if (typed && !input.isConfirmed && input.confirmRecipients !== audience.mailable)
    throw conflict(
      "recipients_not_confirmed",
      `Type the number of recipients, ${audience.mailable}, to confirm (CNT-18).`,
      { extra: { recipients: audience.mailable } },
    );
  const { feedKey } = recurring;
  if (
    feedKey !== null &&
    !feedsIn(template.subject, template.preheader, template.html, template.text).includes(feedKey)
  )
    throw conflict("recurring_feed_unused", "The template does not show the feed it waits for.", {
      hint: `Put {% for item in feeds.${feedKey}.items %} into it.`,
    });
  const present =
    feedKey === null || input.withPresent
      ? []
      : ((await feedsForContent(tx, [feedKey]))[feedKey]?.items.map(entryOf) ?? []);
  await noteStarted(tx, recurring.id, await personBehind(tx, actor), present);
  return goOn(tx, deps, recurring);
}

export async function pauseRecurring(tx: Tx, publicId: string, at: Date): Promise<Recurring> {
  const recurring = await lockIn(tx, publicId, ["active"]);
  await setNext(tx, recurring.id, undefined);
  await setRecurringState(tx, recurring.id, "paused", at);
  return (await findRecurring(tx, publicId))!;
}

/** Goes on with the next date to come; what lay in the pause is over. */
export async function resumeRecurring(
  tx: Tx,
  deps: MailingDeps,
  publicId: string,
): Promise<Recurring> {
  return goOn(tx, deps, await lockIn(tx, publicId, ["paused"]));
}

/** Ends it for good. Issues that are scheduled stay mailings like any other. */
export async function endRecurring(tx: Tx, publicId: string, at: Date): Promise<Recurring> {
  const recurring = await lockIn(tx, publicId, ["draft", "active", "paused"]);
  await setNext(tx, recurring.id, undefined);
  await setRecurringState(tx, recurring.id, "ended", at);
  return (await findRecurring(tx, publicId))!;
}

/** Somebody decided that an issue which was missed or failed goes out after all, now or at its time. */
export async function sendOccurrence(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Pick<Actor, "name">,
  at: { publicId: string; local: string },
): Promise<{ recurring: Recurring; occurrence: Occurrence }> {
  const { recurring, occurrence } = await lockOpen(tx, at);
  await endTold(tx, deps, accountId, occurrence, actor.name);
  return {
    recurring,
    occurrence: await retryOccurrence(tx, deps, accountId, recurring, occurrence),
  };
}

/** Somebody decided that an issue does not go out; its draft is put away. */
export async function dropOccurrence(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Pick<Actor, "name">,
  at: { publicId: string; local: string },
): Promise<Recurring> {
  const { recurring, occurrence } = await lockOpen(tx, at);
  await endTold(tx, deps, accountId, occurrence, actor.name);
  const mailing =
    occurrence.mailingId === null ? undefined : await findMailingById(tx, occurrence.mailingId);
  if (mailing?.state === "draft") await archiveMailing(tx, mailing.id, deps.clock.now());
  const detail = { ...occurrence.detail, reason: "taken_back" as const };
  await setOccurrence(tx, occurrence.id, { state: "dropped", detail });
  return recurring;
}

/** The template as the final check sees it, without the fact that it is one. */
export async function lookAtTemplate(
  tx: Tx,
  deps: MailingDeps,
  recurring: Recurring,
): Promise<{ template: Mailing; readiness: Readiness }> {
  const template = (await findMailingById(tx, recurring.mailingId))!;
  const readiness = await checkReadiness(tx, deps, template);
  const problems = readiness.problems.filter((problem) => problem.code !== IS_TEMPLATE);
  const ready = ![...problems, ...readiness.findings].some((one) => one.severity === "block");
  return { template, readiness: { ...readiness, problems, ready } };
}

async function goOn(tx: Tx, deps: MailingDeps, recurring: Recurring): Promise<Recurring> {
  const next = await nextFor(tx, deps, recurring);
  if (!next)
    throw conflict("recurring_no_date", "There is no date to come in this plan.", {
      hint: "Change the rule or its end.",
    });
  await setNext(tx, recurring.id, next);
  await setRecurringState(tx, recurring.id, "active", deps.clock.now());
  return (await findRecurring(tx, recurring.publicId))!;
}

/** The next date, on a day that has no issue yet. */
async function nextFor(tx: Tx, deps: MailingDeps, plan: Recurring): Promise<Due | undefined> {
  const [last] = await occurrencesOf(tx, plan.id, 1);
  const local = last ? `${last.local.slice(0, 10)}T23:59` : null;
  const now = deps.clock.now();
  if (plan.zoneField === null) return nextDates(plan, { at: now, local }, 1)[0];
  // Where the recipients' clocks count, a date that has come somewhere on earth is no date to come any more.
  return nextDates(plan, { at: now, local }, DATES_UNDER_WAY).find(
    (due) => clocksSpan(due.local).first > now,
  );
}

/** A date is under way for 26 hours, so of daily ones two may be; one more is to come. */
const DATES_UNDER_WAY = 3;

async function lockIn(
  tx: Tx,
  publicId: string,
  states: readonly RecurringState[],
): Promise<Recurring> {
  const recurring = await lockRecurring(tx, publicId);
  if (!recurring) throw notFound("recurring_mailing");
  if (!states.includes(recurring.state))
    throw conflict(
      "recurring_state",
      `A recurring mailing in state ${recurring.state} cannot do this.`,
      {
        hint: `This works in: ${states.join(", ")}.`,
      },
    );
  return recurring;
}

async function lockOpen(
  tx: Tx,
  { publicId, local }: { publicId: string; local: string },
): Promise<{ recurring: Recurring; occurrence: Occurrence }> {
  const recurring = await lockRecurring(tx, publicId);
  const occurrence = recurring && (await findOccurrence(tx, recurring.id, local));
  if (!recurring || !occurrence) throw notFound("issue");
  if (occurrence.state !== "missed" && occurrence.state !== "failed")
    throw conflict("issue_state", `This issue is ${occurrence.state}; there is nothing to decide.`);
  return { recurring, occurrence };
}
