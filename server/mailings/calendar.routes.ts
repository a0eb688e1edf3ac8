import {
  CalendarQuery,
  CalendarSchema,
  RescheduleSchema,
  type CalendarView,
} from "../../contract/calendar.ts";
import { IdParams } from "../../contract/common.ts";
import { MailingSchema } from "../../contract/mailings.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { findListsById } from "../lists/index.ts";
import { invalid, route, type RouteSpec, type Tx } from "../platform/index.ts";
import { approvalState } from "./approval.ts";
import { latestApprovals } from "./approvals.store.ts";
import { findClashes } from "./calendar.ts";
import { mailingsBetween } from "./calendar.store.ts";
import { campaignTags } from "./campaigns.store.ts";
import type { MailingDeps } from "./deps.ts";
import { listCaps, mailingRules } from "./mailing-rules.store.ts";
import { findMailingById } from "./mailings.store.ts";
import { comingDates } from "./recurring/present-recurring.ts";
import { allRecurring } from "./recurring/recurring.store.ts";
import { presentMailing } from "./present-mailing.ts";
import { rescheduleMailing } from "./schedule-mailing.ts";

const DAY_MS = 86_400_000;
const MOST_DAYS = 70;
/** The longest cap looks back so far. */
const BACK_DAYS = 90;

/** What goes out when, and what gets in each other's way. */
export function calendarRoutes(deps: MailingDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/mailing-calendar",
      permission: "mailings.read",
      tag: "Mailings",
      summary:
        "Mailings that were sent, are planned or wait for approval in a span of days, and clashes by the caps.",
      query: CalendarQuery,
      response: CalendarSchema,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const from = new Date(query.from);
          const to = new Date(query.to);
          if (to <= from || to.getTime() - from.getTime() > MOST_DAYS * DAY_MS)
            throw invalid("span_invalid", `A span of at most ${MOST_DAYS} days.`, {
              errors: [{ path: "/to", message: "After `from`, and not too far." }],
            });
          const coming = await comingIssues(tx, { from, to, now: deps.clock.now() });
          return { ...(await calendar(tx, from, to)), coming };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/reschedule",
      permission: "mailings.send",
      tag: "Mailings",
      summary: "Move a scheduled mailing to another time. Its approval stays.",
      params: IdParams,
      body: RescheduleSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const { at, local } = body;
          const mailing = await rescheduleMailing(tx, deps, accountId, params.id, {
            ...(at === undefined ? {} : { at: new Date(at) }),
            ...(local === undefined ? {} : { local }),
          });
          await audit(tx, accountId, actor, "mailing.rescheduled", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { at: mailing.scheduledAt?.toISOString() },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
  ];
}

/** Dates of recurring mailings whose issues are not made yet. */
async function comingIssues(
  tx: Tx,
  { from, to, now }: { from: Date; to: Date; now: Date },
): Promise<CalendarView["coming"]> {
  const found: CalendarView["coming"] = [];
  for (const recurring of await allRecurring(tx)) {
    if (recurring.state !== "active") continue;
    const template = (await findMailingById(tx, recurring.mailingId))!;
    const tags = await campaignTags(tx, template.campaignId === null ? [] : [template.campaignId]);
    for (const { at } of comingDates(recurring, now > from ? now : from, MOST_DAYS)) {
      if (at >= to) break;
      found.push({
        recurringId: recurring.publicId,
        name: recurring.name,
        at: at.toISOString(),
        needsNews: recurring.feedKey !== null,
        campaign: tags.get(template.campaignId ?? 0) ?? null,
      });
    }
  }
  return found;
}

async function calendar(tx: Tx, from: Date, to: Date): Promise<Omit<CalendarView, "coming">> {
  const { timezone } = await getAccount(tx);
  const { cap } = await mailingRules(tx);
  const ofLists = await listCaps(tx);
  const caps = [...(cap ? [{ listId: null, ...cap }] : []), ...ofLists];
  const back = caps.length === 0 ? from : new Date(from.getTime() - BACK_DAYS * DAY_MS);
  const found = await mailingsBetween(tx, back, to);
  const planned = found.map((row) => ({
    ...row,
    isComing: ["scheduled", "draft", "missed"].includes(row.state),
  }));
  const clashes = findClashes(planned, caps);
  const shown = found.filter((row) => row.at >= from);
  const names = new Map(
    (await findListsById(tx, [...new Set(shown.flatMap((row) => row.listIds))])).map((list) => [
      list.id,
      list.name,
    ]),
  );
  const approvals = await latestApprovals(
    tx,
    shown.map((row) => row.id),
  );
  const tags = await campaignTags(
    tx,
    shown.flatMap((row) => row.campaignId ?? []),
  );
  return {
    timezone,
    items: shown.map((row) => ({
      id: row.publicId,
      name: row.name,
      subject: row.subject,
      state: row.state,
      approvalState: approvalState(row, approvals.get(row.id)),
      at: row.at.toISOString(),
      lists: row.listIds.flatMap((id) => names.get(id) ?? []),
      campaign: tags.get(row.campaignId ?? 0) ?? null,
      clashes: (clashes.get(row.id) ?? []).map(({ cap: { listId, max, days }, others }) => ({
        list: ofLists.find((one) => one.listId === listId)?.name ?? null,
        max,
        days,
        others: others.map(({ publicId, name }) => ({ id: publicId, name })),
      })),
    })),
  };
}
