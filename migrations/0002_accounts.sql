-- Accounts (controllers), the people who work in them, their sessions and keys, and what they did.

create table accounts (
  id int generated always as identity primary key,
  public_id text not null unique default 'acc_' || replace(gen_random_uuid()::text, '-', ''),
  parent_account_id int references accounts (id),
  name text not null,
  legal_form text,
  -- A new account is in sandbox: its mail goes to the built-in mailbox and to nobody else.
  mode text not null default 'sandbox' check (mode in ('sandbox', 'live')),
  locale text not null default 'de' check (locale in ('de', 'en')),
  timezone text not null default 'Europe/Berlin',
  imprint jsonb not null default '{}',
  privacy jsonb not null default '{}',
  processing jsonb not null default '{}',
  theme jsonb not null default '{}',
  responsibility jsonb,
  -- How people without permission are counted (tracking.md). 'none' until somebody chose.
  counting_level text not null default 'none' check (counting_level in ('none', 'clicks_only', 'shared', 'unique')),
  counting_choice jsonb,
  k_min int not null default 10 check (k_min between 5 and 100),
  settings jsonb not null default '{}',
  suspended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table accounts enable row level security;
create policy own_account on accounts to klarpost_app, klarpost_retention using (id = app_account() or app_instance()) with check (id = app_account() or app_instance());
create policy worker_rows on accounts for select to klarpost_worker using (true);
grant select, insert, update on accounts to klarpost_app;
grant select on accounts to klarpost_worker, klarpost_retention;

-- Every host name an account's links ever used. Never removed, so that old mails keep working (UNS-22).
create table account_hosts (
  account_id int not null references accounts (id),
  host text not null,
  kind text not null check (kind in ('pages', 'track')),
  created_at timestamptz not null default now(),
  primary key (host, kind)
);
alter table account_hosts enable row level security;
create policy account_rows on account_hosts to klarpost_app using (account_id = app_account() or app_instance()) with check (account_id = app_account() or app_instance());
grant select, insert on account_hosts to klarpost_app;

create table operators (
  id bigint generated always as identity primary key,
  public_id text not null unique default 'opr_' || replace(gen_random_uuid()::text, '-', ''),
  email text not null,
  email_normalised text not null unique,
  name text not null,
  password_hash text,
  locale text not null default 'de' check (locale in ('de', 'en')),
  is_administrator boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
create table memberships (
  operator_id bigint not null references operators (id) on delete cascade,
  account_id int not null references accounts (id),
  roles text[] not null,
  created_at timestamptz not null default now(),
  primary key (operator_id, account_id)
);
create table sessions (
  token_hash bytea primary key,
  public_id text not null unique default 'ses_' || replace(gen_random_uuid()::text, '-', ''),
  operator_id bigint not null references operators (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text
);
create index sessions_operator on sessions (operator_id);
-- One-time links: the first owner's set-up, and invitations into an account.
create table operator_links (
  token_hash bytea primary key,
  public_id text not null unique default 'inv_' || replace(gen_random_uuid()::text, '-', ''),
  purpose text not null check (purpose in ('setup', 'invitation')),
  account_id int references accounts (id),
  email text,
  email_normalised text,
  roles text[],
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
-- Failed sign-ins by keyed hash of the address or of the network, known or not. Neither is kept in clear.
create table login_throttles (
  key bytea primary key,
  failures int not null,
  blocked_until timestamptz,
  last_at timestamptz not null
);
create table api_keys (
  account_id int not null references accounts (id),
  id bigint generated always as identity,
  public_id text not null unique default 'key_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  purpose text not null default '',
  secret_hash bytea not null unique,
  scopes text[] not null,
  created_by bigint references operators (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_on date,
  primary key (account_id, id)
);
-- Instance tables: visible in instance transactions, and a membership or key also to its own account.
do $$
declare t text;
begin
  foreach t in array array['operators', 'memberships', 'sessions', 'operator_links', 'login_throttles', 'api_keys'] loop
    execute format('alter table %I enable row level security', t);
    execute format('grant select, insert, update, delete on %I to klarpost_app', t);
  end loop;
end $$;
create policy instance_rows on operators to klarpost_app using (app_instance()) with check (app_instance());
create policy member_rows on operators for select to klarpost_app using (exists (select 1 from memberships m where m.operator_id = operators.id and m.account_id = app_account()));
create policy instance_rows on memberships to klarpost_app using (app_instance() or account_id = app_account()) with check (app_instance() or account_id = app_account());
create policy instance_rows on sessions to klarpost_app using (app_instance()) with check (app_instance());
create policy instance_rows on login_throttles to klarpost_app using (app_instance()) with check (app_instance());
create policy instance_rows on operator_links to klarpost_app using (app_instance() or account_id = app_account()) with check (app_instance() or account_id = app_account());
-- An erasure removes invitations to the person's address.
create policy account_rows on operator_links to klarpost_retention using (account_id = app_account());
grant select, delete on operator_links to klarpost_retention;
create policy instance_rows on api_keys to klarpost_app using (app_instance() or account_id = app_account()) with check (app_instance() or account_id = app_account());

-- Who did or looked at what (ORG-04). The application may add and read, nothing else.
create table audit_entries (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'aud_' || replace(gen_random_uuid()::text, '-', ''),
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('operator', 'api_key', 'person', 'system')),
  operator_id bigint,
  api_key_id bigint,
  actor_name text not null,
  action text not null,
  object_type text,
  object_id text,
  detail jsonb not null default '{}',
  primary key (account_id, id)
);
create index audit_by_time on audit_entries (account_id, at desc);
create index audit_by_object on audit_entries (account_id, object_type, object_id);
select protect_table('audit_entries', 'select, insert');

-- First answers to requests with an Idempotency-Key, replayed for 24 hours.
create table idempotency_keys (
  account_id int not null,
  key text not null,
  route text not null,
  request_hash bytea not null,
  status int,
  response bytea,
  created_at timestamptz not null default now(),
  primary key (account_id, key)
);
select protect_table('idempotency_keys', 'select, insert, update, delete');
