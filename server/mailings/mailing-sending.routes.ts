import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  AcknowledgeSchema,
  MailingSchema,
  ScheduleSchema,
  TestMailingSchema,
} from "../../contract/mailings.ts";
import { audit, personBehind } from "../accounts/index.ts";
import { route, type Actor, type RouteSpec, type Tx } from "../platform/index.ts";
import {
  acknowledgeMailing,
  cancelMailing,
  pauseMailing,
  resumeMailing,
  unscheduleMailing,
} from "./control-mailing.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import type { Mailing } from "./mailing.ts";
import { presentMailing } from "./present-mailing.ts";
import { scheduleMailing } from "./schedule-mailing.ts";
import { sendAgain } from "./send-again.ts";
import { sendTestMailing } from "./send-test-mailing.ts";

export function sendRoutes(deps: MailingDeps): RouteSpec[] {
  const { db } = deps;
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
      tag: "Mailings",
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
          return presentMailing(tx, accountId, mailing, actor);
        }),
    });
  return [
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/test",
      permission: "mailings.write",
      tag: "Mailings",
      summary:
        "Send the draft to confirmed test addresses, untracked, filled with an example person.",
      params: IdParams,
      body: TestMailingSchema,
      response: Type.Object({ sentTo: Type.Integer() }),
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const sent = await sendTestMailing(tx, deps, accountId, params.id, {
            ...body,
            by: actor.name,
          });
          await audit(tx, accountId, actor, "mailing.tested", {
            objectType: "mailing",
            objectId: params.id,
            detail: { addresses: sent.sentTo },
          });
          return { sentTo: sent.sentTo };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/schedule",
      permission: "mailings.send",
      tag: "Mailings",
      summary:
        "Freeze the content and send now or at a time. Refused with everything that stands in the way.",
      params: IdParams,
      body: ScheduleSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const { at, ...rest } = body;
          const mailing = await scheduleMailing(tx, deps, accountId, actor, params.id, {
            ...rest,
            ...(at === undefined ? {} : { at: new Date(at) }),
          });
          await audit(tx, accountId, actor, "mailing.scheduled", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: {
              at: mailing.scheduledAt?.toISOString(),
              ...(body.recipientTime === undefined ? {} : { recipientTime: body.recipientTime }),
              ...(body.window === undefined ? {} : { window: body.window }),
              ...(body.perHour === undefined ? {} : { perHour: body.perHour }),
            },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
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
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/acknowledge",
      permission: "mailings.send",
      tag: "Mailings",
      summary:
        "Go on with a mailing that the product paused (hard bounces, complaints, an outage), now or from a time.",
      params: IdParams,
      body: AcknowledgeSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const at = body.at === undefined ? null : new Date(body.at);
          const { mailing, reason, figures } = await acknowledgeMailing(
            tx,
            deps,
            accountId,
            actor,
            params.id,
            at,
          );
          await audit(tx, accountId, actor, "mailing.acknowledged", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { pausedFor: reason, why: body.reason, figures, at: at?.toISOString() },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/send-again",
      permission: "mailings.write",
      tag: "Mailings",
      summary:
        "Make a draft of the same content for those whose mail servers refused it for the time being.",
      params: IdParams,
      response: MailingSchema,
      status: 201,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const original = await getMailing(tx, params.id);
          const made = await sendAgain(tx, accountId, original, {
            operatorId: await personBehind(tx, actor),
            pagesUrl: deps.pagesUrl,
            at: deps.clock.now(),
          });
          await audit(tx, accountId, actor, "mailing.created", {
            objectType: "mailing",
            objectId: made.publicId,
            detail: { again: original.publicId },
          });
          return presentMailing(tx, accountId, made, actor);
        }),
    }),
    act(
      "cancel",
      "mailings.send",
      "End the mailing. Who has not received it will not.",
      (tx, _accountId, _actor, id) => cancelMailing(tx, deps, id),
    ),
  ];
}
