import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf } from "./common.ts";

/** Why a mailing is in no public archive. */
export const OutsideReasonSchema = oneOf(
  "customer_mail",
  "question",
  "follow_up",
  "not_sent",
  "withdrawn",
  "left_out",
  "list_not_public",
);

export const WebViewSchema = Type.Object({
  url: Type.String({ description: "One address for everyone; it carries nothing of a person." }),
  state: oneOf("waiting", "open", "withdrawn"),
  withdrawnAt: NullableTimestamp,
  inArchives: Type.Boolean({
    description: "False: left out of the public archives of its lists by choice.",
  }),
  outside: Type.Union([OutsideReasonSchema, Type.Null()], {
    description: "What keeps it out of the archives; null when it is shown there.",
  }),
  archives: Type.Array(
    Type.Object({ listId: Type.String(), list: Type.String(), url: Type.String() }),
    {
      description: "The open archives of its lists.",
    },
  ),
});
export type WebViewView = Static<typeof WebViewSchema>;

export const WebViewChange = Type.Object(
  {
    open: Type.Optional(
      Type.Boolean({ description: "False switches the web view off: its address answers 410." }),
    ),
    inArchives: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const ListArchiveSchema = Type.Object({
  open: Type.Boolean(),
  indexed: Type.Boolean({ description: "Search engines may take it in, in live accounts." }),
  url: Type.Union([Type.String(), Type.Null()], { description: "Null until it was opened once." }),
  feedUrl: Type.Union([Type.String(), Type.Null()]),
  openedAt: NullableTimestamp,
  issues: Type.Integer({ description: "Mailings it shows, or would show if it were open." }),
});
export type ListArchiveView = Static<typeof ListArchiveSchema>;

export const ListArchiveChange = Type.Object(
  { open: Type.Optional(Type.Boolean()), indexed: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
