-- What receiving servers answered: mailings an address did not get, the series that follow from them, and refusals that are
-- about us.

-- One row per address and mailing (SND-09). Successes are kept only of addresses that have a series, so that a report that
-- comes days later still counts as a bounce of its own mailing.
create table bounce_mailings (
  account_id int not null,
  address_hash bytea not null,
  -- `r<run>` or `d<delivery>`: a mailing counts once, however often it is reported.
  mailing_key text not null,
  email_normalised text not null,
  delivery_id bigint,
  -- `neutral`: a refusal that blames nobody took back what looked like a success.
  class text not null check (class in ('hard', 'soft', 'neutral', 'accepted')),
  unknown_user boolean not null default false,
  code smallint,
  enhanced text,
  meaning text,
  -- The server's words without addresses.
  reply text,
  source text check (source in ('smtp', 'dsn', 'webhook')),
  -- When the mail was handed over; the order of mailings, not of news.
  mailed_at timestamptz not null,
  at timestamptz not null,
  primary key (account_id, address_hash, mailing_key)
);
create index bounce_mailings_email on bounce_mailings (account_id, email_normalised);

create table bounce_series (
  account_id int not null,
  address_hash bytea not null,
  email_normalised text not null,
  contact_id bigint,
  -- Hard bounces in a row, each of another mailing.
  hard_row int not null default 0,
  -- Soft-bounced mailings of the last 30 days (SND-10).
  soft_mailings int not null default 0,
  refused_mailings int not null default 0,
  last_class text,
  last_meaning text,
  last_code smallint,
  last_enhanced text,
  last_reply text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- Older mailings count no longer: somebody re-activated the address, or its pause ended.
  counts_from timestamptz,
  -- Re-activated by a person: the next hard bounce retains at once, a success ends it.
  on_probation boolean not null default false,
  paused_until timestamptz,
  primary key (account_id, address_hash)
);
create index bounce_series_email on bounce_series (account_id, email_normalised);
create index bounce_series_paused on bounce_series (account_id, paused_until) where paused_until is not null;

-- SND-08: refusals about our server, domain or content that came as reports after the SMTP session, counted and never laid to a
-- recipient's charge.
create table policy_refusals (
  account_id int not null,
  day date not null,
  sender_domain text not null,
  provider text not null,
  code smallint not null,
  enhanced text not null,
  meaning text not null,
  count int not null,
  sample text not null,
  last_at timestamptz not null,
  primary key (account_id, day, sender_domain, provider, code, enhanced, meaning)
);

select protect_table('bounce_mailings', 'select, insert, update, delete', '', 'select, delete');
select protect_table('bounce_series', 'select, insert, update, delete', '', 'select, delete');
select protect_table('policy_refusals', 'select, insert, update, delete', '', 'select, delete');
create index suppressions_retained on suppressions (account_id, id) where scope = 'retained' and lifted_at is null;
