import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

export const SubscriptionStateSchema = oneOf("pending", "confirmed", "unsubscribed");

const texts = {
  name: Type.String({ minLength: 2, maxLength: 120 }),
  nameEn: Type.Optional(Type.String({ maxLength: 120 })),
  description: Type.Optional(Type.String({ maxLength: 500 })),
  descriptionEn: Type.Optional(Type.String({ maxLength: 500 })),
  topics: Type.Optional(
    Type.String({
      maxLength: 300,
      description: "What the newsletter is about, as the consent wording names it (CON-07).",
    }),
  ),
  topicsEn: Type.Optional(Type.String({ maxLength: 300 })),
  frequency: Type.Optional(Type.String({ maxLength: 100 })),
  frequencyEn: Type.Optional(Type.String({ maxLength: 100 })),
};

export const NewListSchema = Type.Object(texts, { additionalProperties: false });
export const ListChangeSchema = Type.Partial(Type.Object({ ...texts, archived: Type.Boolean() }), {
  additionalProperties: false,
});
export type NewListInput = Static<typeof NewListSchema>;
export type ListChangeInput = Static<typeof ListChangeSchema>;

export const ListSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  description: Type.String(),
  descriptionEn: Type.String(),
  topics: Type.String(),
  topicsEn: Type.String(),
  frequency: Type.String(),
  frequencyEn: Type.String(),
  confirmed: Type.Integer({ description: "Confirmed subscriptions." }),
  pending: Type.Integer({ description: "Waiting for the confirmation of the address." }),
  unsubscribed: Type.Integer(),
  archivedAt: NullableTimestamp,
  createdAt: Timestamp,
});
export type ListView = Static<typeof ListSchema>;
export const ListPage = Type.Object({ items: Type.Array(ListSchema) });

export const SubscriptionSchema = Type.Object({
  contactId: Type.String(),
  email: Type.String(),
  name: Type.String(),
  state: SubscriptionStateSchema,
  flag: Type.Union([oneOf("unverified", "stale"), Type.Null()]),
  source: Type.String(),
  requestedAt: Timestamp,
  confirmedAt: NullableTimestamp,
  unsubscribedAt: NullableTimestamp,
});
export type SubscriptionView = Static<typeof SubscriptionSchema>;
export const SubscriptionQuery = Type.Intersect([
  PageQuery,
  Type.Object({ state: Type.Optional(SubscriptionStateSchema) }),
]);
export const SubscriptionPage = pageOf(SubscriptionSchema);
