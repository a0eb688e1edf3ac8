import { IdParams } from "../../../contract/common.ts";
import {
  NewRecurringSchema,
  OccurrenceParams,
  RecurringChangeSchema,
  RecurringDetailSchema,
  RecurringListSchema,
  StartRecurringSchema,
  type NewRecurring,
  type RecurringChange,
} from "../../../contract/recurring.ts";
import { audit, personBehind } from "../../accounts/index.ts";
import { refreshFeeds } from "../../content/index.ts";
import { notFound, route, type Actor, type RouteSpec, type Tx } from "../../platform/index.ts";
import type { MailingDeps } from "../deps.ts";
import { requireMaySeeFigures, seesPersons } from "../follow-up.ts";
import { findMailingById } from "../mailings.store.ts";
import { finishOccurrence } from "./finish-occurrence.ts";
import {
  changeRecurring,
  createRecurring,
  dropOccurrence,
  endRecurring,
  pauseRecurring,
  resumeRecurring,
  sendOccurrence,
  startRecurring,
} from "./manage-recurring.ts";
import { presentDetail, presentRecurring } from "./present-recurring.ts";
import { allRecurring, findRecurring, occurrenceSums, type Recurring } from "./recurring.store.ts";

const base = "/api/v1/recurring-mailings";
const tag = "Recurring mailings";
/** Items of a feed this old are fresh enough to begin with, in milliseconds. */
const FRESH_MS = 60_000;

/** Mailings that go out again and again: their plan, their dates, and what became of each. */
export function recurringRoutes(deps: MailingDeps): RouteSpec[] {
  return [...planRoutes(deps), ...actRoutes(deps)];
}

async function show(
  tx: Tx,
  deps: MailingDeps,
  recurring: Recurring,
  actor: Pick<Actor, "permissions">,
) {
  const template = (await findMailingById(tx, recurring.mailingId))!;
  requireMaySeeFigures(template, { seesPersons: seesPersons(actor) });
  return presentDetail(tx, deps, recurring);
}

const object = (recurring: Recurring) => ({
  objectType: "recurring_mailing",
  objectId: recurring.publicId,
});

function planRoutes(deps: MailingDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: base,
      permission: "mailings.read",
      tag,
      summary: "Recurring mailings with their next dates.",
      response: RecurringListSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const sums = await occurrenceSums(tx);
          const items = [];
          for (const one of await allRecurring(tx))
            items.push(await presentRecurring(tx, one, clock.now(), sums));
          return { items };
        }),
    }),
    route({
      method: "GET",
      path: `${base}/:id`,
      permission: "mailings.read",
      tag,
      summary:
        "One recurring mailing: its plan, what stands in the way of its template, and what became of its dates.",
      params: IdParams,
      response: RecurringDetailSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const recurring = await findRecurring(tx, params.id);
          if (!recurring) throw notFound("recurring_mailing");
          return show(tx, deps, recurring, actor);
        }),
    }),
    route({
      method: "POST",
      path: base,
      permission: "mailings.write",
      tag,
      summary: "Make a recurring mailing of a newsletter. Nothing is sent before it is started.",
      body: NewRecurringSchema,
      response: RecurringDetailSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const operatorId = await personBehind(tx, actor);
          const made = await createRecurring(tx, deps, accountId, body as NewRecurring, operatorId);
          await audit(tx, accountId, actor, "recurring.created", object(made));
          return show(tx, deps, made, actor);
        }),
    }),
    route({
      method: "PATCH",
      path: `${base}/:id`,
      permission: "mailings.send",
      tag,
      summary: "Change its plan. Dates that were made stay as they are.",
      params: IdParams,
      body: RecurringChangeSchema,
      response: RecurringDetailSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const changed = await changeRecurring(tx, deps, params.id, body as RecurringChange);
          await audit(tx, accountId, actor, "recurring.changed", {
            ...object(changed),
            detail: body,
          });
          return show(tx, deps, changed, actor);
        }),
    }),
  ];
}

function actRoutes(deps: MailingDeps): RouteSpec[] {
  const { db, clock } = deps;
  const act = (
    name: "pause" | "resume" | "end",
    done: string,
    summary: string,
    work: (tx: Tx, id: string) => Promise<Recurring>,
  ): RouteSpec =>
    route({
      method: "POST",
      path: `${base}/:id/${name}`,
      permission: "mailings.send",
      tag,
      summary,
      params: IdParams,
      response: RecurringDetailSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const recurring = await work(tx, params.id);
          await audit(tx, accountId, actor, `recurring.${done}`, object(recurring));
          return show(tx, deps, recurring, actor);
        }),
    });
  return [
    route({
      method: "POST",
      path: `${base}/:id/start`,
      permission: "mailings.send",
      tag,
      summary:
        "Start it: issues are made by themselves from now on, each through readiness, approval and gate like every mailing.",
      params: IdParams,
      body: StartRecurringSchema,
      response: RecurringDetailSchema,
      handle: async ({ accountId, actor, params, body }) => {
        const known = await db.account(accountId, (tx) => findRecurring(tx, params.id));
        if (known?.feedKey != null) await refreshFeeds(deps, accountId, [known.feedKey], FRESH_MS);
        return db.account(accountId, async (tx) => {
          const recurring = await startRecurring(tx, deps, actor, params.id, body);
          await audit(tx, accountId, actor, "recurring.started", {
            ...object(recurring),
            detail: body,
          });
          return show(tx, deps, recurring, actor);
        });
      },
    }),
    act("pause", "paused", "Make no issues until it goes on. What is scheduled stays.", (tx, id) =>
      pauseRecurring(tx, id, clock.now()),
    ),
    act("resume", "resumed", "Go on with the next date to come.", (tx, id) =>
      resumeRecurring(tx, deps, id),
    ),
    act("end", "ended", "End it for good. What is scheduled stays.", (tx, id) =>
      endRecurring(tx, id, clock.now()),
    ),
    route({
      method: "POST",
      path: `${base}/:id/issues/:local/send`,
      permission: "mailings.send",
      tag,
      summary: "Send an issue that was missed or had something in its way after all.",
      params: OccurrenceParams,
      response: RecurringDetailSchema,
      handle: async ({ accountId, actor, params }) => {
        const at = { publicId: params.id, local: params.local };
        const { occurrence } = await db.account(accountId, async (tx) => {
          const taken = await sendOccurrence(tx, deps, accountId, actor, at);
          await audit(tx, accountId, actor, "recurring.issue_sent", {
            ...object(taken.recurring),
            detail: { local: params.local },
          });
          return taken;
        });
        await finishOccurrence(deps, accountId, params.id, occurrence, true);
        return db.account(accountId, async (tx) =>
          show(tx, deps, (await findRecurring(tx, params.id))!, actor),
        );
      },
    }),
    route({
      method: "POST",
      path: `${base}/:id/issues/:local/drop`,
      permission: "mailings.send",
      tag,
      summary: "Let an issue that was missed or had something in its way go.",
      params: OccurrenceParams,
      response: RecurringDetailSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const at = { publicId: params.id, local: params.local };
          const recurring = await dropOccurrence(tx, deps, accountId, actor, at);
          await audit(tx, accountId, actor, "recurring.issue_dropped", {
            ...object(recurring),
            detail: { local: params.local },
          });
          return show(tx, deps, recurring, actor);
        }),
    }),
  ];
}
