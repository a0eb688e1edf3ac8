import { Type, type Static } from "typebox";
import { sourceKinds, type MailingSource } from "./blocks.ts";
import { LocaleSchema, NullableTimestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };

export const TemplateSummarySchema = Type.Object({
  /** `tpl_…`, or the name of a design of Klarpost's own such as `newsletter-de`. */
  id: Type.String(),
  /** Klarpost's own, the account's own, or shared by the account above it. */
  origin: oneOf("design", "own", "shared"),
  locale: LocaleSchema,
  name: Type.String(),
  description: Type.String(),
  subject: Type.String(),
  /** A mailing of it goes to whom the question is due (CON-26). */
  purpose: Type.Optional(Type.Literal("tracking_question")),
  kind: oneOf(...sourceKinds),
  /** Path of a picture; null: show the content itself. */
  picture: Type.Union([Type.String(), Type.Null()]),
  lockedSections: Type.Integer({ minimum: 0 }),
  /** Shown to the accounts below. */
  isShared: Type.Boolean(),
  mayChange: Type.Boolean(),
  revision: Type.Integer({ minimum: 0 }),
  updatedAt: NullableTimestamp,
});
export type TemplateSummary = Static<typeof TemplateSummarySchema>;

export const TemplateListSchema = Type.Object({
  items: Type.Array(TemplateSummarySchema),
  /** Whether there are accounts below this one that shared templates reach. */
  hasChildren: Type.Boolean(),
});
export type TemplateList = Static<typeof TemplateListSchema>;

export const TemplateSectionSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  locked: Type.Boolean(),
});
export const TemplateSchema = Type.Object({
  ...TemplateSummarySchema.properties,
  preheader: Type.String(),
  /** As a mailing takes it. */
  source: Type.Unsafe<MailingSource>(
    Type.Object({ kind: oneOf(...sourceKinds) }, { additionalProperties: true }),
  ),
  /** In the account's present look. */
  html: Type.String(),
  sections: Type.Array(TemplateSectionSchema),
});
export type TemplateView = Static<typeof TemplateSchema>;

const name = Type.String({ minLength: 1, maxLength: 120 });
const description = Type.String({ maxLength: 300 });
/** Ids of the sections that mailings of it may not change. */
const locked = Type.Optional(Type.Array(Type.String({ maxLength: 24 }), { maxItems: 80 }));
export const NewTemplateSchema = Type.Object(
  {
    name,
    description: Type.Optional(description),
    locale: Type.Optional(LocaleSchema),
    /** The content is a mailing's, … */
    mailing: Type.Optional(Type.String({ maxLength: 60 })),
    /** … or another template's; without either an empty letter. */
    template: Type.Optional(Type.String({ maxLength: 60 })),
    isShared: Type.Optional(Type.Boolean()),
    /** Without it sections stay locked as they are. */
    locked,
  },
  strict,
);
export type NewTemplate = Static<typeof NewTemplateSchema>;

export const TemplateChangeSchema = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    name: Type.Optional(name),
    description: Type.Optional(description),
    isShared: Type.Optional(Type.Boolean()),
    locked,
    /** Takes over the content of this mailing; locks of sections that stay are kept. */
    mailing: Type.Optional(Type.String({ maxLength: 60 })),
  },
  strict,
);
export type TemplateChange = Static<typeof TemplateChangeSchema>;
