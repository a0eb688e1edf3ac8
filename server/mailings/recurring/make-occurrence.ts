import { refreshFeeds } from "../../content/index.ts";
import { missedAfterMs } from "../../delivery/index.ts";
import type { Tx } from "../../platform/index.ts";
import { cloneMailing } from "../clone-mailing.ts";
import type { MailingDeps } from "../deps.ts";
import type { Mailing } from "../mailing.ts";
import { findMailingById, setSettings, setTestSent } from "../mailings.store.ts";
import { findTranslation } from "../translations.store.ts";
import { newEntries, noteEntries } from "./entries.ts";
import { finishOccurrence, tell } from "./finish-occurrence.ts";
import { clocksSpan, nextDates, type Due } from "./recurrence.ts";
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
  for (const occurrence of unfinished)
    await finishOccurrence(deps, accountId, publicId, occurrence);
  for (let made = 0; made < MOST_AT_ONCE; made++) {
    const feedKey = await deps.db.account(accountId, async (tx) => {
      const recurring = await findRecurring(tx, publicId);
      return recurring && (await dueOf(deps, recurring)) ? recurring.feedKey : undefined;
    });
    if (feedKey === undefined) return;
    if (feedKey !== null) await refreshFeeds(deps, accountId, [feedKey], ASK_AGAIN_MS);
    const next = await deps.db.account(accountId, (tx) => begin(tx, deps, accountId, publicId));
    if (next === "wait") return;
    if (next !== "done") await finishOccurrence(deps, accountId, publicId, next);
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
  const from = due && beginOf(recurring, due).getTime() - recurring.aheadMinutes * MINUTE_MS;
  return from === undefined || from > deps.clock.now().getTime() ? undefined : due;
}

/** When the first mails of a date may leave: at its instant, or when the first recipient's clock may show it. */
function beginOf({ zoneField }: Recurring, due: Due): Date {
  return zoneField === null ? due.at : clocksSpan(due.local).first;
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

/** Takes up an issue that a person wants after all; its mailing is made where there is none yet. Call `finishOccurrence` afterwards. */
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
