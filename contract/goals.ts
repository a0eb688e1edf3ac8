import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, pageOf } from "./common.ts";
import { FigureSchema } from "./reports.ts";

const strict = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Count = Type.Integer({ minimum: 0 });
const Cents = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 });

/** The parameter that a click carries to the account's own website. */
export const GOAL_PARAMETER = "kp_goal";
export const GOAL_WINDOW = { least: 1, most: 30, usual: 7 } as const;
export const MAX_GOAL_SITES = 20;

const goalInput = {
  name: Type.String({ minLength: 2, maxLength: 80 }),
  valueCents: nullable(Cents),
  windowDays: Type.Integer({ minimum: GOAL_WINDOW.least, maximum: GOAL_WINDOW.most }),
};
export const NewGoalSchema = Type.Object(
  {
    name: goalInput.name,
    valueCents: Type.Optional(goalInput.valueCents),
    windowDays: Type.Optional(goalInput.windowDays),
  },
  strict,
);
export type NewGoal = Static<typeof NewGoalSchema>;
export const GoalChangeSchema = Type.Object(
  {
    name: Type.Optional(goalInput.name),
    valueCents: Type.Optional(goalInput.valueCents),
    windowDays: Type.Optional(goalInput.windowDays),
    archived: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
);
export type GoalChange = Static<typeof GoalChangeSchema>;

export const GoalSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  valueCents: nullable(Cents),
  windowDays: Type.Integer(),
  testedAt: NullableTimestamp,
  createdAt: Timestamp,
  archivedAt: NullableTimestamp,
});
export type GoalView = Static<typeof GoalSchema>;

export const GoalListSchema = Type.Object({
  items: Type.Array(GoalSchema),
  sites: Type.Array(Type.String(), {
    description: "Hosts of the account's websites; links to them may carry the parameter.",
  }),
  /** People who permit clicks and forms to be analysed now; nobody else is ever counted. */
  covered: FigureSchema,
});
export type GoalList = Static<typeof GoalListSchema>;

export const GoalSitesSchema = Type.Object(
  { sites: Type.Array(Type.String({ maxLength: 253 }), { maxItems: MAX_GOAL_SITES }) },
  strict,
);
export type GoalSites = Static<typeof GoalSitesSchema>;

export const GoalTestSchema = Type.Object({
  token: Type.String(),
  parameter: Type.String(),
  expiresAt: Timestamp,
});
export type GoalTest = Static<typeof GoalTestSchema>;

export const ConversionSchema = Type.Object(
  {
    token: Type.String({ maxLength: 200, description: "The value of the parameter kp_goal." }),
    valueCents: Type.Optional(Cents),
  },
  strict,
);
/** The same answer for everybody, whether something was stored or not (TRK-10). */
export const ConversionAnswerSchema = Type.Object({ received: Type.Literal(true) });

const Reached = {
  /** People who reached the goal, of the clickers. Hidden where they are few and the operator sees no single persons. */
  people: FigureSchema,
  times: FigureSchema,
  valueCents: nullable(Count),
};
export const MailingGoalsSchema = Type.Object({
  k: Count,
  /** Clickers who permit the analysis of forms now: the base of each rate. Null where they are too few to show. */
  clickers: nullable(Count),
  goals: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), ...Reached })),
  /** Null where a link alone would show too few. */
  links: nullable(
    Type.Array(
      Type.Object({
        goal: Type.String(),
        no: Type.Integer(),
        label: Type.String(),
        url: Type.String(),
        people: Count,
      }),
    ),
  ),
});
export type MailingGoals = Static<typeof MailingGoalsSchema>;

export const GoalPersonSchema = Type.Object({
  id: Type.String({ description: "Contact." }),
  name: Type.String(),
  email: Type.String(),
  goal: Type.String(),
  hour: Timestamp,
  valueCents: nullable(Count),
});
export const GoalPersonPage = pageOf(GoalPersonSchema);
export type GoalPerson = Static<typeof GoalPersonSchema>;
export const GoalPersonQuery = PageQuery;
