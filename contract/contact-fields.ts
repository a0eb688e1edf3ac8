import { Type, type Static } from "typebox";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const FieldTypeSchema = oneOf("text", "number", "date", "boolean", "choice", "choices");
export const ExcessSchema = oneOf(
  "birthday",
  "gender",
  "private_phone",
  "marital_status",
  "nationality",
);
export type Excess = Static<typeof ExcessSchema>;

/** Grounds of Art. 6(1) GDPR a field may rest on. */
export const FIELD_GROUNDS = ["consent", "contract", "legal_duty", "legitimate_interest"] as const;

const described = {
  label: Type.String({ minLength: 1, maxLength: 80 }),
  choices: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 100 }),
  ),
  purpose: Type.String({
    minLength: 5,
    maxLength: 500,
    description: "What the field is for (LEAD-07).",
  }),
  legalBasis: oneOf(...FIELD_GROUNDS),
  retentionMonths: Nullable(
    Type.Integer({
      minimum: 1,
      maximum: 240,
      description:
        "A value goes this many months after it was written. Null: as long as the contact.",
    }),
  ),
  owner: Type.String({
    minLength: 2,
    maxLength: 100,
    description: "Who answers for the field: a person or an office.",
  }),
  neededBecause: Type.Optional(
    Type.String({
      maxLength: 500,
      description: "Required of fields known to be excessive (LEAD-08).",
    }),
  ),
};

export const NewFieldSchema = Type.Object(
  {
    key: Type.String({ pattern: "^[a-z][a-z0-9_]{0,39}$" }),
    type: FieldTypeSchema,
    withoutYear: Type.Optional(
      Type.Boolean({ description: "Of a date: the day of the year alone is kept." }),
    ),
    from: Type.Optional(
      Type.String({
        maxLength: 40,
        description: "A stored key without a definition, whose values become this field's.",
      }),
    ),
    ...described,
  },
  { additionalProperties: false },
);
export type NewField = Static<typeof NewFieldSchema>;

/** Key and type stay: values were read by them. */
export const FieldChangeSchema = Type.Partial(Type.Object(described), {
  additionalProperties: false,
});
export type FieldChange = Static<typeof FieldChangeSchema>;

export const FieldSchema = Type.Object({
  id: Type.String(),
  key: Type.String(),
  label: Type.String(),
  type: FieldTypeSchema,
  choices: Type.Array(Type.String()),
  withoutYear: Type.Boolean(),
  purpose: Type.String(),
  legalBasis: Type.String(),
  retentionMonths: Nullable(Type.Integer()),
  owner: Type.String(),
  neededBecause: Type.String(),
  excess: Nullable(ExcessSchema),
  usedAt: NullableTimestamp,
  createdAt: Timestamp,
  /** LEAD-07: nothing has read it for 180 days. */
  unused: Type.Boolean(),
});
export type FieldView = Static<typeof FieldSchema>;
export const FieldListSchema = Type.Object({ items: Type.Array(FieldSchema) });

export const FieldUseSchema = Type.Object({
  values: Type.Record(Type.String(), Type.Integer(), {
    description: "Number of contacts with a value, by key.",
  }),
  undefined: Type.Array(
    Type.Object({
      key: Type.String(),
      values: Type.Integer(),
      /** Told by some of the values. */
      type: FieldTypeSchema,
    }),
  ),
});
export type FieldUse = Static<typeof FieldUseSchema>;

export const FieldRemovalQuery = Type.Object({
  values: Type.Integer({
    minimum: 0,
    description: "The number of values that go with it, as a confirmation.",
  }),
});
export const FieldRemovalSchema = Type.Object({ removed: Type.Integer() });
