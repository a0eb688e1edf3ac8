import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf, Timestamp } from "./common.ts";
import { MailingStateSchema } from "./mailings.ts";

const strict = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

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

/** What a test may be decided by: what those did who permit it, anonymous totals, or what needs no permission. */
export const winnerMeasures = [
  "clicked",
  "opened",
  "uniqueOpened",
  "grossClicks",
  "replies",
  "unsubscribed",
  "accepted",
] as const;
export type WinnerMeasure = (typeof winnerMeasures)[number];

const automatic = {
  measure: oneOf(...winnerMeasures),
  waitHours: Type.Integer({
    minimum: 1,
    maximum: 168,
    description: "Hours from the beginning of the last variant.",
  }),
  confidence: Type.Unsafe<90 | 95 | 99>({ type: "integer", enum: [90, 95, 99] }),
  otherwise: Type.Unsafe<"leader" | "person" | "first">({
    type: "string",
    enum: ["leader", "person", "first"],
    description:
      "What happens where the difference may be chance: the leading variant goes anyway, a person decides, or variant A goes. Groups too small to be counted have no leader.",
  }),
};
export const AutomaticWinnerInput = Type.Object(
  {
    ...automatic,
    confirmRecipients: Type.Optional(
      Type.Integer({
        description: "Typed number of recipients of the rest, where it is asked for (CNT-18).",
      }),
    ),
  },
  strict,
);
export type AutomaticWinner = Static<typeof AutomaticWinnerInput>;

const VariantFigureSchema = Type.Object({
  id: Type.String(),
  /** Null: too few to be counted, or not counted at this level. */
  count: nullable(Type.Integer()),
  base: Type.Integer(),
});
/** The figures a test was decided by, as they were. */
export const VariantDecisionSchema = Type.Object({
  at: Timestamp,
  verdict: oneOf("clear", "chance", "too_few"),
  taken: oneOf("winner", "leader", "first", "person"),
  leaderId: nullable(Type.String()),
  figures: Type.Array(VariantFigureSchema),
  /** What became of the mails to the rest. */
  rest: oneOf("pending", "scheduled", "approval", "failed", "none"),
});
export type VariantDecision = Static<typeof VariantDecisionSchema>;

/** A test of variants: each gets a part of the people, and the rest gets the one that was chosen. */
export const VariantTestSchema = Type.Object({
  /** The mailing whose people are divided; null: the mailing has no test and is in none. */
  holder: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  isHolder: Type.Boolean(),
  sample: Type.Integer({ description: "Percent of the people that all variants get together." }),
  variants: Type.Array(VariantSchema),
  winnerId: nullable(Type.String()),
  decidedAt: NullableTimestamp,
  /** Null: a person decides. */
  automatic: nullable(Type.Object(automatic)),
  /** When it is decided by itself; null while a variant has not begun. */
  decidesAt: NullableTimestamp,
  decision: nullable(VariantDecisionSchema),
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
