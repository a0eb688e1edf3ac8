import { Type, type Static } from "typebox";
import { NullableTimestamp } from "./common.ts";
import { MailingStateSchema } from "./mailings.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const strict = { additionalProperties: false };

export const VariantSchema = Type.Object({
  id: Type.String(),
  letter: Type.String({ description: "A to E." }),
  name: Type.String(),
  subject: Type.String(),
  state: MailingStateSchema,
  scheduledAt: NullableTimestamp,
  startedAt: NullableTimestamp,
});
export type VariantView = Static<typeof VariantSchema>;

/** A test of variants: each gets a part of the people, and the rest gets the one that was chosen. */
export const VariantTestSchema = Type.Object({
  /** The mailing whose people are divided; null: the mailing has no test and is in none. */
  holder: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  isHolder: Type.Boolean(),
  sample: Type.Integer({ description: "Percent of the people that all variants get together." }),
  variants: Type.Array(VariantSchema),
  winnerId: nullable(Type.String()),
  decidedAt: NullableTimestamp,
});
export type VariantTest = Static<typeof VariantTestSchema>;

export const NewVariantTestSchema = Type.Object(
  {
    variants: Type.Integer({ minimum: 2, maximum: 5 }),
    sample: Type.Integer({ minimum: 5, maximum: 90, description: "Percent of the people." }),
  },
  strict,
);
export const VariantChoiceSchema = Type.Object(
  { winnerId: Type.String({ maxLength: 60 }) },
  strict,
);
