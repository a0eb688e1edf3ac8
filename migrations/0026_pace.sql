-- Pace: how much may leave when (SND-12).

-- What an account allows at most: altogether, from one of its domains, or to one receiving provider.
create table pace_limits (
  account_id int not null,
  scope text not null check (scope in ('account', 'domain', 'provider')),
  -- Domain or provider; empty for the account.
  name text not null default '' check ((name = '') = (scope = 'account')),
  per_second double precision check (per_second > 0),
  per_hour int check (per_hour > 0),
  primary key (account_id, scope, name),
  check (per_second is not null or per_hour is not null)
);
select protect_table('pace_limits', 'select, insert, update, delete', 'select');

-- What is left of a limit that several worker processes share. A crash empties the table, and the buckets begin empty.
create unlogged table pace_buckets (
  -- 0: of a relay, which accounts may share.
  account_id int not null,
  key text not null,
  tokens double precision not null default 0,
  filled_at timestamptz not null default clock_timestamp(),
  primary key (account_id, key)
);
select protect_table('pace_buckets', 'select', 'select, insert, update, delete');

-- Where a provider asked for less mail: the pace found since, until it is as before.
create table pace_slowdowns (
  account_id int not null,
  relay text not null,
  provider text not null,
  per_second double precision not null,
  -- The pace at which the receiver first objected.
  before_per_second double precision not null,
  since timestamptz not null,
  objected_at timestamptz not null,
  changed_at timestamptz not null,
  objections int not null default 1,
  -- The reply's code, "421 4.7.28"; never its text, which may name people.
  code text not null,
  primary key (account_id, relay, provider)
);
select protect_table('pace_slowdowns', 'select, insert, update, delete', 'select, insert, update, delete');

-- A sending domain that receivers get to know step by step.
create table warm_ups (
  account_id int not null,
  domain text not null,
  state text not null check (state in ('running', 'skipped')),
  -- Mails a day and provider for each step; null: the product's own steps.
  caps int[],
  -- What the account declared to send from the domain already, where the warm-up is skipped.
  declared_per_day int check (declared_per_day > 0),
  started_at timestamptz not null default now(),
  -- Who decided; null: began with the first mail.
  decided_by text,
  primary key (account_id, domain)
);
select protect_table('warm_ups', 'select, insert, update, delete', 'select, insert');

-- Mails of a day (in the account's time zone) from a domain to a provider, taken in small slices by the workers.
create table warm_up_days (
  account_id int not null,
  domain text not null,
  -- A known provider; `other` stands for all domains nobody knows.
  provider text not null,
  day date not null,
  taken int not null default 0,
  primary key (account_id, domain, provider, day)
);
select protect_table('warm_up_days', 'select, delete', 'select, insert, update');

-- A live account's domains that have sent are known already.
insert into warm_ups (account_id, domain, state)
select distinct s.account_id, s.domain, 'skipped' from senders s join accounts a on a.id = s.account_id
where a.mode = 'live' and exists (select 1 from delivery_runs r where r.account_id = s.account_id and r.sender_id = s.id);

-- Turns: accounts, and the runs of an account, are served one after the other.
alter table delivery_runs add column served_at timestamptz;
drop index delivery_batches_due;
create index delivery_batches_turn on delivery_batches (account_id, run_id, not_before, id) where state = 'ready' and run_id is not null;
create index delivery_batches_urgent on delivery_batches (priority, account_id, not_before, id) where state = 'ready' and run_id is null;
