import { Type, type Static } from "typebox";
import { ApprovalStateSchema } from "./approvals.ts";
import { CampaignTagSchema } from "./campaigns.ts";
import { Timestamp } from "./common.ts";
import { MailingStateSchema } from "./mailings.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const CalendarQuery = Type.Object({
  from: Type.String({ format: "date-time" }),
  to: Type.String({ format: "date-time", description: "At most 70 days after `from`." }),
});

/** Mailings before this one that leave part of its people out, because a cap is reached. */
export const ClashSchema = Type.Object({
  list: nullable(
    Type.String({ description: "Name of the list with the cap; null: the account's." }),
  ),
  max: Type.Integer(),
  days: Type.Integer(),
  others: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type ClashView = Static<typeof ClashSchema>;

export const CalendarItemSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  subject: Type.String(),
  state: MailingStateSchema,
  approvalState: ApprovalStateSchema,
  at: Timestamp,
  lists: Type.Array(Type.String()),
  campaign: nullable(CampaignTagSchema),
  clashes: Type.Array(ClashSchema),
});
export type CalendarItem = Static<typeof CalendarItemSchema>;
/** A date of a recurring mailing whose issue is not made yet. */
export const ComingIssueSchema = Type.Object({
  recurringId: Type.String(),
  name: Type.String(),
  at: Timestamp,
  /** It goes out only if the feed has new entries. */
  needsNews: Type.Boolean(),
  campaign: nullable(CampaignTagSchema),
});
export type ComingIssue = Static<typeof ComingIssueSchema>;
export const CalendarSchema = Type.Object({
  timezone: Type.String({ description: "The account's; days are days there." }),
  items: Type.Array(CalendarItemSchema),
  coming: Type.Array(ComingIssueSchema),
});
export type CalendarView = Static<typeof CalendarSchema>;

/** The time a scheduled mailing moves to. */
export const RescheduleSchema = Type.Object(
  {
    at: Type.Optional(Type.String({ format: "date-time" })),
    local: Type.Optional(
      Type.String({
        pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$",
        description: "Instead of `at`: a time by the clock of the mailing's zone.",
      }),
    ),
  },
  { additionalProperties: false },
);
