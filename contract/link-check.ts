import { Type, type Static } from "typebox";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";
import { LocalisedSchema } from "./content.ts";

/** What came of asking the links and images of a mailing. */
export const LinkCheckSchema = Type.Object({
  state: oneOf("never", "running", "done"),
  total: Type.Integer({ minimum: 0 }),
  done: Type.Integer({ minimum: 0 }),
  askedAt: NullableTimestamp,
  finishedAt: NullableTimestamp,
  addresses: Type.Array(
    Type.Object({
      url: Type.String(),
      kind: oneOf("link", "image"),
      label: Type.String(),
      /** `open`: not asked yet, or longer ago than a week. */
      state: oneOf("open", "reachable", "moved", "not_found", "failed", "not_asked"),
      status: Type.Union([Type.Integer(), Type.Null()]),
      reason: Type.Union([LocalisedSchema, Type.Null()]),
      finalUrl: Type.Union([Type.String(), Type.Null()]),
      bytes: Type.Union([Type.Integer(), Type.Null()]),
      checkedAt: Type.Union([Timestamp, Type.Null()]),
    }),
  ),
});
export type LinkCheckView = Static<typeof LinkCheckSchema>;
