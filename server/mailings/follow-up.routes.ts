import { BehaviourCountsSchema, BehaviourQuery, FollowUpSchema } from "../../contract/behaviour.ts";
import { IdParams } from "../../contract/common.ts";
import { MailingSchema } from "../../contract/mailings.ts";
import { audit, personBehind } from "../accounts/index.ts";
import { route, type RouteSpec } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import { countsForFollowUp, createFollowUp, needsTracking, seesPersons } from "./follow-up.ts";
import { getMailing } from "./get-mailing.ts";
import { presentMailing } from "./present-mailing.ts";
import { isChosenByBehaviour } from "./segment-of-mailing.ts";

export function followUpRoutes({ db, clock }: MailingDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/behaviour",
      permission: "mailings.write",
      tag: "Mailings",
      summary:
        "How many recipients of a mailing may be chosen by what they did, did it, and did not. Whoever is not measurable is in neither. Small figures need `tracking.read`, and so does a single link.",
      params: IdParams,
      query: BehaviourQuery,
      response: BehaviourCountsSchema,
      handle: ({ accountId, actor, params, query }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const maySee = seesPersons(actor);
          // The difference of two links' figures may be one person.
          if (!maySee && (query.link !== undefined || isChosenByBehaviour(mailing)))
            throw needsTracking();
          return countsForFollowUp(tx, mailing, query, { seesPersons: maySee, at: clock.now() });
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/follow-up",
      permission: "mailings.write",
      tag: "Mailings",
      summary:
        "Make the draft of a follow-up to those who clicked, opened, or did neither, of the people who permit being chosen by it. Needs `tracking.read` too.",
      params: IdParams,
      body: FollowUpSchema,
      response: MailingSchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const original = await getMailing(tx, params.id);
          if (!seesPersons(actor)) throw needsTracking();
          const by = await personBehind(tx, actor);
          const made = await createFollowUp(tx, accountId, original, body, by, clock.now());
          await audit(tx, accountId, actor, "mailing.follow_up_created", {
            objectType: "mailing",
            objectId: made.publicId,
            detail: {
              of: original.publicId,
              did: body.did,
              link: body.link ?? null,
              negated: body.negated ?? false,
            },
          });
          return presentMailing(tx, accountId, made, actor);
        }),
    }),
  ];
}
