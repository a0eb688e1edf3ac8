import { Type, type Static } from "typebox";
import { oneOf, Timestamp } from "./common.ts";

const strict = { additionalProperties: false };

/** A time by each recipient's own clock. */
export const RecipientTimeSchema = Type.Object(
  {
    local: Type.String({
      pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$",
      description: "The clock on the recipient's wall, such as 2026-11-24T09:00.",
    }),
    field: Type.String({
      pattern: "^[a-z][a-z0-9_]{0,39}$",
      description:
        "Key of the own contact field with an IANA zone; who has none there has the account's.",
    }),
    passed: Type.Optional(oneOf("now")),
  },
  {
    ...strict,
    description:
      "Instead of `at`: by each recipient's own clock. `passed: now` sends at once where the hour is over already; without it that is refused.",
  },
);
export type RecipientTime = Static<typeof RecipientTimeSchema>;

export const RecipientTimeQuery = Type.Object({
  local: RecipientTimeSchema.properties.local,
  field: RecipientTimeSchema.properties.field,
});

/** Who would get the mailing when, by their own clocks; counted over everybody selected. */
export const RecipientWavesSchema = Type.Object({
  people: Type.Integer(),
  /** Of them, those whose zone is known. */
  known: Type.Integer(),
  /** Values in the field that are no time zone. */
  unreadable: Type.Integer(),
  accountZone: Type.String(),
  waves: Type.Array(
    Type.Object({
      at: Timestamp,
      zones: Type.Array(Type.String()),
      people: Type.Integer(),
      /** The hour is over there already. */
      passed: Type.Boolean(),
    }),
  ),
});
export type RecipientWaves = Static<typeof RecipientWavesSchema>;
