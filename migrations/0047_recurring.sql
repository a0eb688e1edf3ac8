-- Mailings by the recipients' clocks, mailings that recur, and tests that decide by themselves.

-- The waves of a run that leaves by the recipients' clocks: all zones whose clocks show the hour at the same instant.
create table delivery_waves (
  account_id int not null,
  run_id bigint not null,
  no smallint not null,
  at timestamptz not null,
  zones text[] not null,
  primary key (account_id, run_id, no),
  foreign key (account_id, run_id) references delivery_runs (account_id, id) on delete cascade
);
select protect_table('delivery_waves', 'select, insert', 'select');
-- Null: the run has no waves.
alter table delivery_batches add column wave smallint;

-- A template that mailings are made of again and again. The template is a draft; each occurrence is a mailing of its own.
create table recurring_mailings (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'rec_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null check (length(name) between 1 and 120),
  -- The draft that each occurrence is a copy of.
  mailing_id bigint not null,
  state text not null default 'draft' check (state in ('draft', 'active', 'paused', 'ended')),
  -- {every: week, interval, days} or {every: month, day} or {every: month, nth, weekday}
  rule jsonb not null,
  -- The clock on the wall, such as 09:00, in an IANA zone.
  local_time text not null check (local_time ~ '^\d\d:\d\d$'),
  zone text not null,
  starts_on date not null,
  ends_on date,
  -- How long before its time an occurrence is made, checked and, where it applies, given to a second person.
  ahead_minutes int not null check (ahead_minutes between 0 and 10080),
  -- Key of the feed that must have new entries; null: it goes out in any case.
  feed_key text,
  -- Entries that were there when it began and count as known.
  known_entries text[] not null default '{}',
  started_by bigint,
  -- The next occurrence, by the clock on the wall and as an instant; null: there is none.
  next_local text,
  next_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade,
  check (ends_on >= starts_on)
);
create unique index recurring_mailings_public on recurring_mailings (account_id, public_id);
create unique index recurring_mailings_template on recurring_mailings (account_id, mailing_id);
create index recurring_mailings_due on recurring_mailings (next_at) where state = 'active';
select protect_table('recurring_mailings', 'select, insert, update', 'select');

create table recurring_occurrences (
  account_id int not null,
  id bigint generated always as identity,
  recurring_id bigint not null,
  -- The occurrence by the clock on the wall: 2026-11-24T09:00. Each happens at most once.
  local text not null,
  due_at timestamptz not null,
  -- making: its mailing is there, but not scheduled yet; made: it is a mailing like any other; skipped: no new entries;
  -- failed: something stands in the way; missed: its time passed during an outage; dropped: somebody let it go.
  state text not null check (state in ('making', 'made', 'skipped', 'failed', 'missed', 'dropped')),
  mailing_id bigint,
  -- Why it is not made: {code, problems}.
  detail jsonb not null default '{}',
  -- The entries of the feed in its content.
  entries text[] not null default '{}',
  at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, recurring_id, local),
  foreign key (account_id, recurring_id) references recurring_mailings (account_id, id) on delete cascade
);
create index recurring_occurrences_mailing on recurring_occurrences (account_id, mailing_id) where mailing_id is not null;
create index recurring_occurrences_open on recurring_occurrences (account_id, id) where state = 'making';
select protect_table('recurring_occurrences', 'select, insert, update', 'select');

-- A test of variants that decides by itself (TRK-21). measure null: a person decides.
alter table mailing_tests
  add column measure text check (measure in ('clicked', 'opened', 'uniqueOpened', 'unsubscribed', 'accepted')),
  add column wait_hours smallint check (wait_hours between 1 and 168),
  -- Percent.
  add column confidence smallint check (confidence in (90, 95, 99)),
  -- What happens where the difference may be chance.
  add column otherwise text check (otherwise in ('leader', 'person', 'first')),
  add column decides_for bigint,
  -- The figures it was decided by, kept as they were.
  add column decision jsonb,
  add check (measure is null or (wait_hours is not null and confidence is not null and otherwise is not null));
create policy worker_rows on mailing_tests to klarpost_worker using (true) with check (true);
grant select on mailing_tests to klarpost_worker;
create policy worker_rows on mailing_variants to klarpost_worker using (true) with check (true);
grant select on mailing_variants to klarpost_worker;
create index mailing_tests_open on mailing_tests (account_id, id) where measure is not null;

-- What was not made or not decided without a person is told like everything else that people have to decide.
alter table sending_alarms drop constraint sending_alarms_code_check;
alter table sending_alarms add constraint sending_alarms_code_check
  check (code in ('hard_bounces', 'complaints', 'complaints_high', 'missed', 'stalled', 'occurrence', 'winner'));
