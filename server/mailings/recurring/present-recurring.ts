import type {
  OccurrenceView,
  RecurringDetail,
  RecurringView,
} from "../../../contract/recurring.ts";
import { allFields } from "../../contacts/index.ts";
import { feedsForContent } from "../../content/index.ts";
import { findListsById } from "../../lists/index.ts";
import type { Tx } from "../../platform/index.ts";
import { findSegmentById } from "../../segments/index.ts";
import { approvalState } from "../approval.ts";
import { latestApprovals } from "../approvals.store.ts";
import type { MailingDeps } from "../deps.ts";
import { findMailingById } from "../mailings.store.ts";
import { lookAtTemplate } from "./manage-recurring.ts";
import { nextDates } from "./recurrence.ts";
import { occurrencesOf, occurrenceSums, type Recurring } from "./recurring.store.ts";

/** Dates that are shown ahead. */
const SHOWN = 3;
const HISTORY = 60;

export async function presentRecurring(
  tx: Tx,
  recurring: Recurring,
  now: Date,
  sums?: Awaited<ReturnType<typeof occurrenceSums>>,
): Promise<RecurringView> {
  const template = (await findMailingById(tx, recurring.mailingId))!;
  const lists = await findListsById(tx, template.listIds);
  const { segment } = template.settings;
  const found = segment && (await findSegmentById(tx, segment.id));
  const { feedKey, zoneField } = recurring;
  const field =
    zoneField === null ? undefined : (await allFields(tx)).find((one) => one.key === zoneField);
  const feeds = feedKey === null ? {} : await feedsForContent(tx, [feedKey]);
  const { lastAt, open } = (sums ?? (await occurrenceSums(tx))).get(recurring.id) ?? {
    lastAt: null,
    open: 0,
  };
  return {
    id: recurring.publicId,
    name: recurring.name,
    state: recurring.state,
    template: {
      id: template.publicId,
      subject: template.subject,
      lists: lists.map((list) => list.name),
      segment: found?.name ?? segment?.name ?? null,
    },
    rule: recurring.rule,
    time: recurring.time,
    zone: recurring.zone,
    startsOn: recurring.startsOn,
    endsOn: recurring.endsOn,
    aheadMinutes: recurring.aheadMinutes,
    zoneField,
    zoneFieldName: zoneField === null ? null : (field?.label ?? zoneField),
    feedKey,
    feedName: feedKey === null ? null : (feeds[feedKey]?.name ?? feedKey),
    next: comingDates(recurring, now, SHOWN).map(({ at }) => at.toISOString()),
    lastAt: lastAt?.toISOString() ?? null,
    open,
  };
}

/** The dates of a plan that are to come; of one that was not started those it would have. None of one that rests. */
export function comingDates(
  recurring: Recurring,
  now: Date,
  count: number,
): { local: string; at: Date }[] {
  if (recurring.state === "draft") return nextDates(recurring, { at: now }, count);
  if (recurring.state !== "active" || recurring.nextLocal === null) return [];
  const before = new Date(Date.parse(`${recurring.nextLocal}:00Z`) - 60_000);
  return nextDates(recurring, { at: now, local: before.toISOString().slice(0, 16) }, count);
}

export async function presentDetail(
  tx: Tx,
  deps: MailingDeps,
  recurring: Recurring,
): Promise<RecurringDetail> {
  const now = deps.clock.now();
  const { readiness } = await lookAtTemplate(tx, deps, recurring);
  return {
    ...(await presentRecurring(tx, recurring, now)),
    startedBy: recurring.startedByName,
    problems: readiness.problems,
    findings: readiness.findings.filter((finding) => finding.severity === "block").length,
    recipients: readiness.audience.mailable,
    approval: readiness.approval,
    occurrences: await presentOccurrences(tx, recurring),
  };
}

async function presentOccurrences(tx: Tx, recurring: Recurring): Promise<OccurrenceView[]> {
  const found = await occurrencesOf(tx, recurring.id, HISTORY);
  const approvals = await latestApprovals(
    tx,
    found.flatMap((one) => one.mailingId ?? []),
  );
  const shown: OccurrenceView[] = [];
  for (const one of found) {
    const mailing = one.mailingId === null ? undefined : await findMailingById(tx, one.mailingId);
    shown.push({
      id: one.local,
      dueAt: one.dueAt.toISOString(),
      state: one.state,
      mailing: mailing
        ? {
            id: mailing.publicId,
            name: mailing.name,
            state: mailing.state,
            approvalState: approvalState(mailing, approvals.get(mailing.id)),
          }
        : null,
      entries: one.entries,
      reason: one.detail.reason ?? null,
      problems: one.detail.problems ?? [],
    });
  }
  return shown;
}
