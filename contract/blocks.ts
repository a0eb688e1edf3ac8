import { Type, type Static, type TSchema } from "typebox";
import { oneOf } from "./common.ts";
import { LocalisedSchema } from "./content.ts";

/** What a block document may hold. Far above what a person writes, far below what would slow down a save. */
export const blockLimits = {
  sections: 80,
  columns: 4,
  blocksInColumn: 40,
  blocks: 200,
  html: 60_000,
  text: 20_000,
  line: 500,
  url: 2000,
} as const;

const line = (max: number = blockLimits.line) => Type.String({ maxLength: max });
const url = Type.String({
  maxLength: blockLimits.url,
  description: "https, mailto or tel, or a merge field such as `{{ web_view_url }}`.",
});
const Id = Type.String({ pattern: "^[a-z0-9]{1,24}$", description: "Unique in the document." });
const Align = oneOf("left", "center", "right");

/** Fields that a section locked by a template leaves open carry their names here. */
const base = {
  id: Id,
  condition: Type.Optional(
    Type.String({
      maxLength: 800,
      pattern: "^[^%{}]*$",
      description:
        'Shown only where this Liquid condition holds, such as `contact.custom.branch == "Nord"`.',
    }),
  ),
  otherwise: Type.Optional(
    Type.String({
      maxLength: 2000,
      description:
        "Shown in its place to everybody for whom the condition does not hold, and to everybody of whom the field is not known.",
    }),
  ),
  open: Type.Optional(
    Type.Array(Type.String({ maxLength: 40 }), {
      maxItems: 20,
      description: "Names of the fields that stay open in a locked section.",
    }),
  ),
};

function block<const N extends string, T extends Record<string, TSchema>>(type: N, fields: T) {
  return Type.Object(
    { ...base, type: Type.Literal(type), ...fields },
    { additionalProperties: false },
  );
}

export const socialNetworks = [
  "website",
  "linkedin",
  "xing",
  "instagram",
  "facebook",
  "youtube",
  "mastodon",
  "bluesky",
  "tiktok",
  "x",
  "podcast",
] as const;
export const SocialLinkSchema = Type.Object(
  { network: oneOf(...socialNetworks), url },
  { additionalProperties: false },
);
export type SocialLink = Static<typeof SocialLinkSchema>;

const LocalTime = Type.String({
  maxLength: 16,
  pattern: "^(\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d)?)?$",
  description: "Local day or day and time: 2026-12-03 or 2026-12-03T19:00. Empty: not yet known.",
});

export const blockSchemas = {
  header: block("header", {
    align: oneOf("left", "center"),
    showDate: Type.Boolean(),
    showWebView: Type.Boolean({ description: "A link to the shared web view above the letter." }),
  }),
  text: block("text", {
    html: Type.String({
      maxLength: blockLimits.text,
      description:
        "p, h1 to h3, ul, ol, li, a, strong, em, u, br and merge fields; everything else is dropped.",
    }),
    align: Align,
    size: oneOf("small", "normal", "large"),
  }),
  image: block("image", {
    src: url,
    alt: line(),
    href: url,
    width: Type.Integer({ minimum: 10, maximum: 100, description: "Percent of the column." }),
    rounded: Type.Boolean(),
    caption: line(),
  }),
  button: block("button", {
    label: line(120),
    href: url,
    align: Align,
    style: oneOf("filled", "outline"),
    fullWidth: Type.Boolean(),
  }),
  product: block("product", {
    src: url,
    alt: line(),
    name: line(200),
    text: line(2000),
    price: line(60),
    oldPrice: line(60),
    label: line(120),
    href: url,
  }),
  event: block("event", {
    title: line(200),
    start: LocalTime,
    end: LocalTime,
    place: line(300),
    text: line(2000),
    label: line(120),
    href: url,
  }),
  social: block("social", {
    align: Align,
    links: Type.Array(SocialLinkSchema, {
      maxItems: 12,
      description: "Empty: those of the account's brand kit.",
    }),
  }),
  advisor: block("advisor", {
    photo: url,
    alt: line(),
    name: line(200),
    role: line(200),
    phone: line(60),
    email: line(254),
    text: line(2000),
    signature: url,
    label: line(120),
    href: url,
  }),
  imprint: block("imprint", {}),
  legal: block("legal", {
    question: Type.Boolean({
      description: "Also asks for the permission to analyse, of those who may be asked (CON-26).",
    }),
  }),
  divider: block("divider", { style: oneOf("line", "accent", "dots") }),
  spacer: block("spacer", { height: Type.Integer({ minimum: 4, maximum: 120 }) }),
  video: block("video", {
    src: url,
    alt: line(),
    href: url,
    label: line(120),
  }),
  countdown: block("countdown", {
    end: LocalTime,
    title: line(200),
    note: line(300),
  }),
  html: block("html", { html: Type.String({ maxLength: blockLimits.html }) }),
};

export const blockTypes = [
  "header",
  "text",
  "image",
  "button",
  "product",
  "event",
  "social",
  "advisor",
  "imprint",
  "legal",
  "divider",
  "spacer",
  "video",
  "countdown",
  "html",
] as const;
export type BlockType = (typeof blockTypes)[number];
export type BlockOf<T extends BlockType> = Static<(typeof blockSchemas)[T]>;
export type Block = { [T in BlockType]: BlockOf<T> }[BlockType];
export const BlockSchema = Type.Unsafe<Block>(
  Type.Union(blockTypes.map((type) => blockSchemas[type])),
);

export const ColumnSchema = Type.Object(
  {
    id: Id,
    width: Type.Optional(
      Type.Integer({
        minimum: 10,
        maximum: 90,
        description: "Percent of the section; without it all columns share evenly.",
      }),
    ),
    blocks: Type.Array(BlockSchema, { maxItems: blockLimits.blocksInColumn }),
  },
  { additionalProperties: false },
);
export type Column = Static<typeof ColumnSchema>;

export const SectionSchema = Type.Object(
  {
    id: Id,
    name: Type.Optional(line(80)),
    background: Type.Optional(oneOf("none", "soft", "accent")),
    padding: Type.Optional(oneOf("none", "small", "normal", "large")),
    ruled: Type.Optional(Type.Boolean({ description: "A hairline above the section." })),
    sideBySide: Type.Optional(
      Type.Boolean({ description: "Columns stay beside each other on phones, too." }),
    ),
    condition: base.condition,
    otherwise: base.otherwise,
    locked: Type.Optional(
      Type.Boolean({ description: "Set by a template: only fields named in `open` may change." }),
    ),
    columns: Type.Array(ColumnSchema, { minItems: 1, maxItems: blockLimits.columns }),
  },
  { additionalProperties: false },
);
export type Section = Static<typeof SectionSchema>;

export const BlockDocumentSchema = Type.Object(
  {
    version: Type.Literal(1),
    settings: Type.Object(
      {
        frame: Type.Optional(oneOf("letter", "plain")),
        edge: Type.Optional(Type.Boolean({ description: "A coloured edge on top of the letter." })),
      },
      { additionalProperties: false },
    ),
    sections: Type.Array(SectionSchema, { maxItems: blockLimits.sections }),
  },
  { additionalProperties: false },
);
export type BlockDocument = Static<typeof BlockDocumentSchema>;

export const typeStacks = ["sans", "humanist", "serif", "book", "mono"] as const;
export const buttonShapes = ["rounded", "pill", "square"] as const;

/** How an account's mails look. Colour and logo are those of its public pages. */
export const BrandKitSchema = Type.Object(
  {
    accountName: Type.String(),
    colour: Type.String({ description: "#rrggbb, as chosen; contrast is ensured when compiled." }),
    logo: Type.Union([
      Type.Object({ url: Type.String(), width: Type.Integer({ minimum: 16, maximum: 600 }) }),
      Type.Null(),
    ]),
    headings: oneOf(...typeStacks),
    text: oneOf(...typeStacks),
    buttons: oneOf(...buttonShapes),
    footer: Type.String({ maxLength: 1000, description: "A line or two above the legal footer." }),
    social: Type.Array(SocialLinkSchema, { maxItems: 12 }),
  },
  { additionalProperties: false },
);
export type BrandKit = Static<typeof BrandKitSchema>;

export const sourceKinds = ["html", "mjml", "blocks"] as const;
export type SourceKind = (typeof sourceKinds)[number];
/** What the author writes, where the HTML is made from it. */
export const MjmlSourceSchema = Type.Object(
  { mjml: Type.String({ maxLength: 400_000 }) },
  { additionalProperties: false },
);
export type MjmlSource = Static<typeof MjmlSourceSchema>;
export type MailingSource =
  | { kind: "html" }
  | { kind: "mjml"; source: MjmlSource }
  | { kind: "blocks"; source: BlockDocument };

/** Why MJML cannot be compiled, and where: lines and columns count from 1. */
export const MjmlProblemSchema = Type.Object({
  message: LocalisedSchema,
  line: Type.Integer({ minimum: 1 }),
  column: Type.Integer({ minimum: 1 }),
  offset: Type.Integer({ minimum: 0 }),
  length: Type.Integer({ minimum: 0 }),
});
export type MjmlProblem = Static<typeof MjmlProblemSchema>;
