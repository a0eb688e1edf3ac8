import { Type, type TSchema } from "typebox";

export const LocaleSchema = Type.Union([Type.Literal("de"), Type.Literal("en")]);

/** Query of every list: at most 200 rows a page, a cursor from the page before. */
export const PageQuery = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});

export const IdParams = Type.Object({
  id: Type.String({ maxLength: 60, pattern: "^[a-z]{3}_[0-9a-f]{32}$" }),
});

export const Timestamp = Type.String({ format: "date-time" });
export const NullableTimestamp = Type.Union([Timestamp, Type.Null()]);

export function pageOf<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  });
}

/** A string out of a fixed set. */
export function oneOf<const T extends string[]>(...values: T) {
  return Type.Unsafe<T[number]>({ type: "string", enum: values });
}
