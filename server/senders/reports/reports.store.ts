import { maybe, rows, run, sql, type Tx } from "../../platform/index.ts";

export interface ReportRow {
  publicId: string;
  kind: "dmarc" | "tls";
  domain: string;
  reporter: string;
  beginsAt: Date;
  endsAt: Date;
  messages: number;
  failures: number;
}

/** Notes a report; false when it was known already. */
export async function insertReport(
  tx: Tx,
  accountId: number,
  report: Omit<ReportRow, "publicId"> & { reportId: string; receivedAt: Date },
): Promise<boolean> {
  const made = await maybe(
    tx,
    sql`insert into domain_reports (account_id, kind, domain, reporter, report_id, begins_at, ends_at, received_at, messages, failures)
        values (${accountId}, ${report.kind}, ${report.domain}, ${report.reporter}, ${report.reportId}, ${report.beginsAt}, ${report.endsAt},
                ${report.receivedAt}, ${report.messages}, ${report.failures})
        on conflict (account_id, kind, domain, reporter, report_id) do nothing
        returning id`,
  );
  return made !== undefined;
}

export interface DayRow {
  source: string;
  messages: number;
  failures: number;
  dkimAligned: number;
  spfAligned: number;
  own: number;
}

/** Adds what a report says to the sums of its day. */
export async function addToDay(
  tx: Tx,
  accountId: number,
  of: { kind: "dmarc" | "tls"; domain: string; day: string },
  sums: readonly DayRow[],
): Promise<void> {
  for (const one of sums)
    await run(
      tx,
      sql`insert into domain_report_days as d (account_id, kind, domain, day, source, messages, failures, dkim_aligned, spf_aligned, own)
          values (${accountId}, ${of.kind}, ${of.domain}, ${of.day}, ${one.source}, ${one.messages}, ${one.failures},
                  ${one.dkimAligned}, ${one.spfAligned}, ${one.own})
          on conflict (account_id, kind, domain, day, source) do update
             set messages = d.messages + excluded.messages, failures = d.failures + excluded.failures,
                 dkim_aligned = d.dkim_aligned + excluded.dkim_aligned, spf_aligned = d.spf_aligned + excluded.spf_aligned,
                 own = d.own + excluded.own`,
    );
}

export interface DaySum {
  kind: "dmarc" | "tls";
  day: string;
  messages: number;
  failures: number;
}

/** Sums of a domain by day, the oldest first. */
export function listDays(tx: Tx, domain: string, since: string): Promise<DaySum[]> {
  return rows<DaySum>(
    tx,
    sql`select d.kind, d.day::text as day, sum(d.messages)::bigint as messages, sum(d.failures)::bigint as failures
          from domain_report_days d
         where d.account_id = app_account() and d.domain = ${domain} and d.day >= ${since}
         group by d.kind, d.day order by d.day`,
  );
}

/** Sums of a domain by sending server (DMARC) or reason (TLS), the most first. */
export function listSources(
  tx: Tx,
  kind: "dmarc" | "tls",
  domain: string,
  since: string,
): Promise<DayRow[]> {
  return rows<DayRow>(
    tx,
    sql`select d.source, sum(d.messages)::bigint as messages, sum(d.failures)::bigint as failures,
               sum(d.dkim_aligned)::bigint as dkim_aligned, sum(d.spf_aligned)::bigint as spf_aligned, sum(d.own)::bigint as own
          from domain_report_days d
         where d.account_id = app_account() and d.kind = ${kind} and d.domain = ${domain} and d.day >= ${since}
         group by d.source order by sum(d.messages) desc, d.source limit 100`,
  );
}

export function listReports(tx: Tx, domain: string, since: string): Promise<ReportRow[]> {
  return rows<ReportRow>(
    tx,
    sql`select r.public_id, r.kind, r.domain, r.reporter, r.begins_at, r.ends_at, r.messages, r.failures
          from domain_reports r
         where r.account_id = app_account() and r.domain = ${domain} and r.begins_at >= ${since}::date
         order by r.ends_at desc, r.id desc limit 50`,
  );
}

/** Forgets reports of days before a time. */
export async function deleteOldReports(tx: Tx, before: string): Promise<void> {
  await run(
    tx,
    sql`delete from domain_report_days where account_id = app_account() and day < ${before}`,
  );
  await run(
    tx,
    sql`delete from domain_reports where account_id = app_account() and ends_at < ${before}::date`,
  );
}
