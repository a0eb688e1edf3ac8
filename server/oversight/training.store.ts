import { maybe, one, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";

export interface Certificate {
  publicId: string;
  operatorId: number;
  name: string;
  locale: Locale;
  courseVersion: string;
  passedAt: Date;
  validUntil: string;
}

const CERTIFICATE = sql.raw(
  "t.public_id, t.operator_id, t.name, t.locale, t.course_version, t.passed_at, t.valid_until::text as valid_until",
);

export function insertCertificate(
  tx: Tx,
  accountId: number,
  made: Omit<Certificate, "publicId">,
): Promise<Certificate> {
  return one<Certificate>(
    tx,
    sql`insert into training_certificates as t (account_id, operator_id, name, locale, course_version, passed_at, valid_until)
        values (${accountId}, ${made.operatorId}, ${made.name}, ${made.locale}, ${made.courseVersion}, ${made.passedAt}, ${made.validUntil}::date) returning ${CERTIFICATE}`,
  );
}

/** The newest first. */
export function certificatesOf(tx: Tx, operatorId: number): Promise<Certificate[]> {
  return rows<Certificate>(
    tx,
    sql`select ${CERTIFICATE} from training_certificates t where t.account_id = app_account() and t.operator_id = ${operatorId} order by t.passed_at desc limit 20`,
  );
}

export function findCertificate(tx: Tx, publicId: string): Promise<Certificate | undefined> {
  return maybe<Certificate>(
    tx,
    sql`select ${CERTIFICATE} from training_certificates t where t.account_id = app_account() and t.public_id = ${publicId}`,
  );
}

/** When each person of the account last passed. */
export async function lastPassed(tx: Tx): Promise<Map<number, Date>> {
  const found = await rows<{ operatorId: number; passedAt: Date }>(
    tx,
    sql`select t.operator_id, max(t.passed_at) as passed_at from training_certificates t where t.account_id = app_account() group by t.operator_id`,
  );
  return new Map(found.map((row) => [row.operatorId, row.passedAt]));
}

/** False where this reminder has gone out already. */
export async function noteReminder(
  tx: Tx,
  accountId: number,
  reminder: { operatorId: number; dueOn: string; stage: string; at: Date },
): Promise<boolean> {
  const made = await run(
    tx,
    sql`insert into training_reminders (account_id, operator_id, due_on, stage, at)
        values (${accountId}, ${reminder.operatorId}, ${reminder.dueOn}::date, ${reminder.stage}, ${reminder.at}) on conflict do nothing`,
  );
  return made === 1;
}
