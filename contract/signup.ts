import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, oneOf, Timestamp } from "./common.ts";

const strict = { additionalProperties: false };
const PerLocale = (maxLength: number) =>
  Type.Object(
    {
      de: Type.Optional(Type.String({ maxLength })),
      en: Type.Optional(Type.String({ maxLength })),
    },
    strict,
  );

/** A field beside the address. `required` exists to be refused by name (CON-11). */
const FieldInput = Type.Union([
  Type.Boolean(),
  Type.Object({ required: Type.Optional(Type.Boolean()) }, strict),
]);

const formInput = {
  name: Type.String({ minLength: 2, maxLength: 120, description: "For the workplace only." }),
  lists: Type.Array(
    Type.Union([
      Type.String({ maxLength: 60 }),
      Type.Object(
        {
          id: Type.String({ maxLength: 60 }),
          checked: Type.Optional(
            Type.Boolean({ description: "Refused when true: consent is never preset (CON-02)." }),
          ),
        },
        strict,
      ),
    ]),
    { minItems: 1, maxItems: 20, description: "Public ids of the newsletters to choose from." },
  ),
  fields: Type.Optional(
    Type.Object(
      {
        salutation: Type.Optional(FieldInput),
        firstName: Type.Optional(FieldInput),
        lastName: Type.Optional(FieldInput),
      },
      strict,
    ),
  ),
  askTracking: Type.Optional(
    Type.Boolean({
      description: "Asks, by a box of its own, whether use may be analysed (CON-08).",
    }),
  ),
  trackingChecked: Type.Optional(Type.Boolean()),
  locales: Type.Optional(Type.Array(LocaleSchema, { minItems: 1, maxItems: 2, uniqueItems: true })),
  title: Type.Optional(PerLocale(120)),
  intro: Type.Optional(PerLocale(600)),
  /** CON-10: a service in return for consent, openly said and reasoned. */
  exchange: Type.Optional(
    Type.Union([
      Type.Object(
        { notice: PerLocale(600), reason: Type.String({ minLength: 10, maxLength: 1000 }) },
        strict,
      ),
      Type.Null(),
    ]),
  ),
  consentRequired: Type.Optional(
    Type.Boolean({ description: "Refused without `exchange` (CON-10)." }),
  ),
  embeddedOn: Type.Optional(
    Type.Array(Type.String({ maxLength: 200 }), {
      maxItems: 20,
      description:
        "Origins of own websites that show the form, such as https://www.example.org. Only these may appear as the page of a declaration.",
    }),
  ),
  hidden: Type.Optional(
    Type.Array(
      Type.Object(
        {
          name: Type.String({
            maxLength: 40,
            description: "Small letters, digits, _ and -, such as utm_source.",
          }),
          value: Type.Optional(
            Type.Union([Type.String({ maxLength: 100 }), Type.Null()], {
              description: "A fixed value; null takes the address parameter of this name.",
            }),
          ),
        },
        strict,
      ),
      {
        maxItems: 10,
        description:
          "Fields visitors do not see. They become part of the proof, with their origin. Names of addresses and consents are refused (CON-02).",
      },
    ),
  ),
  minAge: Type.Optional(
    Type.Union([Type.Literal(14), Type.Literal(16), Type.Null()], {
      description:
        "For offers directed at children: asks for the age and takes nobody younger (CON-22). 16 in Germany, 14 in Austria.",
    }),
  ),
  proofOfWork: Type.Optional(
    Type.Boolean({
      description:
        "Browsers solve an ALTCHA-compatible task first (`GET …/challenge`). The form then needs JavaScript.",
    }),
  ),
};

export const NewFormSchema = Type.Object(formInput, strict);
export type NewFormInput = Static<typeof NewFormSchema>;
export const FormChangeSchema = Type.Partial(
  Type.Object({ ...formInput, archived: Type.Boolean() }),
  strict,
);
export type FormChangeInput = Static<typeof FormChangeSchema>;

const { name: _name, ...shownInput } = formInput;
/** Settings of a form that are not saved, to see what they would show. */
export const PreviewFormSchema = Type.Object(
  {
    ...shownInput,
    id: Type.Optional(Type.String({ maxLength: 60, description: "Of the form, for its links." })),
    locale: Type.Optional(LocaleSchema),
  },
  strict,
);
export type PreviewFormInput = Static<typeof PreviewFormSchema>;
export const FormPreviewSchema = Type.Object({
  locale: LocaleSchema,
  html: Type.String({ description: "The whole page. Show it where nothing in it can run." }),
});
export type FormPreview = Static<typeof FormPreviewSchema>;

const ShownText = Type.Object({
  wordingVersionId: Type.String(),
  text: Type.String({ description: "The whole declaration, word for word." }),
});
/** What a visitor reads, in one language. The same texts stand in every proof. */
export const FormTextsSchema = Type.Object({
  formId: Type.String(),
  version: Type.Integer(),
  locale: LocaleSchema,
  title: Type.Union([Type.String(), Type.Null()]),
  intro: Type.Union([Type.String(), Type.Null()]),
  lists: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      topics: Type.String(),
      frequency: Type.String(),
      declaration: ShownText,
    }),
  ),
  tracking: Type.Union([ShownText, Type.Null()]),
  withdraw: Type.String({
    description: "How to withdraw; it stands before the boxes and is named by each (CON-03).",
  }),
  exchangeNotice: Type.Union([Type.String(), Type.Null()]),
  age: Type.Union([
    Type.Object({
      minAge: Type.Integer(),
      question: Type.String(),
      older: Type.String(),
      younger: Type.String(),
    }),
    Type.Null(),
  ]),
  parameters: Type.Array(Type.String(), {
    description: "Names that `hidden` of a sign-up may have.",
  }),
  proofOfWork: Type.Boolean(),
  privacyNoticeUrl: Type.String(),
});
export type FormTexts = Static<typeof FormTextsSchema>;

export const FormSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.Integer(),
  sha256: Type.String({ description: "Of the version's settings and shown texts, hexadecimal." }),
  versionCreatedAt: Timestamp,
  lists: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  fields: Type.Object({
    salutation: Type.Boolean(),
    firstName: Type.Boolean(),
    lastName: Type.Boolean(),
  }),
  askTracking: Type.Boolean(),
  locales: Type.Array(LocaleSchema),
  title: PerLocale(120),
  intro: PerLocale(600),
  exchange: Type.Union([
    Type.Object({ notice: PerLocale(600), reason: Type.String() }),
    Type.Null(),
  ]),
  embeddedOn: Type.Array(Type.String()),
  hidden: Type.Array(
    Type.Object({ name: Type.String(), value: Type.Union([Type.String(), Type.Null()]) }),
  ),
  minAge: Type.Union([Type.Literal(14), Type.Literal(16), Type.Null()]),
  proofOfWork: Type.Boolean(),
  url: Type.String({ description: "The hosted page." }),
  manageUrl: Type.String(),
  /** Why the form takes no sign-ups now although it is not archived; empty when it does. */
  problems: Type.Array(
    Type.Object({
      rule: Type.String(),
      message: Type.Object({ de: Type.String(), en: Type.String() }),
    }),
  ),
  submissions: Type.Object({
    days: Type.Integer(),
    requested: Type.Integer(),
    confirmed: Type.Integer(),
    waiting: Type.Integer(),
    expired: Type.Integer(),
    declined: Type.Integer({ description: "Ended by “I did not sign up”." }),
  }),
  archivedAt: NullableTimestamp,
  createdAt: Timestamp,
});
export type FormView = Static<typeof FormSchema>;
export const FormPage = Type.Object({ items: Type.Array(FormSchema) });

export const EmbedQuery = Type.Object({ lang: Type.Optional(LocaleSchema) });
export const EmbedSchema = Type.Object({
  html: Type.String({ description: "A plain form without scripts, for an own website." }),
  version: Type.Integer({ description: "The version whose texts it holds." }),
});

/** A sign-up through an own front end. It passes the same guards as the hosted page. */
export const SubmissionSchema = Type.Object(
  {
    email: Type.String({ maxLength: 320 }),
    lists: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 }),
    tracking: Type.Optional(Type.Boolean()),
    salutation: Type.Optional(Type.String({ maxLength: 20 })),
    firstName: Type.Optional(Type.String({ maxLength: 200 })),
    lastName: Type.Optional(Type.String({ maxLength: 200 })),
    locale: Type.Optional(LocaleSchema),
    version: Type.Integer({
      minimum: 1,
      maximum: 2147483647,
      description: "The version whose texts were shown, from `GET …/texts`.",
    }),
    page: Type.Optional(
      Type.String({
        maxLength: 500,
        description: "Where it was declared; must be under an origin of `embeddedOn`.",
      }),
    ),
    age: Type.Optional(
      Type.Union([Type.Literal("older"), Type.Literal("younger")], {
        description: "The answer to the question for the age, where the form asks it (CON-22).",
      }),
    ),
    hidden: Type.Optional(
      Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 100 }), {
        maxProperties: 10,
        description: "Values for the names in `parameters`, such as utm_source.",
      }),
    ),
    altcha: Type.Optional(
      Type.String({
        maxLength: 4000,
        description: "The solved task, as the ALTCHA widget gives it (base64).",
      }),
    ),
  },
  strict,
);
export type SubmissionInput = Static<typeof SubmissionSchema>;
/** Always the same, whatever is known of the address (DOI-11). */
export const SubmissionAnswer = Type.Object({
  message: Type.Object({ de: Type.String(), en: Type.String() }),
});

/** A task in the form of ALTCHA (version 2). Its fields are the widget's business. */
export const ChallengeSchema = Type.Object({
  parameters: Type.Object({}, { additionalProperties: true }),
  signature: Type.String(),
});

/** One version of a form: who made it, and from when to when visitors saw it. */
const versionFacts = {
  version: Type.Integer(),
  from: Timestamp,
  until: NullableTimestamp,
  by: Type.Union([Type.String(), Type.Null()], {
    description: "Null when a changed list, wording or setting of the account made it.",
  }),
  current: Type.Boolean(),
  locales: Type.Array(LocaleSchema),
  sha256: Type.String(),
};
export const FormVersionSchema = Type.Object(versionFacts);
export type FormVersionView = Static<typeof FormVersionSchema>;
export const FormVersionPage = Type.Object({ items: Type.Array(FormVersionSchema) });
export const FormVersionParams = Type.Object({
  id: Type.String({ maxLength: 60 }),
  version: Type.Integer({ minimum: 1, maximum: 2147483647 }),
});

const FORM_PARTS = [
  "heading",
  "intro",
  "withdraw",
  "list",
  "declaration",
  "proof",
  "origin",
  "fields",
  "age",
  "tracking",
  "trackingNote",
  "exchange",
  "submit",
  "after",
  "responsible",
  "privacyNotice",
  "hidden",
  "proofOfWork",
] as const;
const Part = {
  part: oneOf(...FORM_PARTS),
  subject: Type.Union([Type.String(), Type.Null()], { description: "The newsletter it is about." }),
};
/** What a person read in one version and language: part by part, and as the page. */
export const FormVersionTextsSchema = Type.Object({
  ...versionFacts,
  locale: LocaleSchema,
  parts: Type.Array(Type.Object({ ...Part, text: Type.String() })),
  html: Type.String({ description: "The page. Show it where nothing in it can run." }),
});
export type FormPart = (typeof FORM_PARTS)[number];
export type FormVersionTexts = Static<typeof FormVersionTextsSchema>;
export const FormDiffQuery = Type.Object({
  with: Type.Integer({ minimum: 1, maximum: 2147483647, description: "The older version." }),
  lang: Type.Optional(LocaleSchema),
});
export const FormDiffSchema = Type.Object({
  before: Type.Integer(),
  after: Type.Integer(),
  locale: LocaleSchema,
  changes: Type.Array(
    Type.Object({
      ...Part,
      words: Type.Array(
        Type.Object({
          kind: oneOf("same", "removed", "added"),
          text: Type.String(),
        }),
      ),
    }),
  ),
});
export type FormDiff = Static<typeof FormDiffSchema>;
