import { maybe, rows, run, sql, type Tx } from "../../platform/index.ts";

export type AlarmCode =
  | "hard_bounces"
  | "complaints"
  | "complaints_high"
  | "missed"
  | "stalled"
  | "occurrence"
  | "winner";

/** Something people have to know of sending, until it ends or somebody acknowledged it. */
export interface SendingAlarm {
  accountId: number;
  id: number;
  publicId: string;
  code: AlarmCode;
  subject: string;
  runId: number | null;
  mailingId: number | null;
  figures: Record<string, unknown>;
  raisedAt: Date;
  endedAt: Date | null;
}

const ALARM = sql.raw(
  "a.account_id, a.id, a.public_id, a.code, a.subject, a.run_id, (select r.mailing_id from delivery_runs r where r.account_id = a.account_id and r.id = a.run_id) as mailing_id, a.figures, a.raised_at, a.ended_at",
);

/** Raises an alarm; undefined when the same one is open already. */
export function insertAlarm(
  tx: Tx,
  alarm: {
    accountId: number;
    code: AlarmCode;
    subject: string;
    runId: number | null;
    figures: Record<string, unknown>;
    at: Date;
  },
): Promise<SendingAlarm | undefined> {
  return maybe<SendingAlarm>(
    tx,
    sql`insert into sending_alarms as a (account_id, code, subject, run_id, figures, raised_at)
        values (${alarm.accountId}, ${alarm.code}, ${alarm.subject}, ${alarm.runId}::bigint, ${JSON.stringify(alarm.figures)}::jsonb, ${alarm.at})
        on conflict (account_id, code, subject) where ended_at is null do nothing returning ${ALARM}`,
  );
}

export function openAlarms(tx: Tx, accountId: number): Promise<SendingAlarm[]> {
  return rows<SendingAlarm>(
    tx,
    sql`select ${ALARM} from sending_alarms a where a.account_id = ${accountId} and a.ended_at is null order by a.raised_at desc`,
  );
}

export function findOpenAlarm(
  tx: Tx,
  accountId: number,
  code: AlarmCode,
  subject: string,
): Promise<SendingAlarm | undefined> {
  return maybe<SendingAlarm>(
    tx,
    sql`select ${ALARM} from sending_alarms a where a.account_id = ${accountId} and a.code = ${code} and a.subject = ${subject} and a.ended_at is null`,
  );
}

export function findAlarm(
  tx: Tx,
  accountId: number,
  publicId: string,
): Promise<SendingAlarm | undefined> {
  return maybe<SendingAlarm>(
    tx,
    sql`select ${ALARM} from sending_alarms a where a.account_id = ${accountId} and a.public_id = ${publicId}`,
  );
}

/** The figures at which somebody acknowledged the last alarm of this kind, and which later ones start from. */
export async function acknowledgedFigures(
  tx: Tx,
  accountId: number,
  code: AlarmCode,
  subject: string,
): Promise<Record<string, unknown>> {
  const found = await maybe<{ figures: Record<string, unknown> }>(
    tx,
    sql`select a.figures from sending_alarms a
        where a.account_id = ${accountId} and a.code = ${code} and a.subject = ${subject} and a.ended_at is not null order by a.raised_at desc, a.id desc limit 1`,
  );
  return found?.figures ?? {};
}

/** Ends open alarms of one kind; `figures` are those somebody was shown. */
export async function endAlarms(
  tx: Tx,
  accountId: number,
  code: AlarmCode,
  subject: string,
  by: string,
  figures: Record<string, unknown> | null,
  at: Date,
): Promise<number> {
  return run(
    tx,
    sql`update sending_alarms set ended_at = ${at}, ended_by = ${by}, figures = coalesce(${figures === null ? null : JSON.stringify(figures)}::jsonb, figures)
        where account_id = ${accountId} and code = ${code} and subject = ${subject} and ended_at is null`,
  );
}
