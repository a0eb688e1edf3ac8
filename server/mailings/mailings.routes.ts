import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  AudienceSchema,
  MailingChangeSchema,
  MailingPage,
  MailingQuery,
  MailingSchema,
  NewMailingSchema,
  PreviewAnswerSchema,
  PreviewRequestSchema,
  ProgressSchema,
  ReadinessSchema,
  ScheduleSchema,
  TestMailingSchema,
} from "../../contract/mailings.ts";
import { StarterSchema } from "../../contract/content.ts";
import { audit } from "../accounts/index.ts";
import { audienceCounts } from "../compliance/index.ts";
import { STARTERS } from "../content/index.ts";
import { findListsByPublicId } from "../lists/index.ts";
import {
  conflict,
  decodeCursor,
  notFound,
  route,
  toPage,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { checkReadiness } from "./check-readiness.ts";
import {
  cancelMailing,
  pauseMailing,
  resumeMailing,
  unscheduleMailing,
} from "./control-mailing.ts";
import type { MailingDeps } from "./deps.ts";
import { mailingProgress } from "./mailing-progress.ts";
import { may, type Mailing } from "./mailing.ts";
import {
  archiveMailing,
  findMailing,
  listMailings,
  lockMailing,
  setApproval,
} from "./mailings.store.ts";
import { presentMailing, presentReadiness, presentSummary } from "./present-mailing.ts";
import { previewMailing } from "./preview-mailing.ts";
import { changeMailing, createMailing } from "./save-mailing.ts";
import { scheduleMailing } from "./schedule-mailing.ts";
import { sendTestMailing } from "./send-test-mailing.ts";

const BODY_LIMIT = 4 * 1024 * 1024;
const tag = "Mailings";

export function mailingRoutes(deps: MailingDeps): RouteSpec[] {
  return [...draftRoutes(deps), ...checkRoutes(deps), ...sendRoutes(deps)];
}

async function find(tx: Tx, publicId: string): Promise<Mailing> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  return mailing;
}

function draftRoutes(deps: MailingDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings",
      permission: "mailings.read",
      tag,
      summary: "Mailings, the most recently changed first.",
      query: MailingQuery,
      response: MailingPage,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const cursor = decodeCursor(query.cursor, 2);
          const found = await listMailings(tx, {
            limit: limit + 1,
            ...(query.state === undefined ? {} : { state: query.state }),
            ...(query.q === undefined ? {} : { q: query.q }),
            ...(cursor === null
              ? {}
              : { after: { updatedAt: String(cursor[0]), id: Number(cursor[1]) } }),
          });
          const page = toPage(
            found,
            limit,
            (mailing) => mailing,
            (mailing) => [mailing.updatedAt.toISOString(), mailing.id],
          );
          const items = [];
          for (const mailing of page.items)
            items.push(await presentSummary(tx, accountId, mailing));
          return { items, nextCursor: page.nextCursor };
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/starters",
      permission: "mailings.read",
      tag,
      summary: "Templates to start a mailing from.",
      response: Type.Object({ items: Type.Array(StarterSchema) }),
      handle: async () => ({ items: [...STARTERS] }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings",
      permission: "mailings.write",
      tag,
      summary: "Make a draft: empty, from a starting template, or as a copy.",
      body: NewMailingSchema,
      response: MailingSchema,
      status: 201,
      bodyLimit: BODY_LIMIT,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await createMailing(
            tx,
            accountId,
            body,
            actor.operatorId ?? null,
            clock.now(),
          );
          await audit(tx, accountId, actor, "mailing.created", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
          return presentMailing(tx, accountId, mailing);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id",
      permission: "mailings.read",
      tag,
      summary: "One mailing with its content and links.",
      params: IdParams,
      response: MailingSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) =>
          presentMailing(tx, accountId, await find(tx, params.id)),
        ),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/mailings/:id",
      permission: "mailings.write",
      tag,
      summary: "Save a draft. The revision keeps two people from overwriting each other.",
      params: IdParams,
      body: MailingChangeSchema,
      response: MailingSchema,
      bodyLimit: BODY_LIMIT,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await changeMailing(tx, params.id, body, clock.now());
          await audit(tx, accountId, actor, "mailing.changed", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { revision: mailing.revision },
          });
          return presentMailing(tx, accountId, mailing);
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/mailings/:id",
      permission: "mailings.write",
      tag,
      summary: "Put a draft or cancelled mailing away. `POST …/restore` brings it back.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await find(tx, params.id);
          if (!may("delete", mailing.state))
            throw conflict(
              "mailing_state",
              `A mailing in state ${mailing.state} cannot be deleted.`,
              { hint: "Its report is the proof of what was sent." },
            );
          await archiveMailing(tx, mailing.id, clock.now());
          await audit(tx, accountId, actor, "mailing.deleted", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/restore",
      permission: "mailings.write",
      tag,
      summary: "Bring a deleted mailing back.",
      params: IdParams,
      response: MailingSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await find(tx, params.id);
          await archiveMailing(tx, mailing.id, null);
          await audit(tx, accountId, actor, "mailing.restored", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
          return presentMailing(tx, accountId, mailing);
        }),
    }),
  ];
}

function checkRoutes(deps: MailingDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/preview",
      permission: "mailings.read",
      tag,
      summary:
        "The mailing as one person would receive it, in a state of their permission, with the content lint.",
      params: IdParams,
      body: PreviewRequestSchema,
      response: PreviewAnswerSchema,
      bodyLimit: BODY_LIMIT,
      handle: ({ accountId, params, body }) =>
        db.account(accountId, async (tx) => {
          const { draft, ...rest } = body;
          return previewMailing(tx, deps, await find(tx, params.id), {
            ...rest,
            ...(draft === undefined ? {} : { draft: given(draft) }),
          });
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/readiness",
      permission: "mailings.read",
      tag,
      summary:
        "The final check: who, how many, why the others not, what is measured, what stands in the way.",
      params: IdParams,
      response: ReadinessSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await find(tx, params.id);
          return presentReadiness(await checkReadiness(tx, deps, mailing), mailing);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/progress",
      permission: "mailings.read",
      tag,
      summary: "How far the mailing is. Everybody selected stands in exactly one of the counts.",
      params: IdParams,
      response: ProgressSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) =>
          mailingProgress(tx, deps, accountId, await find(tx, params.id)),
        ),
    }),
    route({
      method: "GET",
      path: "/api/v1/audience",
      permission: "lists.read",
      tag: "Lists",
      summary:
        "How many people lists have, how many of them may be mailed and measured, and why not the rest.",
      query: Type.Object({
        lists: Type.String({ maxLength: 4000, description: "Ids of lists, separated by commas." }),
      }),
      response: AudienceSchema,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => {
          const lists = await findListsByPublicId(tx, query.lists.split(",").filter(Boolean));
          return audienceCounts(tx, deps.compliance, { listIds: lists.map((list) => list.id) });
        }),
    }),
  ];
}

function given<T extends object>(draft: T): T {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as T;
}

function sendRoutes(deps: MailingDeps): RouteSpec[] {
  const { db, clock } = deps;
  const act = (
    name: string,
    permission: string,
    summary: string,
    work: (tx: Tx, accountId: number, actor: Actor, id: string) => Promise<Mailing>,
  ): RouteSpec =>
    route({
      method: "POST",
      path: `/api/v1/mailings/:id/${name}`,
      permission,
      tag,
      summary,
      params: IdParams,
      response: MailingSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await work(tx, accountId, actor, params.id);
          await audit(tx, accountId, actor, `mailing.${name}`, {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
          return presentMailing(tx, accountId, mailing);
        }),
    });
  return [
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/test",
      permission: "mailings.write",
      tag,
      summary:
        "Send the draft to confirmed test addresses, untracked, filled with an example person.",
      params: IdParams,
      body: TestMailingSchema,
      response: Type.Object({ sentTo: Type.Integer() }),
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const sent = await sendTestMailing(tx, deps, accountId, params.id, body);
          await audit(tx, accountId, actor, "mailing.tested", {
            objectType: "mailing",
            objectId: params.id,
            detail: { addresses: sent.sentTo },
          });
          return sent;
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/schedule",
      permission: "mailings.send",
      tag,
      summary:
        "Freeze the content and send now or at a time. Refused with everything that stands in the way.",
      params: IdParams,
      body: ScheduleSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await scheduleMailing(tx, deps, accountId, actor, params.id, {
            ...(body.at === undefined ? {} : { at: new Date(body.at) }),
            ...(body.confirmRecipients === undefined
              ? {}
              : { confirmRecipients: body.confirmRecipients }),
          });
          await audit(tx, accountId, actor, "mailing.scheduled", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { at: mailing.scheduledAt?.toISOString() },
          });
          return presentMailing(tx, accountId, mailing);
        }),
    }),
    act(
      "approve",
      "mailings.send",
      "Approve a large mailing as a second person (CNT-18).",
      async (tx, _accountId, actor, id) => {
        const mailing = await lockMailing(tx, id);
        if (!mailing) throw notFound("mailing");
        if (actor.operatorId === undefined || actor.operatorId === mailing.createdBy) {
          throw conflict("approval_by_author", "The author cannot approve their own mailing.", {
            hint: "Ask a colleague.",
          });
        }
        await setApproval(tx, mailing.id, actor.operatorId, clock.now());
        return (await findMailing(tx, id))!;
      },
    ),
    act(
      "unschedule",
      "mailings.send",
      "Take a scheduled mailing back to draft.",
      (tx, _accountId, _actor, id) => unscheduleMailing(tx, deps, id),
    ),
    act("pause", "mailings.send", "Stop hand-over within seconds.", (tx, _accountId, _actor, id) =>
      pauseMailing(tx, deps, id),
    ),
    act(
      "resume",
      "mailings.send",
      "Go on where the mailing stopped.",
      (tx, _accountId, _actor, id) => resumeMailing(tx, deps, id),
    ),
    act(
      "cancel",
      "mailings.send",
      "End the mailing. Who has not received it will not.",
      (tx, accountId, _actor, id) => cancelMailing(tx, deps, accountId, id),
    ),
  ];
}
