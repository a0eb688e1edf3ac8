-- A second person for large exports and releases (ORG-05), and alerts of what is out of the ordinary (ORG-12).

-- From how many people on a second person is asked, and from which number on something counts as unusual. Without a row
-- the defaults of contract/guards.ts hold; null in `limits` switches an alert off.
create table guard_settings (
  account_id int not null,
  export_from int not null check (export_from between 1 and 10000000),
  release_from int not null check (release_from between 1 and 500),
  limits jsonb not null default '{}',
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (account_id)
);
select protect_table('guard_settings', 'select, insert, update');

-- What waits, or waited, for the word of a second person. `waived`: nobody else could have given it.
create table second_person_requests (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('spr_' || replace(gen_random_uuid()::text, '-', '')),
  kind text not null check (kind in ('export', 'release')),
  state text not null check (state in ('open', 'confirmed', 'refused', 'withdrawn', 'expired', 'waived')),
  object_id text,
  act jsonb not null default '{}',
  people int not null,
  reason text not null,
  requested_by bigint,
  requested_by_key bigint,
  requested_name text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by bigint,
  decided_name text,
  decided_at timestamptz,
  word text not null default '',
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index second_person_requests_open on second_person_requests (account_id, expires_at) where state = 'open';
select protect_table('second_person_requests', 'select, insert, update');

-- Something out of the ordinary, and what a person made of it.
create table alerts (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('alt_' || replace(gen_random_uuid()::text, '-', '')),
  kind text not null,
  state text not null default 'open' check (state in ('open', 'expected', 'incident')),
  operator_id bigint,
  api_key_id bigint,
  who text not null default '',
  -- The one thing it is about (an export, a sign-in); null for what is counted.
  object_id text,
  counted int not null,
  threshold int not null,
  detail jsonb not null default '{}',
  at timestamptz not null,
  seen_at timestamptz not null,
  mailed_at timestamptz,
  decided_by bigint,
  decided_name text,
  decided_at timestamptz,
  word text not null default '',
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index alerts_of_object on alerts (account_id, kind, object_id) where object_id is not null;
create index alerts_recent on alerts (account_id, kind, seen_at desc);
select protect_table('alerts', 'select, insert, update');

-- What the alerts look through, many times an hour.
create index audit_by_action on audit_entries (account_id, action, at desc);

create index suppressions_retained_at on suppressions (account_id, created_at) where scope = 'retained';

-- An export waits for a second person (`held`), or was refused by one; its password is gone with its file.
alter table contact_exports drop constraint contact_exports_state_check;
alter table contact_exports add constraint contact_exports_state_check
  check (state in ('held', 'waiting', 'running', 'done', 'failed', 'cancelled', 'refused', 'expired'));
alter table contact_exports add column password_sealed bytea;

-- Networks somebody signed in from, as keyed hashes.
create table operator_places (
  operator_id bigint not null references operators (id) on delete cascade,
  place_hash bytea not null,
  last_seen_at timestamptz not null,
  primary key (operator_id, place_hash)
);
alter table operator_places enable row level security;
create policy instance_rows on operator_places to klarpost_app using (app_instance()) with check (app_instance());
grant select, insert, update, delete on operator_places to klarpost_app;
