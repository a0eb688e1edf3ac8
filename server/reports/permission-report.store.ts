import { rows, sql, type Tx } from "../platform/index.ts";

export interface SourceRow {
  source: string;
  formName: string | null;
  people: number;
  granted: number;
}

/** Confirmed addresses by what brought them here first, and how many of them may be measured now. */
export function permissionBySource(tx: Tx, limit: number): Promise<SourceRow[]> {
  return rows<SourceRow>(
    tx,
    sql`with came as (
          select distinct on (s.email_normalised) s.email_normalised, s.source from subscriptions s
            join lists l on l.account_id = s.account_id and l.id = s.list_id and l.archived_at is null
          where s.account_id = app_account() and s.state = 'confirmed' order by s.email_normalised, s.confirmed_at)
        select c.source, min(f.name) as form_name, count(*) as people, count(*) filter (where p.state = 'granted') as granted
        from came c
          left join profiling_permissions p on p.account_id = app_account() and p.email_normalised = c.email_normalised
          left join forms f on f.account_id = app_account() and c.source like 'form:%' and f.public_id = substr(c.source, 6)
        group by c.source order by count(*) desc, c.source limit ${limit}`,
  );
}

export interface QuestionRow {
  publicId: string;
  name: string;
  startedAt: Date;
  own: boolean;
  asked: number;
  granted: number;
  refused: number;
}

/** Mailings that asked for the permission, the newest first. */
export function askingMailings(tx: Tx, limit: number): Promise<QuestionRow[]> {
  return rows<QuestionRow>(
    tx,
    sql`select m.public_id, m.name, m.started_at, coalesce(m.settings->>'purpose' = 'tracking_question', false) as own, t.asked, t.granted, t.refused
        from question_totals t join mailings m on m.account_id = t.account_id and m.id = t.mailing_id
        where t.account_id = app_account() and m.started_at is not null and t.asked > 0 order by m.started_at desc, m.id desc limit ${limit}`,
  );
}

export interface DecisionMonth {
  month: string;
  granted: number;
  refused: number;
  withdrawn: number;
}

/** What people decided about the analysis in each month since `from`, imports included. The entries name nobody. */
export function decisionMonths(tx: Tx, from: Date, timezone: string): Promise<DecisionMonth[]> {
  return rows<DecisionMonth>(
    tx,
    sql`select to_char(e.at at time zone ${timezone}, 'YYYY-MM') as month,
          count(*) filter (where e.kind in ('profiling_granted', 'imported_with_evidence')) as granted,
          count(*) filter (where e.kind = 'profiling_refused') as refused, count(*) filter (where e.kind = 'profiling_withdrawn') as withdrawn
        from ledger_entries e join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
        where e.account_id = app_account() and e.at >= ${from} and p.purpose = 'profiling' group by 1`,
  );
}
