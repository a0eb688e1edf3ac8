import { Type, type Static } from "typebox";

/** A text in the two languages that every operator-facing sentence exists in. */
export const LocalisedSchema = Type.Object({ de: Type.String(), en: Type.String() });
export type Localised = Static<typeof LocalisedSchema>;

export const ContentPartSchema = Type.Union([
  Type.Literal("sender"),
  Type.Literal("subject"),
  Type.Literal("preheader"),
  Type.Literal("html"),
  Type.Literal("text"),
]);
export type ContentPart = Static<typeof ContentPartSchema>;

/** Where a finding sits in its part: line and column count from 1, offset in UTF-16 units from 0. */
export const PositionSchema = Type.Object({
  line: Type.Integer({ minimum: 1 }),
  column: Type.Integer({ minimum: 1 }),
  offset: Type.Integer({ minimum: 0 }),
  length: Type.Integer({ minimum: 0 }),
});
export type Position = Static<typeof PositionSchema>;

/** Replace `length` characters at `offset` of `part` by `insert`. */
export const ContentEditSchema = Type.Object({
  part: ContentPartSchema,
  offset: Type.Integer({ minimum: 0 }),
  length: Type.Integer({ minimum: 0 }),
  insert: Type.String(),
});
export type ContentEdit = Static<typeof ContentEditSchema>;

/** A repair the author can accept with one click. Edits of one fix never overlap. */
export const FindingFixSchema = Type.Object({
  label: LocalisedSchema,
  edits: Type.Array(ContentEditSchema),
});
export type FindingFix = Static<typeof FindingFixSchema>;

export const SeveritySchema = Type.Union([
  Type.Literal("block"),
  Type.Literal("warn"),
  Type.Literal("info"),
]);
export type Severity = Static<typeof SeveritySchema>;

/**
 * One note of the content lint (Inhaltsprüfung). `rule` is an id of the rule catalogue, or starts
 * with `LINT-` where the product itself sets the rule (template syntax, length of the subject).
 */
export const FindingSchema = Type.Object({
  rule: Type.String(),
  severity: SeveritySchema,
  part: ContentPartSchema,
  position: Type.Optional(PositionSchema),
  message: LocalisedSchema,
  fix: Type.Optional(FindingFixSchema),
  /** In a mail made of blocks: the block the finding is about. */
  block: Type.Optional(Type.String()),
  /** A page that explains the matter, for information findings. */
  moreUrl: Type.Optional(Type.String()),
});
export type Finding = Static<typeof FindingSchema>;

export const MergeFieldGroupSchema = Type.Union([
  Type.Literal("contact"),
  Type.Literal("mailing"),
  Type.Literal("link"),
  Type.Literal("block"),
]);

/** A field or block that an author may place as `{{ name }}`. */
export const MergeFieldSchema = Type.Object({
  name: Type.String(),
  group: MergeFieldGroupSchema,
  label: LocalisedSchema,
  description: LocalisedSchema,
  example: LocalisedSchema,
});
export type MergeField = Static<typeof MergeFieldSchema>;

/** A link of a content version as the report and the link settings see it. */
export const ContentLinkSchema = Type.Object({
  no: Type.Integer({ minimum: 1, maximum: 1022 }),
  url: Type.String(),
  label: Type.String(),
  part: Type.Union([Type.Literal("html"), Type.Literal("text")]),
  position: PositionSchema,
  /** Never carries a personal token, for anyone (TRK-25). */
  notPersonal: Type.Boolean(),
  /** The word that suggests marking the link "not personally" (TRK-25), if there is one. */
  sensitiveWord: Type.Optional(Type.String()),
});
export type ContentLink = Static<typeof ContentLinkSchema>;

/** The measuring states a mailing can be previewed in; see the levels of a mailing. */
export const PreviewStateSchema = Type.Union([
  Type.Literal("personal"),
  Type.Literal("shared"),
  Type.Literal("none"),
]);
export type PreviewState = Static<typeof PreviewStateSchema>;

export const PreviewSchema = Type.Object({
  state: PreviewStateSchema,
  subject: Type.String(),
  preheader: Type.String(),
  html: Type.String(),
  text: Type.String(),
  /** Size of the HTML part in bytes, as it would be sent. */
  htmlBytes: Type.Integer(),
});
export type Preview = Static<typeof PreviewSchema>;

/** A mailing to start from. */
export interface Starter {
  id: string;
  locale: "de" | "en";
  /** Such a mailing goes to whom the question is due (CON-26). */
  purpose?: "tracking_question";
  name: Localised;
  description: Localised;
  subject: string;
  preheader: string;
  html: string;
}
