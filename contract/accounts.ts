import { Type, type Static, type TSchema } from "typebox";
import { LocaleSchema, Timestamp } from "./common.ts";
import { MyAccountSchema } from "./operators.ts";

const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const line = (maxLength = 200) => Type.String({ maxLength });
const strict = { additionalProperties: false };

const LocalisedText = Type.Object({ de: Type.String(), en: Type.String() });

/** What is missing or wrong in the settings: where, by which rule, and what to do. */
export const SettingsProblemSchema = Type.Object({
  path: Type.String(),
  rule: Type.String(),
  message: LocalisedText,
});
export type SettingsProblem = Static<typeof SettingsProblemSchema>;

// Accounts and their settings

export const NewAccount = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    locale: Type.Optional(LocaleSchema),
    timezone: Type.Optional(Type.String({ maxLength: 60 })),
  },
  strict,
);
export const MyAccountList = Type.Object({ items: Type.Array(MyAccountSchema) });

export const registerKinds = [
  "commercial",
  "cooperative",
  "association",
  "partnership",
  "company",
  "foundation",
  "foreign",
] as const;
export type RegisterKind = (typeof registerKinds)[number];
const RegisterSchema = Type.Object(
  {
    kind: literals(registerKinds),
    court: Type.Optional(line()),
    number: Type.Optional(line(60)),
  },
  strict,
);
/** Provider identification (§ 5 DDG, § 18(2) MStV). Everything may be empty while somebody is still filling it in. */
export const ImprintSchema = Type.Object(
  {
    legalName: Type.Optional(line()),
    street: Type.Optional(line()),
    postalCode: Type.Optional(line(20)),
    city: Type.Optional(line(100)),
    country: Type.Optional(Type.String({ pattern: "^[A-Z]{2}$", description: "ISO 3166-1" })),
    representatives: Type.Optional(Type.Array(line(), { maxItems: 20 })),
    supervisoryBoardChair: Type.Optional(line()),
    generalPartner: Type.Optional(
      Type.Object(
        {
          legalName: Type.Optional(line()),
          representatives: Type.Optional(Type.Array(line(), { maxItems: 20 })),
          register: Type.Optional(RegisterSchema),
        },
        strict,
      ),
    ),
    headOffice: Type.Optional(
      Type.Object(
        {
          legalName: Type.Optional(line()),
          address: Type.Optional(line(300)),
          register: Type.Optional(RegisterSchema),
        },
        strict,
      ),
    ),
    foreignLegalForm: Type.Optional(line(100)),
    email: Type.Optional(line(320)),
    phone: Type.Optional(line(60)),
    contactFormUrl: Type.Optional(line(500)),
    register: Type.Optional(RegisterSchema),
    vatId: Type.Optional(line(30)),
    businessId: Type.Optional(line(30)),
    inLiquidation: Type.Optional(Type.Boolean()),
    licensedActivity: Type.Optional(Type.Boolean()),
    supervisoryAuthority: Type.Optional(
      Type.Object(
        {
          name: Type.Optional(line()),
          address: Type.Optional(line(300)),
          url: Type.Optional(line(500)),
        },
        strict,
      ),
    ),
    insuranceIntermediary: Type.Optional(Type.Boolean()),
    intermediaryRegister: Type.Optional(
      Type.Object(
        {
          status: Type.Optional(line(200)),
          number: Type.Optional(line(40)),
          authority: Type.Optional(line(300)),
        },
        strict,
      ),
    ),
    regulatedProfession: Type.Optional(Type.Boolean()),
    profession: Type.Optional(
      Type.Object(
        {
          title: Type.Optional(line()),
          state: Type.Optional(line(100)),
          chamber: Type.Optional(line()),
          rules: Type.Optional(line(500)),
          rulesUrl: Type.Optional(line(500)),
        },
        strict,
      ),
    ),
    journalistic: Type.Optional(Type.Boolean()),
    editor: Type.Optional(
      Type.Object({ name: Type.Optional(line()), address: Type.Optional(line(300)) }, strict),
    ),
    imprintUrl: Type.Optional(line(500)),
    accessibilityUrl: Type.Optional(line(500)),
  },
  strict,
);
export type Imprint = Static<typeof ImprintSchema>;

/** Privacy notice, and whom people write to. `none` is the owner's statement under § 38 BDSG. */
export const PrivacyInput = Type.Object(
  {
    noticeUrl: Type.Optional(line(500)),
    noticeVersion: Type.Optional(line(60)),
    contactName: Type.Optional(line()),
    contactEmail: Type.Optional(line(320)),
    dpo: Type.Optional(
      Type.Union([
        Type.Object({ appointed: Type.Literal(true), name: line(), email: line(320) }, strict),
        Type.Object(
          {
            appointed: Type.Literal(false),
            reason: line(1000),
            fewerThan20: Type.Boolean(),
            noSpecialProcessing: Type.Boolean(),
          },
          strict,
        ),
      ]),
    ),
  },
  strict,
);
export type PrivacyInput = Static<typeof PrivacyInput>;
const SubprocessorSchema = Type.Object(
  { name: line(), country: Type.String({ pattern: "^[A-Z]{2}$" }), purpose: line(300) },
  strict,
);
/** Who operates this installation for the account (Art. 28 GDPR), and where the data lie. */
export const ProcessingInput = Type.Object(
  {
    operation: Type.Optional(
      Type.Union([
        Type.Object(
          {
            kind: Type.Literal("processor"),
            provider: line(),
            contractDate: Type.Union([Type.Literal(""), Type.String({ format: "date" })]),
            version: line(60),
            signer: line(),
            subprocessors: Type.Array(SubprocessorSchema, { maxItems: 100 }),
          },
          strict,
        ),
        Type.Object(
          {
            kind: Type.Literal("own"),
            signer: line(),
            subprocessors: Type.Optional(Type.Array(SubprocessorSchema, { maxItems: 100 })),
          },
          strict,
        ),
      ]),
    ),
    place: Type.Optional(
      Type.Object({ country: Type.String({ pattern: "^[A-Z]{2}$" }), dataCentre: line() }, strict),
    ),
  },
  strict,
);
export type ProcessingInput = Static<typeof ProcessingInput>;

export const ThemeInput = Type.Object(
  {
    colour: Type.Optional(Type.String({ pattern: "^#[0-9A-Fa-f]{6}$" })),
    colourDark: Type.Optional(Type.String({ pattern: "^#[0-9A-Fa-f]{6}$" })),
    homeUrl: Type.Optional(line(500)),
    locales: Type.Optional(Type.Array(LocaleSchema, { minItems: 1, maxItems: 2 })),
    salutation: Type.Optional(
      Type.Unsafe<"formal" | "letter" | "informal">({
        type: "string",
        enum: ["formal", "letter", "informal"],
        description:
          "How the account addresses people: “Guten Tag Frau Beispiel”, “Sehr geehrte Frau Beispiel”, or “Hallo Anna”. With `informal` every German text of the product for recipients and visitors says du, on pages and in mails; otherwise Sie. Approved wordings stay as they are.",
      }),
    ),
  },
  strict,
);
export type ThemeInput = Static<typeof ThemeInput>;

export const countingLevels = ["unique", "shared", "clicks_only", "none"] as const;
export type CountingLevel = (typeof countingLevels)[number];

export const assessorRoles = ["dpo", "owner"] as const;

/** `due`: the day of the next look has come; `overdue`: 30 days ago; `other_assessor`: it is another role's by now. */
export const assessmentStates = ["missing", "current", "due", "overdue", "other_assessor"] as const;
export type AssessmentState = (typeof assessmentStates)[number];

/** The assessment that level `unique` takes, as the person who makes it confirms it. */
export const AssessmentInput = Type.Object(
  {
    arguments: Type.String({ minLength: 80, maxLength: 8000 }),
    reviewOn: Type.String({ format: "date" }),
    confirmed: Type.Literal(true),
  },
  strict,
);
export type AssessmentInput = Static<typeof AssessmentInput>;

/** Sections replace what was stored of them; sections left out stay. Incomplete sections are saved and named in `problems`. */
export const AccountChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    legalForm: Type.Optional(nullable(line(40))),
    imprint: Type.Optional(ImprintSchema),
    privacy: Type.Optional(PrivacyInput),
    processing: Type.Optional(ProcessingInput),
    theme: Type.Optional(ThemeInput),
    responsibility: Type.Optional(Type.Object({ accepted: Type.Literal(true) }, strict)),
    counting: Type.Optional(
      Type.Object(
        { level: literals(countingLevels), reason: Type.String({ minLength: 3, maxLength: 1000 }) },
        strict,
      ),
    ),
    locale: Type.Optional(LocaleSchema),
    timezone: Type.Optional(line(60)),
    kMin: Type.Optional(Type.Integer({ minimum: 5, maximum: 100 })),
  },
  { ...strict, minProperties: 1 },
);
export type AccountChange = Static<typeof AccountChange>;

const RecordedAct = Type.Object({ by: Type.String(), at: Timestamp });
export const SetupStepSchema = Type.Object({
  id: Type.String(),
  label: LocalisedText,
  done: Type.Boolean(),
  problems: Type.Array(SettingsProblemSchema),
});
export type SetupStep = Static<typeof SetupStepSchema>;
export const AccountSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mode: literals(["sandbox", "live"]),
  locale: LocaleSchema,
  timezone: Type.String(),
  kMin: Type.Integer(),
  legalForm: nullable(Type.String()),
  imprint: ImprintSchema,
  /** The imprint as mails and pages show it. */
  imprintLines: Type.Object({ de: Type.Array(Type.String()), en: Type.Array(Type.String()) }),
  privacy: PrivacyInput,
  /** Who stated that no data protection officer is appointed, and when. */
  dpoStatement: nullable(RecordedAct),
  processing: ProcessingInput,
  processingRecord: nullable(RecordedAct),
  theme: ThemeInput,
  logoUrl: nullable(Type.String()),
  responsibility: Type.Object({
    text: LocalisedText,
    version: Type.String(),
    accepted: nullable(RecordedAct),
  }),
  counting: Type.Object({
    level: literals(countingLevels),
    choice: nullable(Type.Object({ by: Type.String(), at: Timestamp, reason: Type.String() })),
    options: Type.Array(
      Type.Object({
        level: literals(countingLevels),
        available: Type.Boolean(),
        label: LocalisedText,
        description: LocalisedText,
        /** Why it cannot be chosen now. */
        reason: nullable(LocalisedText),
      }),
    ),
    /** Whose assessment level `unique` takes; null while the account has not said whether an officer is appointed. */
    assessor: nullable(literals(assessorRoles)),
    assessment: nullable(
      Type.Object({
        by: Type.String(),
        at: Timestamp,
        role: literals(assessorRoles),
        arguments: Type.String(),
        reviewOn: Type.String({ format: "date" }),
      }),
    ),
    assessmentState: literals(assessmentStates),
  }),
  setup: Type.Object({ complete: Type.Boolean(), steps: Type.Array(SetupStepSchema) }),
  createdAt: Timestamp,
});
export type AccountView = Static<typeof AccountSchema>;

export const LegalFormSchema = Type.Object({
  code: Type.String(),
  label: LocalisedText,
  /** What the representatives are called, or null where nobody else represents. */
  representatives: nullable(LocalisedText),
  register: nullable(
    Type.Object({ kind: literals(registerKinds), label: LocalisedText, required: Type.Boolean() }),
  ),
  generalPartner: Type.Boolean(),
  headOffice: Type.Boolean(),
});
export const LegalFormList = Type.Object({ items: Type.Array(LegalFormSchema) });
export const LogoSchema = Type.Object({ logoUrl: nullable(Type.String()) });
