-- Imports of contacts: the file, how it was read, and where every line ended.

create table imports (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'imp_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  state text not null check (state in ('uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled', 'undone')),
  file_id bigint,
  format jsonb not null default '{}',
  mapping jsonb not null default '{}',
  -- Lists, consent source, wording, default evidence (CON-23).
  options jsonb not null default '{}',
  counts jsonb not null default '{}',
  progress jsonb not null default '{}',
  error text,
  created_by bigint,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  undone_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- Every line ends as created, updated, unchanged or rejected with a reason.
create table import_lines (
  account_id int not null,
  import_id bigint not null,
  line int not null,
  result text not null check (result in ('created', 'updated', 'unchanged', 'rejected')),
  reason text,
  contact_id bigint,
  -- The values before, for undo; the raw line, for rejected ones.
  detail jsonb,
  primary key (account_id, import_id, line),
  foreign key (account_id, import_id) references imports (account_id, id) on delete cascade
);
select protect_table('imports', 'select, insert, update, delete');
select protect_table('import_lines', 'select, insert, update, delete');
