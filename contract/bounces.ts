import { Type, type Static } from "typebox";
import { AloneSchema } from "./guards.ts";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

/** Why an address is retained. `other`: noted by other means, such as an import. */
export const RetainReasonSchema = oneOf("unknown_user", "hard_bounces", "soft_paused", "other");
export type RetainReasonView = Static<typeof RetainReasonSchema>;

export const RetainedAddressSchema = Type.Object({
  id: Type.String(),
  /** Null when the person was erased; the address goes on not being mailed. */
  address: Type.Union([Type.String(), Type.Null()]),
  reason: RetainReasonSchema,
  since: Timestamp,
  /** A pause ends by itself. */
  endsAt: NullableTimestamp,
  /** Mailings that did not reach it. */
  mailings: Type.Integer(),
  /** Key of contract/refusal-meanings.ts; null where no server's word is known. */
  meaning: Type.Union([Type.String(), Type.Null()]),
  code: Type.Union([Type.Integer(), Type.Null()]),
  enhanced: Type.Union([Type.String(), Type.Null()]),
  /** The receiving server's words without addresses. */
  reply: Type.Union([Type.String(), Type.Null()]),
  /** It was re-activated before and came back. */
  again: Type.Boolean(),
  /** Id of a contact with this address. */
  contact: Type.Union([Type.String(), Type.Null()]),
});
export type RetainedAddressView = Static<typeof RetainedAddressSchema>;
export const RetainedAddressPage = pageOf(RetainedAddressSchema);

export const RetainedQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    q: Type.Optional(Type.String({ maxLength: 100, description: "Part of the address." })),
    reason: Type.Optional(RetainReasonSchema),
  }),
]);
export const ReleaseAddresses = Type.Object(
  {
    ids: Type.Array(Type.String({ maxLength: 60, pattern: "^sup_[0-9a-f]{32}$" }), {
      minItems: 1,
      maxItems: 500,
      uniqueItems: true,
    }),
    reason: Type.String({
      minLength: 3,
      maxLength: 500,
      description: "Why these addresses are believed to work again.",
    }),
    confirmAddresses: Type.Integer({
      minimum: 1,
      maximum: 500,
      description: "The number of addresses, as the person who read the warning confirmed it.",
    }),
    alone: AloneSchema,
  },
  { additionalProperties: false },
);
export const ReleaseAnswer = Type.Object({
  released: Type.Integer(),
  waits: Type.Boolean({ description: "So many addresses wait for a second person first." }),
  /** Not retained, or not any more. */
  left: Type.Integer(),
});
export type ReleaseView = Static<typeof ReleaseAnswer>;
