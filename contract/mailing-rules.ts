import { Type, type Static } from "typebox";

const strict = { additionalProperties: false };
const CapSchema = Type.Object(
  {
    max: Type.Integer({ minimum: 1, maximum: 50, description: "Advertising mails to an address." }),
    days: Type.Integer({ minimum: 1, maximum: 90, description: "In so many days." }),
  },
  strict,
);
export type CapView = Static<typeof CapSchema>;

/** What an account decided for all its mailings: how often an address is written to, and who looks before. */
export const MailingRulesSchema = Type.Object({
  cap: Type.Union([CapSchema, Type.Null()], {
    description:
      "At most so many advertising mails of all mailings to an address; null: no cap. Personal, transactional and opt-in mails are exempt (LEAD-14).",
  }),
  lists: Type.Array(
    Type.Object({ listId: Type.String(), name: Type.String(), ...CapSchema.properties }),
    { description: "Lists with a cap of their own, beside the one for all." },
  ),
  approvalAbove: Type.Integer({
    minimum: 0,
    maximum: 10_000_000,
    description: "Above this many recipients a second person approves (CNT-18), 1,000 by default.",
  }),
});
export type MailingRulesView = Static<typeof MailingRulesSchema>;

export const MailingRulesInput = Type.Object(
  {
    cap: Type.Union([CapSchema, Type.Null()]),
    lists: Type.Array(
      Type.Object({ listId: Type.String({ maxLength: 60 }), ...CapSchema.properties }, strict),
      { maxItems: 200 },
    ),
    approvalAbove: MailingRulesSchema.properties.approvalAbove,
  },
  strict,
);
export type MailingRulesChange = Static<typeof MailingRulesInput>;
