import { Type, type Static } from "typebox";
import { oneOf } from "./common.ts";

const Count = Type.Integer({ minimum: 0 });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const did = oneOf("opened", "clicked");
const link = Type.Integer({
  minimum: 1,
  maximum: 1022,
  description: "Number of a link of the mailing, of those measured personally; without it any.",
});

export const BehaviourQuery = Type.Object({ did, link: Type.Optional(link) });

/** What is known of a mailing's recipients now. Null: fewer than `k`, and the caller may not see single persons (TRK-12). */
export const BehaviourCountsSchema = Type.Object({
  accepted: Type.Integer({ description: "Accepted mails." }),
  measurable: nullable(
    Type.Integer({
      description:
        "Of those, the ones who permit being chosen by their behaviour now (TRK-11, CON-20).",
    }),
  ),
  yes: nullable(Type.Integer({ description: "Of the measurable, those who did it." })),
  no: nullable(Type.Integer({ description: "Of the measurable, those who did not." })),
  unclear: nullable(
    Type.Integer({
      description:
        "Of the measurable, those whose mailbox loads images by itself: neither openers nor non-openers (TRK-13).",
    }),
  ),
  k: Count,
  notPersonalLinks: Type.Integer({
    description: "Links whose clicks are known of nobody (TRK-25).",
  }),
});
export type BehaviourCountsView = Static<typeof BehaviourCountsSchema>;

export const FollowUpSchema = Type.Object(
  {
    did,
    link: Type.Optional(link),
    negated: Type.Optional(
      Type.Boolean({
        description: "Those who did not. Nobody who is not measurable is among them.",
      }),
    ),
    content: oneOf("copy", "empty"),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type FollowUpInput = Static<typeof FollowUpSchema>;

/** What a mailing's audience was chosen by. The condition is null for callers who may not see single persons (TRK-12). */
export const BehaviourViewSchema = Type.Object({
  mailing: Type.Object({ id: Type.String(), name: Type.String() }),
  condition: nullable(
    Type.Object({
      did,
      link: nullable(Type.Object({ no: Type.Integer(), label: Type.String() })),
      negated: Type.Boolean(),
    }),
  ),
});
export type BehaviourView = Static<typeof BehaviourViewSchema>;
