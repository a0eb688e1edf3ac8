-- RET-08: the security log, kept for twelve months: failed sign-ins, refused and forged calls, rejected uploads, blocked
-- destinations. Of an account where one is known, else of the installation (account 0). Addresses and networks are keyed
-- hashes; equal events of a few seconds are one row.
create table security_events (
  account_id int not null default 0,
  id bigint generated always as identity,
  public_id text not null default 'sev_' || replace(gen_random_uuid()::text, '-', ''),
  at timestamptz not null,
  last_at timestamptz not null,
  times int not null check (times > 0),
  event text not null,
  code text not null,
  method text,
  -- Pattern of the route, never the URL.
  route text,
  request_id text,
  operator_id bigint,
  api_key_id bigint,
  who text,
  network text,
  -- There were so many that only their number was kept.
  summed boolean not null default false,
  primary key (account_id, id)
);
create index security_events_by_time on security_events (account_id, last_at);
select protect_table('security_events', 'select', 'insert');
-- Those of the installation are read by who runs it, and go when their time is over, whichever account's turn it is.
create policy installation_rows on security_events for select to klarpost_app using (app_instance() and account_id = 0);
create policy installation_end on security_events to klarpost_retention using (account_id = 0);
