-- Frequency caps, approval by a second person, campaigns (docs/operate/sending.md, docs/privacy/rules.json).

-- What an account decided for all its mailings. No row: no cap, and a second person above 1,000 recipients (CNT-18).
create table mailing_rules (
  account_id int primary key,
  -- At most so many advertising mails to an address in so many days (LEAD-14); both or neither.
  cap_max smallint check (cap_max between 1 and 50),
  cap_days smallint check (cap_days between 1 and 90),
  approval_above int not null default 1000 check (approval_above between 0 and 10000000),
  changed_at timestamptz not null,
  check ((cap_max is null) = (cap_days is null))
);
select protect_table('mailing_rules', 'select, insert, update', 'select', 'select, delete');

-- The same for the mails of one list.
create table list_caps (
  account_id int not null,
  list_id bigint not null,
  cap_max smallint not null check (cap_max between 1 and 50),
  cap_days smallint not null check (cap_days between 1 and 90),
  primary key (account_id, list_id),
  foreign key (account_id, list_id) references lists (account_id, id)
);
select protect_table('list_caps', 'select, insert, update, delete', 'select', 'select, delete');

-- The gate asks which runs of the last days may have reached an address.
create index delivery_runs_ended on delivery_runs (account_id, finished_at);

-- Asking a second person, and what they said. It holds for one revision: whoever changes the mailing afterwards voids it.
create table mailing_approvals (
  account_id int not null,
  id bigint generated always as identity,
  mailing_id bigint not null,
  revision int not null,
  state text not null check (state in ('requested', 'approved', 'returned')),
  requested_by bigint,
  requested_at timestamptz,
  -- What the asking person wants the other to look at.
  note text not null default '' check (length(note) <= 1000),
  decided_by bigint,
  decided_at timestamptz,
  comment text not null default '' check (length(comment) <= 2000),
  -- When it shall leave once approved: {at, window, perHour}; null: somebody decides that afterwards.
  schedule jsonb,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade
);
create index mailing_approvals_mailing on mailing_approvals (account_id, mailing_id, id desc);
select protect_table('mailing_approvals', 'select, insert, update', '', 'select, update, delete');

-- A named group of mailings, and what they are to bring about.
create table campaigns (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'cmp_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null check (length(name) between 1 and 120),
  colour text not null check (colour in ('pine', 'clay', 'sky', 'plum', 'moss', 'slate')),
  starts_on date,
  ends_on date,
  goal text not null default '' check (length(goal) <= 1000),
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (account_id, id),
  check (ends_on >= starts_on)
);
create unique index campaigns_public on campaigns (account_id, public_id);
create unique index campaigns_name on campaigns (account_id, lower(name)) where archived_at is null;
select protect_table('campaigns', 'select, insert, update', '', 'select, delete');

alter table mailings add column campaign_id bigint;
alter table mailings add foreign key (account_id, campaign_id) references campaigns (account_id, id);
create index mailings_campaign on mailings (account_id, campaign_id) where campaign_id is not null;
-- The calendar: what was planned for, or began in, a span of days.
create index mailings_calendar on mailings (account_id, (coalesce(started_at, scheduled_at)));
