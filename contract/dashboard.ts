import { Type, type Static } from "typebox";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";
import { MailingStateSchema, RunCountsSchema } from "./mailings.ts";
import { EverybodySchema, FigureSchema, PeopleSchema } from "./reports.ts";

const Count = Type.Integer({ minimum: 0 });
const Text = Type.Object({ de: Type.String(), en: Type.String() });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const MailingName = { id: Type.String(), name: Type.String() };

/** Something that waits for a person, the most urgent first. */
export const TodoSchema = Type.Object({
  code: oneOf(
    "setup_incomplete",
    "check_failed",
    "reply_address_unconfirmed",
    "reply_waiting",
    "block_review_due",
    "sending_stopped",
    "sending_alarm",
    "approval_waiting",
    "second_person_waiting",
    "alert_open",
    "mailing_paused",
    "mailing_missed",
    "mailing_scheduled",
    "delivery_uncertain",
    "mailing_draft",
    "data_request_open",
    "data_notice_open",
    "information_due",
    "incident_open",
    "training_overdue",
    "place_open",
    "tool_review_due",
    "core_return_due",
    "core_manual_open",
    "assessment_due",
    "document_changed",
  ),
  urgent: Type.Boolean(),
  title: Text,
  detail: nullable(Text),
  path: Type.String({ description: "Page of the workplace." }),
  rule: nullable(Type.String()),
  at: NullableTimestamp,
});
export type Todo = Static<typeof TodoSchema>;

export const DashboardSchema = Type.Object({
  now: Timestamp,
  todos: Type.Array(TodoSchema),
  /** Mailings on their way; null without the right to see mailings. */
  underway: nullable(
    Type.Array(
      Type.Object({
        ...MailingName,
        state: MailingStateSchema,
        startedAt: NullableTimestamp,
        lists: Type.Array(Type.String()),
        counts: RunCountsSchema,
        perMinute: Count,
        secondsLeft: nullable(Count),
      }),
    ),
  ),
  /** The last finished mailing; null when there is none, or without the right to see reports. */
  last: nullable(
    Type.Object({
      ...MailingName,
      finishedAt: NullableTimestamp,
      selected: Count,
      accepted: Count,
      measured: nullable(
        Type.Object({
          base: Count,
          opens: PeopleSchema,
          clicks: PeopleSchema,
        }),
      ),
      anonymous: nullable(Type.Object({ base: Count, opens: FigureSchema, clicks: FigureSchema })),
      everybody: nullable(Type.Object({ opens: EverybodySchema, clicks: EverybodySchema })),
    }),
  ),
  /** Confirmed people and what they permit; null without the right to see contacts. */
  people: nullable(
    Type.Object({
      subscribers: Count,
      gained30: Count,
      left30: Count,
      /** Of the subscribers: what they said about the analysis of their use. The rest was not asked or is silent. */
      granted: Count,
      refused: Count,
      withdrawn: Count,
      granted30: Count,
      withdrawn30: Count,
      /** The last twelve months and now, from the ledger: confirmed subscriptions and granted permissions at the month's end. */
      months: Type.Array(
        Type.Object({
          month: Type.String({ description: "2026-11" }),
          subscriptions: Count,
          granted: Count,
        }),
      ),
    }),
  ),
});
export type Dashboard = Static<typeof DashboardSchema>;
