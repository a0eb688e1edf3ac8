import { Type, type Static } from "typebox";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };
const Day = Type.Union([Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" }), Type.Null()]);

/** The colours a campaign may be told by, besides its name. */
export const campaignColours = ["pine", "clay", "sky", "plum", "moss", "slate"] as const;
export const CampaignColourSchema = oneOf(...campaignColours);
export type CampaignColour = (typeof campaignColours)[number];

/** The campaign a mailing belongs to, as lists and calendars show it. */
export const CampaignTagSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  colour: CampaignColourSchema,
});
export type CampaignTag = Static<typeof CampaignTagSchema>;

export const CampaignSchema = Type.Object({
  ...CampaignTagSchema.properties,
  startsOn: Day,
  endsOn: Day,
  goal: Type.String(),
  mailings: Type.Integer(),
  /** Of them, those that began. */
  sent: Type.Integer(),
  nextAt: NullableTimestamp,
  createdAt: Timestamp,
  archivedAt: NullableTimestamp,
});
export type CampaignView = Static<typeof CampaignSchema>;
export const CampaignListSchema = Type.Object({ items: Type.Array(CampaignSchema) });

const fields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  colour: CampaignColourSchema,
  startsOn: Day,
  endsOn: Day,
  goal: Type.String({ maxLength: 1000, description: "What it is to bring about, in a sentence." }),
};
export const NewCampaignSchema = Type.Object(
  {
    ...Type.Partial(Type.Object(fields)).properties,
    name: fields.name,
  },
  strict,
);
export const CampaignChangeSchema = Type.Object(
  {
    ...Type.Partial(Type.Object(fields)).properties,
    archived: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type NewCampaign = Static<typeof NewCampaignSchema>;
export type CampaignChange = Static<typeof CampaignChangeSchema>;
export const AssignCampaignSchema = Type.Object(
  { campaignId: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]) },
  strict,
);
