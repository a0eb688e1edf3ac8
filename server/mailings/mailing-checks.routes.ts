import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  AudienceSchema,
  MailingPurposeSchema,
  PreviewAnswerSchema,
  PreviewRequestSchema,
  ProgressSchema,
  ReadinessSchema,
} from "../../contract/mailings.ts";
import { feedsIn, PREVIEW_AGE_MS, refreshFeeds } from "../content/index.ts";
import { findListsByPublicId } from "../lists/index.ts";
import { RecipientTimeQuery, RecipientWavesSchema } from "../../contract/recipient-time.ts";
import { auditPerson } from "../accounts/index.ts";
import { AppError, route, type Actor, type RouteSpec, type Tx } from "../platform/index.ts";
import { audienceOf, checkReadiness } from "./check-readiness.ts";
import type { MailingDeps } from "./deps.ts";
import { requireMaySeeFigures, seesPersons } from "./follow-up.ts";
import { requireMayChoose, withSegment } from "./segment-of-mailing.ts";
import { mailingProgress } from "./mailing-progress.ts";
import { recipientWaves } from "./recipient-time.ts";
import { presentReadiness } from "./present-mailing.ts";
import { previewMailing } from "./preview-mailing.ts";

import { getMailing, MAILING_BODY_LIMIT } from "./get-mailing.ts";

export function checkRoutes(deps: MailingDeps): RouteSpec[] {
  const { db } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/preview",
      permission: "mailings.read",
      tag: "Mailings",
      summary:
        "The mailing as one person would receive it, in a state of their permission, with the content lint.",
      params: IdParams,
      body: PreviewRequestSchema,
      response: PreviewAnswerSchema,
      bodyLimit: MAILING_BODY_LIMIT,
      handle: async ({ accountId, actor, params, body }) => {
        const { html = "", subject = "", preheader = "", source } = body.draft ?? {};
        const written = source === undefined ? html : JSON.stringify(source);
        await refreshFeeds(deps, accountId, feedsIn(subject, preheader, written), PREVIEW_AGE_MS);
        const { draft, ...rest } = body;
        await db.account(accountId, async (tx) => {
          await getMailing(tx, params.id);
          await lookAtPerson(tx, accountId, actor, body.contactId);
        });
        return previewMailing(deps, accountId, params.id, {
          ...rest,
          ...(draft === undefined ? {} : { draft: given(draft) }),
        });
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/readiness",
      permission: "mailings.read",
      tag: "Mailings",
      summary:
        "The final check: who, how many, why the others not, what is measured, what stands in the way.",
      params: IdParams,
      response: ReadinessSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          requireMaySeeFigures(mailing, { seesPersons: seesPersons(actor) });
          return presentReadiness(await checkReadiness(tx, deps, mailing), mailing);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/progress",
      permission: "mailings.read",
      tag: "Mailings",
      summary: "How far the mailing is. Everybody selected stands in exactly one of the counts.",
      params: IdParams,
      response: ProgressSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          requireMaySeeFigures(mailing, { seesPersons: seesPersons(actor) });
          return mailingProgress(tx, deps, accountId, mailing);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/recipient-times",
      permission: "mailings.read",
      tag: "Mailings",
      summary:
        "Who would get the mailing when, by their own clocks: how many have a time zone, and the waves. Nothing is changed.",
      params: IdParams,
      query: RecipientTimeQuery,
      response: RecipientWavesSchema,
      handle: ({ accountId, actor, params, query }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          requireMaySeeFigures(mailing, { seesPersons: seesPersons(actor) });
          return recipientWaves(tx, mailing, query, deps.clock.now());
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/audience",
      permission: "lists.read",
      tag: "Lists",
      summary:
        "How many people lists have, or bought something, how many of them may be mailed and measured, and why not the rest.",
      query: Type.Object({
        lists: Type.Optional(
          Type.String({ maxLength: 4000, description: "Ids of lists, separated by commas." }),
        ),
        purpose: Type.Optional(MailingPurposeSchema),
        wordingFrom: Type.Optional(
          Type.String({
            maxLength: 60,
            description: "Only consents from this version on (CON-19).",
          }),
        ),
        category: Type.Optional(
          Type.String({
            maxLength: 60,
            description:
              "Instead of lists: what is advertised to existing customers (§ 7(3) UWG), with `entity`.",
          }),
        ),
        entity: Type.Optional(Type.String({ maxLength: 60, description: "The own company." })),
        segment: Type.Optional(
          Type.String({ maxLength: 60, description: "Only the people of this segment." }),
        ),
      }),
      response: AudienceSchema,
      handle: ({ accountId, actor, query }) =>
        db.account(accountId, async (tx) => {
          const { category, entity, lists: listed = "", purpose, wordingFrom, segment } = query;
          if (category !== undefined)
            return audienceOf(tx, deps, {
              kind: "customer_7_3",
              listIds: [],
              settings: { offer: { categoryId: category, entityId: entity ?? null } },
            });
          const lists = await findListsByPublicId(tx, listed.split(",").filter(Boolean));
          await requireMayChoose(tx, segment, actor);
          return audienceOf(tx, deps, {
            kind: "newsletter",
            listIds: lists.map((list) => list.id),
            settings: await withSegment(
              tx,
              {
                ...(purpose === undefined ? {} : { purpose }),
                ...(wordingFrom === undefined ? {} : { wordingFrom }),
              },
              segment ?? null,
            ),
          });
        }),
    }),
  ];
}

/** Rendering for a contact shows what is stored about them: a look at a person, with its right and its note (ORG-04). */
async function lookAtPerson(
  tx: Tx,
  accountId: number,
  actor: Actor,
  contactId: string | undefined,
): Promise<void> {
  if (contactId === undefined) return;
  if (!actor.permissions.has("contacts.read"))
    throw new AppError("permission_missing", 403, "This needs the permission contacts.read.", {
      hint: "Leave out `contactId` to see an example person.",
    });
  await auditPerson(tx, accountId, actor, contactId, "mailing_preview");
}

function given<T extends object>(draft: T): T {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as T;
}
