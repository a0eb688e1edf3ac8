import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

export const SuppressionScopeSchema = oneOf(
  "list_address",
  "newsletters_address",
  "customer_7_3_address",
  "account_address",
  "account_person",
  "source_person",
  "blacklist",
  "retained",
  "complaint",
  "held",
);
export const SuppressionSchema = Type.Object({
  id: Type.String(),
  scope: SuppressionScopeSchema,
  address: Type.Union([Type.String(), Type.Null()]),
  domain: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String(),
  origin: Type.String(),
  createdAt: Timestamp,
  reviewOn: NullableTimestamp,
});
export type SuppressionView = Static<typeof SuppressionSchema>;
export const SuppressionQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    scope: Type.Optional(SuppressionScopeSchema),
    q: Type.Optional(Type.String({ maxLength: 100 })),
  }),
]);
export const SuppressionPage = pageOf(SuppressionSchema);
export const NewBlacklistEntry = Type.Object(
  {
    entry: Type.String({
      minLength: 3,
      maxLength: 320,
      description: "An address, or `@example.com` for all addresses of a domain.",
    }),
    reason: Type.String({ minLength: 3, maxLength: 500 }),
    reviewOn: Type.String({ format: "date", description: "When somebody looks at it again." }),
  },
  { additionalProperties: false },
);
export const LiftSuppression = Type.Object(
  { reason: Type.String({ minLength: 3, maxLength: 500 }) },
  { additionalProperties: false },
);
