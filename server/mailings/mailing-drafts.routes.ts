import { IdParams } from "../../contract/common.ts";
import {
  MailingChangeSchema,
  MailingPage,
  MailingQuery,
  MailingSchema,
  NewMailingSchema,
} from "../../contract/mailings.ts";
import { audit, personBehind } from "../accounts/index.ts";
import { conflict, decodeCursor, route, toPage, type RouteSpec } from "../platform/index.ts";
import { prepareTemplate } from "../templates/index.ts";
import type { MailingDeps } from "./deps.ts";
import { cloneWithVariants } from "./clone-mailing.ts";
import { may } from "./mailing.ts";
import { archiveMailing, listMailings } from "./mailings.store.ts";
import { presentMailing, presentSummaries } from "./present-mailing.ts";
import { changeMailing, createMailing } from "./save-mailing.ts";
import { recurringOfTemplate } from "./recurring/recurring.store.ts";
import { requireMayChoose } from "./segment-of-mailing.ts";

import { voidsApproval } from "./approvals.store.ts";
import { getMailing, MAILING_BODY_LIMIT } from "./get-mailing.ts";
import { requireRoomForVersion } from "./translations.ts";

export function draftRoutes(deps: MailingDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings",
      permission: "mailings.read",
      tag: "Mailings",
      summary: "Mailings, the most recently changed first.",
      query: MailingQuery,
      response: MailingPage,
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, async (tx) => {
          const limit = query.limit ?? 50;
          const cursor = decodeCursor(query.cursor, 2);
          const found = await listMailings(tx, {
            limit: limit + 1,
            ...(query.state === undefined ? {} : { state: query.state }),
            ...(query.q === undefined ? {} : { q: query.q }),
            ...(query.campaign === undefined ? {} : { campaign: query.campaign }),
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
          return {
            items: await presentSummaries(tx, accountId, page.items, actor),
            nextCursor: page.nextCursor,
          };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings",
      permission: "mailings.write",
      tag: "Mailings",
      summary: "Make a draft: empty, from a starting template, or as a copy.",
      body: NewMailingSchema,
      response: MailingSchema,
      status: 201,
      bodyLimit: MAILING_BODY_LIMIT,
      async handle({ accountId, actor, body }) {
        if (body.starter !== undefined) await prepareTemplate(deps, accountId, body.starter);
        return db.account(accountId, async (tx) => {
          await requireMayChoose(tx, body.segmentId, actor);
          const by = {
            // Whoever made a key made what it drafts, and cannot be its second person (CNT-18).
            operatorId: await personBehind(tx, actor),
            pagesUrl: deps.pagesUrl,
            at: clock.now(),
          };
          const mailing =
            body.copyOf === undefined
              ? await createMailing(tx, accountId, body, by.operatorId, by.at, by.pagesUrl)
              : await cloneWithVariants(tx, accountId, await getMailing(tx, body.copyOf), body, by);
          await audit(tx, accountId, actor, "mailing.created", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
          return presentMailing(tx, accountId, mailing, actor);
        });
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id",
      permission: "mailings.read",
      tag: "Mailings",
      summary: "One mailing with its content and links.",
      params: IdParams,
      response: MailingSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) =>
          presentMailing(tx, accountId, await getMailing(tx, params.id), actor),
        ),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/mailings/:id",
      permission: "mailings.write",
      tag: "Mailings",
      summary:
        "Save a draft. The revision keeps two people from overwriting each other; of MJML and blocks in `source` the server makes the HTML.",
      params: IdParams,
      body: MailingChangeSchema,
      response: MailingSchema,
      bodyLimit: MAILING_BODY_LIMIT,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          await requireMayChoose(tx, body.segmentId, actor);
          const mailing = await changeMailing(tx, params.id, body, clock.now(), {
            accountId,
            operatorId: actor.operatorId ?? null,
            pagesUrl: deps.pagesUrl,
          });
          await audit(tx, accountId, actor, "mailing.changed", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: {
              revision: mailing.revision,
              ...((await voidsApproval(tx, mailing)) ? { approvalVoided: true } : {}),
            },
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/mailings/:id",
      permission: "mailings.write",
      tag: "Mailings",
      summary: "Put a draft or cancelled mailing away. `POST …/restore` brings it back.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          if (!may("delete", mailing.state))
            throw conflict(
              "mailing_state",
              `A mailing in state ${mailing.state} cannot be deleted.`,
              { hint: "Its report is the proof of what was sent." },
            );
          if (await recurringOfTemplate(tx, mailing.id))
            throw conflict("mailing_is_template", "A recurring mailing is made of this draft.", {
              hint: "End the recurring mailing instead.",
            });
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
      tag: "Mailings",
      summary: "Bring a deleted mailing back.",
      params: IdParams,
      response: MailingSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          await requireRoomForVersion(tx, mailing);
          await archiveMailing(tx, mailing.id, null);
          await audit(tx, accountId, actor, "mailing.restored", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
          return presentMailing(tx, accountId, mailing, actor);
        }),
    }),
  ];
}
