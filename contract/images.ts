import { Type, type Static } from "typebox";
import { PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Day = Type.String({ format: "date" });
const Pixels = Type.Integer({ minimum: 0 });

export const LicenceSchema = Type.Object({
  source: Type.String(),
  licence: Type.String(),
  /** First day on which the picture may not be used any more. */
  expiresAt: nullable(Day),
  /** The day has come: lint refuses to send it (CNT-10). */
  expired: Type.Boolean(),
  showsPeople: Type.Boolean(),
  confirmedAt: Timestamp,
  confirmedBy: Type.String(),
});

export const ImageSchema = Type.Object({
  id: Type.String(),
  /** Public and the same for everybody; a replaced picture has a new one. */
  url: Type.String(),
  /** The same below this server, for the workplace. */
  path: Type.String(),
  width: Pixels,
  height: Pixels,
  bytes: Pixels,
  /** As uploaded, so that one sees what was saved. */
  originalBytes: Pixels,
  alt: Type.String(),
  decorative: Type.Boolean(),
  name: Type.String(),
  licence: LicenceSchema,
  createdAt: Timestamp,
});
export type ImageView = Static<typeof ImageSchema>;
export const ImagePage = pageOf(ImageSchema);
export const ImagesQuery = Type.Object({
  ...PageQuery.properties,
  q: Type.Optional(Type.String({ maxLength: 100 })),
});

export const ImageUseSchema = Type.Object({
  /** A template of mailings or of transactional mails; a section kept for again. */
  kind: oneOf("mailing", "template", "transactional", "section"),
  id: Type.String(),
  name: Type.String(),
  /** Sent, being sent or scheduled, or in use by a program: the picture cannot be deleted. */
  sent: Type.Boolean(),
});
export type ImageUseView = Static<typeof ImageUseSchema>;
export const ImageDetailSchema = Type.Object({
  ...ImageSchema.properties,
  uses: Type.Array(ImageUseSchema),
});
export type ImageDetailView = Static<typeof ImageDetailSchema>;

const details = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  /** Empty only if the picture is decorative. */
  alt: Type.String({ maxLength: 300 }),
  decorative: Type.Boolean(),
  source: Type.String({ minLength: 2, maxLength: 200 }),
  licence: Type.String({ minLength: 2, maxLength: 200 }),
  expiresAt: Day,
  showsPeople: Type.Boolean(),
};

/** Upload: what is known of the file in its body. */
export const NewImageQuery = Type.Object(
  {
    name: details.name,
    alt: Type.Optional(details.alt),
    decorative: Type.Optional(details.decorative),
    source: details.source,
    licence: details.licence,
    expiresAt: Type.Optional(details.expiresAt),
    showsPeople: Type.Optional(details.showsPeople),
    /** "The account may use this picture so, and the people on it agreed." */
    rightsConfirmed: Type.Boolean(),
  },
  strict,
);
export type NewImage = Static<typeof NewImageQuery>;

export const ImageChangeSchema = Type.Object(
  {
    name: Type.Optional(details.name),
    alt: Type.Optional(details.alt),
    decorative: Type.Optional(details.decorative),
    source: Type.Optional(details.source),
    licence: Type.Optional(details.licence),
    expiresAt: Type.Optional(nullable(details.expiresAt)),
    showsPeople: Type.Optional(details.showsPeople),
    /** Needed again whenever the licence changes. */
    rightsConfirmed: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
);
export type ImageChange = Static<typeof ImageChangeSchema>;

export const ReplaceImageQuery = Type.Object({ rightsConfirmed: Type.Boolean() }, strict);

const Offset = Type.Integer({ minimum: 0, maximum: 20_000 });
const Side = Type.Integer({ minimum: 8, maximum: 20_000 });
export const CropSchema = Type.Object(
  {
    x: Offset,
    y: Offset,
    width: Side,
    height: Side,
    /** Keep the whole picture and add the part as another; else the part takes its place. */
    keepOriginal: Type.Boolean(),
  },
  strict,
);
export type Crop = Static<typeof CropSchema>;

export const ImageQuotaSchema = Type.Object({
  images: Type.Integer({ minimum: 0 }),
  usedBytes: Type.Integer({ minimum: 0 }),
  limitBytes: Type.Integer({ minimum: 0 }),
});
export type ImageQuota = Static<typeof ImageQuotaSchema>;
