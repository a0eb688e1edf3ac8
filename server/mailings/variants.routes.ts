import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import { MailingSchema } from "../../contract/mailings.ts";
import {
  AutomaticWinnerInput,
  NewVariantTestSchema,
  VariantChoiceSchema,
  VariantTestSchema,
} from "../../contract/variants.ts";
import { audit, personBehind } from "../accounts/index.ts";
import { notFound, route, type RouteSpec } from "../platform/index.ts";
import { changeAutomatic, endTestAlarm } from "./decide-tests.ts";
import type { MailingDeps } from "./deps.ts";
import { requireMaySeeFigures, seesPersons } from "./follow-up.ts";
import { getMailing } from "./get-mailing.ts";
import { lockMailing } from "./mailings.store.ts";
import { presentMailing } from "./present-mailing.ts";
import { chooseVariant, createVariants, presentVariants, removeVariants } from "./variants.ts";

const path = "/api/v1/mailings/:id/variants";
const tag = "Mailings";

/** Tests of variants: each goes to a part of the people, and the rest gets the one somebody chose (TRK-21). */
export function variantRoutes(deps: MailingDeps): RouteSpec[] {
  const { db, clock, pagesUrl } = deps;
  return [
    route({
      method: "GET",
      path,
      permission: "mailings.read",
      tag,
      summary:
        "The test of variants a mailing has or is in. Their figures are those of their own reports.",
      params: IdParams,
      response: VariantTestSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => presentVariants(tx, await getMailing(tx, params.id))),
    }),
    route({
      method: "POST",
      path,
      permission: "mailings.write",
      tag,
      summary: "Make two to five variants of a draft, each for an equal part of a sample.",
      params: IdParams,
      body: NewVariantTestSchema,
      response: VariantTestSchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await lockMailing(tx, params.id);
          if (!mailing) throw notFound("mailing");
          const operatorId = await personBehind(tx, actor);
          const by = { operatorId, pagesUrl, at: clock.now() };
          await createVariants(tx, accountId, mailing, body, by);
          await audit(tx, accountId, actor, "mailing.variants_created", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: body,
          });
          return presentVariants(tx, mailing);
        }),
    }),
    route({
      method: "DELETE",
      path,
      permission: "mailings.write",
      tag,
      summary: "End a test of which nothing is scheduled or sent; its variants are put away.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await lockMailing(tx, params.id);
          if (!mailing) throw notFound("mailing");
          await removeVariants(tx, mailing, clock.now());
          await audit(tx, accountId, actor, "mailing.variants_removed", {
            objectType: "mailing",
            objectId: mailing.publicId,
          });
        }),
    }),
    route({
      method: "PUT",
      path: `${path}/automatic`,
      permission: "mailings.send",
      tag,
      summary:
        "Let the test decide by itself after a waiting time, and send the rest; or `null`: a person decides (TRK-21).",
      params: IdParams,
      body: Type.Object(
        { automatic: Type.Union([AutomaticWinnerInput, Type.Null()]) },
        { additionalProperties: false },
      ),
      response: VariantTestSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await lockMailing(tx, params.id);
          if (!mailing) throw notFound("mailing");
          requireMaySeeFigures(mailing, { seesPersons: seesPersons(actor) });
          await changeAutomatic(tx, deps, mailing, body.automatic, await personBehind(tx, actor));
          await audit(tx, accountId, actor, "mailing.variants_automatic", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { ...body.automatic },
          });
          return presentVariants(tx, mailing);
        }),
    }),
    route({
      method: "POST",
      path: `${path}/choose`,
      permission: "mailings.write",
      tag,
      summary: "Take the content of a variant that was sent for the rest of the people.",
      params: IdParams,
      body: VariantChoiceSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await lockMailing(tx, params.id);
          if (!mailing) throw notFound("mailing");
          const operatorId = await personBehind(tx, actor);
          const by = { operatorId, pagesUrl, at: clock.now() };
          const saved = await chooseVariant(tx, accountId, mailing, body.winnerId, by);
          await endTestAlarm(tx, deps, accountId, mailing.id, actor);
          await audit(tx, accountId, actor, "mailing.variant_chosen", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { variant: body.winnerId },
          });
          return presentMailing(tx, accountId, saved, actor);
        }),
    }),
  ];
}
