import { Type, type Static } from "typebox";
import {
  BlockDocumentSchema,
  BrandKitSchema,
  MjmlSourceSchema,
  SectionSchema,
  SocialLinkSchema,
  buttonShapes,
  sourceKinds,
  typeStacks,
} from "./blocks.ts";
import { LocaleSchema, NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const kit = {
  headings: oneOf(...typeStacks),
  text: oneOf(...typeStacks),
  buttons: oneOf(...buttonShapes),
  logoWidth: Type.Integer({ minimum: 16, maximum: 600 }),
  footer: Type.String({ maxLength: 1000, description: "A line or two above the legal footer." }),
  social: Type.Array(SocialLinkSchema, { maxItems: 12 }),
};
export const BrandKitInput = Type.Object(kit, { additionalProperties: false });
export type BrandKitChange = Static<typeof BrandKitInput>;

/** The kit as it is compiled, with colour and logo of the account's public pages. */
export const BrandKitView = Type.Object({
  ...BrandKitSchema.properties,
  logoWidth: kit.logoWidth,
});
export type BrandKitAnswer = Static<typeof BrandKitView>;

export const BrandPreviewQuery = Type.Object(
  {
    colour: Type.Optional(Type.String({ pattern: "^#[0-9a-fA-F]{6}$" })),
    headings: Type.Optional(kit.headings),
    text: Type.Optional(kit.text),
    buttons: Type.Optional(kit.buttons),
    logoWidth: Type.Optional(kit.logoWidth),
    footer: Type.Optional(kit.footer),
    locale: Type.Optional(LocaleSchema),
  },
  { additionalProperties: false },
);

const sectionName = Type.String({ minLength: 1, maxLength: 80 });
export const NewSavedSectionSchema = Type.Object(
  { name: sectionName, section: SectionSchema },
  { additionalProperties: false },
);
export const SavedSectionChangeSchema = Type.Object(
  { name: sectionName },
  { additionalProperties: false },
);
export const SavedSectionSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  section: SectionSchema,
  createdBy: Type.Union([Type.String(), Type.Null()]),
  createdAt: Timestamp,
});
export type SavedSectionView = Static<typeof SavedSectionSchema>;

/** What the author writes: HTML itself, or MJML or blocks of which the server makes the HTML with every save. */
export const MailingSourceSchema = Type.Union(
  [
    Type.Object({ kind: Type.Literal("html") }, { additionalProperties: false }),
    Type.Object(
      { kind: Type.Literal("mjml"), source: MjmlSourceSchema },
      { additionalProperties: false },
    ),
    Type.Object(
      { kind: Type.Literal("blocks"), source: BlockDocumentSchema },
      { additionalProperties: false },
    ),
  ],
  {
    description:
      "What the author writes. `html` is edited itself; of `mjml` and `blocks` the server makes the HTML with every save, and `html` cannot be given. Whenever the kind changes, the state before is kept as a version.",
  },
);

export const VersionSchema = Type.Object({
  id: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  revision: Type.Integer(),
  kind: oneOf(...sourceKinds),
  subject: Type.String(),
  createdBy: Type.Union([Type.String(), Type.Null()]),
  createdAt: Timestamp,
});
export type VersionView = Static<typeof VersionSchema>;
export const VersionListSchema = Type.Object({ items: Type.Array(VersionSchema) });
export const VersionContentSchema = Type.Object({
  ...VersionSchema.properties,
  preheader: Type.String(),
  html: Type.String(),
  text: Type.String(),
  textIsEdited: Type.Boolean(),
});
export type VersionContent = Static<typeof VersionContentSchema>;
export const NewVersionSchema = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 80 }) },
  { additionalProperties: false },
);
export const RestoreVersionSchema = Type.Object(
  { revision: Type.Integer({ minimum: 1, description: "The draft's revision, as for a change." }) },
  { additionalProperties: false },
);

export const CommentSchema = Type.Object({
  id: Type.String(),
  blockId: Type.Union([Type.String(), Type.Null()]),
  body: Type.String(),
  author: Type.Union([Type.String(), Type.Null()]),
  /** Names of people of the account that the comment mentions with @. */
  mentions: Type.Array(Type.String()),
  createdAt: Timestamp,
  resolvedAt: NullableTimestamp,
  resolvedBy: Type.Union([Type.String(), Type.Null()]),
});
export type CommentView = Static<typeof CommentSchema>;
export const CommentListSchema = Type.Object({
  items: Type.Array(CommentSchema),
  /** Whom a comment can mention. */
  people: Type.Array(Type.String()),
});
export type CommentList = Static<typeof CommentListSchema>;
export const NewCommentSchema = Type.Object(
  {
    body: Type.String({ minLength: 1, maxLength: 2000, pattern: "\\S" }),
    blockId: Type.Optional(Type.String({ pattern: "^[a-z0-9]{1,24}$" })),
  },
  { additionalProperties: false },
);
