import { Type, type Static } from "typebox";
import { LocaleSchema, Timestamp, oneOf } from "./common.ts";
import { StageSchema } from "./contact-care.ts";

export const SalutationSchema = Type.Union([
  Type.Literal(""),
  Type.Literal("frau"),
  Type.Literal("herr"),
  Type.Literal("divers"),
]);

export const OriginSchema = Type.Object({
  source: Type.String(),
  at: Type.String(),
  detail: Type.Optional(Type.String()),
});

export const ContactSchema = Type.Object({
  id: Type.String(),
  pot: Type.Union([Type.Literal("newsletter"), Type.Literal("core")]),
  email: Type.String(),
  name: Type.String({
    description: "Name to show: first and last name, else the company, else the address.",
  }),
  salutation: SalutationSchema,
  title: Type.String(),
  firstName: Type.String(),
  lastName: Type.String(),
  company: Type.String(),
  locale: Type.Union([LocaleSchema, Type.Null()]),
  custom: Type.Record(Type.String(), Type.String()),
  origins: Type.Record(Type.String(), OriginSchema, {
    description: "Where each field comes from (DSR-03).",
  }),
  restricted: Type.Boolean({
    description: "Processing is restricted (Art. 18 GDPR): nothing is sent or measured.",
  }),
  stage: StageSchema,
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type ContactView = Static<typeof ContactSchema>;

const fields = {
  salutation: Type.Optional(SalutationSchema),
  title: Type.Optional(Type.String({ maxLength: 50 })),
  firstName: Type.Optional(Type.String({ maxLength: 100 })),
  lastName: Type.Optional(Type.String({ maxLength: 100 })),
  company: Type.Optional(Type.String({ maxLength: 200 })),
  locale: Type.Optional(LocaleSchema),
  custom: Type.Optional(
    Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 1000 }), {
      maxProperties: 50,
    }),
  ),
};

export const NewContactSchema = Type.Object(
  {
    email: Type.String({ minLength: 3, maxLength: 320 }),
    source: Type.String({
      minLength: 2,
      maxLength: 200,
      description: "Where the data come from, for example `Messe Herbst 2026`.",
    }),
    collectedFrom: oneOf("person", "elsewhere"),
    ...fields,
  },
  { additionalProperties: false },
);
export type NewContactInput = Static<typeof NewContactSchema>;

export const ContactChangeSchema = Type.Object(
  {
    ...fields,
    reason: Type.Optional(
      Type.String({
        maxLength: 200,
        description: "Where the change comes from, kept as the field's origin.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type ContactChange = Static<typeof ContactChangeSchema>;
