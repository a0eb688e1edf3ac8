import { Type, type Static } from "typebox";
import { FigureSchema, QuestionReportSchema } from "./reports.ts";

const Count = Type.Integer({ minimum: 0 });

export const PermissionReportSchema = Type.Object({
  k: Count,
  /** Subscribers now, and what they said about the analysis of their use. */
  now: Type.Object({
    people: Count,
    granted: FigureSchema,
    refused: FigureSchema,
    unknown: FigureSchema,
  }),
  /** Months together until at least k people have decided; the oldest first. */
  periods: Type.Array(
    Type.Object({
      from: Type.String({ description: "First month, `2026-11`." }),
      to: Type.String(),
      granted: FigureSchema,
      refused: FigureSchema,
      withdrawn: FigureSchema,
      /** How many may be measured at the end. */
      stock: FigureSchema,
    }),
  ),
  /** Where subscribers came from, and how many of them may be measured now. The largest first. */
  sources: Type.Array(
    Type.Object({
      kind: Type.Union([
        Type.Literal("form"),
        Type.Literal("intake"),
        Type.Literal("preferences"),
        Type.Literal("other"),
      ]),
      /** Of the form, the channel of the intake, or the source as an import named it. */
      name: Type.String(),
      people: Count,
      granted: FigureSchema,
    }),
  ),
  /** Mailings that asked, the newest first. */
  questions: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      startedAt: Type.String({ format: "date-time" }),
      /** A mailing of its own, not a block in a newsletter. */
      own: Type.Boolean(),
      ...QuestionReportSchema.properties,
    }),
  ),
});
export type PermissionReport = Static<typeof PermissionReportSchema>;
