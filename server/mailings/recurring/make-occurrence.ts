import { audit, systemActor } from "../../accounts/index.ts";
import { refreshFeeds } from "../../content/index.ts";
import { endPlanAlarm, missedAfterMs, raisePlanAlarm } from "../../delivery/index.ts";
import { AppError, type Tx } from "../../platform/index.ts";
import { checkReadiness, type Readiness } from "../check-readiness.ts";
import { cloneMailing } from "../clone-mailing.ts";
import { requestApproval } from "../decide-approval.ts";
import type { MailingDeps } from "../deps.ts";
import { SINGLE_PERSON_DELAY_MS, type Mailing } from "../mailing.ts";
import { findMailingById, setSettings, setTestSent } from "../mailings.store.ts";
import { scheduleMailing } from "../schedule-mailing.ts";
import { findTranslation } from "../translations.store.ts";
import { newEntries, noteEntries } from "./entries.ts";
import { nextDates, type Due } from "./recurrence.ts";
import {
  dueRecurring,
  findOccurrence,
  findRecurring,
  insertOccurrence,
  lockRecurring,
  setNext,
  setOccurrence,
  setRecurringState,
  unfinishedOccurrences,
  type Occurrence,
  type Recurring,
} from "./recurring.store.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A feed that gave nothing is asked again after this long. */
const ASK_AGAIN_MS = 5 * MINUTE_MS;
/** Dates that are worked through in one go after an outage. */
const MOST_AT_ONCE = 400;

/** Makes what is due of all accounts. One that fails holds up no other; it is tried again with the next look. */
export async function makeDueOccurrences(deps: MailingDeps): Promise<void> {
  for (const { accountId, publicId } of await deps.db.worker((tx) =>
    dueRecurring(tx, deps.clock.now()),
  )) {
    try {
      await makeOccurrences(deps, accountId, publicId);
    } catch (error) {
      deps.log.error({ err: error, recurring: publicId }, "an issue was not made");
    }
  }
}

/** Makes the due issues of one recurring mailing, each at most once. */
export async function makeOccurrences(
  deps: MailingDeps,
  accountId: number,
  publicId: string,
): Promise<void> {
  const unfinished = await deps.db.account(accountId, async (tx) => {
    const recurring = await findRecurring(tx, publicId);
    return recurring ? unfinishedOccurrences(tx, recurring.id) : [];
  });
  for (const occurrence of unfinished) await finish(deps, accountId, publicId, occurrence);
  for (let made = 0; made < MOST_AT_ONCE; made++) {
    const feedKey = await deps.db.account(accountId, async (tx) => {
      const recurring = await findRecurring(tx, publicId);
      return recurring && (await dueOf(deps, recurring)) ? recurring.feedKey : undefined;
    });
    if (feedKey === undefined) return;
    if (feedKey !== null) await refreshFeeds(deps, accountId, [feedKey], ASK_AGAIN_MS);
    const next = await deps.db.account(accountId, (tx) => begin(tx, deps, accountId, publicId));
    if (next === "wait") return;
    if (next !== "done") await finish(deps, accountId, publicId, next);
  }
}

/** The next date when it is time to make it, by the rules of its zone known now. */
async function dueOf(deps: MailingDeps, recurring: Recurring): Promise<Due | undefined> {
  if (recurring.state !== "active" || recurring.nextLocal === null) return undefined;
  // The date of this name by the rules of its zone known now, or the first after it where it is gone.
  const planned = Date.parse(`${recurring.nextLocal}:00Z`);
  const [due] = nextDates(
    recurring,
    {
      at: new Date(planned - DAY_MS),
      local: new Date(planned - MINUTE_MS).toISOString().slice(0, 16),
    },
    1,
  );
  const from = due && due.at.getTime() - recurring.aheadMinutes * MINUTE_MS;
  return from === undefined || from > deps.clock.now().getTime() ? undefined : due;
}

/** One date: passed over, skipped, or its mailing made. Wait: the feed is asked again later. */
async function begin(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  publicId: string,
): Promise<Occurrence | "done" | "wait"> {
  const recurring = await lockRecurring(tx, publicId);
  const due = recurring && (await dueOf(deps, recurring));
  if (!recurring || !due) return "wait";
  const now = deps.clock.now();
  const late = now.getTime() - due.at.getTime();
  const grace = await missedAfterMs(tx, accountId);
  const [next] = nextDates(recurring, { at: due.at, local: due.local }, 1);
  const note = async (
    state: Occurrence["state"],
    detail: Occurrence["detail"],
  ): Promise<number | undefined> => {
    await setNext(tx, recurring.id, next);
    if (!next) await setRecurringState(tx, recurring.id, "ended", now);
    const { local, at: dueAt } = due;
    const known = { recurringId: recurring.id, local, dueAt, state, detail, at: now };
    return insertOccurrence(tx, accountId, known);
  };
  if (late > grace) {
    // Of several that an outage swallowed only the last may still be wanted.
    const isLast = !next || now.getTime() - next.at.getTime() <= grace;
    const id = await note(isLast ? "missed" : "dropped", { reason: "outage" });
    if (isLast && id !== undefined) await tell(tx, deps, accountId, recurring, due);
    return "done";
  }
  if (recurring.feedKey !== null) {
    const news = await newEntries(tx, {
      id: recurring.id,
      feed: recurring.feedKey,
      occurrence: null,
    });
    if (news.away && now.getTime() < due.at.getTime() + grace - ASK_AGAIN_MS) return "wait";
    if (news.away) {
      const id = await note("failed", { reason: "feed_away" });
      if (id !== undefined) await tell(tx, deps, accountId, recurring, due);
      return "done";
    }
    if (news.entries.length === 0) {
      await note("skipped", { reason: "nothing_new" });
      return "done";
    }
  }
  const id = await note("making", {});
  if (id === undefined) return "done";
  await copyTemplate(tx, deps, accountId, recurring, { id, dueAt: due.at });
  return (await findOccurrence(tx, recurring.id, due.local))!;
}

/** The issue's own mailing: the template with the day in its name. */
async function copyTemplate(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  recurring: Recurring,
  occurrence: { id: number; dueAt: Date },
): Promise<Mailing> {
  const template = (await findMailingById(tx, recurring.mailingId))!;
  const day = new Intl.DateTimeFormat(template.locale === "de" ? "de-DE" : "en-GB", {
    timeZone: recurring.zone,
    day: template.locale === "de" ? "2-digit" : "numeric",
    month: template.locale === "de" ? "2-digit" : "long",
    year: "numeric",
  }).format(occurrence.dueAt);
  const now = deps.clock.now();
  const by = { operatorId: recurring.startedBy, pagesUrl: deps.pagesUrl, at: now };
  const name = `${recurring.name}, ${day}`;
  const made = await cloneMailing(tx, accountId, template, { name }, by);
  const link = { id: recurring.id, occurrence: occurrence.id, feed: recurring.feedKey };
  const other = await findTranslation(tx, made.id);
  for (const version of [made, ...(other ? [other] : [])])
    await setSettings(tx, version.id, { ...version.settings, recurring: link });
  // The template was looked at as a test mail; what feeds bring is checked like everything else.
  if (template.testSentAt) await setTestSent(tx, made.id, template.testSentAt);
  await setOccurrence(tx, occurrence.id, { mailingId: made.id });
  const mailing = (await findMailingById(tx, made.id))!;
  await noteEntries(tx, mailing);
  return mailing;
}

/** Schedules an issue through the same door as every mailing, or asks the second person, or tells what stands in the way. */
export async function finish(
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  occurrence: Occurrence,
): Promise<void> {
  let problems: { de: string; en: string }[];
  try {
    problems = await deps.db.account(accountId, (tx) =>
      planIssue(tx, deps, accountId, publicId, occurrence),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    problems = [{ de: error.message, en: error.message }];
  }
  if (problems.length === 0) return;
  await deps.db.account(accountId, async (tx) => {
    const recurring = (await findRecurring(tx, publicId))!;
    await setOccurrence(tx, occurrence.id, {
      state: "failed",
      detail: { reason: "not_ready", problems: problems.slice(0, 5) },
    });
    await tell(tx, deps, accountId, recurring, { local: occurrence.local, at: occurrence.dueAt });
  });
}

async function planIssue(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  publicId: string,
  occurrence: Occurrence,
): Promise<{ de: string; en: string }[]> {
  const recurring = (await lockRecurring(tx, publicId))!;
  const mailing = await findMailingById(tx, occurrence.mailingId!);
  if (mailing?.state !== "draft") {
    await setOccurrence(tx, occurrence.id, { state: "made" });
    return [];
  }
  const readiness = await checkReadiness(tx, deps, mailing);
  if (!readiness.ready) return blocking(readiness);
  const actor = {
    name: recurring.startedByName ?? recurring.name,
    ...(recurring.startedBy === null ? {} : { operatorId: recurring.startedBy }),
  };
  const now = deps.clock.now();
  const pause = readiness.approval === "typed_number_and_delay" ? SINGLE_PERSON_DELAY_MS : 0;
  const at = new Date(Math.max(occurrence.dueAt.getTime(), now.getTime() + pause));
  if (readiness.approval === "second_person" && !readiness.approved)
    await requestApproval(tx, deps, accountId, actor, mailing.publicId, {
      schedule: at > now ? { at: at.toISOString() } : {},
    });
  else
    await scheduleMailing(tx, deps, accountId, actor, mailing.publicId, { at, isConfirmed: true });
  await audit(tx, accountId, systemActor, "recurring.issue_made", {
    objectType: "mailing",
    objectId: mailing.publicId,
    detail: { recurring: recurring.publicId, local: occurrence.local, at: at.toISOString() },
  });
  await setOccurrence(tx, occurrence.id, { state: "made" });
  return [];
}

function blocking({ problems, findings }: Readiness): { de: string; en: string }[] {
  return [...problems, ...findings]
    .filter((one) => one.severity === "block")
    .map(({ message }) => message);
}

async function tell(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  recurring: Recurring,
  due: Due,
): Promise<void> {
  await raisePlanAlarm(tx, deps, accountId, {
    code: "occurrence",
    subject: `${recurring.id}:${due.local}`,
    mailingId: recurring.mailingId,
    dueAt: due.at,
    path: `/mailings/wiederkehrend/${recurring.publicId}`,
  });
}

/** Somebody decided about an issue. */
export function endTold(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  occurrence: Pick<Occurrence, "recurringId" | "local">,
  by: string,
): Promise<void> {
  const subject = `${occurrence.recurringId}:${occurrence.local}`;
  return endPlanAlarm(tx, deps, accountId, { code: "occurrence", subject, by });
}

/** Takes up an issue that a person wants after all; its mailing is made where there is none yet. Call `finish` afterwards. */
export async function retryOccurrence(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  recurring: Recurring,
  occurrence: Occurrence,
): Promise<Occurrence> {
  const mailing =
    occurrence.mailingId === null ? undefined : await findMailingById(tx, occurrence.mailingId);
  if (!mailing) await copyTemplate(tx, deps, accountId, recurring, occurrence);
  await setOccurrence(tx, occurrence.id, { state: "making", detail: {} });
  return (await findOccurrence(tx, recurring.id, occurrence.local))!;
}
