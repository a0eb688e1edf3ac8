import { AppError } from "./errors.ts";

/** An opaque position in a list: the sort values of the last row shown. */
export function encodeCursor(values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** The values of a cursor, `length` of them. A damaged cursor is a client's error, not ours. */
export function decodeCursor(
  cursor: string | undefined,
  length: number,
): (string | number)[] | null {
  if (cursor === undefined || cursor === "") return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((value) => typeof value === "string" || typeof value === "number")
    )
      return values;
  } catch {
    // Falls through to the error below.
  }
  throw new AppError("bad_cursor", 400, "The cursor is not one of ours.", {
    hint: "Take `nextCursor` of the page before, unchanged.",
  });
}

/** Makes a page from `limit + 1` found rows: the surplus row only tells that there is more. */
export function toPage<R, T>(
  found: R[],
  limit: number,
  show: (row: R) => T,
  position: (row: R) => (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    nextCursor: found.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  };
}
