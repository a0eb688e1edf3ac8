import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf } from "./common.ts";
import { LocalisedSchema } from "./content.ts";

const strict = { additionalProperties: false };
const path = Type.String({ maxLength: 120, pattern: "^[A-Za-z0-9_$:@-]+(\\.[A-Za-z0-9_$:@-]+)*$" });
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));

/** An item as templates see it. */
export const FeedItemSchema = Type.Object({
  title: text(1_100),
  summary: text(1_100),
  url: text(2_000),
  image: text(2_000),
  image_alt: text(1_100),
  date: Type.Optional(Type.String({ description: "ISO day." })),
  author: text(1_100),
  category: text(1_100),
  price: text(1_100),
});
export type FeedItemView = Static<typeof FeedItemSchema>;

const FeedMappingSchema = Type.Object(
  {
    items: Type.Optional(
      Type.Union([path, Type.Literal("")], {
        description: "Where the list stands, such as `data.products`.",
      }),
    ),
    fields: Type.Optional(
      Type.Object(
        {
          title: Type.Optional(path),
          summary: Type.Optional(path),
          url: Type.Optional(path),
          image: Type.Optional(path),
          image_alt: Type.Optional(path),
          date: Type.Optional(path),
          author: Type.Optional(path),
          category: Type.Optional(path),
          price: Type.Optional(path),
        },
        strict,
      ),
    ),
  },
  strict,
);

const input = {
  key: Type.String({
    pattern: "^[a-z][a-z0-9_]{0,39}$",
    description: "Its name in templates: `feeds.<key>.items`.",
  }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  url: Type.String({ minLength: 8, maxLength: 2_000, pattern: "^https?://" }),
  kind: oneOf("rss", "json"),
  mapping: FeedMappingSchema,
  whenAway: oneOf("wait", "text"),
  awayText: Type.String({ maxLength: 1_000 }),
};
const { key, name, url, kind, ...rest } = input;
export const NewFeedSchema = Type.Object(
  { key, name, url, kind, ...Type.Partial(Type.Object(rest)).properties },
  strict,
);
export type NewFeed = Static<typeof NewFeedSchema>;
export const FeedChangeSchema = Type.Object(
  {
    ...Type.Partial(Type.Object({ name, url, kind, ...rest })).properties,
    archived: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
);
export type FeedChange = Static<typeof FeedChangeSchema>;
export const FeedTestSchema = Type.Object(
  { url, kind, mapping: Type.Optional(FeedMappingSchema) },
  strict,
);

export const FeedProblemSchema = Type.Object({ code: Type.String(), message: LocalisedSchema });
export const FeedSchema = Type.Object({
  id: Type.String(),
  ...input,
  items: Type.Array(FeedItemSchema),
  fetchedAt: NullableTimestamp,
  triedAt: NullableTimestamp,
  problem: Type.Union([FeedProblemSchema, Type.Null()]),
});
export type FeedView = Static<typeof FeedSchema>;
export const FeedListSchema = Type.Object({ items: Type.Array(FeedSchema) });
export const FeedTestAnswerSchema = Type.Object({
  items: Type.Array(FeedItemSchema),
  problem: Type.Union([FeedProblemSchema, Type.Null()]),
});
export type FeedTestAnswer = Static<typeof FeedTestAnswerSchema>;
