-- Control of sending: stops, limits, windows, what to do after an outage, and whether this database may send at all.

-- Emergency stops. Account 0 is the whole installation. While one is active no mark is given (see ledger.store.ts).
create table delivery_stops (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('stp_' || replace(gen_random_uuid()::text, '-', '')),
  -- all: opt-in and transactional mails too; advertising: mailings only.
  scope text not null check (scope in ('all', 'advertising')),
  -- restored: this database is a copy or older than what a machine of the installation has seen.
  cause text not null check (cause in ('operator', 'restored')),
  reason text,
  started_by text not null,
  started_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index delivery_stops_active on delivery_stops (account_id, cause, scope) where ended_at is null;
alter table delivery_stops enable row level security;
create policy account_rows on delivery_stops to klarpost_app using (account_id in (0, app_account()) or app_instance()) with check (account_id = app_account() or app_instance());
create policy worker_rows on delivery_stops to klarpost_worker using (true) with check (true);
grant select, insert, update on delivery_stops to klarpost_app, klarpost_worker;

-- What an operator made of a mail nobody knows the end of: one decision for an attempt, one resend for a mail.
create table uncertain_decisions (
  account_id int not null,
  delivery_id bigint not null,
  attempt smallint not null,
  decision text not null check (decision in ('accepted', 'resend')),
  operator_id bigint,
  decided_by text not null,
  reason text not null,
  decided_at timestamptz not null,
  primary key (account_id, delivery_id, attempt)
);
create unique index uncertain_decisions_resend on uncertain_decisions (account_id, delivery_id) where decision = 'resend';
select protect_table('uncertain_decisions', 'select, insert', 'select');
-- A decided outcome is not the final one any more; nothing else of it ever changes.
grant update (final) on delivery_outcomes to klarpost_app;
create function guard_final_outcome() returns trigger language plpgsql as $$
begin
  if old.final and not new.final and old.outcome = 'uncertain' and exists (
    select 1 from uncertain_decisions d where d.account_id = old.account_id and d.delivery_id = old.delivery_id and d.attempt = old.attempt) then
    return new;
  end if;
  raise exception 'The outcome of delivery % is final.', old.delivery_id using errcode = 'check_violation';
end $$;
create trigger delivery_outcomes_guard before update of final on delivery_outcomes for each row execute function guard_final_outcome();
create index delivery_outcomes_uncertain on delivery_outcomes (account_id, at) where outcome = 'uncertain' and final;

-- Limits and times of the account.
create table sending_settings (
  account_id int not null primary key,
  -- Share of hard bounces that pauses a mailing (SND-11).
  hard_bounce_stop numeric(6, 4) not null default 0.02,
  -- Lateness after an outage from which a person is asked.
  missed_after_minutes int not null default 120,
  updated_at timestamptz not null
);
select protect_table('sending_settings', 'select, insert, update', 'select');

-- What people read off elsewhere about complaints, by sending domain and the day of the mails (SND-07). Reports that come
-- in by themselves stand in delivery_bounces.
create table complaint_reports (
  account_id int not null,
  id bigint generated always as identity,
  domain text not null,
  day date not null,
  -- A number of complaints, or the share of the day's mails where a provider names only this (Postmaster Tools).
  complaints int check (complaints >= 0),
  rate numeric(8, 6) check (rate between 0 and 1),
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (account_id, id),
  check ((complaints is null) <> (rate is null))
);
create index complaint_reports_day on complaint_reports (account_id, day, domain);
select protect_table('complaint_reports', 'select, insert', 'select');

-- What people have to know and decide. One open alarm for each code and subject.
create table sending_alarms (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('alm_' || replace(gen_random_uuid()::text, '-', '')),
  code text not null check (code in ('hard_bounces', 'complaints', 'complaints_high', 'missed', 'stalled')),
  -- Domain, number of a run, or another name of what it is about.
  subject text not null,
  run_id bigint,
  -- The figures it was raised with; at its end those that were shown and acknowledged.
  figures jsonb not null default '{}',
  raised_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index sending_alarms_open on sending_alarms (account_id, code, subject) where ended_at is null;
create index sending_alarms_recent on sending_alarms (account_id, code, subject, raised_at);
select protect_table('sending_alarms', 'select, insert, update', 'select, insert, update');

-- Windows and pace of a run.
alter table delivery_runs add column send_window jsonb;
alter table delivery_runs add column timezone text;
alter table delivery_runs add column per_hour int check (per_hour > 0);
-- Wall clock of the schedule: what was meant, whatever becomes of the zone's rules.
alter table mailings add column scheduled_local text;
alter table mailings add column scheduled_zone text;

-- The machines that send from this database. None of it is personal data.
create table sending_machines (
  id uuid primary key,
  seen_at timestamptz not null
);
grant select, insert, update, delete on sending_machines to klarpost_worker;
grant select on sending_machines to klarpost_app;
create table sending_identity (
  one boolean primary key default true check (one),
  installation uuid not null,
  -- Of the database: a copy has others.
  system_identifier text not null,
  database_oid bigint not null,
  -- Counts up every few seconds while anybody sends; machines remember it outside the database.
  beat bigint not null,
  seen_at timestamptz not null
);
grant select, insert, update on sending_identity to klarpost_worker;
grant select on sending_identity to klarpost_app;
