-- What every slice builds on: which rows a transaction may see, the outbox, jobs, files and the instance's own settings.

-- The account of this transaction. No context, no rows: null never equals an account id.
create function app_account() returns int language sql stable parallel safe
  return nullif(current_setting('app.account', true), '')::int;

-- True in transactions on the instance's own tables (accounts, operators, sessions, keys).
create function app_instance() returns boolean language sql stable parallel safe
  return coalesce(current_setting('app.instance', true), '') = 'on';

-- Puts an account's table behind row-level security (ORG-08) and grants each role just what it needs.
create function protect_table(target regclass, app_rights text, worker_rights text default '', retention_rights text default 'select, delete')
returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy account_rows on %s to klarpost_app, klarpost_retention using (account_id = app_account()) with check (account_id = app_account())', target);
  execute format('grant %s on %s to klarpost_app', app_rights, target);
  if retention_rights <> '' then
    execute format('grant %s on %s to klarpost_retention', retention_rights, target);
  end if;
  if worker_rights <> '' then
    execute format('create policy worker_rows on %s to klarpost_worker using (true) with check (true)', target);
    execute format('grant %s on %s to klarpost_worker', worker_rights, target);
  end if;
end $$;
revoke execute on function protect_table from public;

create table instance_settings (
  key text primary key,
  value jsonb not null
);
grant select, insert, update on instance_settings to klarpost_app, klarpost_worker;

-- Typed news for higher ranks, written in the transaction that made it true.
create table outbox_events (
  id bigint generated always as identity primary key,
  account_id int not null,
  type text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  handled_at timestamptz
);
create index outbox_open on outbox_events (id) where handled_at is null;
select protect_table('outbox_events', 'select, insert', 'select, insert, update, delete');

-- Housekeeping work. Deliveries have claim tables of their own.
create table jobs (
  id bigint generated always as identity primary key,
  account_id int not null default 0,
  kind text not null,
  payload jsonb not null default '{}',
  unique_key text,
  run_at timestamptz not null default now(),
  attempts int not null default 0,
  lease_owner text,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null default now()
);
create index jobs_due on jobs (run_at);
create unique index jobs_unique_key on jobs (kind, unique_key) where unique_key is not null;
select protect_table('jobs', 'select, insert, update, delete', 'select, insert, update, delete');

-- Files live in chunks in the database, so that backups and several machines see the same.
create table stored_files (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'fil_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create table file_chunks (
  account_id int not null,
  file_id bigint not null,
  no int not null,
  bytes bytea not null,
  primary key (account_id, file_id, no),
  foreign key (account_id, file_id) references stored_files (account_id, id) on delete cascade
);
select protect_table('stored_files', 'select, insert, update, delete');
select protect_table('file_chunks', 'select, insert, delete');
