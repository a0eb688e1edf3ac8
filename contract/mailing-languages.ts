import { Type, type Static } from "typebox";
import { LocaleSchema } from "./common.ts";

const VersionSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  locale: LocaleSchema,
  subject: Type.String(),
  isEmpty: Type.Boolean(),
});

/** The languages a mailing exists in. Each version is a draft of its own; only the mailing itself is sent. */
export const LanguagesSchema = Type.Object({
  locale: LocaleSchema,
  /** Of a version: the mailing it belongs to. */
  main: Type.Union([VersionSchema, Type.Null()]),
  /** Of a mailing: its version in the other language. */
  other: Type.Union([VersionSchema, Type.Null()]),
});
export type LanguagesView = Static<typeof LanguagesSchema>;
