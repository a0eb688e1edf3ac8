import { Type } from "typebox";
import {
  AssignCampaignSchema,
  CampaignChangeSchema,
  CampaignListSchema,
  CampaignSchema,
  NewCampaignSchema,
  type CampaignChange,
  type CampaignView,
} from "../../contract/campaigns.ts";
import { IdParams } from "../../contract/common.ts";
import { MailingSchema } from "../../contract/mailings.ts";
import { audit } from "../accounts/index.ts";
import { conflict, invalid, notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import {
  assignCampaign,
  addCampaign,
  findCampaign,
  findCampaignById,
  isNameTaken,
  listCampaigns,
  updateCampaign,
  type Campaign,
  type CampaignFields,
} from "./campaigns.store.ts";
import type { MailingDeps } from "./deps.ts";
import { getMailing } from "./get-mailing.ts";
import { presentMailing } from "./present-mailing.ts";

const tag = "Campaigns";

/** Named groups of mailings. */
export function campaignRoutes({ db, clock }: Pick<MailingDeps, "db" | "clock">): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/campaigns",
      permission: "mailings.read",
      tag,
      summary: "Campaigns, the latest first, with the number of their mailings.",
      query: Type.Object({ archived: Type.Optional(Type.Boolean()) }),
      response: CampaignListSchema,
      handle: ({ accountId, query }) =>
        db.account(accountId, async (tx) => ({
          items: (await listCampaigns(tx, query.archived ?? false)).map(presentCampaign),
        })),
    }),
    route({
      method: "GET",
      path: "/api/v1/campaigns/:id",
      permission: "mailings.read",
      tag,
      summary: "One campaign.",
      params: IdParams,
      response: CampaignSchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => presentCampaign(await requireCampaign(tx, params.id))),
    }),
    route({
      method: "POST",
      path: "/api/v1/campaigns",
      permission: "mailings.write",
      tag,
      summary: "Make a campaign.",
      body: NewCampaignSchema,
      response: CampaignSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const fields = await checked(tx, EMPTY, body, 0);
          const id = await addCampaign(tx, accountId, fields, clock.now());
          const made = await findCampaignById(tx, id);
          await audit(tx, accountId, actor, "campaign.created", {
            objectType: "campaign",
            objectId: made.publicId,
          });
          return presentCampaign(made);
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/campaigns/:id",
      permission: "mailings.write",
      tag,
      summary: "Change a campaign, put it away or take it out again. Its mailings stay.",
      params: IdParams,
      body: CampaignChangeSchema,
      response: CampaignSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const known = await requireCampaign(tx, params.id);
          const fields = await checked(tx, known, body, known.id);
          const archivedAt =
            body.archived === undefined
              ? known.archivedAt
              : body.archived
                ? (known.archivedAt ?? clock.now())
                : null;
          await updateCampaign(tx, known.id, fields, archivedAt);
          await audit(tx, accountId, actor, "campaign.changed", {
            objectType: "campaign",
            objectId: known.publicId,
            detail: { fields: Object.keys(body) },
          });
          return presentCampaign(await requireCampaign(tx, params.id));
        }),
    }),
    route({
      method: "PUT",
      path: "/api/v1/mailings/:id/campaign",
      permission: "mailings.write",
      tag,
      summary: "Put a mailing into a campaign, or take it out. Possible at any time.",
      params: IdParams,
      body: AssignCampaignSchema,
      response: MailingSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const mailing = await getMailing(tx, params.id);
          const campaign =
            body.campaignId === null ? null : await requireCampaign(tx, body.campaignId);
          await assignCampaign(tx, mailing.id, campaign?.id ?? null);
          await audit(tx, accountId, actor, "mailing.campaign_changed", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { campaign: campaign?.publicId ?? null },
          });
          return presentMailing(tx, accountId, await getMailing(tx, params.id), actor);
        }),
    }),
  ];
}

const EMPTY: CampaignFields = { name: "", colour: "pine", startsOn: null, endsOn: null, goal: "" };

async function checked(
  tx: Tx,
  known: CampaignFields,
  change: CampaignChange,
  id: number,
): Promise<CampaignFields> {
  const fields = {
    name: (change.name ?? known.name).trim(),
    colour: change.colour ?? known.colour,
    startsOn: change.startsOn === undefined ? known.startsOn : change.startsOn,
    endsOn: change.endsOn === undefined ? known.endsOn : change.endsOn,
    goal: (change.goal ?? known.goal).trim(),
  };
  const { name, startsOn, endsOn } = fields;
  if (name === "") throw invalid("name_missing", "A campaign needs a name.");
  for (const day of [startsOn, endsOn])
    if (day !== null && Number.isNaN(Date.parse(`${day}T00:00:00Z`)))
      throw invalid("day_invalid", `There is no day ${day}.`);
  if (startsOn !== null && endsOn !== null && endsOn < startsOn)
    throw invalid("period_backwards", "The campaign ends before it begins.", {
      errors: [{ path: "/endsOn", message: "Not before `startsOn`." }],
    });
  if (await isNameTaken(tx, name, id))
    throw conflict("campaign_name_taken", "Another campaign has this name.");
  return fields;
}

async function requireCampaign(tx: Tx, publicId: string): Promise<Campaign> {
  const found = await findCampaign(tx, publicId);
  if (!found) throw notFound("campaign");
  return found;
}

export function presentCampaign(campaign: Campaign): CampaignView {
  const { publicId, name, colour, startsOn, endsOn, goal, mailings, sent } = campaign;
  return {
    id: publicId,
    name,
    colour,
    startsOn,
    endsOn,
    goal,
    mailings,
    sent,
    nextAt: campaign.nextAt?.toISOString() ?? null,
    createdAt: campaign.createdAt.toISOString(),
    archivedAt: campaign.archivedAt?.toISOString() ?? null,
  };
}
