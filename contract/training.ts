import { Type, type Static, type TSchema } from "typebox";
import { LocaleSchema, NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Day = Type.String({ format: "date" });

/** `suspended`: overdue for so long that rights are withheld until the course is taken (ORG-14). */
export const trainingStates = ["fine", "soon", "overdue", "suspended"] as const;
export type TrainingState = (typeof trainingStates)[number];

export const TrainingQuery = Type.Object({ locale: Type.Optional(LocaleSchema) });
export const CourseSchema = Type.Object({
  version: Type.String(),
  minutes: Type.Integer(),
  chapters: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      paragraphs: Type.Array(Type.String()),
      example: Type.Object({ title: Type.String(), text: Type.String() }),
      remember: Type.String(),
    }),
  ),
  questions: Type.Array(
    Type.Object({ id: Type.String(), question: Type.String(), answers: Type.Array(Type.String()) }),
  ),
  promise: Type.String(),
});
export type Course = Static<typeof CourseSchema>;

export const MyTrainingSchema = Type.Object({
  course: CourseSchema,
  dueOn: Day,
  state: oneOf(...trainingStates),
  suspendedFrom: Day,
  certificates: Type.Array(
    Type.Object({ id: Type.String(), passedAt: Timestamp, validUntil: Day }),
  ),
});
export type MyTraining = Static<typeof MyTrainingSchema>;

export const TrainingAttempt = Type.Object(
  {
    answers: Type.Record(Type.String({ maxLength: 40 }), Type.Integer({ minimum: 0, maximum: 9 })),
    /** The promise to keep people's data confidential (Art. 29, 32(4) GDPR). */
    promised: Type.Boolean(),
    locale: Type.Optional(LocaleSchema),
  },
  strict,
);
export const TrainingResultSchema = Type.Object({
  passed: Type.Boolean(),
  results: Type.Array(
    Type.Object({
      id: Type.String(),
      correct: Type.Boolean(),
      right: Type.Integer(),
      explanation: Type.String(),
    }),
  ),
  certificate: nullable(Type.String()),
  dueOn: nullable(Day),
});
export type TrainingResult = Static<typeof TrainingResultSchema>;

export const TrainedPeopleSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      roles: Type.Array(Type.String()),
      passedAt: NullableTimestamp,
      dueOn: Day,
      state: oneOf(...trainingStates),
    }),
  ),
});
export type TrainedPeople = Static<typeof TrainedPeopleSchema>;
