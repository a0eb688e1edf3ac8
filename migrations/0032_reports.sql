-- Figures of large mailings, computed ahead, so that their reports open at once. Totals only: no person, no address, no
-- token. What is measured of few people is not in here; it is computed when it is asked for.
create table report_snapshots (
  account_id int not null,
  mailing_id bigint not null,
  -- `ReportFacts` (server/reports/report-facts.ts); null until they are computed for the first time.
  facts jsonb,
  computed_at timestamptz,
  -- How long it took, in milliseconds: what costs more is computed less often.
  took_ms int,
  -- Raised in the transaction that takes somebody out of the figures; `seen` is what the computing saw of it.
  changes bigint not null default 0,
  seen bigint not null default 0,
  -- Somebody asks for new figures, or finds old ones.
  asked_at timestamptz,
  -- Being computed since.
  started_at timestamptz,
  primary key (account_id, mailing_id)
);
select protect_table('report_snapshots', 'select, insert, update', 'select');

-- Whoever withdraws or is erased leaves the figures within a minute (TRK-14): the snapshot learns it in the same
-- transaction, whoever deletes.
create function report_snapshots_changed() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  with stale as (
    select s.account_id, s.mailing_id from report_snapshots s
    where (s.account_id, s.mailing_id) in (select g.account_id, g.mailing_id from gone g)
    order by s.account_id, s.mailing_id for update)
  update report_snapshots s set changes = s.changes + 1 from stale t where s.account_id = t.account_id and s.mailing_id = t.mailing_id;
  return null;
end $$;
create trigger measured_deliveries_gone after delete on measured_deliveries
  referencing old table as gone for each statement execute function report_snapshots_changed();

-- Art. 18 GDPR: a restricted person counts in no figure; lifting it brings them back.
create function report_snapshots_restricted() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  with stale as (
    select s.account_id, s.mailing_id from report_snapshots s
    where (s.account_id, s.mailing_id) in (
      select d.account_id, d.mailing_id from measured_deliveries d where d.account_id = new.account_id and d.email_normalised = new.email_normalised)
    order by s.account_id, s.mailing_id for update)
  update report_snapshots s set changes = s.changes + 1 from stale t where s.account_id = t.account_id and s.mailing_id = t.mailing_id;
  return null;
end $$;
create trigger contacts_restricted after update of restricted_at on contacts
  for each row when (old.restricted_at is distinct from new.restricted_at) execute function report_snapshots_restricted();
revoke execute on function report_snapshots_changed, report_snapshots_restricted from public;

-- Whether somebody opened or clicked is answered from the index alone, also where each person has dozens of events.
create index personal_events_acts on personal_events (account_id, delivery_id, link, agent);
drop index personal_events_delivery;
